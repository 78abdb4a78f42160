"""Buttons by which a figure or a table that the server makes is saved."""

from collections.abc import Callable, Mapping
from io import BytesIO, StringIO
from typing import IO, Any

import pandas as pd
import panel as pn
from matplotlib.figure import Figure

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


def answer[Answer](
    say: Translation, name: str, found: Callable[[], Answer | None], table: Callable[[Answer], pd.DataFrame],
    picture: Callable[[Answer], Figure],
) -> pn.FlexBox:  # fmt: skip
    """Return buttons that save the present answer of a screen; as long as there is none, files are empty.

    Args:
        say: sentences in the language of the page.
        name: of the files.
        found: the present answer; None: there is none yet.
        table: of an answer.
        picture: of an answer.
    """

    def csv() -> StringIO:
        return StringIO("" if (one := found()) is None else table(one).to_csv(index=False))

    def image(kind: str) -> BytesIO:
        return BytesIO() if (one := found()) is None else drawn(picture(one), kind)

    return downloads(say, name, {"csv": csv, "svg": lambda: image("svg"), "png": lambda: image("png")})


def drawn(picture: Figure, kind: str) -> BytesIO:
    """Return a picture as the content of a file of some kind."""
    stream = BytesIO()
    picture.savefig(stream, format=kind)
    stream.seek(0)
    return stream


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
