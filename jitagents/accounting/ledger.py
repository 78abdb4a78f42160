"""Ledger: the accumulators of a model over the measured days, and the measures of single worlds."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.accumulator import Setup
from jitagents.accounting.cost_items import CostItems
from jitagents.accounting.costs import Costs
from jitagents.accounting.daily import USUAL, ComputedSeries
from jitagents.accounting.measures import Recorded, Single
from jitagents.accounting.measures.measure import checked, undeclared
from jitagents.accounting.scopes import Index, Scopes
from jitagents.accounting.series import DailySeries, Series, SummedSeries
from jitagents.accounting.site_outages import site_outages
from jitagents.agents import ACCOUNTED
from jitagents.column import Array
from jitagents.continuation import Stateful, continued
from jitagents.errors import InputError
from jitagents.flow import Groups

if TYPE_CHECKING:
    from jitagents.model import SupplyModel


class Ledger(Stateful):
    """Records of a model over the measured days; an observer of the model.

    Args:
        model: the model.
        costs: the cost model.
        days: measured days.
        measures: of single worlds, and those between twins, which may compare them.
        promise: days within which an order line is to be shipped.
        daily: the daily series.
        agents: whether each agent is a scope.
        lanes: whether measures are wanted of each lane too.

    Attributes:
        twins: the worlds, which of them are twins.
        site_outages: gives the outages of sellers; see the function of this name.
        daily: names of these series in each scope, in the order of the histories; empty where none is kept of it.
        histories: `(days, names, scopes, worlds)` float32, for the network and its tiers: seven digits, exact whole
            units up to 16,777,216; the measures are computed from sums in double precision.
    """

    changing: ClassVar = ("_recorded", "_series", "_computed", "_accounted", "_accumulators")

    def __init__(
        self, model: "SupplyModel", costs: Costs, days: int, *, measures: Sequence[Recorded],
        promise: int = 0, daily: Sequence[DailySeries] = USUAL, agents: bool = True, lanes: bool = False,
    ) -> None:  # fmt: skip
        self.scopes = Scopes(model.layout, model.planned.plan.value, agents)
        self.costs, self.days, self.promise = costs, days, promise
        self.layout, self.planned, self.worlds = model.layout, model.planned, model.worlds.count
        self.twins = model.worlds
        self.site_outages = partial(site_outages, model, days)
        self._agents = model.layout.agent_rows
        self._flow, self._all_agents, self._weighed_flow, self._weighed_every = (
            matrix[:, self._agents]
            for matrix in (self.scopes.flow, self.scopes.every, self.scopes.weighed_flow, self.scopes.weighed_every)
        )
        self.cost_items = CostItems(costs, model.layout, model.planned)
        self._measures = [measure for measure in measures if isinstance(measure, Single)]
        singles = _singles(measures, daily)
        needed = dict.fromkeys(of for measure in singles for of in measure.needs(self.cost_items))
        if lanes:
            needed[accumulators.shipped] = None
        varying = [*dict.fromkeys(series for measure in singles for series in measure.series)]
        summed = [series for series in daily if isinstance(series, SummedSeries)]
        self._series = Series(model, self.scopes, summed, varying)
        computed = [series for series in daily if isinstance(series, ComputedSeries)]
        self._computed = [series.begin(model, self) for series in computed]
        self.daily = _names([*self._series.names, *([series.name] * self.scopes.daily for series in computed)])
        self.histories = np.zeros((days, len(self.daily), self.scopes.daily, self.worlds), dtype=np.float32)
        self._recorded = 0
        self._accounted = np.zeros((len(ACCOUNTED), self._agents.stop, self.worlds))
        sums = {setup: setup(model, self) for setup in needed if not isinstance(setup, str)}
        self._accumulators = [*sums.values()]
        self.totals: dict[str | Setup, Array] = dict(zip(ACCOUNTED, self._accounted, strict=True))
        self.totals |= {setup: accumulator.total for setup, accumulator in sums.items()}

    def __call__(self, model: "SupplyModel") -> None:
        """Record the end of a day."""
        day = model.clock.measured
        if not 1 <= day <= self.days:
            return
        self._recorded = day
        accounted = model.points.first(len(ACCOUNTED))
        self._accounted += accounted[:, self._agents]
        for accumulator in self._accumulators:
            accumulator.add()
        history, series = self.histories[day - 1], len(self._series.names)
        history[:series] = self._series.record(accounted)
        for place, today in enumerate(self._computed, start=series):
            history[place] = today()

    def continue_from(self, before: Self, index: Index) -> None:
        super().continue_from(before, index)
        past = slice(before._recorded)
        continued(self.histories[past], before.histories[past], index)

    def metrics(self) -> dict[str, Array]:
        """The measures of single worlds, each `(scopes, worlds)`.

        Raises:
            InputError: a measure has another shape, or uses a sum that it does not declare.
        """
        return {
            measure.name: checked(measure, measure.of(self), (len(self.scopes.names), self.worlds))
            for measure in self._measures
        }

    def total(self, of: str | Setup) -> Array:
        """The sum over the measured days of an accounted column, for the agents, or the value of an accumulator.

        Raises:
            InputError: no measure and no cost part has declared it.
        """
        if of not in self.totals:
            raise InputError(undeclared(of, "sums"))
        return self.totals[of]

    @property
    def stock(self) -> Array:
        """Stock on hand of all stock points, inputs too, summed over the measured days `(rows, worlds)`."""
        return np.concatenate((self.total("stock"), self.total(accumulators.input_stock)))

    def cost(self, part: str = "") -> Array:
        """Cost of a part (an empty name: of all) over the measured days, money `(scopes, worlds)`.

        The money that agents of a scope pay to one another is left out: it stays in the scope.
        """
        spent = self.points(self.cost_items.money(part, self.totals, self.worlds))
        return spent - self.scopes.within @ self.trade(part)

    def trade(self, part: str) -> Array:
        """Money of a part that goes from agent to agent over the measured days, on each lane `(lanes, worlds)`."""
        return self.cost_items.trade(part, self.totals, self.worlds)

    def lane_metrics(self) -> dict[str, Array]:
        """The measures that lanes have, each `(lanes, worlds)`, lanes as in the network.

        Raises:
            InputError: a measure has another shape, or uses a sum that it does not declare.
        """
        shape = (len(self.layout.lane_buyer), self.worlds)
        found = {measure.name: (measure, measure.of_lanes(self)) for measure in self._measures}
        return {name: checked(one, values, shape) for name, (one, values) in found.items() if values is not None}

    def lane_cost(self, part: str = "") -> Array:
        """Cost of a part (an empty name: of all) on each lane as its buyer sees it, money `(lanes, worlds)`.

        What is paid at a stock point is divided over its lanes by the units that they shipped, or by their planned
        shares where they shipped none. Lanes stand as in the network.
        """
        buyers = self.planned.lanes.buyers
        shipped = np.broadcast_to(self.total(accumulators.shipped), (len(buyers.key), self.worlds))
        in_all = buyers.spread(buyers.sum(shipped, np.empty((buyers.size, self.worlds))))
        planned = np.broadcast_to(self.planned.share, shipped.shape)
        share = np.divide(shipped, in_all, out=planned.copy(), where=in_all > 0.0)
        money = self.cost_items.of_lanes(part, self.totals, share)
        return money[np.argsort(self.layout.lane_order)]

    def flow(self, numbers: Array) -> Array:
        """Sum numbers of agents over each scope; over the markets for the network."""
        return self._flow @ numbers

    def every(self, numbers: Array) -> Array:
        """Sum numbers of agents over each scope; over all agents for the network."""
        return self._all_agents @ numbers

    def weighed_flow(self, numbers: Array) -> Array:
        """Sum as `flow` does, by value where the scope has several items."""
        return self._weighed_flow @ numbers

    def weighed_every(self, numbers: Array) -> Array:
        """Sum as `every` does, by value where the scope has several items."""
        return self._weighed_every @ numbers

    def points(self, numbers: Array) -> Array:
        """Sum numbers of stock points, inputs too, over each scope."""
        return self.scopes.stock @ numbers

    def at(self, agents: Index, numbers: Array) -> Array:
        """Sum numbers of lanes, makers or markets over the agents that they belong to `(agents, worlds)`."""
        size = self._agents.stop
        return Groups(agents, size).sum(numbers, np.empty((size, numbers.shape[1])))

    def spread(self, series: SummedSeries) -> tuple[Array, Array]:
        """Sum and sum of squares over the measured days of a series of the network and its tiers."""
        return self._series.spread(series)


def _names(of_series: Sequence[Sequence[str]]) -> list[list[str]]:
    """Names by series and scope; of two of a name in a scope, one."""
    taken, found = set[tuple[int, str]](), list[list[str]]()
    for names in reversed(of_series):
        found.insert(0, ["" if place in taken else place[1] for place in enumerate(names)])
        taken |= {*enumerate(names)}
    return found


def _singles(measures: Iterable[Recorded], daily: Iterable[DailySeries]) -> list[Single]:
    """The measures of single worlds that are asked for, compared between twins, or followed day by day."""
    singles = [measure for series in daily if isinstance(series, ComputedSeries) for measure in series.measures]
    for measure in measures:
        singles += (measure,) if isinstance(measure, Single) else measure.compares
    return [*{measure.name: measure for measure in singles}.values()]
