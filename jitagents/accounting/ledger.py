"""Ledger: the running sums of a model over the measured days, and the measures made of them. It only reads."""

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from jitagents.accounting.accumulators import SUMS
from jitagents.accounting.cost_items import Bill
from jitagents.accounting.costs import Costs
from jitagents.accounting.daily import FIGURES, USUAL
from jitagents.accounting.measures import MEASURES, Paired, Single
from jitagents.accounting.scopes import Index, Scopes
from jitagents.accounting.series import Series
from jitagents.agents import ACCOUNTED
from jitagents.column import Array
from jitagents.flow import Groups

if TYPE_CHECKING:
    from jitagents.model import SupplyModel


class Ledger:
    """Keeps the books of a model; give it to `model.observers`.

    Args:
        model: the model.
        costs: the cost model.
        days: measured days.
        measures: names of the measures to be kept ready, and of those that compare them between twins; all if left out.
        promise: days within which an order line is to be shipped.
        daily: names of what is taken down day by day.
        agents: whether each agent is a scope.

    Attributes:
        daily: these names, in the order of the histories.
        histories: `(days, names, scopes, worlds)` float32, for the network and its tiers: seven digits are
            kept, whole units up to 16,777,216; the measures are made of sums in double precision.
    """

    def __init__(
        self, model: "SupplyModel", costs: Costs, days: int, measures: Collection[str] = tuple(MEASURES),
        promise: int = 0, daily: Collection[str] = USUAL, agents: bool = True,
    ) -> None:  # fmt: skip
        self.scopes = Scopes(model.layout, agents)
        self.costs, self.days, self.promise = costs, days, promise
        self.layout, self.planned, self.worlds = model.layout, model.planned, model.worlds.count
        self._warmup, self._firms = model.warmup, model.layout.agent_rows
        self._flow, self._every = self.scopes.flow[:, self._firms], self.scopes.firms[:, self._firms]
        self.bill = Bill(costs, model.layout, model.planned)
        self._asked = [name for name in MEASURES if name in measures and isinstance(MEASURES[name], Single)]
        singles = _singles(measures, daily)
        needed = {name for one in singles for name in one.needs(self.bill)}
        self._series = Series(model, self.scopes, daily, {name for one in singles for name in one.series})
        self._figures = {name: one.make(model, self) for name, one in FIGURES.items() if name in daily}
        self.daily = (*self._series.names, *self._figures)
        self.histories = np.zeros((days, len(self.daily), self.scopes.daily, self.worlds), dtype=np.float32)
        self._accounted = np.zeros((len(ACCOUNTED), self._firms.stop, self.worlds))
        self._sums = {name: SUMS[name](model, self) for name in sorted(needed - {*ACCOUNTED})}
        self.totals = dict(zip(ACCOUNTED, self._accounted, strict=True))
        self.totals |= {name: one.total for name, one in self._sums.items()}

    def __call__(self, model: "SupplyModel") -> None:
        """Take down the end of a day."""
        day = model.clock.day - self._warmup
        if not 1 <= day <= self.days:
            return
        accounted = model.points.first(len(ACCOUNTED))
        self._accounted += accounted[:, self._firms]
        for one in self._sums.values():
            one.add()
        history, kept = self.histories[day - 1], len(self._series.names)
        history[:kept] = self._series.note(accounted)
        for place, today in enumerate(self._figures.values(), start=kept):
            history[place] = today()

    def metrics(self) -> dict[str, Array]:
        """The measures that a world has by itself, each `(scopes, worlds)`."""
        return {name: self.measure(name) for name in self._asked}

    def measure(self, name: str) -> Array:
        """One of the measures that are kept ready, `(scopes, worlds)`."""
        one = MEASURES[name]
        assert isinstance(one, Single)
        return one.of(self)

    def total(self, name: str) -> Array:
        """A running sum by name; that of an accounted column is over the agents `(agents, worlds)`."""
        return self.totals[name]

    @property
    def stock(self) -> Array:
        """Stock on hand of all points, inputs too, summed over the measured days `(rows, worlds)`."""
        return np.concatenate((self.total("stock"), self.total("input_stock")))

    def money(self, parts: Collection[str]) -> Array:
        """What some parts of the costs have cost each stock point over the measured days `(rows, worlds)`."""
        return self.bill.money(parts, self.totals, self.worlds)

    def flow(self, numbers: Array) -> Array:
        """Sum numbers of agents over each scope; over the buyers for the network."""
        return self._flow @ numbers

    def every(self, numbers: Array) -> Array:
        """Sum numbers of agents over each scope; over all agents for the network."""
        return self._every @ numbers

    def points(self, numbers: Array) -> Array:
        """Sum numbers of stock points, inputs too, over each scope."""
        return self.scopes.stock @ numbers

    def at(self, agents: Index, numbers: Array) -> Array:
        """Bring numbers of lanes, makers or buyers to the agents `(agents, worlds)` that they belong to."""
        size = self._firms.stop
        return Groups(agents, size).sum(numbers, np.empty((size, numbers.shape[1])))

    def spread(self, name: str) -> tuple[Array, Array]:
        """Sum and sum of squares over the measured days of a series of the network and its tiers."""
        return self._series.spread(name)


def _singles(measures: Collection[str], daily: Collection[str]) -> list[Single]:
    """The measures of single worlds that are asked for, compared between twins, or followed day by day."""
    named = [*measures, *(name for one in daily if one in FIGURES for name in FIGURES[one].alone)]
    for one in map(MEASURES.get, measures):
        named += one.alone if isinstance(one, Paired) else ()
    return [one for one in map(MEASURES.get, dict.fromkeys(named)) if isinstance(one, Single)]
