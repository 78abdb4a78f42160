"""A place on the page where files are dropped, or chosen by keyboard."""

from collections.abc import Callable, Mapping
from html import escape

import panel as pn

from jitagents.lab.rooms.files import LARGEST


class Dropping:
    """A place for files. Their content stays in memory.

    Args:
        said: what is to be dropped.
        heard: called with the content of all files by name, each time that one is dropped or taken away.

    Attributes:
        view: what is shown.
    """

    def __init__(self, said: str, heard: Callable[[Mapping[str, bytes]], None]) -> None:
        self._dropper = pn.widgets.FileDropper(
            multiple=True, max_file_size=f"{LARGEST >> 20}MB", layout="compact", max_width=640,
            sizing_mode="stretch_width",
        )  # fmt: skip
        self._dropper.param.watch(lambda _: heard(self.files), "value")
        self.view = pn.Column(pn.pane.HTML(f"<p>{escape(said)}</p>"), self._dropper, sizing_mode="stretch_width")

    @property
    def files(self) -> dict[str, bytes]:
        """The content of the files by name; what the browser took for text was decoded on its way."""
        return {
            name: content.encode() if isinstance(content, str) else content
            for name, content in self._dropper.value.items()
        }
