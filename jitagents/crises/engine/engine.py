"""The disruption engine: applies the disruptions of a model, day by day."""

from collections.abc import Iterable, Mapping
from typing import Self

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.ordering import Ordering
from jitagents.column import Array, Flags
from jitagents.continuation import Index, Stateful, continued
from jitagents.crises.disruption import Disruption, is_number
from jitagents.crises.effects.base import EffectHandler
from jitagents.crises.engine.active import ActiveDisruption
from jitagents.crises.engine.gate import Gate
from jitagents.crises.engine.record_faults import RecordFaults
from jitagents.crises.engine.targets import bind_targets
from jitagents.crises.engine.today import Today
from jitagents.crises.engine.warnings import Warnings
from jitagents.flow import NONE, Groups
from jitagents.pipe import DelayableRows
from jitagents.state import SimulationState


class DisruptionEngine(Stateful):
    """The disruptions of a model. Where several meet, the tightest limit holds; surges of demand multiply.

    Args:
        crisis: disruptions by name.
        state: of the model.

    Attributes:
        all: the disruptions with the rows that they may affect.
        causes: those that begin the crisis, without those that only follow from others, unless there are no more.
        today: changes of the day, for the rest of the day to read.
        warnings: what stock points know beforehand.
        active: those that act today, each with its severity `(rows or 1, worlds)`.
        affected_worlds: worlds in which one of them acts today `(worlds,)`.
        nominal: capacity of makers on an undisturbed day `(makers, 1)`.
    """

    changing = ("all", "today", "affected_worlds", "warnings", "_handlers")

    def __init__(self, crisis: Mapping[str, Disruption], state: SimulationState) -> None:
        layout, worlds = state.layout, state.worlds.count
        self.state = state
        state.points["shippable"] = np.inf
        self.nominal = layout.agent_column("capacity")[layout.maker_rows, None]
        state.making["capacity"] = self.nominal
        self.all = bind_targets(crisis, state)
        self.causes = [disruption for disruption in self.all if not disruption.spec.consequent] or self.all
        sizes = {"lanes": len(layout.lane_buyer), "makers": len(layout.maker_rows), "points": layout.rows}
        self.today = Today(sizes, worlds)
        self._handlers = [disruption.spec.effect.handler(disruption, state, self.today) for disruption in self.all]
        self._add_columns()
        self._counted = [name for name in ("spoiled", "missing") if name in state.points]
        self._buyers = Groups(layout.lane_buyer, layout.rows)
        self._applied: list[EffectHandler] = []
        self.active: list[tuple[ActiveDisruption, Array]] = []
        self.affected_worlds = np.zeros(worlds, dtype=bool)
        self.warnings = Warnings(self.all, state)

    def _add_columns(self) -> None:
        """Allocate the columns that the handlers need."""
        for handler in self._handlers:
            for column in handler.columns:
                table, _, name = column.partition(".")
                getattr(self.state, table).add(name)

    def continue_from(self, before: Self, index: Index) -> None:
        super().continue_from(before, index)
        handlers = zip(self._handlers, before._handlers, strict=True)
        self._applied = [now for now, handler in handlers if handler in before._applied]
        severities = (continued(None, severity, index) for _, severity in before.active)
        self.active = [(now.disruption, severity) for now, severity in zip(self._applied, severities, strict=True)]

    # ------------------------------------------------------------ before the crisis

    @property
    def known(self) -> int:
        """The first measured day on which a disruption acts, or is known of, in any world."""
        return min(disruption.course.known for disruption in self.all)

    def continue_past(self, before: Self, index: Index) -> None:
        """Continue another engine before anything is known: the disruptions of this one stay as they were built.

        Args:
            before: engine of a model of the same network, which `is_expected_as` this one.
            index: the world of that model from which each world of this one continues `(worlds,)`.
        """
        self.today.continue_from(before.today, index)

    def is_expected_as(self, other: Self) -> bool:
        """Whether the other parts of a model are built for these disruptions as they are for those of another."""
        ours, theirs = self._expected(), other._expected()
        return len(ours) == len(theirs) and all(map(np.array_equal, ours, theirs))

    def _expected(self) -> list[npt.ArrayLike]:
        """All that other parts of the model ask for when they are built."""
        delayable = self.delayable()
        of_all = [self.prices_change, self.warnings.days is None, *vars(delayable).values()]
        of_handlers = (
            (one.affected_rows, one.record_age, one.lost_entries, NONE if one.gate is None else one.gate.lanes)
            for one in self._handlers
        )
        return [*of_all, *(part for parts in of_handlers for part in parts)]

    # ------------------------------------------------------------ what can happen

    @property
    def prices_change(self) -> bool:
        """True if prices or freight can change."""
        return any(handler.changes_prices for handler in self._handlers)

    def delayable(self) -> DelayableRows:
        """The lanes that can be slowed, or whose goods can be lost or sent another way."""
        factors, longest = np.zeros(len(self.state.layout.lane_buyer)), 0
        for handler in self._handlers:
            lanes, (factor, detour) = handler.disruption.lane_rows, handler.delays()
            factors[lanes] = np.maximum(factors[lanes], factor)
            longest = max(longest, detour)
        rows = np.flatnonzero(factors)
        return DelayableRows(rows, factors[rows], longest)

    def gates(self) -> list[Gate]:
        """The gates on the way of lanes, in the order of the disruptions."""
        return [handler.gate for handler in self._handlers if handler.gate is not None]

    def record_faults(self, rows: slice, ordering: Ordering) -> RecordFaults | None:
        """The faults of the records of some rows under a rule; None if nothing ever makes them dark, late or wrong."""
        if not any(
            ((handler.affected_rows >= rows.start) & (handler.affected_rows < rows.stop)).any()
            for handler in self._handlers
        ):
            return None
        oldest = max(handler.record_age for handler in self._handlers)
        rate = self.state.planned.plan.rate[rows]
        return RecordFaults(self.today, self.state.points, rows, oldest, self.state.whole, ordering, rate)

    def lost_entries(self) -> list[tuple[str, Index, float]]:
        """The disruptions by which books lose entries for good: names, rows, and the most days of entries."""
        return [
            (handler.disruption.name, handler.affected_rows, handler.lost_entries)
            for handler in self._handlers
            if handler.lost_entries
        ]

    def target_agents(self) -> list[str]:
        """Names of the agents that the crisis targets, by disruptions of the first level; for a lane, its seller."""
        of_first = [(disruption, acts) for disruption, acts in self._acting() if acts[0, 0]]
        return [str(name) for name in self.state.layout.names[np.flatnonzero(self._origins(of_first).any(axis=1))]]

    def origins(self) -> Array:
        """1 where the crisis may begin: at an agent, or the seller on a lane, `(agents, 1)` or `(agents, worlds)`."""
        return self._origins(self._acting())

    def _origins(self, acting: Iterable[tuple[ActiveDisruption, Flags]]) -> Array:
        layout = self.state.layout
        affected = np.zeros((layout.input_rows.start, 1))
        for disruption, acts in acting:
            reached = np.ones((1, 1)) if disruption.weight is None else np.asarray(disruption.weight > 0, dtype=float)
            reached = reached if acts.all() else reached * acts
            if reached.shape[1] > affected.shape[1]:
                affected = np.repeat(affected, reached.shape[1], axis=1)
            np.maximum.at(affected, disruption.rows, disruption.agents.at(reached))
            np.maximum.at(affected, layout.lane_seller[disruption.lane_rows], disruption.lanes.at(reached))
        return affected

    def begins(self) -> Array:
        """The first measured day on which each world may be affected `(worlds,)`."""
        worlds = (1, self.state.worlds.count)
        first = [
            np.broadcast_to(np.where(acts, disruption.course.begins, np.inf), worlds)
            for disruption, acts in self._acting()
        ]
        return np.min(first, axis=0)[0]

    def _acting(self) -> list[tuple[ActiveDisruption, Flags]]:
        """The causes, each with the worlds in which its severity is not 0, or in which no cause's is `(1, worlds)`."""
        acts = [
            np.atleast_2d(np.asarray(cause.spec.severity) != 0.0)
            if is_number(cause.spec.severity)
            else np.ones((1, 1), bool)
            for cause in self.causes
        ]
        none = ~np.any(np.broadcast_arrays(*acts), axis=0)
        return [(cause, own | none) for cause, own in zip(self.causes, acts, strict=True)]

    # ------------------------------------------------------------ the day

    def apply(self) -> None:
        """Set the limits of today."""
        state, day, measured = self.state, self.state.clock.day, self.state.clock.measured
        for name in self._counted:
            state.points[name] = 0.0
        if self._applied:
            for handler in self._applied:
                handler.revert()
            self.today.begin()
            self.affected_worlds[...] = False
        self._applied, self.active = [handler for handler in self._handlers if _is_due(handler, measured)], []
        for handler in self._applied:
            severity = handler.disruption.severity(measured) * state.worlds.disrupted
            self.affected_worlds |= (severity != 0.0).any(axis=0)
            self.active.append((handler.disruption, severity))
            handler.apply(severity, day)
        if "mistaken" in state.points:
            self._reconcile(state.points["mistaken"], state.points["astray"])
        self.warnings.tell(measured, self.today)

    def shift_demand(self, wanted: Array) -> None:
        """Change final demand of today, units `(buyers, worlds)`."""
        for handler in self._applied:
            handler.shift_demand(wanted)

    def _reconcile(self, mistaken: Array, astray: Array) -> None:
        """Reconcile orders: once none is lost or doubled any more on the lanes of a row, all that was becomes known."""
        order_error_share = self.today.order_error_share
        settled = np.ones_like(mistaken)
        if order_error_share is not None:
            settled -= self._buyers.sum((order_error_share != 0.0).astype(float)) > 0.0
        astray[...] = mistaken * settled
        mistaken -= astray


def _is_due(handler: EffectHandler, measured: int) -> bool:
    """Whether a disruption acts on a measured day."""
    return handler.disruption.course.first <= measured and (
        handler.lasting or measured <= handler.disruption.course.last
    )
