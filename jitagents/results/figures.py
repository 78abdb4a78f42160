"""The figures of results: which a study has, those that it has no room for, and their files."""

from concurrent.futures import Executor, Future
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from jitagents.errors import InputError
from jitagents.results import directory, files
from jitagents.results.own import explained
from jitagents.results.units import Units

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from jitagents.plots.drawn_figure import Image
    from jitagents.plots.figure import StudyFigure
    from jitagents.results import Results

    type Part = tuple[dict[str, str], list[tuple[str, Image]]]


def drawn(figure: "StudyFigure", results: "Results") -> "Figure":
    """Draw a figure of results, with the labels and units of the study in its titles, axes and legends.

    Raises:
        InputError: the study does not have what the figure shows.
    """
    labels, known = results.labels, {item.name for item in fields(figure)}
    for name, label in (("variant", labels.variant), ("scope", labels.scope)):
        if name in known and isinstance(getattr(figure, name), str):
            figure = replace(figure, **{name: label(getattr(figure, name))})
    units, picture = Units.of(results.config), figure.draw(results.shown)
    if units != Units():
        from matplotlib.text import Text

        for text in picture.findobj(Text):
            text.set_text(units.say(text.get_text()))
    return picture


@dataclass(frozen=True, eq=False)
class Figures:
    """The figures of results, by name: those of its view, and the user's own.

    Attributes:
        results: of a study.
    """

    results: "Results"

    @cached_property
    def there(self) -> "dict[str, StudyFigure]":
        """The figures of what was measured, whether there is room or not."""
        view = self.results.view
        found: dict[str, StudyFigure] = {}
        with explained("view", view):
            every = {**view.figures(), **self.results.own.figures}
        for name, figure in every.items():
            with explained(f"figures.{name}", figure):
                if figure.drawable(self.results.shown):
                    found[name] = figure
        return found

    @cached_property
    def left_out(self) -> dict[str, str]:
        """A sentence for each figure that a study is too large for, and for each of the user's own that it lacks."""
        if self._begun:
            return self._begun[0].result()[0]
        said = dict[str, str]()
        for name, figure in self.there.items():
            with explained(f"figures.{name}", figure):
                if reason := figure.no_room(self.results.shown):
                    said[name] = f"The figure {name} is not drawn: {reason}."
        lacking = [name for name in self.results.own.figures if name not in self.there]
        return said | {name: f"The figure {name} is not drawn: this study has not what it shows." for name in lacking}

    def drawn(self) -> "dict[str, Figure]":
        """The figures that there is room for, drawn."""
        return {name: self._drawn(name) for name in self._with_room}

    @property
    def _with_room(self) -> list[str]:
        return [name for name in self.there if name not in self.left_out]

    def _drawn(self, name: str) -> "Figure":
        from matplotlib.figure import Figure

        with explained(f"figures.{name}", self.there[name]):
            picture = drawn(self.there[name], self.results)
        if not isinstance(picture, Figure):  # of a class of the user's own
            raise InputError(f"figures.{name}: draw() must return a figure of Matplotlib, not {picture!r}")
        return picture

    @cached_property
    def images(self) -> "dict[str, Image]":
        """The figures as PNG and SVG, made once; waits for those that are made elsewhere."""
        if not self._begun:
            return {name: self._image(name) for name in self._with_room}
        some, others = (one.result()[1] for one in self._begun)
        return dict(image for both in zip_longest(some, others) for image in both if image is not None)

    def _image(self, name: str) -> "Image":
        from jitagents.plots.style import image

        picture = self._drawn(name)
        with explained(f"figures.{name}", self.there[name]):
            return image(picture, self.there[name].caption)

    def draw_in(self, pool: Executor) -> None:
        """Begin to make the images in two processes of a pool, every second one in each; what draws is not needed here.

        `images` and `left_out` wait for them.
        """
        there = Figures(self.results)  # without what is begun here
        self._begun.extend([pool.submit(there._every_second, first) for first in range(2)])

    @cached_property
    def _begun(self) -> "list[Future[Part]]":
        return []

    def _every_second(self, first: int) -> "Part":
        """The figures left out, and every second image, by name, from the first or the second on."""
        return self.left_out, [(name, self._image(name)) for name in self._with_room[first::2]]

    @property
    def files(self) -> dict[str, bytes]:
        """The content of the files of all figures, by their names; a sentence where one cannot be drawn."""
        content = {
            f"{name}.{kind}": getattr(image, kind) for name, image in self.images.items() for kind in ("png", "svg")
        }
        return content | {f"{name}.txt": f"{sentence}\n".encode() for name, sentence in self.left_out.items()}

    def save(self, path: Path) -> None:
        """Write the files into the directory `figures` below a path.

        Raises:
            InputError: other files of their names are there, which are not of these results.
        """
        directory.claim_figures(path, self.files, self.results.manifest)
        for name, content in self.files.items():
            files.whole(path / directory.FIGURES / name, content)
