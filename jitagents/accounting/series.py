"""Series: the figures of each day for the network and its tiers, and the variance of some of them."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from jitagents.accounting.scopes import Scopes
from jitagents.agents import ACCOUNTED
from jitagents.column import Array

if TYPE_CHECKING:
    from jitagents.model import SupplyModel

SERIES = ("output", "sales", "stock_value", "stock_units", "owed", "order")
"""What can be taken down day by day."""


class Series:
    """Makes all of a day's figures in one product of a sparse matrix with the accounted columns.

    They come one below the other: what is taken down, then further series whose variance is asked for. What is both
    stands between them, so that all series that need a variance stand side by side.

    Args:
        model: the model.
        scopes: of which the leading ones are taken down.
        kept: series that are taken down.
        varying: series whose variance is asked for: `order`; `final`, demand of the network; `net`, stock; `demand`.

    Attributes:
        names: of what is taken down, in the order in which it comes.
    """

    def __init__(self, model: "SupplyModel", scopes: Scopes, kept: Collection[str], varying: Collection[str]) -> None:
        matrices, daily = _matrices(model, scopes), scopes.daily
        alone = [name for name in SERIES if name in kept and name not in varying]
        self.names = [*alone, *(name for name in SERIES if name in kept and name in varying)]
        blocks = {name: matrices[name] for name in (*self.names, *matrices) if name in kept or name in varying}
        nothing = sparse.csr_array((0, len(ACCOUNTED) * model.layout.rows))
        self._matrix = sparse.csr_array(sparse.vstack([nothing, *blocks.values()]))
        self._daily, self._varying = daily, len(alone) * daily
        ends = dict(zip(blocks, np.cumsum([block.shape[0] for block in blocks.values()]) - self._varying, strict=True))
        self._rows = {name: slice(int(ends[name]) - blocks[name].shape[0], int(ends[name])) for name in varying}
        self._spread = np.zeros((2, self._matrix.shape[0] - self._varying, model.worlds.count))

    def note(self, accounted: Array) -> Array:
        """Take down a day: its figures `(series, scopes, worlds)` in the order of the names.

        Args:
            accounted: the accounted columns of all stock points `(columns, rows, worlds)`.
        """
        today = self._matrix @ accounted.reshape(-1, accounted.shape[-1])
        varying = today[self._varying :]
        if len(varying):
            self._spread[0] += varying
            self._spread[1] += varying * varying
        return today[: len(self.names) * self._daily].reshape(len(self.names), self._daily, today.shape[-1])

    def spread(self, name: str) -> tuple[Array, Array]:
        """Sum and sum of squares of a series over the days that were taken down, each `(scopes, worlds)`."""
        total, squares = self._spread[:, self._rows[name]]
        return total, squares


def _matrices(model: "SupplyModel", scopes: Scopes) -> dict[str, sparse.csr_array]:
    """What makes each series of the accounted columns; those that are only asked for their variance come last."""
    leading, value, buyers = slice(0, scopes.daily), model.planned.plan.value[:, 0], model.layout.market_rows.stop
    flow, stock = scopes.flow[leading], scopes.stock[leading]
    price = np.where(np.arange(len(value)) < buyers, value, 0.0)
    parts = {
        "output": {"output": flow}, "sales": {"output": flow @ sparse.diags_array(price)},
        "stock_value": {"stock": stock @ sparse.diags_array(value)}, "stock_units": {"stock": stock},
        "owed": {"owed": flow}, "order": {"order": flow},
        "final": {"demand": flow[:1]}, "net": {"stock": flow, "owed": -flow}, "demand": {"demand": flow},
    }  # fmt: skip
    return {name: _across(columns) for name, columns in parts.items()}


def _across(parts: Mapping[str, sparse.csr_array]) -> sparse.csr_array:
    """One row of blocks: a matrix for each accounted column, empty for those that have no part."""
    nothing = sparse.csr_array(next(iter(parts.values())).shape)
    return sparse.csr_array(sparse.hstack([parts.get(column, nothing) for column in ACCOUNTED]))
