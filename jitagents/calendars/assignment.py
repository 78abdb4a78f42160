"""The calendar of each agent and lane of a network, and its shares of a day's capacity day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.calendars.periods import Days, weekday
from jitagents.column import Flags
from jitagents.errors import Faults, InputError, nearest
from jitagents.network import Network
from jitagents.reading import folded, misspelt

if TYPE_CHECKING:
    from jitagents.calendars.calendars import Calendars

type Shares = npt.NDArray[np.float64]

NOBODY = -1
"""Number of the calendar of a lane that runs every day."""
YEAR = 366
COUNTED = ("working_days", "calendar_days")


@dataclass(frozen=True)
class AssignedCalendars:
    """The calendars of a network, by their numbers; agents and lanes in the order of the network.

    Attributes:
        calendars: as they are stated.
        agents: calendar of each agent `(agents,)`.
        lanes: calendar of each lane: its own, or its carrier's; -1 for a lane that has none `(lanes,)`.
        carriers: calendar of each carrier, -1 for none `(carriers,)`.
        pausing: calendar by whose working days each lane's lead time counts, -1 for calendar days `(lanes,)`.
        pausing_makers: the same for production lead times `(agents,)`.
        weeks: share of a day's capacity on day 1 of the simulation and the six days after it, if nothing but the
            week counts `(7, calendars)`.
        first: day 1 of the simulation, as days since 1970-01-01.
    """

    calendars: "Calendars"
    agents: Days
    lanes: Days
    carriers: Days
    pausing: Days
    pausing_makers: Days
    weeks: Shares
    first: int

    def shares(self, first: int, days: int) -> Shares:
        """Return the shares of a day's capacity of some days of the simulation `(days, calendars)`."""
        dates, names = self.first + first - 1 + np.arange(days), self.calendars.names
        shares = self.weeks[(first - 1 + np.arange(days)) % 7]
        for number, name in enumerate(names):
            for period in self.calendars.periods.get(name, ()):
                shares[period.holds(dates), number] = 0.0
            if name in self.calendars.exceptions:
                known, stated = self.calendars.exceptions[name]
                place = np.minimum(np.searchsorted(known, dates), len(known) - 1)
                shares[:, number] = np.where(known[place] == dates, stated[place], shares[:, number])
        return shares


def assign(calendars: "Calendars", network: Network, warmup: int) -> AssignedCalendars:
    """Give each agent, lane and carrier its calendar; see `Calendars.assign`."""
    faults, names = Faults(), calendars.names
    agents = _of_agents(network, names, faults)
    carriers = _stated(network.carriers["calendar"], "carriers", network.carriers["name"], names, faults)
    lanes, ends = network.lanes, network.lanes["seller"] + " -> " + network.lanes["buyer"]
    own = _stated(lanes["calendar"], "lanes", ends, names, faults)
    carrier_of_name = dict(zip(network.carriers["name"], carriers.tolist(), strict=True))
    by_carrier = lanes["carrier"].map(carrier_of_name).fillna(NOBODY).to_numpy(dtype=np.int64)
    own = np.where(own == NOBODY, by_carrier, own)
    working = _counted(lanes["lead_time_in"], "lanes", ends, calendars.lead_time_in, faults)
    making = _counted(network.agents["lead_time_in"], "agents", network.agents["name"], COUNTED[0], faults)
    faults.tell()
    travelling = np.where(own == NOBODY, agents[network.seller_row], own)
    first = calendars.first_day - warmup
    order = weekday(first + np.arange(7))
    assigned = AssignedCalendars(
        calendars=calendars,
        agents=agents,
        lanes=own,
        carriers=carriers,
        pausing=np.where(working, travelling, NOBODY),
        pausing_makers=np.where(making, agents, NOBODY),
        weeks=np.stack([calendars.week_of(name)[order] for name in names], axis=1),
        first=first,
    )
    _check_names(assigned, network)
    _check_work(assigned, network, ends)
    return assigned


def _of_agents(network: Network, names: list[str], faults: Faults) -> Days:
    """The calendar of each agent: the stated one, or its site's, its region's, or the standard one `(agents,)`."""
    agents = network.agents
    chosen = _stated(agents["calendar"], "agents", agents["name"], names, faults)
    number = {folded(name): place for place, name in enumerate(names)}
    for column in ("site", "region"):
        by_place = agents[column].map(folded).map(number).fillna(NOBODY).to_numpy(dtype=np.int64)
        chosen = np.where(chosen == NOBODY, by_place, chosen)
    return np.where(chosen == NOBODY, 0, chosen)


def _stated(column: pd.Series, table: str, rows: pd.Series, names: Sequence[str], faults: Faults) -> Days:
    """The calendars that a column names, -1 where it is empty `(rows,)`."""
    number = {"": NOBODY} | {folded(name): place for place, name in enumerate(names)}
    folded_names = column.map(folded)
    for row in np.flatnonzero(~folded_names.isin(list(number)))[:10]:
        name = column.iloc[row]
        faults.add(f"{table}: {rows.iloc[row]}: unknown calendar {name!r}; {nearest(name, names)}")
    return np.asarray(folded_names.map(number).fillna(NOBODY), dtype=np.int64)


def _counted(column: pd.Series, table: str, rows: pd.Series, usual: str, faults: Faults) -> Flags:
    """Whether lead times count working days `(rows,)`."""
    for row in np.flatnonzero(~column.isin(["", *COUNTED]))[:10]:
        value = column.iloc[row]
        faults.add(f"{table}: {rows.iloc[row]}: lead_time_in = {value!r}; {nearest(value, COUNTED)}")
    return np.asarray(column.where(column != "", usual) == COUNTED[0])


def _check_names(assigned: AssignedCalendars, network: Network) -> None:
    """Refuse periods and tables of rest by names that nobody has, if they are misspelt, or if there are no others."""
    calendars, places = assigned.calendars, {*network.agents["site"], *network.agents["region"]} - {""}
    numbers = np.unique(np.concatenate((assigned.agents, assigned.lanes, assigned.carriers)))
    used = {calendars.names[number] for number in numbers[numbers != NOBODY]}
    idle = {"closed": {*calendars.periods} - used, "file": {*calendars.exceptions} - used}
    faults = [
        f"calendar.{key}: nobody has the calendar {name!r}; did you mean {near!r}?"
        for key, names in idle.items()
        for name in sorted(names - {*calendars.weeks})
        if (near := misspelt(name, places - used))
    ]
    if calendars.exceptions and not used & {*calendars.exceptions}:
        name = next(iter(calendars.exceptions))
        faults.append(f"calendar.file: nobody has a calendar of the table, as {name!r}; {nearest(name, places)}")
    if faults:
        raise InputError(*faults)


def _check_work(assigned: AssignedCalendars, network: Network, ends: pd.Series) -> None:
    """Refuse calendars that have no working day in a year, and lanes whose ends never work together."""
    works = assigned.shares(1, YEAR) > 0.0
    names = assigned.calendars.names
    faults = [
        f"calendar {names[number]!r}: has no working day in a year" for number in np.flatnonzero(~works.any(axis=0))
    ]
    runs = np.where(assigned.lanes == NOBODY, assigned.agents[network.seller_row], assigned.lanes)
    for end, rows in (("seller", network.seller_row), ("buyer", network.buyer_row)):
        pairs = np.stack((assigned.agents[rows], runs))
        distinct, first = np.unique(pairs, axis=1, return_index=True)
        for (one, other), row in zip(distinct.T, first, strict=True):
            if end == "buyer" and assigned.lanes[row] == NOBODY:
                continue
            if not (works[:, one] & works[:, other]).any():
                faults.append(
                    f"lanes: {ends.iloc[row]}: its {end} ({names[one]!r}) and the lane ({names[other]!r}) never work "
                    "on the same day of a year"
                )
    if faults:
        raise InputError(*faults)
