"""Planned releases: orders planned for the days ahead, and the gross requirements of sellers and inputs from them."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from jitagents.behaviours.base import Seen
from jitagents.calendars import AssignedCalendars
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.flow import Index
from jitagents.parameters import Number
from jitagents.planning import Planned, explosion, split
from jitagents.simulation.orders import Orders
from jitagents.simulation.shop_calendar import ShopCalendar
from jitagents.state import SimulationState
from jitagents.weighted_sums import WeightedSums


@dataclass(frozen=True)
class Schedule:
    """Requirements and plans of some rows for the days ahead, tomorrow first: views `(days, rows, worlds)`.

    Attributes:
        gross: gross requirements; until the records are read, those of customers that plan.
        releases: planned orders.
        unplanned: share of their flow that goes to customers that do not plan `(rows, 1)` or `(rows, worlds)`; None if
            all customers plan.
        covered: days of the releases that have been planned; behind them lies the mean flow `(rows, worlds)`.
    """

    gross: Array
    releases: Array
    unplanned: Array | None
    covered: Array

    def complete(self, seen: Seen) -> None:
        """Add the demand of customers that do not plan: the future if it is known, or else the forecast."""
        if self.unplanned is None:
            return
        expected = seen.plan.rate if seen.forecast is None else seen.forecast
        expected = expected if seen.demand_days is None else expected * seen.demand_days
        ahead = expected if seen.future_path is None else seen.future_path[: len(self.gross)]
        np.add(self.gross, self.unplanned * ahead, out=self.gross)

    def note(self, seen: Seen, releases: Array, covered: Number) -> None:
        """Store planned orders, of which so many days are covered; beyond the horizon of a rule, the mean flow."""
        self.covered[...] = covered
        self.releases[: len(releases)] = releases
        self.releases[len(releases) :] = seen.plan.rate

    def pass_day(self, seen: Seen) -> None:
        """Let a day pass without a new plan: tomorrow's part of the last one is today's."""
        self.releases[:-1] = self.releases[1:].copy()
        self.releases[-1:] = seen.plan.rate
        np.maximum(self.covered - 1.0, 0.0, out=self.covered)

    def at(self, rows: slice) -> "Schedule":
        """Return the schedule of some of the rows."""
        unplanned = None if self.unplanned is None else self.unplanned[rows]
        return Schedule(self.gross[:, rows], self.releases[:, rows], unplanned, self.covered[rows])


class PlannedReleases(Stateful):
    """Planned releases of the rows that plan, and the gross requirements of their sellers and inputs.

    A plan reaches sellers and inputs on its day. Over lanes with order delay they know yesterday's plan and the orders
    in transit, since today's orders may be decided later in the wave.

    Args:
        state: of the model.
        orders: with the orders in transit.
        horizon: days that each row plans ahead `(rows,)`; 0: it does not plan.
        calendars: of agents and lanes; None if nothing rests.
        bill: factor of the books' bill of materials on the requirements of all rows, kept up to date by others
            `(rows, worlds)`; None: 1.

    Attributes:
        days: that the longest plan looks ahead.
        plans: 1 for the rows that plan, else 0 `(rows, 1)`.
        covered: days of each row's plan that have been planned; behind them lies the mean flow `(rows, worlds)`.
        shop_calendar: the working days ahead; None if plans need none.
    """

    changing = ("_gross", "_releases", "covered")

    def __init__(
        self, state: SimulationState, orders: Orders, horizon: Index, calendars: AssignedCalendars | None = None,
        bill: Array | None = None,
    ) -> None:  # fmt: skip
        self._bill = bill
        self.layout, self.orders, self.clock = state.layout, orders, state.clock
        self.days, self.plans = int(horizon.max(initial=0)), (horizon > 0).astype(float)[:, None]
        self.shop_calendar = ShopCalendar.of(state, calendars, self.days)
        self._gross = np.zeros((self.days, state.layout.rows, state.worlds.count))
        self._releases = np.zeros((state.layout.rows, self.days, state.worlds.count))
        self.covered = np.zeros((state.layout.rows, state.worlds.count))
        if self.days:
            self._planning = sparse.diags_array((horizon > 0).astype(float), format="csr")
            self._join(state.planned)

    def _join(self, planned: Planned) -> None:
        """Build the matrices that take the plans of rows to their sellers and inputs."""
        layout, rate = self.layout, planned.plan.rate
        self._releases[...] = (self._planning @ rate)[:, None]
        if self._bill is not None:
            self._releases *= self._bill[:, None]
        delay = layout.lane_column("order_delay").astype(np.int64)
        of_delay = {
            int(days): split(layout, planned.share * (delay == days)[:, None]) @ self._planning
            for days in np.unique(delay)
        }
        prompt = of_delay.pop(0, sparse.csr_array((layout.rows, layout.rows))) + explosion(layout) @ self._planning
        self._prompt = [WeightedSums(prompt.tocsr()[wave.rows]) for wave in layout.waves]
        self._late = {days: matrix.tocsr() for days, matrix in of_delay.items()}
        self._known: Array | None = np.zeros_like(self._releases) if self._late else None  # over these lanes
        asked = sum(self._late.values(), start=prompt) @ rate
        self._unplanned = 1.0 - np.divide(asked, rate, out=np.zeros_like(rate), where=rate > 0.0)
        np.clip(self._unplanned, 0.0, 1.0, out=self._unplanned)
        lanes, late = np.arange(len(delay)), self.orders.late
        seller = sparse.csr_array((np.ones(len(delay)), (layout.lane_seller, lanes)), shape=(layout.rows, len(delay)))
        plans = self._planning.diagonal()[layout.lane_buyer]
        self._in_transit = (seller @ sparse.diags_array(plans, format="csr"))[:, lanes[late]]

    @property
    def plan(self) -> Array:
        """Orders planned for the days ahead, tomorrow first `(rows, days, worlds)`."""
        return self._releases

    def of(self, rows: slice) -> Schedule | None:
        """Return the schedule of some rows; None if no row plans."""
        if not self.days:
            return None
        unplanned = self._unplanned[rows]
        return Schedule(
            self._gross[:, rows], _turned(self._releases[rows]), unplanned if unplanned.any() else None,
            self.covered[rows],
        )  # fmt: skip

    def turn(self) -> None:
        """Begin a day: work out the gross requirements over lanes with order delay."""
        if not self.days:
            return
        if self.shop_calendar is not None:
            self.shop_calendar.look(self.clock.day)
        if self._known is None:
            return
        self._known.fill(0.0)
        for delay, matrix in self._late.items():
            ahead = self.days + 1 - delay
            if ahead > 0:
                known = matrix @ self._releases[:, :ahead].reshape(self.layout.rows, -1)
                self._known[:, delay - 1 :] += known.reshape(self.layout.rows, ahead, -1)
        orders_in_transit = self.orders.orders_in_transit
        for number in range(min(self.days, orders_in_transit.length - 2)):
            due = orders_in_transit.due(self.clock.day + 1 + number) * (orders_in_transit.planned > number + 1)[:, None]
            self._known[:, number] += self._in_transit @ due

    def call(self, number: int) -> None:
        """Set the requirements of a wave, with those of rows that have planned today."""
        if self.days:
            wave = self.layout.waves[number]
            called = self._prompt[number] @ self._releases.reshape(self.layout.rows, -1)
            asked = called.reshape(-1, *self._releases.shape[1:])
            if self._bill is not None and wave.inputs:
                asked *= self._bill[wave.rows, None]
            if self._known is not None:
                asked += self._known[wave.rows]
            self._gross[:, wave.rows] = _turned(asked)


def _turned(units: Array) -> Array:
    """Turn `(rows, days, worlds)` into `(days, rows, worlds)`, or back: a view."""
    return units.transpose(1, 0, 2)
