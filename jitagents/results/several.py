"""Several runs: the results of several runs as one table, with what differs between their configurations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from jitagents.results.base_tables import BaseTables
from jitagents.results.study_frames import Names
from jitagents.results.swept_columns import TAKEN

SAME = ("workers", "executor", "chunk", "study")
"""Keys whose differences are left out, since they change no number."""
CLASS = "_target_"
CONFIG = "config."
"""Begins the column of a key whose name a table has for something else, e.g. `replications`."""


@dataclass(frozen=True, eq=False)
class Several:
    """The results of several runs, e.g. of a multirun.

    Attributes:
        names: of the runs: their directories.
        results: of each run.
    """

    names: tuple[str, ...]
    results: tuple[BaseTables, ...]

    @classmethod
    def of(cls, paths: Sequence[Path], results: Sequence[BaseTables]) -> "Several":
        """Runs that lie in some directories."""
        short = [path.name for path in paths]
        alike = len(set(short)) < len(short)
        return cls(tuple(map(str, paths)) if alike else tuple(short), tuple(results))

    @cached_property
    def runs(self) -> pd.DataFrame:
        """A row a run: its name, then a column for each key of the configuration that is not the same in all of them.

        Where the class of a behaviour differs, its name stands for all that is set of it.
        """
        configs = [dict(_flat(one.config)) for one in self.results]
        keys = dict.fromkeys(key for one in configs for key in one)
        differing = [key for key in keys if len({repr(one.get(key)) for one in configs}) > 1]
        chosen = {key.removesuffix(f".{CLASS}") for key in differing if key.endswith(f".{CLASS}")}
        columns: dict[str, list[Any]] = {"run": list(self.names)}
        for key in differing:
            node = key.removesuffix(f".{CLASS}")
            if node in chosen and node != key:
                columns[node] = [str(one.get(key, "")).rpartition(".")[2] for one in configs]
            elif not any(key.startswith(f"{one}.") for one in chosen):
                columns[key] = [one.get(key) for one in configs]
        return pd.DataFrame(columns)

    def summary(self, metrics: Names = None, scopes: Names = None) -> pd.DataFrame:
        """The summaries of all runs below each other, after the columns of `runs`.

        A key that a run sweeps has one column, with the values of its levels. A key whose name is that of a column of
        the summary, e.g. `replications`, is called `config.replications`.

        Raises:
            InputError: an unknown metric or scope.
        """
        return self._joined([one.summary(metrics, scopes) for one in self.results])

    def daily(self, metrics: Names = None, scopes: Names = None) -> pd.DataFrame:
        """The daily tables of all runs below each other, after the columns of `runs`, as in `summary`.

        Raises:
            InputError: an unknown metric or scope.
        """
        return self._joined([one.daily(metrics, scopes) for one in self.results])

    def _joined(self, tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
        """The tables below each other, after what differs; where a run sweeps a key, the value of the level counts."""
        columns = list(dict.fromkeys(column for table in tables for column in table))
        stated = [name for name in self.runs if str(name).partition(".")[0] != "levels"]  # tables have them, one a row
        runs = self.runs[stated].rename(columns={name: f"{CONFIG}{name}" for name in {*stated[1:]} & TAKEN})
        parts = []
        for at, (name, table) in enumerate(zip(self.names, tables, strict=True)):
            own = runs.iloc[[at]].drop(columns=[column for column in table if column in runs])
            parts.append(own.merge(table.assign(run=name), on="run"))
        return pd.concat(parts, ignore_index=True)[list(dict.fromkeys([*runs, *columns]))]

    def __repr__(self) -> str:
        return f"<Several runs: {', '.join(self.names)}>"


def _flat(node: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, Any]]:
    """The values of a configuration by their dotted keys."""
    for key, value in node.items():
        if isinstance(value, Mapping) and value:
            yield from _flat(value, f"{place}{key}.")
        elif place or key not in SAME:
            yield f"{place}{key}", value
