"""Text of other people made harmless for output: on a terminal, in a page, in a drawing, in a spreadsheet."""

import re

import pandas as pd

HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # control characters, of which terminals make commands
    "\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"  # marks that turn the order of what follows
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]"  # what is no character, or not alone
)
"""Characters that cannot be seen and change how the others are shown; XML forbids many of them."""
LAYOUT = "\n\t"
"""Hidden characters that running text may hold."""
FORMULA = re.compile(r"[\s']*[=+\-@\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n]")
"""Beginnings of a cell that spreadsheets take for a formula (OWASP, CSV Injection), or that hide one."""


def visible(text: str, keep: str = "") -> str:
    r"""A text in which every hidden character stands as its escape, e.g. `\x1b`.

    Args:
        text: of any origin.
        keep: hidden characters that may stay.
    """
    return HIDDEN.sub(lambda found: found[0] if found[0] in keep else ascii(found[0])[1:-1], text)


def hides(text: object, keep: str = "") -> bool:
    """Whether a text holds a hidden character.

    Args:
        text: what is not text hides nothing.
        keep: hidden characters that are allowed.
    """
    return isinstance(text, str) and any(found[0] not in keep for found in HIDDEN.finditer(text))


def cell(text: str) -> str:
    """The text of a spreadsheet's cell that is no formula: an apostrophe is put before what would be one."""
    return f"'{text}" if FORMULA.match(text) else text


def uncelled(text: str) -> str:
    """The text that `cell` made a cell of."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def cells(frame: pd.DataFrame) -> pd.DataFrame:
    """A table as it is written for spreadsheets: no text in it, nor a name of a column, is a formula; numbers stay."""

    def changed(value: object) -> object:
        return cell(value) if isinstance(value, str) else value

    table = frame.rename(columns=changed)
    for at, kind in enumerate(table.dtypes):
        values = () if pd.api.types.is_numeric_dtype(kind) else pd.unique(table.iloc[:, at])
        if any(changed(value) is not value for value in values):
            table.isetitem(at, table.iloc[:, at].map(changed).array)
    return table
