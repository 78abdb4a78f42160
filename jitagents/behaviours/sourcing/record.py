"""The record of a lane: the share of its orders on time, their lead times, first in, first out, and their quality."""

import numpy as np

from jitagents.behaviours.base import Memory
from jitagents.behaviours.sourcing.base import Offers
from jitagents.column import Array
from jitagents.parameters import Number

COLUMNS = {"arrived": 0, "due": 0, "in_time": 0, "units": 0, "days": 0, "squares": 0}
"""Memory of a record, besides `orders`, the sum of all orders up to each of the last days: `arrived` is the sum of all
that came; the others are exponentially weighted sums: units due, of these in time, units that came, their lead times
in unit days, and their squares. Where quality is rated, `bad` is that of units sent back."""
NOTHING = 1e-9


def follow(offers: Offers, memory: Memory, smoothing: Number) -> None:
    """Bring a record up to date with yesterday's orders and this morning's arrivals."""
    for name, amount in of_today(offers, memory).items():
        memory[name] += smoothing * (amount - memory[name])


def of_today(offers: Offers, memory: Memory, withdrawn: Array | None = None) -> Memory:
    """Amounts of this morning, for the sums of a record; its orders and arrivals are brought up to date.

    Args:
        offers: of today.
        memory: of the record.
        withdrawn: units of older orders that were cancelled yesterday `(lanes, worlds)`; the newest are taken back.
    """
    orders, arrived = memory["orders"], memory["arrived"]
    depth, before = len(orders), arrived.copy()
    if withdrawn is not None:
        np.minimum(orders, orders[(offers.day - 2) % depth] - withdrawn, out=orders)
    if offers.day > 1:
        orders[(offers.day - 1) % depth] = orders[(offers.day - 2) % depth] + offers.placed
    if offers.cancelled is not None:
        # The newest are taken back first.
        np.minimum(orders, orders[(offers.day - 1) % depth] - offers.cancelled, out=orders)
    arrived += offers.arrived
    lead = offers.lead_time[:, 0].astype(np.int64)
    last, earlier = _up_to(orders, offers.day - lead), _up_to(orders, offers.day - lead - 1)
    today = {"due": last - earlier, "in_time": np.clip(arrived - earlier, 0.0, last - earlier)}
    today |= _ages(orders, np.maximum(before, 0.0), np.maximum(arrived, 0.0), offers.day)
    if "bad" in memory:
        today["bad"] = np.zeros_like(arrived) if offers.returned is None else offers.returned
    return today


def _up_to(orders: Array, day: np.ndarray) -> Array:
    """All orders placed on each lane up to its day of `day` `(lanes,)`; none before day 1."""
    return orders[day % len(orders), np.arange(len(day))] * (day >= 1)[:, None]


def _ages(orders: Array, before: Array, now: Array, day: int) -> dict[str, Array]:
    """Units that came between two sums of arrivals, their lead times and squares; the oldest count as that old."""
    sums = {name: np.zeros_like(now) for name in ("units", "days", "squares")}
    depth = len(orders)
    for age in range(1, min(depth, day)):
        first = orders[(day - age - 1) % depth] if age < min(depth, day) - 1 else 0.0
        units = np.minimum(now, orders[(day - age) % depth]) - np.maximum(before, first)
        np.maximum(units, 0.0, out=units)
        for power, name in enumerate(sums):
            sums[name] += units * float(age) ** power
    return sums


def times(offers: Offers, memory: Memory) -> tuple[Array, Array, Array]:
    """Part of what was due that came on time, mean and standard deviation of lead times, each `(lanes, worlds)`.

    A lane on which nothing was due is on time; one on which nothing came takes as long as it promises.
    """
    due, units = memory["due"], memory["units"]
    on_time = np.divide(memory["in_time"], due, out=np.ones_like(due), where=due > NOTHING)
    mean = np.divide(memory["days"], units, out=offers.lead_time * np.ones_like(units), where=units > NOTHING)
    square = np.divide(memory["squares"], units, out=mean**2, where=units > NOTHING)
    return on_time, mean, np.sqrt(np.maximum(square - mean**2, 0.0))


def good(memory: Memory) -> Array:
    """Part of what came that was not sent back; 1 for a lane on which nothing came `(lanes, worlds)`."""
    units = memory["units"]
    bad = np.divide(memory["bad"], units, out=np.zeros_like(units), where=units > NOTHING)
    return np.maximum(1.0 - bad, 0.0)
