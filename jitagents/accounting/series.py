"""Daily series: a number each day for the network and its tiers, and the variance of some of them."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from scipy import sparse

from jitagents.accounting.definition import Defined, by_value
from jitagents.accounting.scopes import Index, Scopes, several, weighed
from jitagents.agents import ACCOUNTED
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.layout import Layout
from jitagents.planning import Planned
from jitagents.weighted_sums import WeightedSums

if TYPE_CHECKING:
    from jitagents.model import SupplyModel


type Matrix = sparse.csr_array
"""Weights of rows in scopes `(scopes, rows)`."""


@dataclass(frozen=True)
class SeriesBasis:
    """All that the weights of a series are worked out from.

    Attributes:
        layout: rows and lanes.
        planned: mean flows and unit values.
        flow: sums over agents, for the network over the buyers `(scopes, rows)`.
        stock: sums over all stock points, inputs included `(scopes, rows)`.
    """

    layout: Layout
    planned: Planned
    flow: Matrix
    stock: Matrix

    @property
    def value(self) -> sparse.dia_array:
        """Value of a unit at each stock point, on the diagonal, money a unit."""
        return sparse.diags_array(self.planned.plan.value[:, 0])

    @property
    def sales_price(self) -> sparse.dia_array:
        """Value of a unit at each buyer, on the diagonal, money a unit; 0 at other stock points."""
        markets = np.arange(self.layout.rows) < self.layout.market_rows.stop
        return sparse.diags_array(np.where(markets, self.planned.plan.value[:, 0], 0.0))


class DailySeries(Defined):
    """A number each day for the network and its tiers."""


class SummedSeries(DailySeries):
    """A daily series that is a weighted sum of accounted columns at the end of the day.

    Units of several items are not added up: where a scope has several, a series in units is told by value, under its
    `value_name`, and left out if that is empty.
    """

    @abstractmethod
    def weights(self, basis: SeriesBasis) -> Mapping[str, Matrix]:
        """The weight of each row of an accounted column in each scope `(scopes, rows)`, by the name of the column."""

    @property
    def value_name(self) -> str:
        """The name under which scopes of several items are told by value; empty: they are left out."""
        return by_value(self.name)


class Series(Stateful):
    """All sums of a day in one product of a sparse matrix with the accounted columns.

    Order of the rows: series that are recorded only, recorded and with variance, with variance only. The rows with a
    variance are therefore contiguous.

    Args:
        model: the model.
        scopes: of which the leading ones are recorded.
        recorded: the series that are recorded.
        varying: the series with a variance.

    Attributes:
        names: of each series recorded in each scope, in the order of the rows; empty where it is left out.
    """

    changing: ClassVar = ("_spread",)

    def __init__(
        self, model: "SupplyModel", scopes: Scopes, recorded: Sequence[SummedSeries], varying: Sequence[SummedSeries]
    ) -> None:
        daily = scopes.daily
        basis = SeriesBasis(model.layout, model.planned, scopes.flow[:daily], scopes.stock[:daily])
        constant = [series for series in recorded if series not in varying]
        changing = [series for series in recorded if series in varying]
        changing += (series for series in varying if series not in recorded)
        told = {series: _told(series, basis, scopes.item) for series in (*constant, *changing)}
        blocks = [block for block, _ in told.values()]
        self.names = [names for series, (_, names) in told.items() if series in recorded]
        empty = sparse.csr_array((0, len(ACCOUNTED) * model.layout.rows))
        self._sums = WeightedSums(sparse.vstack([empty, *blocks]))
        self._daily, self._varying = daily, len(constant) * daily
        ends = np.cumsum([block.shape[0] for block in blocks[len(constant) :]]).tolist()
        self._rows = dict(zip(changing, map(slice, [0, *ends], ends), strict=False))
        self._spread = np.zeros((2, self._sums.shape[0] - self._varying, model.worlds.count))

    def record(self, accounted: Array) -> Array:
        """Record a day; return its sums `(series, scopes, worlds)` in the order of the names.

        Args:
            accounted: the accounted columns of all stock points `(columns, rows, worlds)`.
        """
        today = self._sums @ accounted.reshape(-1, accounted.shape[-1])
        varying = today[self._varying :]
        if len(varying):
            self._spread[0] += varying
            self._spread[1] += varying * varying
        return today[: len(self.names) * self._daily].reshape(len(self.names), self._daily, today.shape[-1])

    def spread(self, series: SummedSeries) -> tuple[Array, Array]:
        """Sum and sum of squares of a series over the recorded days, each `(scopes, worlds)`."""
        total, squares = self._spread[:, self._rows[series]]
        return total, squares


def _told(series: SummedSeries, basis: SeriesBasis, item: Index) -> tuple[Matrix, list[str]]:
    """The weights of a series, those of units by value where a scope has several items, and its name in each scope."""
    block = _across(series.weights(basis))
    if not series.definition.in_units:
        return block, [series.name] * block.shape[0]
    mixed = several(block, np.tile(item, len(ACCOUNTED)))
    value = np.tile(basis.planned.plan.value, (len(ACCOUNTED), 1))
    return weighed(block, value, mixed), np.where(np.isnan(mixed[:, 0]), series.value_name, series.name).tolist()


def _across(parts: Mapping[str, Matrix]) -> Matrix:
    """Join blocks side by side: a matrix for each accounted column, empty for columns that are not summed."""
    empty = sparse.csr_array(next(iter(parts.values())).shape)
    return sparse.csr_array(sparse.hstack([parts.get(column, empty) for column in ACCOUNTED]))
