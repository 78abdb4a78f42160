"""A step of the debrief: a table, a sentence and a figure."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from matplotlib.figure import Figure

from jitagents.plots.style import Image, image


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
    draw: Callable[[], Figure]

    @cached_property
    def figure(self) -> Figure:
        """The figure, drawn when it is first asked for."""
        return self.draw()

    @cached_property
    def image(self) -> Image:
        """Its title, caption, and the bytes of the figure as PNG and as SVG."""
        return image(self.figure)

    def _repr_png_(self) -> bytes:
        return self.image.png
