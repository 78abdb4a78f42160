"""Dialect of a table: separator, decimal sign, encoding and sheet, as the user states them."""

import codecs
from dataclasses import dataclass
from typing import Self

from jitagents.errors import InputError
from jitagents.parameters import Parameters, param

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
"""Separators of cells, by their names."""


@dataclass(frozen=True)
class Dialect(Parameters):
    """Notation of a table; what is None is detected from the file.

    Raises:
        InputError: a sign or a coding that there is not.
    """

    separator: str | None = param(
        None, "", "between cells: comma, semicolon, tab or pipe", choices=(None, *SEPARATORS, *SEPARATORS.values())
    )
    decimal: str | None = param(
        None, "", "before the decimals: comma or point; the other one groups thousands",
        choices=(None, "comma", "point", ",", "."),
    )  # fmt: skip
    encoding: str | None = param(None, "", "coding of the text, e.g. utf-8, cp1252 (Western), cp1250 (Central Europe)")
    sheet: str | None = param(None, "", "sheet of a workbook")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.encoding is not None and not _is_text_coding(self.encoding):
            fault = f"Dialect.encoding = {self.encoding!r}: there is no such coding"
            raise InputError(f"{fault}; common are utf-8, utf-16, cp1252 (Western) and cp1250 (Central Europe)")

    @property
    def sign(self) -> str | None:
        """The sign between cells; None if it is not stated."""
        return None if self.separator is None else SEPARATORS.get(self.separator, self.separator)

    @property
    def point(self) -> str | None:
        """The sign before the decimals; None if it is not stated."""
        return None if self.decimal is None else {"comma": ",", "point": "."}.get(self.decimal, self.decimal)

    def in_sheet(self, sheet: str | None) -> Self:
        """The same dialect in a sheet."""
        return type(self)(self.separator, self.decimal, self.encoding, sheet)


def _is_text_coding(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding
    except (LookupError, ValueError):
        return False
