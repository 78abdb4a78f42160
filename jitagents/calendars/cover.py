"""Days of the mean flow that a stock must cover between decisions and receipts, where some days are days of rest."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jitagents.calendars.periods import Days
from jitagents.column import Flags

type Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class LaneDays:
    """Working days of the ends of lanes over a week, or over more days that repeat, each `(lanes, days)`.

    Attributes:
        buyer: works.
        loading: its seller and the lane itself work.
        unloading: its buyer, and the lane itself unless its lead time pauses on days of rest, work.
        moving: counts for the lead time.
    """

    buyer: Flags
    loading: Flags
    unloading: Flags
    moving: Flags


def receipts(days: LaneDays, order_delay: Days, lead_time: Days) -> Days:
    """Return the days on which orders of the days of two weeks (two rounds) are received `(lanes, 2 x days)`.

    Args:
        days: of the lanes.
        order_delay, lead_time: of the lanes, days `(lanes,)`.
    """
    ordered = np.arange(2 * days.buyer.shape[1]) + order_delay[:, None]
    loaded = next_day(days.loading, ordered)
    return next_day(days.unloading, advance(days.moving, loaded, lead_time))


def next_day(works: Flags, days: Days) -> Days:
    """Return the first day from each on that is a working day.

    Args:
        works: by day of the week, or of some days that repeat `(rows, days of the week)`, at least one in each row.
        days: counted from a first day of the week `(rows, days)`.
    """
    length = works.shape[1]
    place = np.where(np.tile(works, 2), np.arange(2 * length), 2 * length)
    coming = np.minimum.accumulate(place[:, ::-1], axis=1)[:, ::-1][:, :length]
    wait: Days = coming - np.arange(length)
    return days + np.take_along_axis(wait, days % length, axis=1)


def advance(works: Flags, days: Days, lead_time: Days) -> Days:
    """Return the days that come so many working days after others.

    Args:
        works: by day of the week, as above.
        days: counted from a first day of the week `(rows, days)`.
        lead_time: working days `(rows,)`.
    """
    weeks, day = np.divmod(days, works.shape[1])
    worked = np.take_along_axis(np.cumsum(works, axis=1), day, axis=1)
    in_order = np.argsort(~works, axis=1, kind="stable")  # working days first
    further, place = np.divmod(worked + lead_time[:, None] - 1, works.sum(axis=1)[:, None])
    after = (weeks + further) * works.shape[1] + np.take_along_axis(in_order, place, axis=1)
    return np.where(lead_time[:, None] > 0, after, days)


def cover(decides: Flags, received: Days, demand: Floats) -> Floats:
    """Return the largest demand from one decision to the day before the receipt of the next one's order `(rows,)`.

    A stock whose position is brought to it at each decision just suffices (Silver, Pyke & Thomas 2017, sec. 7.9).

    Args:
        decides: on which days of the week rows decide `(rows, 7)`.
        received: days on which orders of the days of two weeks are received `(rows, 14)`.
        demand: of each day of the week, in days of the mean flow `(rows, 7)`.
    """
    first = np.broadcast_to(np.arange(7), decides.shape)
    following = next_day(decides, first + 1)
    last = np.take_along_axis(received, following, axis=1) - 1
    within = up_to(demand, last) - up_to(demand, first)
    return np.asarray(np.where(decides, within, -np.inf).max(axis=1))


def up_to(demand: Floats, days: Days) -> Floats:
    """Return the demand of day 0 to each day, both included.

    Args:
        demand: of each day of the week `(rows, 7)`.
        days: `(rows, days)`.
    """
    weeks, day = np.divmod(days + 1, 7)
    total = np.concatenate((np.zeros((len(demand), 1)), np.cumsum(demand, axis=1)), axis=1)
    return weeks * total[:, -1:] + np.take_along_axis(total, day, axis=1)


def gathered(demand: Floats, decides: Flags) -> Floats:
    """Return the orders of each day of the week, if each decision asks for what came since the last `(rows, 7)`."""
    orders = np.zeros_like(demand)
    days = np.broadcast_to(np.arange(7), demand.shape)
    on = next_day(decides, days) % 7
    for day in range(7):
        np.add.at(orders, (np.arange(len(demand)), on[:, day]), demand[:, day])
    return orders
