"""Calendars from a table: days of rest and part shifts, by site, region or name of a calendar."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from jitagents.calendars.calendars import MOST_SHIFTS, STANDARD, Calendars, Exceptions
from jitagents.errors import InputError
from jitagents.parameters import LONGEST, param
from jitagents.reading import Dialect, Table, read
from jitagents.reading.dates import ORDERS, days, is_date

type Days = npt.NDArray[np.int64]

MOST = 10


@dataclass(frozen=True)
class CalendarTable(Calendars):
    """Calendars of a table, one line a day that differs from the week: a date, or the number of a measured day.

    Source:
        Silver, Pyke & Thomas 2017, Inventory and Production Management in Supply Chains, 4th ed., sec. 7.9.
    """

    file: str = param("", "", "path of a table (CSV, Excel)")
    day: str = param("date", "", "the column with dates, or numbers of measured days")
    of: str | None = param(None, "", "the column with a site, region or calendar; None: the standard calendar")
    share: str | None = param(None, "", "the column with the share of a day's capacity; None: days of rest")
    beyond: str = param("refused", "", "measured days for which it says nothing", choices=("refused", "week"))
    dates: str | None = param(None, "", "order in dates such as 03.04.2024; None: found out", choices=(None, *ORDERS))
    csv: Dialect = field(default_factory=Dialect)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self._by_date and not self.dated:
            raise InputError(f"calendar.start = {self.start!r}: {self._table.where} has dates, so it must be one too")

    @cached_property
    def _table(self) -> Table:
        return read(self.file, "calendar.file", self.csv)

    @cached_property
    def _by_date(self) -> bool:
        """Whether days are dates, and not numbers of measured days."""
        cells = self._table.columns[self._table.column(self.day, "calendar.day")]
        return any(is_date(cell) for cell in cells)

    @cached_property
    def exceptions(self) -> Exceptions:
        table, faults = self._table, list[str]()
        days_of_rows = self._days(table, faults)
        names = [STANDARD] * len(table)
        if self.of is not None:
            names = table.texts(table.column(self.of, "calendar.of"), faults)
        shares = self._shares(table, faults)
        empty = [row for row, name in enumerate(names) if not name]
        faults += [f"{table.where}, line {table.lines[row]}: {self.of} is empty" for row in empty[:MOST]]
        if faults:
            raise InputError(*faults)
        rows: dict[str, dict[int, int]] = {}
        for row, (name, day) in enumerate(zip(names, days_of_rows.tolist(), strict=True)):
            before = rows.setdefault(name, {}).setdefault(day, row)
            if shares[before] != shares[row]:
                text = f"two shares for one day of {name!r}, lines {table.lines[before]} and {table.lines[row]}"
                faults.append(f"{table.where}: {text}")
        if faults:
            raise InputError(*faults[:MOST])
        ordered = {name: sorted(own) for name, own in rows.items()}
        return {
            name: (np.array(own), shares[[rows[name][day] for day in own]]) for name, own in ordered.items()
        }  # fmt: skip

    def _days(self, table: Table, faults: list[str]) -> Days:
        """Return the day of each line, as days since 1970-01-01 `(lines,)`."""
        column = table.column(self.day, "calendar.day")
        if self._by_date:
            (found,) = days([table.columns[column]], table.lines, self.dates, table.where, "calendar.dates")
        else:
            found = table.numbers(column, faults, "is empty; a date, or the number of a measured day, is needed")
            found = np.where((found >= 1) & (found <= LONGEST) & (found % 1 == 0), found, np.nan) + self.first_day - 1
        wrong = np.flatnonzero(np.isnan(found))[:MOST]
        faults += [
            f"{table.where}, line {table.lines[row]}: {table.headings[column]} = {table.columns[column][row]!r}; "
            "allowed: a date, or the number of a measured day, from 1 up"
            for row in wrong
        ]
        return np.nan_to_num(found).astype(np.int64)

    def _shares(self, table: Table, faults: list[str]) -> npt.NDArray[np.float64]:
        if self.share is None:
            return np.zeros(len(table))
        column = table.column(self.share, "calendar.share")
        shares = table.numbers(column, faults, "is empty; a share of a day's capacity is needed, 0 for a day of rest")
        wrong = np.flatnonzero((shares < 0) | (shares > MOST_SHIFTS))[:MOST]
        faults += [
            f"{table.where}, line {table.lines[row]}: {table.headings[column]} = {shares[row]:g}; allowed: 0 to "
            f"{MOST_SHIFTS:g} (share of a day's capacity)"
            for row in wrong
        ]
        return shares

    def check_days(self, days: int) -> None:
        if self.beyond == "week":
            return
        known = np.concatenate([own for own, _ in self.exceptions.values()])
        way = "add them, or state calendar.beyond=week: they are as the week says"
        if not self._by_date:
            if (last := known.max() - self.first_day + 1) < days:
                raise InputError(f"{self._table.where}: ends with day {last}, and the study with day {days}; {way}")
            return
        run, stated = (_years(one) for one in (self.first_day + np.arange(days), known))
        if missing := [str(year) for year in sorted(run - stated)]:
            raise InputError(
                f"{self._table.where}: has no day of {', '.join(missing)}, which the study runs into; {way}"
            )


def _years(days: Days) -> set[int]:
    """Return the years in which days lie."""
    return {int(year) + 1970 for year in np.unique(days.astype("datetime64[D]").astype("datetime64[Y]").astype(int))}
