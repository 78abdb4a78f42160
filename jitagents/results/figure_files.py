"""Figures of results: drawn, as images and as files."""

from concurrent.futures import Executor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from jitagents.results.figures import Figures
from jitagents.results.files import located

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from jitagents.plots.drawn_figure import Image


class FigureFiles:
    """A mixin of results whose figures are drawn and written."""

    @cached_property
    def _figures(self) -> Figures:
        """The figures, which a class with a view lists."""
        raise NotImplementedError

    def figures(self) -> dict[str, "Figure"]:
        """The figures by name, of what was measured, as the view lists them, and those that the configuration adds.

        Those of `figures_left_out` are not drawn.
        """
        return self._figures.drawn()

    @property
    def figures_left_out(self) -> dict[str, str]:
        """The figures that cannot show a study of this size, each with a sentence that says so and what to do."""
        return self._figures.left_out

    @property
    def images(self) -> "dict[str, Image]":
        """All figures drawn, once: for `save_figures` and for the report."""
        return self._figures.images

    @property
    def image_files(self) -> dict[str, bytes]:
        """The content of the files of all figures, by their names; a sentence where one cannot be drawn."""
        return self._figures.files

    def draw_in(self, pool: Executor) -> None:
        """Begin to draw the figures in processes of a pool; `images` and the files wait for them."""
        self._figures.draw_in(pool)

    def save_figures(self, path: str | Path) -> None:
        """Write every figure as PNG and SVG into the directory `figures` below a path; a text for one without room.

        Raises:
            InputError: other files of their names are there, which are not of these results.
        """
        self._figures.save(located(path))
