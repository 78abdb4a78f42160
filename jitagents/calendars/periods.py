"""Periods of rest: days of every year, such as 08-01..08-21, or of one, such as 2024-02-10..2024-02-17."""

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from jitagents.column import Flags
from jitagents.errors import InputError

type Days = npt.NDArray[np.int64]
"""Days since 1970-01-01."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONDAY = 4
"""A Monday, 1970-01-05, as days since 1970-01-01."""
DAY = r"(?:(\d{4})-)?(\d{2})-(\d{2})"
PERIOD = re.compile(rf"{DAY}(?:\s*\.\.\s*{DAY})?")
EXAMPLES = "write 12-25 or 08-01..08-21 (every year), 2024-05-09 or 2024-02-10..2024-02-17"


@dataclass(frozen=True)
class Period:
    """Successive days.

    Attributes:
        first, last: days since 1970-01-01; of a yearly period 100 x month + day, the last may lie in the next year.
        yearly: whether it comes every year.
    """

    first: int
    last: int
    yearly: bool

    def holds(self, days: Days) -> Flags:
        """Return whether each day lies in it `(days,)`."""
        if not self.yearly:
            return (days >= self.first) & (days <= self.last)
        dates = days.astype("datetime64[D]")
        months = dates.astype("datetime64[M]")
        number = 100 * (months.astype(np.int64) % 12 + 1) + (dates - months).astype(np.int64) + 1
        after, before = number >= self.first, number <= self.last
        return after & before if self.first <= self.last else after | before


def read_period(text: object, place: str) -> Period:
    """Read a period.

    Raises:
        InputError: it is none, or ends before it begins.
    """
    found = PERIOD.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise InputError(f"{place} = {text!r}: is no period of days; {EXAMPLES}")
    year, month, day, *end = found.groups()
    last_year, last_month, last_day = (year, month, day) if end[1] is None else end
    if (year is None) != (last_year is None):
        raise InputError(f"{place} = {text!r}: has a year at one end only; {EXAMPLES}")
    try:
        # Of a leap year, so that 02-29 is a day.
        first, last = (
            date(int(number or 2000), int(month), int(day))
            for number, month, day in ((year, month, day), (last_year, last_month, last_day))
        )
    except ValueError:
        raise InputError(f"{place} = {text!r}: there is no such day; {EXAMPLES}") from None
    if year is None:
        return Period(100 * first.month + first.day, 100 * last.month + last.day, True)
    if last < first:
        raise InputError(f"{place} = {text!r}: ends before it begins")
    return Period(since_1970(first), since_1970(last), False)


def since_1970(day: date) -> int:
    """Return the days from 1970-01-01 to a day."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def weekday(days: Days) -> Days:
    """Return the day of the week, 0 for Monday."""
    return (days - MONDAY) % 7
