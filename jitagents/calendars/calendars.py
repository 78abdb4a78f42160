"""Working calendars: their weeks, their days of rest, and the agents, lanes and carriers that keep them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from jitagents.calendars.assignment import AssignedCalendars, assign
from jitagents.calendars.periods import MONDAY, WEEKDAYS, Period, read_period, since_1970
from jitagents.errors import Faults, InputError, nearest
from jitagents.network import Network
from jitagents.parameters import Parameters, param

type Shares = npt.NDArray[np.float64]
type Exceptions = Mapping[str, tuple[npt.NDArray[np.int64], Shares]]
"""Name of a calendar -> days since 1970-01-01, ascending, and their shares, each `(days,)`."""

STANDARD, EVERY_DAY = "standard", "every_day"
"""Names of the calendar of all that have no other, and of one without rest."""
MOST_SHIFTS = 10.0
"""Largest share of a day's capacity."""


def _by_name(meaning: str) -> Any:
    """Declare a mapping whose keys are the user's."""
    return field(default_factory=dict, metadata=dict(param(MISSING, "", meaning, replace=True).metadata))


@dataclass(frozen=True)
class Calendars(Parameters):
    """Working days and shifts. An agent keeps the calendar of its column `calendar`, or of its site, or of its region.

    On a day of rest a plant makes nothing, a site neither receives, ships nor decides, and a carrier neither loads nor
    delivers. Part of a day, or several shifts, is a share of a day's capacity. What rests in crises rests in calm too.

    Attributes:
        demand: `moved`: customers of a day of rest come on the next working day, so that the mean of the week is kept;
            `none`: they stay away, and the mean falls by the share of those days; `every_day`: they come and are
            served whether the buyer's site works or not.

    Source:
        Silver, Pyke & Thomas 2017, Inventory and Production Management in Supply Chains, 4th ed., sec. 7.9 (a level
        covers the lead time and the time between decisions).
    """

    start: str = param("monday", "", "the first measured day: a weekday, or a date such as 2024-01-01")
    week: Sequence[Any] = param((1.0,) * 7, "share of a day's capacity", "from Monday to Sunday; 0: rest")
    weeks: Mapping[str, Any] = _by_name("name of a further calendar: its week")
    closed: Mapping[str, Any] = _by_name("name of a calendar: its periods of rest")
    demand: str = param("moved", "", "final demand of days of rest", choices=("moved", "none", "every_day"))
    lead_time_in: str = param(
        "calendar_days", "", "days of the lead times of lanes", choices=("calendar_days", "working_days")
    )
    planned: bool = param(True, "", "planned lead times cover the days of rest of the week")

    def __post_init__(self) -> None:
        super().__post_init__()
        faults = Faults()
        faults.add(*self._faults_of_weeks())
        for check in (lambda: self.first_day, lambda: self.periods):
            with faults.collected():
                check()
        faults.tell()
        if not self.dated and any(self.closed.values()):
            raise InputError(f"calendar.start = {self.start!r}: periods of rest need a date, such as 2024-01-01")

    def _faults_of_weeks(self) -> Iterator[str]:
        places = {"calendar.week": self.week} | {f"calendar.weeks.{name}": week for name, week in self.weeks.items()}
        for place, week in places.items():
            listed = isinstance(week, Sequence) and not isinstance(week, str)
            if not listed or len(week) != 7 or not all(_is_share(share) for share in week):
                allowed = (
                    f"must be a list of 7 shares of a day's capacity, Monday first, each from 0 to {MOST_SHIFTS:g}"
                )
                yield f"{place} = {week!r}: {allowed}"
            elif not any(week):
                yield f"{place} = {week!r}: has no working day; at least one share must be above 0"
        taken = [name for name in (STANDARD, EVERY_DAY) if name in self.weeks]
        yield from (f"calendar.weeks.{name}: the name is taken; {STANDARD!r} is calendar.week" for name in taken)

    @cached_property
    def first_day(self) -> int:
        """The first measured day, as days since 1970-01-01; any such weekday where no date is stated."""
        name = self.start.strip().casefold()
        if name in WEEKDAYS:
            return MONDAY + WEEKDAYS.index(name)
        try:
            return since_1970(date.fromisoformat(name))
        except ValueError:
            allowed = nearest(name, WEEKDAYS)
            raise InputError(f"calendar.start = {self.start!r}: {allowed}, or a date such as 2024-01-01") from None

    @property
    def dated(self) -> bool:
        """Whether the first measured day is a date."""
        return self.start.strip().casefold() not in WEEKDAYS

    @cached_property
    def periods(self) -> dict[str, list[Period]]:
        """The periods of rest of each calendar that has some."""
        faults, periods = Faults(), dict[str, list[Period]]()
        for name, texts in self.closed.items():
            place = f"calendar.closed.{name}"
            if not isinstance(texts, Sequence) or isinstance(texts, str):
                faults.add(f"{place} = {texts!r}: must be a list of periods, [08-01..08-21, 12-25]")
                continue
            periods[str(name)] = []
            for text in texts:
                with faults.collected():
                    periods[str(name)].append(read_period(text, place))
        faults.tell()
        return periods

    @cached_property
    def exceptions(self) -> Exceptions:
        """Single days on which a calendar differs from its week; they prevail over its periods of rest."""
        return {}

    @property
    def rest(self) -> bool:
        """Whether any calendar has a day that is not a whole one."""
        weeks = (self.week, *self.weeks.values())
        return any(share != 1 for week in weeks for share in week) or bool(self.periods or self.exceptions)

    def week_of(self, name: str) -> Shares:
        """Return the shares of a calendar from Monday to Sunday `(7,)`; one without a week has the standard one."""
        if name == EVERY_DAY:
            return np.ones(7)
        return np.array(self.weeks.get(name, self.week), dtype=float)

    @property
    def names(self) -> list[str]:
        """Names of all calendars, the standard one first."""
        return list(dict.fromkeys((STANDARD, EVERY_DAY, *map(str, self.weeks), *self.periods, *self.exceptions)))

    def assign(self, network: Network, warmup: int) -> AssignedCalendars | None:
        """Give each agent, lane and carrier of a network its calendar; None if nothing rests.

        Args:
            network: with the columns `calendar` and `lead_time_in`.
            warmup: days before the first measured one.

        Raises:
            InputError: an unknown name, or a calendar, or two that meet on a lane, without a common working day.
        """
        return assign(self, network, warmup) if self.rest else None

    def check_days(self, days: int) -> None:
        """Check that the calendars are known for all measured days.

        Raises:
            InputError: they end before.
        """


def _is_share(share: object) -> bool:
    return isinstance(share, int | float) and not isinstance(share, bool) and 0 <= share <= MOST_SHIFTS
