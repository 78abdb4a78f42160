"""The contract of figures: good ones pass, and a bad one is told what is wrong with it."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from matplotlib.figure import Figure

from jitagents.plots.daily import DailyFigure
from jitagents.plots.figure import StudyFigure
from jitagents.plots.tension import TensionFigure
from jitagents.testing import check_figure


@dataclass(frozen=True)
class Plain(StudyFigure):
    """A title and nothing else."""

    caption: ClassVar[str] = "Nothing is to be seen."

    def draw(self, results: Any) -> Figure:
        figure = Figure()
        figure.suptitle("Nothing")
        return figure


@dataclass(frozen=True)
class Silent(Plain):
    """Without a caption."""

    caption: ClassVar[str] = ""


@dataclass(frozen=True)
class Broken(Plain):
    """Fails."""

    def draw(self, results: Any) -> Figure:
        raise KeyError("shops")


@dataclass(frozen=True)
class Untitled(Plain):
    """Has no title."""

    def draw(self, results: Any) -> Figure:
        return Figure()


@dataclass(frozen=True)
class Fickle(Plain):
    """Another title each time."""

    drawn: ClassVar[list[int]] = []

    def draw(self, results: Any) -> Figure:
        self.drawn.append(1)
        figure = Figure()
        figure.suptitle(str(len(self.drawn)))
        return figure


@pytest.mark.parametrize("good", [Plain, Plain(), DailyFigure])
def test_a_good_figure_passes(good: Any) -> None:
    check_figure(good)


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (3, "3 is no figure"),
        (Silent, "Silent: its caption has no sentence"),
        (Broken, "Broken cannot be shown: KeyError: 'shops'"),
        (Untitled, "Untitled: has no title"),
        (Fickle, "Fickle: the second time it is drawn otherwise"),
        (TensionFigure, "TensionFigure: cannot be drawn for the small study"),
    ],
)
def test_a_bad_figure_is_told_what_is_wrong(bad: Any, told: str) -> None:
    with pytest.raises(AssertionError, match=re.escape(told)):
        check_figure(bad)
