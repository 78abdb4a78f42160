"""Tables: one reader for every file of rows and columns."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TypeGuard
from unicodedata import normalize

import numpy as np
import numpy.typing as npt
from python_calamine import CalamineWorkbook

from jitagents.errors import InputError
from jitagents.reading.cells import cut, evened
from jitagents.reading.content import WORKBOOKS, decoded, load
from jitagents.reading.dialect import Dialect
from jitagents.reading.headings import place_of
from jitagents.reading.numerals import Signs, is_numeral, number, signs
from jitagents.reading.opendocument import FORMULA
from jitagents.reading.workbooks import cells_of, is_empty, opened, sheet_of, with_errors

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


def read(
    path: str | Path,
    key: str,
    dialect: Dialect | None = None,
    *,
    sheet: str = "",
    needed: str = "",
    empty: bool = False,
) -> Table:
    """Read a table: text of any usual separator, coding and decimal sign, or a sheet of a workbook.

    Args:
        path: of the file; `~` is the home directory, `FILE#SHEET` a sheet of a workbook.
        key: setting that names the file, for messages.
        dialect: what is stated of the way in which it is written; None: nothing.
        sheet: a sheet of this name is preferred to others.
        needed: columns that there must be, for the message about an empty file.
        empty: whether there may be no line below the header.

    Raises:
        InputError: the file is missing, empty, no table, or of an unclear kind.
    """
    dialect = dialect or Dialect()
    where, asked = _located(path, key)
    content = load(where, key)
    if asked is not None:
        dialect = dialect.in_sheet(asked)
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        columns = f"; its first line must name the columns {needed}" if needed else ""
        raise InputError(f"{key}: {where.name}: the file is empty{columns}")
    if content.startswith(WORKBOOKS):
        table = _of_workbook(content, where.name, key, dialect, sheet)
    else:
        table = _of_text(content, where.name, key, dialect)
    if not table.lines and not empty:
        raise InputError(f"{table.where}: has no line below the names of the columns")
    return table


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


def _located(path: str | Path, key: str) -> tuple[Path, str | None]:
    """The file, and the sheet behind a `#` unless the file's own name has it."""
    given = str(path)
    if not given.strip():
        raise InputError(f"{key}: there is no file {given!r}; the path of a table is needed")
    try:
        whole = Path(given).expanduser()
        name, mark, sheet = given.rpartition("#")
        if mark and sheet and not whole.exists():
            return Path(name).expanduser(), sheet
    except (OSError, RuntimeError, ValueError) as error:
        shown = given if len(given) < 200 else f"{given[:100]}…"
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{key}: {shown!r} cannot be opened: {why}") from error
    return whole, None


def _of_text(content: bytes, name: str, key: str, dialect: Dialect) -> Table:
    where = f"{key}: {name}"
    if dialect.sheet:
        raise InputError(f"{where}: is a text file, which has no sheet {dialect.sheet!r}; name none, or a workbook")
    plain, encoding, guessed = decoded(content, dialect.encoding, where)
    rows, separator = cut(plain, dialect.sign, where)
    if not rows:
        raise InputError(f"{where}: the file is empty")
    header, below = evened(rows, separator, where)
    columns = [list[object](column) for column in zip(*(cells for _, cells in below), strict=True)]
    found = replace(dialect, encoding=encoding, separator=separator if separator in ",;\t|" else None)
    return Table(
        name, key, header, columns or [[] for _ in header], [number for number, _ in below], found, guessed=guessed
    )


def _of_workbook(content: bytes, name: str, key: str, dialect: Dialect, preferred: str) -> Table:
    book = opened(content, f"{key}: {name}")
    return of_sheet(book, content, sheet_of(book, dialect.sheet, preferred, f"{key}: {name}"), name, key, dialect)


def of_sheet(
    book: CalamineWorkbook, content: bytes, sheet: str, name: str, key: str, dialect: Dialect | None = None
) -> Table:
    """A sheet of an open workbook, whose first filled row names the columns.

    Raises:
        InputError: the sheet is empty, or cannot be read.
    """
    cells = with_errors(cells_of(book, sheet, f"{key}: {name}"), content, sheet, f"{key}: {name}")
    name = f"{name}, sheet {sheet!r}"
    rows = [(number, row) for number, row in enumerate(cells, 1) if not is_empty(row)]
    if not rows:
        raise InputError(f"{key}: {name}: is empty")
    filled = [place for place in range(len(rows[0][1])) if any(not is_empty([row[place]]) for _, row in rows)]
    headings = [text(rows[0][1][place]) for place in filled]
    columns = [[_kept(row[place]) for _, row in rows[1:]] for place in filled]
    return Table(name, key, headings, columns, [number for number, _ in rows[1:]], dialect or Dialect())


def _kept(cell: object) -> object:
    if isinstance(cell, str):
        return cell.strip()
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def _is_text(cell: object) -> TypeGuard[str]:
    return isinstance(cell, str)


def _shown(cell: object) -> str:
    shown = repr(cell if isinstance(cell, str | bool) else text(cell))
    return shown if len(shown) <= 80 else f"{shown[:76]}…'"
