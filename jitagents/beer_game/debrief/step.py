"""A step of the debrief: a table, a sentence and a figure."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from jitagents.plots.style import Picture, drawn


@dataclass(frozen=True)
class Step:
    """A step of the debrief.

    Attributes:
        name: of its files.
        title: in a few words.
        sentence: that says what is to be seen.
        frame: its numbers, tidy; cases, weeks and dollars.
        draw: draws its figure.
    """

    name: str
    title: str
    sentence: str
    frame: pd.DataFrame
    draw: Callable[[], Picture]

    @cached_property
    def figure(self) -> Picture:
        """The figure, drawn when it is first asked for."""
        return self.draw()

    @cached_property
    def png(self) -> bytes:
        """The figure at 150 dots an inch."""
        return drawn(self.figure, "png")

    @cached_property
    def svg(self) -> bytes:
        """The figure as a drawing."""
        return drawn(self.figure, "svg")

    def _repr_png_(self) -> bytes:
        return self.png
