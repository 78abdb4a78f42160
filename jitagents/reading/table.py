"""Tables: the cells of a file, and its columns as texts or numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import TypeGuard
from unicodedata import normalize

import numpy as np
import numpy.typing as npt

from jitagents.errors import InputError
from jitagents.reading.dialect import Dialect
from jitagents.reading.headings import place_of
from jitagents.reading.numerals import Signs, is_numeral, number, signs
from jitagents.reading.opendocument import FORMULA

type Numbers = npt.NDArray[np.float64]

MOST = 10
"""Faults of one kind that are listed."""
ERRORS = (
    "#N/A", "#NV", "#REF!", "#BEZUG!", "#VALUE!", "#WERT!", "#DIV/0!", "#NAME?", "#NUM!", "#ZAHL!", "#NULL!", "#SPILL!",
    "#CALC!", "#ERROR!", "Err:502", "Err:504", "Err:508", "Err:522",
)  # fmt: skip
"""Error values of spreadsheets, in English and German."""


@dataclass(frozen=True, eq=False)
class Table:
    """A table of cells as they stand in the file.

    Attributes:
        name: what messages call the file, with its sheet if it is a workbook.
        key: setting that names the file.
        headings: of the columns, without blanks around them; empty where there is none.
        columns: cells of each column: texts, and of workbooks numbers, truths and dates.
        lines: line of the file on which each row begins.
        dialect: in which it was read, with what was detected.
        guessed: whether the encoding is a guess.
    """

    name: str
    key: str
    headings: list[str]
    columns: list[list[object]]
    lines: list[int]
    dialect: Dialect
    guessed: bool = False

    @property
    def where(self) -> str:
        """Setting and file, the beginning of messages."""
        return f"{self.key}: {self.name}"

    def __len__(self) -> int:
        return len(self.lines)

    def column(self, name: str, place: str) -> int:
        """The number of a column that the user names.

        Raises:
            InputError: there is none, or more than one.
        """
        titled = sum(map(bool, self.headings)) == 1 < len(self.headings)
        hint = ", whose first line must name the columns," if titled else ""
        return place_of(name, self.headings, place, self.told + hint)

    @property
    def told(self) -> str:
        """The file's name, with the encoding if that is a guess."""
        return f"{self.name} (read as {self.dialect.encoding})" if self.guessed else self.name

    def texts(self, column: int, faults: list[str]) -> list[str]:
        """The cells of a column as texts: 2120 where a workbook stores 2120.0."""
        cells = [text(cell) for cell in self.columns[column]]
        faults += self._unworked(column, range(len(cells)))
        return cells

    def numbers(self, column: int, faults: list[str], needed: str = "") -> Numbers:
        """The numbers of a column `(rows,)`, NaN where a cell is empty or says n/a.

        Args:
            column: its number.
            faults: cells that are no number are added, each with its line; they count as 1 from there on.
            needed: the sentence about an empty cell; nothing if cells may be empty.

        Raises:
            InputError: points and commas of the column can be read in two ways.
        """
        cells = self.columns[column]
        decimal = self._decimal(column)
        read = {cell: number(cell, decimal) for cell in set(filter(_is_text, cells))}
        numbers = [read[cell] if isinstance(cell, str) else cell if isinstance(cell, float) else None for cell in cells]
        wrong = [row for row, value in enumerate(numbers) if value is None]
        unworked = self._unworked(column, wrong)
        faults += unworked or self._faults_of(column, wrong, "is no number")
        found = np.array([1.0 if value is None else value for value in numbers], dtype=float)
        if needed:
            faults += self._faults_of(column, np.flatnonzero(np.isnan(found)).tolist(), needed)
        return found

    def _unworked(self, column: int, rows: Iterable[int]) -> list[str]:
        """Faults of the cells without a value: errors of a spreadsheet, and formulas that it did not calculate."""
        texts = [(row, str(self.columns[column][row])) for row in rows]
        errors = [row for row, said in texts if said in ERRORS]
        formulas = [row for row, said in texts if said.startswith(FORMULA)]
        return [
            *self._faults_of(column, errors, "is what a spread-sheet says where it cannot work out a cell"),
            *self._faults_of(
                column, formulas, "is a formula without its value; open the file in Excel and save it there"
            ),
        ]

    def _faults_of(self, column: int, rows: list[int], sentence: str) -> list[str]:
        faults = [
            f"{self.where}, line {self.lines[row]}: {self.headings[column]} = "
            f"{_shown(self.columns[column][row])} {sentence}"
            for row in rows[:MOST]
        ]
        return [*faults, f"{self.where}: … and {len(rows) - MOST} more like this"] if len(rows) > MOST else faults

    @cached_property
    def _signs(self) -> Signs:
        """The signs in the numerals of the whole file: of its columns that hold nothing but numbers."""
        texts = [set(filter(_is_text, column)) for column in self.columns]
        return signs(cell for cells in texts if all(map(is_numeral, cells)) for cell in cells)

    def _decimal(self, column: int) -> str:
        """The sign before the decimals of a column: as stated, as its own numerals tell, or those of the file."""
        if self.dialect.point:
            return self.dialect.point
        own, name = signs(set(filter(_is_text, self.columns[column]))), repr(self.headings[column])
        if own.points and own.commas:
            both = f"decimals after a point ({own.points!r}) and after a comma ({own.commas!r})"
            raise InputError(f"{self.where}: {name} has {both}; state {self._setting('decimal')}=point or comma")
        if not own.unclear:
            return "," if own.commas else "."
        points, commas = own.points or self._signs.points, own.commas or self._signs.commas
        if points and commas:
            question = (
                f"{name}: is {own.unclear!r} a thousand or a decimal number? The file has {points!r} and {commas!r}"
            )
        elif points or commas:
            return "," if commas else "."
        else:
            question = f"{name}: is {own.unclear!r} a thousand or a decimal number? Nothing in the file tells"
        raise InputError(
            f"{self.where}: {question}; state {self._setting('decimal')}=comma or point, or write it plainly"
        )

    def _setting(self, name: str) -> str:
        return f"{self.key.rpartition('.')[0] or self.key}.csv.{name}"


def text(cell: object) -> str:
    """A cell as a text; a whole number without decimals, a date as ISO writes it, a truth as Excel shows it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time(0):
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, bool):
        return str(cell).upper()
    return "" if cell is None else normalize("NFC", str(cell)).strip()  # é is one sign or two, as systems write it


def _is_text(cell: object) -> TypeGuard[str]:
    return isinstance(cell, str)


def _shown(cell: object) -> str:
    shown = repr(cell if isinstance(cell, str | bool) else text(cell))
    return shown if len(shown) <= 80 else f"{shown[:76]}…'"
