"""Ledger: running sums of a model's state over the measured days, and the metrics made of them. It only reads."""

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from jitagents.agents import ACCOUNTED
from jitagents.books.costs import Costs
from jitagents.books.scopes import Scopes
from jitagents.column import Array
from jitagents.flow import Groups

if TYPE_CHECKING:
    from jitagents.model import SupplyModel

HISTORIES = ("output", "stock_value", "stock_units", "owed")
"""What is kept day by day, for the network and its tiers."""
SPREAD = slice(ACCOUNTED.index("order"), ACCOUNTED.index("demand") + 1, 2)
"""Orders and demand among the accounted columns: those whose variance is asked for."""


class Ledger:
    """Keeps the books of a model; give it to `model.observers`.

    Args:
        model: the model.
        costs: the cost model.
        days: measured days.

    Attributes:
        histories: `(days, metrics, scopes, worlds)` float32 in the order of `HISTORIES`.
    """

    def __init__(self, model: "SupplyModel", costs: Costs, days: int) -> None:
        self.scopes, self.costs, self.days, self.warmup = Scopes(model.layout), costs, days, model.warmup
        self.layout, self.planned = model.layout, model.planned
        self.firms, self.inputs = model.layout.firms, model.layout.inputs
        rows, worlds = self.firms.stop, model.worlds.count
        self.totals = np.zeros((len(ACCOUNTED), rows, worlds))
        self.input_stock = np.zeros((self.inputs.stop - rows, worlds))
        self.squares, self.missed = np.zeros((2, rows, worlds)), np.zeros((rows, worlds))
        self.under_way = np.zeros((model.lanes.rows, worlds))
        self.lost, self.unfilled = np.zeros((model.buying.rows, worlds)), np.zeros((model.buying.rows, worlds))
        self.counts_orders = bool(np.any(costs.order))
        self.orders = np.zeros((model.layout.rows, worlds) if self.counts_orders else (1, 1))
        self.daily = self.scopes.daily
        self._today = self._daily_sums()
        self._flow = self.scopes.flow[:, self.firms]
        self.ordered = np.zeros((2, self.daily + 1, worlds))
        self.histories = np.zeros((days, len(HISTORIES), self.daily, worlds), dtype=np.float32)
        self._scratch = np.empty((2, rows, worlds))

    def _daily_sums(self) -> sparse.csr_array:
        """The matrix that makes all of a day's figures of the accounted columns in one product.

        They come one below the other: the histories, then the orders of the tiers, then final demand.
        """
        leading = slice(0, self.daily)
        flow, stock, firms = (matrix[leading] for matrix in (self.scopes.flow, self.scopes.stock, self.scopes.firms))
        value = stock @ sparse.diags_array(self.planned.plan.value[:, 0])
        histories = [(flow, "output"), (value, "stock"), (stock, "stock"), (flow, "owed")]
        parts = [*histories, (firms, "order"), (flow[:1], "demand")]
        blocks = [[matrix if name == column else None for name in ACCOUNTED] for matrix, column in parts]
        return sparse.csr_array(sparse.block_array(blocks))

    def __call__(self, model: "SupplyModel") -> None:
        """Take down the end of a day."""
        day = model.clock.day - self.warmup
        if not 1 <= day <= self.days:
            return
        points, buying, scratch = model.points, model.buying, self._scratch
        accounted = points.first(len(ACCOUNTED))
        of_firms = accounted[:, self.firms]
        self.totals += of_firms
        self.squares += np.multiply(of_firms[SPREAD], of_firms[SPREAD], out=scratch)
        self.missed += np.minimum(points["demand"][self.firms], points["owed"][self.firms], out=scratch[0])
        self.input_stock += points["stock"][self.inputs]
        if self.counts_orders:
            self.orders += points["order"] > 0
        self.under_way += model.lanes["under_way"]
        self.lost += buying["lost"]
        self.unfilled += buying["wanted"]
        self.unfilled -= buying["filled"]
        today = self._today @ accounted.reshape(-1, accounted.shape[-1])
        kept = self.histories[day - 1]
        kept[...] = today[: kept.shape[0] * self.daily].reshape(kept.shape)
        ordered = today[kept.shape[0] * self.daily :]
        self.ordered[0] += ordered
        ordered *= ordered
        self.ordered[1] += ordered

    def total(self, name: str) -> Array:
        """A column of the agents summed over the measured days `(agents, worlds)`."""
        return self.totals[ACCOUNTED.index(name)]

    @property
    def stock(self) -> Array:
        """Stock on hand of all points, inputs too, summed over the measured days `(rows, worlds)`."""
        return np.concatenate((self.total("stock"), self.input_stock))

    def metrics(self) -> dict[str, Array]:
        """The metrics that a world has by itself, each `(scopes, worlds)`."""
        stock = self.stock / self.days
        return {
            "fill_rate": self._fill_rate(),
            "stock_units": self.scopes.stock @ stock,
            "stock_value": self.scopes.stock @ (stock * self.planned.plan.value),
            "cost": self._cost() / self.days,
            "output": self._flow @ self.total("output"),
            "bullwhip": self._bullwhip(),
        }

    def _fill_rate(self) -> Array:
        buyers = self.layout.buyers
        asked, missed = self.total("demand").copy(), self.missed.copy()
        asked[buyers] += self.lost
        missed[buyers] = self.unfilled
        return 1.0 - _ratio(self._flow @ missed, self._flow @ asked)

    def _cost(self) -> Array:
        """Money over the measured days: holding, pipeline, backorders, lost sales, orders."""
        costs, seller, buyers = self.costs, self.layout.seller, self.layout.buyers
        holding = costs.holding(self.layout, self.planned)
        money = holding * self.stock
        money[self.firms] += costs.backorder(self.layout, self.planned)[self.firms] * self.total("owed")
        pipeline = costs.pipeline * holding[seller] * self.under_way
        money += Groups(seller, self.layout.rows).sum(pipeline, np.empty_like(money))
        money[buyers] += self.lost * self.planned.plan.value[buyers] * costs.lost_sale
        money += self.orders * costs.order
        return self.scopes.stock @ money

    def _bullwhip(self) -> Array:
        """Variance of orders over that of demand for agents; for tiers see `metrics`."""
        spread = {
            name: _variance(self.total(name), squares, self.days)[0]
            for name, squares in zip(("order", "demand"), self.squares, strict=True)
        }
        agents = _ratio(spread["order"], spread["demand"])[self.scopes.firms[self.daily :].indices]
        relative = _variance(self.ordered[0], self.ordered[1], self.days)[1]
        tiers = _ratio(relative[:-1], relative[-1:])
        tiers[0] = tiers[-1]
        return np.concatenate((tiers, agents))


def _ratio(over: Array, under: Array) -> Array:
    """Quotient, NaN where the divisor is 0."""
    return np.divide(over, under, out=np.full(np.broadcast_shapes(over.shape, under.shape), np.nan), where=under != 0)


def _variance(total: Array, squares: Array, days: int) -> tuple[Array, Array]:
    """Variance and squared coefficient of variation over the days; rounding error counts as 0."""
    mean = total / days
    variance = squares / days - mean**2
    variance = np.where(variance > 1e-9 * mean**2, variance, 0.0)
    return variance, _ratio(variance, mean**2)
