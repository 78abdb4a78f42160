"""Buttons by which a figure or a table that the server makes is saved."""

from collections.abc import Callable, Mapping
from typing import IO, Any

import panel as pn

from jitagents.translation import Translation

type Made = Callable[[], IO[Any]]
"""Makes the content of a file when it is asked for."""


def downloads(say: Translation, name: str, made: Mapping[str, Made]) -> pn.FlexBox:
    """Return a button for each kind of file of one name.

    Args:
        say: sentences in the language of the page.
        name: of the files.
        made: content by the end of the file's name.
    """
    said = {f"{name}.{ending}": say("Save as {kind}", kind=ending.upper()) for ending in made}
    return _buttons({file: (said[file], made[file.rpartition(".")[2]]) for file in said})


def tables(made: Mapping[str, Made]) -> pn.FlexBox:
    """Return a button for each table, saved as a text file of its name.

    Args:
        made: content by the name of the table.
    """
    return _buttons({f"{name}.csv": (f"{name}.csv", content) for name, content in made.items()})


def _buttons(files: Mapping[str, tuple[str, Made]]) -> pn.FlexBox:
    buttons = [
        pn.widgets.FileDownload(
            callback=content, filename=file, label=label, color="default", variant="outline", embed=False,
            auto=True,
        )
        for file, (label, content) in files.items()
    ]  # fmt: skip
    return pn.FlexBox(*buttons, gap="4px 8px")
