"""Base class of views: one kind of study in the report, on the console and in a notebook."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from jitagents.accounting.measures import Definition
from jitagents.parameters import Parameters

if TYPE_CHECKING:
    from jitagents.plots.figure import StudyFigure
    from jitagents.results import Results


@dataclass(frozen=True)
class ConsoleTable:
    """A table as the console prints it, a text a cell.

    Attributes:
        heading: of the first column.
        columns: headings of the others.
        rows: a list of texts each.
        labels: columns at the left that name the row.
        may_drop: whether columns at the right are left out where there is no room.
    """

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    labels: int = 1
    may_drop: bool = False


@dataclass(frozen=True)
class View(Parameters, ABC):
    """One kind of study, and how it is shown; its fields are parameters, which are checked when it is made.

    The results that it is given hold labels in the place of identifiers. A configuration can name a view of your own,
    `view: {_target_: …}`; it is asked before all others.

    Attributes:
        note: how to read the table; stands below it in the report.
        keeps_keys: whether swept keys are shown by their own names, whatever their labels, since the view looks for
            them.
    """

    note: ClassVar[str] = ""
    keeps_keys: ClassVar[bool] = False

    def applies(self, results: "Results") -> bool:
        """Whether a study is of this kind."""
        return True

    @abstractmethod
    def table(self, results: "Results") -> pd.DataFrame:
        """The answer as text: a cell is a number with its interval, the index names the row."""

    @abstractmethod
    def findings(self, results: "Results") -> list[str]:
        """Sentences on what the numbers say, and how surely."""

    @abstractmethod
    def figures(self) -> "Mapping[str, StudyFigure]":
        """The figures of such a study by name, in order; those that it cannot draw are left out."""

    def definitions(self, results: "Results") -> Mapping[str, Definition]:
        """The measures that the report defines, by name."""
        return {name: results.definitions[name] for name in results.measures}

    def on_console(self, results: "Results", table: pd.DataFrame) -> ConsoleTable:
        """The first rows of the table as the console prints them; here: a column for each, as far as there is room."""
        return by_row(table, {str(name): str(name) for name in table})


def by_row(table: pd.DataFrame, columns: Mapping[str, str]) -> ConsoleTable:
    """A row for each row of a table, named by its index.

    Args:
        table: with a text a cell.
        columns: headings on the console, the most important first, by name in the table; those that it lacks are left
            out.
    """
    labels = table.index.to_frame().astype(str).map(_short)
    chosen = [name for name in columns if name in table]
    rows = [[*label, *row] for label, row in zip(labels.to_numpy(), table[chosen].astype(str).to_numpy(), strict=True)]
    first, *others = [*map(str, labels.columns), *(columns[name] for name in chosen)]
    return ConsoleTable(first, others, rows, labels=table.index.nlevels, may_drop=True)


def _short(level: str) -> str:
    """`crisis.outage.duration=5` as `duration=5`."""
    return ", ".join(
        part.rpartition("=")[0].rpartition(".")[2] + "".join(part.rpartition("=")[1:]) for part in level.split(", ")
    )
