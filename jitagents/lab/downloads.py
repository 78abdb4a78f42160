"""Buttons by which a figure and its numbers are saved."""

from collections.abc import Callable, Mapping
from typing import IO, Any

import panel as pn

from jitagents.translation import Translation


def downloads(say: Translation, name: str, made: Mapping[str, Callable[[], IO[Any]]]) -> pn.FlexBox:
    """Return a button for each file.

    Args:
        say: sentences in the language of the page.
        name: of the files.
        made: content of the file by the end of its name, made when it is asked for.
    """
    buttons = [
        pn.widgets.FileDownload(
            callback=content, filename=f"{name}.{ending}", label=say("Save as {kind}", kind=ending.upper()),
            button_type="default", button_style="outline", embed=False, width=150,
        )
        for ending, content in made.items()
    ]  # fmt: skip
    return pn.FlexBox(*buttons, gap="4px 8px")
