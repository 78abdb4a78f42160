"""Series: daily sums for the network and its tiers, and the variance of some of them."""

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
"""The series that can be recorded."""


class Series:
    """All sums of a day in one product of a sparse matrix with the accounted columns.

    Order of the rows: series that are recorded only, recorded and with variance, with variance only. The rows with a
    variance are therefore contiguous.

    Args:
        model: the model.
        scopes: of which the leading ones are recorded.
        recorded: names of the series that are recorded.
        varying: names of the series with a variance: `order`; `final`, demand of the network; `net`, stock; `demand`.

    Attributes:
        names: of the series recorded, in the order of the rows.
    """

    def __init__(
        self, model: "SupplyModel", scopes: Scopes, recorded: Collection[str], varying: Collection[str]
    ) -> None:
        matrices, daily = _matrices(model, scopes), scopes.daily
        constant = [name for name in SERIES if name in recorded and name not in varying]
        self.names = [*constant, *(name for name in SERIES if name in recorded and name in varying)]
        blocks = {name: matrices[name] for name in (*self.names, *matrices) if name in recorded or name in varying}
        empty = sparse.csr_array((0, len(ACCOUNTED) * model.layout.rows))
        self._matrix = sparse.csr_array(sparse.vstack([empty, *blocks.values()]))
        self._daily, self._varying = daily, len(constant) * daily
        ends = dict(zip(blocks, np.cumsum([block.shape[0] for block in blocks.values()]) - self._varying, strict=True))
        self._rows = {name: slice(int(ends[name]) - blocks[name].shape[0], int(ends[name])) for name in varying}
        self._spread = np.zeros((2, self._matrix.shape[0] - self._varying, model.worlds.count))

    def record(self, accounted: Array) -> Array:
        """Record a day; return its sums `(series, scopes, worlds)` in the order of the names.

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
        """Sum and sum of squares of a series over the recorded days, each `(scopes, worlds)`."""
        total, squares = self._spread[:, self._rows[name]]
        return total, squares


def _matrices(model: "SupplyModel", scopes: Scopes) -> dict[str, sparse.csr_array]:
    """The matrix of each series over the accounted columns; series with variance only come last."""
    leading, value, markets = slice(0, scopes.daily), model.planned.plan.value[:, 0], model.layout.market_rows.stop
    flow, stock = scopes.flow[leading], scopes.stock[leading]
    price = np.where(np.arange(len(value)) < markets, value, 0.0)
    parts = {
        "output": {"output": flow}, "sales": {"output": flow @ sparse.diags_array(price)},
        "stock_value": {"stock": stock @ sparse.diags_array(value)}, "stock_units": {"stock": stock},
        "owed": {"owed": flow}, "order": {"order": flow},
        "final": {"demand": flow[:1]}, "net": {"stock": flow, "owed": -flow}, "demand": {"demand": flow},
    }  # fmt: skip
    return {name: _across(columns) for name, columns in parts.items()}


def _across(parts: Mapping[str, sparse.csr_array]) -> sparse.csr_array:
    """Join blocks side by side: a matrix for each accounted column, empty for columns that are not summed."""
    empty = sparse.csr_array(next(iter(parts.values())).shape)
    return sparse.csr_array(sparse.hstack([parts.get(column, empty) for column in ACCOUNTED]))
