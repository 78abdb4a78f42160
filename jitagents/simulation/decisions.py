"""Decisions: the decision processes of all rows, built before day 1."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from jitagents.behaviours.base import RECORDS, Seen, read_only
from jitagents.behaviours.information import Books, SharedDemand
from jitagents.choice import Choice, place
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.crises.engine.engine import DisruptionEngine
from jitagents.errors import InputError
from jitagents.layout import Block, Index
from jitagents.simulation.books.bookkeeper import Bookkeeper
from jitagents.simulation.books.true_orders import ORDERS, TrueOrders
from jitagents.simulation.decision import DecisionProcess
from jitagents.simulation.echelon import Echelon
from jitagents.simulation.extras import Extras
from jitagents.simulation.planned_releases import PlannedReleases
from jitagents.simulation.profile import Profile
from jitagents.simulation.shared_signals import SharedSignals
from jitagents.simulation.switched_decisions import SwitchedOrdering
from jitagents.simulation.working_days import WorkingDays
from jitagents.state import SimulationState


class Decisions(Stateful):
    """The decision processes of a model, one for each block of rows.

    Args:
        state: of the model.
        choices: of the behaviours, by stage.
        echelon, extras, releases: inputs of some rows besides the records.
        disruptions: of the model.
        working_days: of the model; None if nothing rests.
        books: that rows have of their own; None if none do.
        signals: of customers to their sellers; None if nothing is shared.

    Raises:
        InputError: something rests or is planned in runs, and an ordering rule has to decide every day; or final demand
            is shared twice.

    Attributes:
        processes: the decision process of each block, in the order of the waves.
        switches: whether ordering rules take over from each other.
    """

    changing = ("processes",)

    def __init__(
        self, state: SimulationState, choices: Mapping[str, Choice[Any]], echelon: Echelon, extras: Extras,
        releases: PlannedReleases, disruptions: DisruptionEngine, working_days: WorkingDays | None = None,
        books: Bookkeeper | None = None, signals: SharedSignals | None = None,
    ) -> None:  # fmt: skip
        self._state, self._echelon, self._extras, self._signals = state, echelon, extras, signals
        self._releases, self._disruptions, self._working_days = releases, disruptions, working_days
        if any(rule.every_day for rule in choices["ordering"].followed()):
            if working_days is not None:
                raise InputError(
                    "ordering=jis: calls every day, and calendars give days of rest; choose calendar=none, or mrp"
                )
            if any(isinstance(rule, Books) and rule.run > 1 for rule in choices["information"].followed()):
                raise InputError("ordering=jis: calls every day; information.run must be 1, or choose mrp")
        self.switches = any(isinstance(rule, SwitchedOrdering) for rule in choices["ordering"].followed())
        self._watched = any(rule.looks for rule in choices["sourcing"].followed())
        self._books, self._plan = books, state.planned.plan if books is None else books.plan
        if signals is not None and any(isinstance(rule, SharedDemand) for rule in choices["information"].followed()):
            raise InputError(
                "information=shared_demand: shows final demand to everybody; choose information=exact with a relation "
                "whose lanes share demand, or whose sellers decide"
            )
        # Fitted to all rows of a rule at once: a budget holds for the whole network, names are known everywhere.
        parts = {stage: choices[stage].parts() for stage in ("ordering", "forecasting", "information")}
        known = dict(parts)
        if books is not None:
            both = [(*books.entered(rule, rows), rows) for rule, rows in parts["ordering"]]
            known["ordering"] = [(wrong, rows) for wrong, _, rows in both]
            parts["ordering"] = [(right, rows) for _, right, rows in both]
        self._fitted = {
            stage: [(rule.fit(self._plan.at(rows)), rows) for rule, rows in rules] for stage, rules in known.items()
        }
        if books is not None:
            self._follow(books, parts)
        self.processes = [self._process(block) for block in state.layout.blocks]

    def _follow(self, books: Bookkeeper, parts: Mapping[str, list[tuple[Any, Index]]]) -> None:
        """Let audits of the master data mend what rules were fitted to, so that they become those of `parts`."""
        for stage, fitted in self._fitted.items():
            for (rule, rows), (wrong, _) in zip(parts[stage], fitted, strict=True):
                books.follow(wrong, rule.fit, rows)

    def _fitted_to(self, stage: str, block: Block) -> Any:
        """Return the fitted behaviour of the rows of a block."""
        number, rows = place(block.rows, [index for _, index in self._fitted[stage]])
        rule, index = self._fitted[stage][number]
        return rule.at(rows, len(index))

    def _process(self, block: Block) -> DecisionProcess:
        fitted = Profile(**{stage: self._fitted_to(stage, block) for stage in self._fitted})
        schedule, faults = self._releases.of(block.rows), self._disruptions.record_faults(block.rows, fitted.ordering)
        cancelled = self._state.points["cancelled"][block.rows] if fitted.ordering.cancels else None
        return DecisionProcess(
            fitted, self._view(block.rows), self._state.whole, schedule, faults, cancelled,
            self._working_days is not None, None if self._books is None else self._books.page(block.rows),
            None if self._signals is None else self._signals.of(block.rows), self._watched,
        )  # fmt: skip

    def _view(self, rows: slice) -> Seen:
        """Return the true records of some rows, with all else that these ask for."""
        points = self._state.points
        truth = Seen(self._state.clock, self._plan.at(rows), *(points[name][rows] for name in RECORDS))
        if "spoiled" in points:
            truth.spoiled = read_only(points["spoiled"][rows])
        if "cancellable" in points:
            truth.cancellable = read_only(points["cancellable"][rows])
        self._echelon.show(truth, rows)
        self._extras.show(truth, rows)
        if self._working_days is not None:
            self._working_days.show(truth, rows)
        if self._releases.shop_calendar is not None:
            self._releases.shop_calendar.show(truth, rows)
        if self._disruptions.warnings.days is not None:
            truth.warned = read_only(self._disruptions.warnings.days[rows])
        return truth

    def compare(self) -> None:
        """Work out, from now on, the orders that rules would give on true records, in columns of the stock points."""
        points, lines = self._state.points, None if self._books is None else self._books.lines
        for name in ORDERS:
            points.add(name)
        for block, process in zip(self._state.layout.blocks, self.processes, strict=True):
            if process.true_orders is None:
                rule = None if process.seen is process.truth else process.profile.ordering
                process.true_orders = TrueOrders(rule, process.truth, points, block.rows, lines, process.whole)
                if not self._state.clock.day:
                    process.true_orders.owe(process.unordered)

    def count_messages(self) -> None:
        """Count, from now on, the exception messages of planning runs, in a column of the stock points."""
        self._state.points.add("messages")
        for block, process in zip(self._state.layout.blocks, self.processes, strict=True):
            process.messages = self._state.points["messages"][block.rows] if process.schedule else None

    def targets(self) -> Array:
        """Return the inventory positions that the ordering rules ask for at the mean flow `(rows, worlds)`.

        What the next planning run will order for the days since the last one is not yet part of them.
        """
        targets = np.empty_like(self._state.points["stock"])
        for block, process in zip(self._state.layout.blocks, self.processes, strict=True):
            opening = process.profile.ordering.opening(process.truth.plan)
            targets[block.rows] = np.maximum(opening - process.unordered, 0.0)
        return targets

    def openings(self) -> Array:
        """Return the same of the rules that never look at their position, 0 elsewhere `(rows, worlds)`."""
        openings = np.zeros_like(self._state.points["stock"])
        for block, process in zip(self._state.layout.blocks, self.processes, strict=True):
            if process.profile.ordering.incremental:
                openings[block.rows] = process.profile.ordering.opening(process.truth.plan)
        return openings

    def unordered(self) -> Array:
        """Return the mean flow from the last planning run to day 0, units `(rows, worlds)`."""
        unordered = np.zeros_like(self._state.points["stock"])
        for block, process in zip(self._state.layout.blocks, self.processes, strict=True):
            unordered[block.rows] = process.unordered
        return unordered

    def buffers(self) -> Array:
        """Return the units that budgets have added to the needs of the ordering rules before day 1 `(rows, worlds)`."""
        buffers = np.zeros_like(self._state.points["stock"])
        for block, process in zip(self._state.layout.blocks, self.processes, strict=True):
            buffers[block.rows] = process.profile.ordering.buffer(process.truth.plan)
        return buffers

    def forecasts(self) -> Array:
        """Return what is expected of a day over the lead time, NaN for rules without forecast `(rows, worlds)`."""
        expected = np.full_like(self._state.points["stock"], np.nan)
        for block, process in zip(self._state.layout.blocks, self.processes, strict=True):
            if process.seen.forecast is not None:
                expected[block.rows] = process.seen.forecast
        return expected

    def begin(self) -> list[Seen]:
        """Fill the memories from the state before day 1; the views of the blocks."""
        for process in self.processes:
            process.begin()
        return [process.seen for process in self.processes]

    def of(self, row: int) -> DecisionProcess:
        """Return the decision process of one row.

        Raises:
            IndexError: there is no such row.
        """
        for block, process in zip(self._state.layout.blocks, self.processes, strict=True):
            if block.rows.start <= row < block.rows.stop:
                return process.at(row - block.rows.start)
        raise IndexError(f"there is no row {row}")
