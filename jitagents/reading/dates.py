"""Dates in common notations: ISO, day first, month first, with the name of the month."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from jitagents.errors import InputError

type Days = npt.NDArray[np.float64]

ORDERS = ("day_first", "month_first")
MOST = 10
TIME = r"(?:[T,\s]\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?)?"
"""A time of day behind a date; it is not used."""
ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){TIME}", re.IGNORECASE)
PACKED = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
NUMBERS = re.compile(rf"(\d{{1,2}})([-/.])\s?(\d{{1,2}})\2\s?(\d{{4}}|\d{{2}}){TIME}", re.IGNORECASE)
NAMED = re.compile(rf"(\d{{1,2}})\.?[-/ ]\s?([^\W\d_]{{3,9}})\.?,?[-/ ]\s?(\d{{4}}|\d{{2}}){TIME}", re.IGNORECASE)
NAMED_FIRST = re.compile(rf"([^\W\d_]{{3,9}})\.?[-/ ](\d{{1,2}}),?[-/ ]\s?(\d{{4}}|\d{{2}}){TIME}", re.IGNORECASE)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
EXCEL = date(1899, 12, 30)
"""Day 0 of the dates that Excel stores as numbers."""


def days(
    columns: Sequence[Sequence[object]], lines: Sequence[int], order: str | None, where: str, key: str
) -> list[Days]:
    """Days since 1970-01-01 of some columns of dates, NaN where there is none; all in one order of day and month.

    ISO dates and names of months are read as they stand. Other dates say by a number above 12 whether the day or the
    month comes first. Two digits of a year up to 68 are of this century. A cell without a digit is no date.

    Args:
        columns: cells, of equal length.
        lines: the line of the file of each.
        order: day_first or month_first; None: detected.
        where: the file, as messages call it.
        key: setting that states the order, as messages call it.

    Raises:
        InputError: dates that can be read in both orders, or in neither; a cell that is no date.
    """
    order = order or _detected(columns, lines, where, key)
    read: dict[object, float | None] = {}
    faults, numbers = list[str](), list[Days]()
    for cells in columns:
        for cell in set(cells) - set(read):
            read[cell] = _day(cell, order == ORDERS[0])
        for cell, line in zip(cells, lines, strict=True):
            if read[cell] is None and len(faults) < MOST:
                reading = f" (read as {order.replace('_', ' ')})" if NUMBERS.fullmatch(str(cell)) else ""
                faults.append(f"{where}, line {line}: {str(cell)!r} is no date{reading}; safest is 2024-03-25")
        numbers.append(np.array([np.nan if read[cell] is None else read[cell] for cell in cells], dtype=float))
    if faults:
        raise InputError(*faults)
    return numbers


def _detected(columns: Sequence[Sequence[object]], lines: Sequence[int], where: str, key: str) -> str:
    """Detect the order of day and month from the dates themselves."""
    seen: dict[str, tuple[int, str]] = {}
    for line, cell, (first, second) in _numbered(columns, lines):
        if first > 12 >= second:
            seen.setdefault(ORDERS[0], (line, cell))
        elif second > 12 >= first:
            seen.setdefault(ORDERS[1], (line, cell))
        elif first != second:
            seen.setdefault("", (line, cell))
    examples = {kind: f"line {line}: {cell!r}" for kind, (line, cell) in seen.items()}
    if all(order in seen for order in ORDERS):
        both = " and ".join(f"{examples[order]} has the {order.partition('_')[0]} first" for order in ORDERS)
        raise InputError(f"{where}: {both}; one order is needed in all of the file, or dates such as 2024-03-25")
    if "" in seen and not any(order in seen for order in ORDERS):
        raise InputError(
            f"{where}, {examples['']}: day or month first? No date of the file has a number above 12 that would tell; "
            f"say {key}=day_first or {key}=month_first"
        )
    return next((order for order in ORDERS if order in seen), ORDERS[0])


def _numbered(columns: Sequence[Sequence[object]], lines: Sequence[int]) -> Iterator[tuple[int, str, tuple[int, int]]]:
    for cells in columns:
        for line, cell in zip(lines, cells, strict=True):
            if isinstance(cell, str) and (found := NUMBERS.fullmatch(cell)):
                yield line, cell, (int(found[1]), int(found[3]))


def is_date(cell: object) -> bool:
    """Whether a cell is a date, whatever comes first in it."""
    if isinstance(cell, date):
        return True
    return isinstance(cell, str) and any(
        pattern.fullmatch(cell) is not None for pattern in (ISO, PACKED, NUMBERS, NAMED, NAMED_FIRST)
    )


def _day(cell: object, day_first: bool) -> float | None:
    """Days since 1970-01-01; NaN for a cell without a date, None for one that is wrong."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, float):
        cell = EXCEL + timedelta(int(cell)) if 1 <= cell < 2_900_000 else str(cell)
    if isinstance(cell, date):
        return float(cell.toordinal() - 719_163)
    text = str(cell)
    if not any(sign.isdigit() for sign in text):
        return np.nan
    parts = _parts(text, day_first)
    if parts is None:
        return None
    try:
        return float(date(*parts).toordinal() - 719_163)
    except ValueError:
        return None


def _parts(text: str, day_first: bool) -> tuple[int, int, int] | None:
    """Year, month and day."""
    if found := ISO.fullmatch(text) or PACKED.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := NUMBERS.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        return _year(found[4]), *((second, first) if day_first else (first, second))
    if found := NAMED.fullmatch(text):
        day, name, year = found.groups()
    elif found := NAMED_FIRST.fullmatch(text):
        name, day, year = found.groups()
    else:
        return None
    month = name.casefold()[:3]
    return (_year(year), MONTHS.index(month) + 1, int(day)) if month in MONTHS else None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) <= 68 else 1900)
