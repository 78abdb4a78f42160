"""Ledger: running sums of a model's state over the measured days, and the metrics made of them. It only reads."""

from typing import TYPE_CHECKING

import numpy as np

from jitagents.column import Array
from jitagents.costs import Costs
from jitagents.scopes import Scopes

if TYPE_CHECKING:
    from jitagents.model import SupplyModel

HISTORIES = ("output", "stock_value", "stock_units", "owed")
"""What is kept day by day, for the network and its tiers."""


class Ledger:
    """Keeps the books of a model; give it to `model.observers`.

    Args:
        model: the model.
        costs: the cost model.
        days: measured days.
        history: keep daily figures too.

    Attributes:
        histories: `(metrics, days, scopes, worlds)` float32 in the order of `HISTORIES`; None if not kept.
    """

    def __init__(self, model: "SupplyModel", costs: Costs, days: int, history: bool = True) -> None:
        self.scopes, self.costs, self.days, self.warmup = Scopes(model.layout), costs, days, model.warmup
        self.layout, self.planned = model.layout, model.planned
        shape, worlds = (model.layout.rows, model.worlds.count), model.worlds.count
        names = ("stock", "owed", "demand", "order", "output", "missed", "demand_square", "order_square", "orders")
        self.sums = {name: np.zeros(shape) for name in names}
        self.under_way = np.zeros((model.lanes.rows, worlds))
        self.lost, self.unfilled = np.zeros((model.buying.rows, worlds)), np.zeros((model.buying.rows, worlds))
        self.tier_order, self.final = np.zeros((2, self.scopes.daily, worlds)), np.zeros((2, worlds))
        self._scratch = np.empty(shape)
        leading = slice(0, self.scopes.daily)
        self._flow, self._stock, self._firms = (
            matrix[leading] for matrix in (self.scopes.flow, self.scopes.stock, self.scopes.firms)
        )
        self._value = self._stock.multiply(self.planned.plan.value[:, 0]).tocsr()
        kept = (len(HISTORIES), days, self.scopes.daily, worlds)
        self.histories = np.zeros(kept, dtype=np.float32) if history else None

    def __call__(self, model: "SupplyModel") -> None:
        """Take down the end of a day."""
        day = model.clock.day - self.warmup
        if not 1 <= day <= self.days:
            return
        points, sums, scratch = model.points, self.sums, self._scratch
        for name in ("stock", "owed", "demand", "order", "output"):
            sums[name] += points[name]
        for name in ("demand", "order"):
            sums[f"{name}_square"] += np.multiply(points[name], points[name], out=scratch)
        sums["missed"] += np.minimum(points["demand"], points["owed"], out=scratch)
        if np.any(self.costs.order):
            sums["orders"] += points["order"] > 0
        self.under_way += model.lanes["under_way"]
        self.lost += model.buying["lost"]
        self.unfilled += model.buying["wanted"]
        self.unfilled -= model.buying["filled"]
        for totals, today in (
            (self.tier_order, self._firms @ points["order"]),
            (self.final, (self._flow[:1] @ points["demand"])[0]),
        ):
            totals[0] += today
            totals[1] += today**2
        if self.histories is not None:
            self.histories[0, day - 1] = self._flow @ points["output"]
            self.histories[1, day - 1] = self._value @ points["stock"]
            self.histories[2, day - 1] = self._stock @ points["stock"]
            self.histories[3, day - 1] = self._flow @ points["owed"]

    def metrics(self) -> dict[str, Array]:
        """The metrics that a world has by itself, each `(scopes, worlds)`."""
        flow, stock, sums = self.scopes.flow, self.scopes.stock, self.sums
        return {
            "fill_rate": self._fill_rate(),
            "stock_units": stock @ sums["stock"] / self.days,
            "stock_value": stock @ (sums["stock"] * self.planned.plan.value) / self.days,
            "cost": self._cost() / self.days,
            "output": flow @ sums["output"],
            "bullwhip": self._bullwhip(),
        }

    def _fill_rate(self) -> Array:
        buyers = self.layout.buyers
        asked, missed = self.sums["demand"].copy(), self.sums["missed"].copy()
        asked[buyers] += self.lost
        missed[buyers] = self.unfilled
        return 1.0 - _ratio(self.scopes.flow @ missed, self.scopes.flow @ asked)

    def _cost(self) -> Array:
        """Money over the measured days: holding, pipeline, backorders, lost sales, orders."""
        costs, sums, buyers = self.costs, self.sums, self.layout.buyers
        holding = costs.holding(self.layout, self.planned)
        money = holding * sums["stock"] + costs.backorder(self.layout, self.planned) * sums["owed"]
        np.add.at(money, self.layout.seller, costs.pipeline * holding[self.layout.seller] * self.under_way)
        money[buyers] += self.lost * self.planned.plan.value[buyers] * costs.lost_sale
        money += sums["orders"] * costs.order
        return self.scopes.stock @ money

    def _bullwhip(self) -> Array:
        """Agents: variance of orders / variance of demand. Tiers: squared coefficient of variation of the tier's orders /
        that of final demand; the network's is its last tier's."""
        sums, days, daily = self.sums, self.days, self.scopes.daily
        order, demand = (_variance(sums[name], sums[f"{name}_square"], days)[0] for name in ("order", "demand"))
        agents = _ratio(order, demand)[self.scopes.firms[daily:].indices]
        tiers = _ratio(_variance(*self.tier_order, days)[1], _variance(*self.final, days)[1][None])
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
