"""Demand propagation: the future demand on every stock point, if all is made and sent in its planned time."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from jitagents.layout import Index, Layout
from jitagents.planning import Planned, explosion, split

ROUNDS = 10_000
LEAST = 1e-9
"""Units of a row per unit of final demand, below which the rounds of a cycle are left off."""


@dataclass(frozen=True)
class Calls:
    """Demand on rows per unit of final demand: `units` on a `row`, `days` before the unit is wanted at a `buyer`.

    Attributes:
        row, buyer, days, units: of each call `(calls,)`.
    """

    row: Index
    buyer: Index
    days: Index
    units: np.ndarray[tuple[int], np.dtype[np.float64]]


def calls_of(layout: Layout, planned: Planned) -> Calls:
    """Follow a unit of each buyer's demand up the network, lane by lane and bill by bill.

    A row orders a lead time before its customers want the units, and its sellers are asked on the day of that order.
    Order delays do not count: an order that is known in advance is placed earlier by the delay.
    """
    handed_on, rows = _handed_on(layout, planned), layout.rows
    buyers = np.arange(layout.market_rows.stop)
    fresh = {0: sparse.csr_array((np.ones(len(buyers)), (buyers, buyers)), shape=(rows, len(buyers)))}
    rounds: list[tuple[int, sparse.csr_array]] = []
    for _ in range(ROUNDS):
        rounds += fresh.items()
        further: dict[int, sparse.csr_array] = {}
        for days, units in fresh.items():
            for lead, passing in handed_on.items():
                called = passing @ units
                further[days + lead] = further[days + lead] + called if days + lead in further else called
        fresh = {days: units for days, units in further.items() if _clear(units).nnz}
        if not fresh:
            break
    parts = [(units.tocoo(), days) for days, units in rounds]
    return Calls(
        row=np.concatenate([units.coords[0] for units, _ in parts]),
        buyer=np.concatenate([units.coords[1] for units, _ in parts]),
        days=np.concatenate([np.full(units.nnz, days) for units, days in parts]),
        units=np.concatenate([units.data for units, _ in parts]),
    )


def _handed_on(layout: Layout, planned: Planned) -> dict[int, sparse.csr_array]:
    """Return the units asked of a row per unit that another row needs `(rows, rows)`, by the days between."""
    goods, making = layout.goods_times.planned, np.zeros(layout.rows, dtype=np.int64)
    making[layout.maker_rows] = layout.making_times.planned
    by_days = {}
    for days in np.unique(np.concatenate((goods, making[layout.plant_of_input]))):
        lanes = split(layout, planned.share * (goods == days)[:, None])
        inputs = explosion(layout) @ sparse.diags_array((making == days).astype(float))
        by_days[int(days)] = _clear((lanes + inputs).tocsr())
    return by_days


def _clear(units: sparse.csr_array) -> sparse.csr_array:
    """Remove negligible entries."""
    units.data[np.abs(units.data) < LEAST] = 0.0
    units.eliminate_zeros()
    return units


def mean_of(calls: Calls, lead_time: Index, buyers: int) -> sparse.csr_array:
    """Return the matrix that maps final demand to the mean demand on each row over its next `lead_time` days.

    Returns:
        `(rows, days x buyers)`; the first day is today.
    """
    length = np.maximum(lead_time, 1)[calls.row]
    repeated = np.repeat(np.arange(len(length)), length)
    ahead = np.arange(len(repeated)) - np.repeat(np.cumsum(length) - length, length) + 1
    row, day = calls.row[repeated], calls.days[repeated] + ahead
    entries = (calls.units[repeated] / length[repeated], (row, day * buyers + calls.buyer[repeated]))
    return sparse.csr_array(entries, shape=(len(lead_time), (int(day.max()) + 1) * buyers))


def path_of(calls: Calls, days: int, rows: int, buyers: int) -> sparse.csr_array:
    """Return the matrix that maps final demand to the demand on every row by day `(days x rows, days x buyers)`."""
    ahead = np.arange(days)[:, None]
    row = (ahead * rows + calls.row).ravel()
    column = ((ahead + 1 + calls.days) * buyers + calls.buyer).ravel()
    entries = (np.broadcast_to(calls.units, (days, len(calls.units))).ravel(), (row, column))
    return sparse.csr_array(entries, shape=(days * rows, (days + int(calls.days.max()) + 1) * buyers))
