"""Series: the figures of each day for the network and its tiers, and the variance of some of them."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from jitagents.agents import ACCOUNTED
from jitagents.books.scopes import Scopes
from jitagents.column import Array

if TYPE_CHECKING:
    from jitagents.model import SupplyModel

HISTORIES = ("output", "stock_value", "stock_units", "owed", "order")
"""What is kept day by day, for the network and its tiers."""


class Series:
    """Makes all of a day's figures in one product of a sparse matrix with the accounted columns.

    They come one below the other: the histories, then further series whose variance is asked for. Orders are the last
    of the histories, so that all series that may need a variance stand side by side.

    Args:
        model: the model.
        scopes: of which the leading ones are taken down.
        days: measured days.
        varying: series whose variance is asked for: `order`; `final`, demand of the network; `net`, stock; `demand`.

    Attributes:
        histories: `(days, metrics, scopes, worlds)` float32 in the order of `HISTORIES`.
    """

    def __init__(self, model: "SupplyModel", scopes: Scopes, days: int, varying: Collection[str]) -> None:
        leading, worlds, value = slice(0, scopes.daily), model.worlds.count, model.planned.plan.value[:, 0]
        flow, stock = scopes.flow[leading], scopes.stock[leading]
        every = {
            "output": {"output": flow}, "stock_value": {"stock": stock @ sparse.diags_array(value)},
            "stock_units": {"stock": stock}, "owed": {"owed": flow}, "order": {"order": flow},
            "final": {"demand": flow[:1]}, "net": {"stock": flow, "owed": -flow}, "demand": {"demand": flow},
        }  # fmt: skip
        blocks = {name: _across(parts) for name, parts in every.items() if name in (*HISTORIES, *varying)}
        self._matrix = sparse.csr_array(sparse.vstack(list(blocks.values())))
        ends = np.cumsum([block.shape[0] for block in blocks.values()])
        self._varying = slice(int(ends[HISTORIES.index("order")]) - scopes.daily, int(ends[-1]) if varying else 0)
        starts = dict(zip(blocks, (ends - self._varying.start).tolist(), strict=True))
        self._rows = {name: slice(starts[name] - blocks[name].shape[0], starts[name]) for name in varying}
        self._spread = np.zeros((2, max(self._varying.stop - self._varying.start, 0), worlds))
        self.histories = np.zeros((days, len(HISTORIES), scopes.daily, worlds), dtype=np.float32)

    def note(self, day: int, accounted: Array) -> None:
        """Take down a measured day (1, 2, …).

        Args:
            day: the day.
            accounted: the accounted columns of all stock points `(columns, rows, worlds)`.
        """
        today = self._matrix @ accounted.reshape(-1, accounted.shape[-1])
        kept = self.histories[day - 1]
        kept[...] = today[: kept.shape[0] * kept.shape[1]].reshape(kept.shape)
        varying = today[self._varying]
        if len(varying):
            self._spread[0] += varying
            varying *= varying
            self._spread[1] += varying

    def spread(self, name: str) -> tuple[Array, Array]:
        """Sum and sum of squares of a series over the measured days, each `(scopes, worlds)`."""
        total, squares = self._spread[:, self._rows[name]]
        return total, squares


def _across(parts: Mapping[str, sparse.csr_array]) -> sparse.csr_array:
    """One row of blocks: a matrix for each accounted column, empty for those that have no part."""
    nothing = sparse.csr_array(next(iter(parts.values())).shape)
    return sparse.csr_array(sparse.hstack([parts.get(column, nothing) for column in ACCOUNTED]))
