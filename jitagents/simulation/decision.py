"""Decision process of agents: records are shown, a forecast is made, an order is calculated."""

from copy import copy
from typing import Self

import numpy as np

from jitagents.behaviours.base import EXTRAS, RECORDS, Behaviour, Memory, Seen, read_only, remember
from jitagents.behaviours.forecasting import Forecasting
from jitagents.cells import NONE
from jitagents.column import Array
from jitagents.continuation import Index, Stateful
from jitagents.crises.engine.record_faults import RecordFaults
from jitagents.flow import ROUNDING
from jitagents.simulation.books.page import Page
from jitagents.simulation.books.runs import runs_of
from jitagents.simulation.books.true_orders import TrueOrders
from jitagents.simulation.planned_releases import Schedule
from jitagents.simulation.profile import Profile
from jitagents.simulation.shared_signals import Told
from jitagents.simulation.unread import Unread


class DecisionProcess(Stateful):
    """The decision process of some rows with one profile.

    Args:
        profile: the behaviours, fitted to these rows.
        truth: the true records of the rows.
        whole: orders are rounded up to whole units.
        schedule: requirements and plans of the days ahead, if any row of the model plans.
        faults: changes that disruptions make to the records; None if they never make any.
        cancelled: column of the units that the rows take back, written; None if their rule never cancels.
        rests: whether the rows may have days of rest.
        page: the books of the rows; None if they have none of their own.
        told: what customers share with the rows; None if nothing.
        watched: whether others look at the records on days without a decision.

    Attributes:
        seen: the records as the information behaviour and the faults show them.
        memories: of the information, forecasting and ordering behaviours.
        true_orders: those that the rule would give on true records; None unless somebody asks.
        messages: column of the exception messages of today, written; None unless somebody asks.
    """

    changing = ("seen", "memories", "_buffers", "_faults", "_unread", "_corrections", "_runs")

    def __init__(
        self,
        profile: Profile,
        truth: Seen,
        whole: bool,
        schedule: Schedule | None = None,
        faults: RecordFaults | None = None,
        cancelled: Array | None = None,
        rests: bool = False,
        page: Page | None = None,
        told: Told | None = None,
        watched: bool = True,
    ) -> None:
        self.profile, self.truth, self.whole, self._told = profile, truth, whole, told
        self.forecasts = profile.ordering.forecasts
        self.schedule = schedule if profile.ordering.horizon else None
        self._cancelled = cancelled
        if self.schedule:
            self.truth.gross = read_only(self.schedule.gross)
        rows, worlds = truth.stock.shape
        stages = (profile.information, profile.forecasting, profile.ordering)
        self.memories = tuple(remember(stage, rows, worlds) if self._uses(stage) else {} for stage in stages)
        self._faults = faults
        exact = profile.information.transparent and page is None and faults is None and told is None
        self._buffers = {} if exact else {name: np.zeros((rows, worlds)) for name in RECORDS}
        if page is not None and faults is None:
            del self._buffers["owed"]  # what is owed is in the order book as it is
        shown = {name: self._buffers.get(name, getattr(truth, name)) for name in RECORDS}
        self.seen = Seen(truth.clock, truth.plan, **shown) if self._buffers else truth
        for name in EXTRAS:
            setattr(self.seen, name, getattr(truth, name))
        self._page, self._corrections = page, None if faults is None else faults.corrections
        if page is not None and faults is None:
            self._corrections = page.book.corrections(page.rows)
        if self._corrections is not None:
            self.seen.corrected = read_only(self._corrections.corrected)
        self._runs = runs_of(page, rows, profile.ordering.echelon)  # which take their caps from what stands on day 0
        if self._runs is not None:
            self._runs.show(self.seen)
        booked = page.unread if page is not None and self._runs is not None and faults is None and told is None else {}
        self._unread = Unread(self.seen, rows, worlds, booked) if rests or self._runs is not None else None
        self._closed = self._runs is not None and faults is None and told is None and not (self.schedule or watched)
        self.true_orders: TrueOrders | None = None
        self.messages: Array | None = None

    def _uses(self, stage: Behaviour) -> bool:
        return self.forecasts or not isinstance(stage, Forecasting)

    def begin(self) -> None:
        """Fill the memories from the state before day 1."""
        for name, buffer in self._buffers.items():
            buffer[...] = getattr(self.truth, name)
        stages = (self.profile.information, self.profile.forecasting, self.profile.ordering)
        for stage, memory in zip(stages, self.memories, strict=True):
            if memory:
                stage.begin(self.truth, memory)
        if self._faults is not None:
            self._faults.begin(self._buffers)
        if self._unread is not None:
            self._unread.owe(self.unordered)

    @property
    def unordered(self) -> Array:
        """Mean flow from the last planning run to day 0, which the next one orders, units `(rows, 1 or worlds)`."""
        return self.truth.plan.rate * (0 if self._runs is None else self._runs.before)

    def look(self) -> Seen:
        """Bring the records and the forecast up to date, and return them."""
        informing, forecasting, _ = self.memories
        if self._buffers:
            self._show(informing)
            if self._told is not None:
                self._told.add(self._buffers)
            if self._faults is not None:
                found = NONE if self._page is None else self._page.found
                self._faults.apply(self._buffers, self.truth.spoiled, self.truth.day, found)
        if self.forecasts:
            self._forecast(forecasting)
        if self.schedule:
            self.schedule.complete(self.seen)
        return self.seen

    def _forecast(self, memory: Memory) -> None:
        """Bring the forecast up to date; between planning runs it stays what it was."""
        if self._runs is None:
            self.seen.forecast, self.seen.forecast_variance = self.profile.forecasting(self.seen, memory)
        elif self._unread is not None and (days := self._runs.period(self.seen.day)) is not None:
            period = copy(self.seen)  # the mean of its days: runs do not forecast from the last one
            period.demand = read_only(self._unread.demand(self.seen) / days)
            forecast, variance = self.profile.forecasting(period, memory)
            self.seen.forecast, self.seen.forecast_variance = forecast, variance * days

    def _show(self, memory: Memory) -> None:
        """Bring the records up to date, as the books or the information behaviour show them."""
        if self._page is None:
            records = self.profile.information(self.truth, memory)
            for name, record in zip(RECORDS, records, strict=True):
                self._buffers[name][...] = record
            return
        self._page.show(self.truth, self._buffers)
        if self._faults is None:
            self._correct(self._page)

    def _correct(self, page: Page) -> None:
        """Bring corrections to past consumption up to date."""
        if self._corrections is not None:
            page.correct(self._corrections, self._buffers["demand"], self.truth.spoiled)

    def order(self) -> Array:
        """Return the units to order today `(rows, worlds)`; whole units are rounded up."""
        if self._runs is not None and not self._runs.due(self.truth.day):
            self.rest()
            return np.zeros(self.truth.stock.shape)
        seen = self.look()
        if self._unread is not None:
            seen = self._unread.read(seen)
        if self.true_orders is not None:
            self.true_orders.decide(seen, self.memories[2])
        order = self._decide(seen)
        if self._cancelled is not None:
            cancelled = self.profile.ordering.cancelled(self.memories[2])
            self._cancelled[...] = np.floor(cancelled + ROUNDING) if self.whole else cancelled
        if self.whole:
            order = order - ROUNDING
            np.ceil(order, out=order)
        if self.true_orders is not None:
            self.true_orders.compare(order)
        return order

    def _decide(self, seen: Seen) -> Array:
        """Return what the ordering rule asks for, or what is ordered in its place `(rows, worlds)`."""
        rule, memory = self.profile.ordering, self.memories[2]
        if self.messages is not None:
            self.messages[...] = rule.messages(seen, memory)
        order = rule(seen, memory)
        if self.schedule:
            self.schedule.note(self.seen, rule.releases(memory), rule.covered(seen))
        if self._faults is None:
            return order
        if self.messages is not None:
            self.messages *= self._faults.fallback.by_rule
        return self._faults.fallback.order(order, seen.day)

    def rest(self) -> None:
        """Go on without a decision: records and forecasts go on, what came in is kept for the next one."""
        assert self._unread is not None
        if self._page is not None and self._closed:  # between two planning runs only what comes in counts
            if not self._unread.all_booked:
                self._page.show_demand(self.truth, self._buffers)
                self._correct(self._page)
                self._unread.keep(self.seen)
        else:
            self._unread.keep(self.look())
        if self.schedule:
            self.schedule.pass_day(self.seen)
        if self.true_orders is not None:
            self.true_orders.rest()
        if self.messages is not None:
            self.messages.fill(0.0)
        if self._cancelled is not None:
            self._cancelled[...] = 0.0

    def continue_from(self, before: Self, index: Index) -> None:
        super().continue_from(before, index)
        if self.true_orders is not None and before.true_orders is not None:
            self.true_orders.continue_from(before.true_orders, index)

    def at(self, row: int) -> "DecisionProcess":
        """Return the decision process of one row: views of the same memories."""
        part = object.__new__(DecisionProcess)
        rows, count = slice(row, row + 1), len(self.truth.plan)
        part.profile = self.profile.at(rows, count)
        part.whole, part.forecasts = self.whole, self.forecasts
        part.schedule = self.schedule.at(rows) if self.schedule else None
        part.truth = self.truth.at(rows)
        part._cancelled = None if self._cancelled is None else self._cancelled[rows]
        part._closed = self._closed
        part._page, part._runs = None if self._page is None else self._page.at(rows), self._runs
        part._faults = None if self._faults is None else self._faults.at(rows)
        part._corrections = None if self._corrections is None else self._corrections.at(rows)
        part._told = None if self._told is None else self._told.at(rows)
        part._unread = None if self._unread is None else self._unread.at(rows)
        part.true_orders, part.messages = None, None
        part.memories = tuple({name: held[..., rows, :] for name, held in memory.items()} for memory in self.memories)
        part._buffers = {name: buffer[rows] for name, buffer in self._buffers.items()}
        part.seen = self.seen.at(rows) if self._buffers else part.truth
        return part
