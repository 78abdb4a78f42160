"""A figure of a study: its caption, the studies that it can show, and its drawing."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from jitagents.parameters import Parameters
from jitagents.plots.sizes import sizes, too_large

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from jitagents.results import Results


@dataclass(frozen=True)
class StudyFigure(Parameters, ABC):
    """One figure of the results of a study; its fields are parameters, which are checked when it is made.

    A view lists its figures by name, and a configuration can name one of your own: `figures: {NAME: {_target_: …}}`.
    Names of variants and agents in the results are already the labels that readers see, and so are the fields `variant`
    and `scope` when it is drawn.

    Attributes:
        caption: how to read it; stands below it in the report. A `Picture` that is drawn may have a longer one.
        limits: sizes of a study (of `jitagents.plots.sizes`) up to which it can be read.
        numbers: the code that gives the numbers that it shows, for readers of a study that it has no room for.
    """

    caption: ClassVar[str] = ""
    limits: ClassVar[Mapping[str, int]] = {}
    numbers: ClassVar[str] = "`results.summary()`"

    def drawable(self, results: "Results") -> bool:
        """Whether a study has what the figure shows."""
        return True

    def no_room(self, results: "Results") -> str:
        """The reason why a study that has it all is too large for the figure; empty if it is not."""
        return too_large(self.limits, self.numbers, sizes(results))

    @abstractmethod
    def draw(self, results: "Results") -> "Figure":
        """Draw it.

        Raises:
            InputError: the study does not have what the figure shows.
        """
