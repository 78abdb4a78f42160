"""Cells of spreadsheets: text of other people that is no formula there."""

import re

import pandas as pd

FORMULA = re.compile(r"[\s']*[=+\-@\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n]")
"""Beginnings of a cell that spreadsheets take for a formula (OWASP, CSV Injection), or that hide one."""


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
