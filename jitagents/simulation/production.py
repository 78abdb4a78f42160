"""Production: the work of plants, and the replenishment of sources from outside."""

import numpy as np

from jitagents.behaviours.production import Production
from jitagents.behaviours.transport import Transport
from jitagents.choice import Choice
from jitagents.column import Array, compact
from jitagents.continuation import Stateful
from jitagents.crises.engine.engine import DisruptionEngine
from jitagents.flow import NONE, rounded
from jitagents.pipe import STEADY
from jitagents.simulation.bill_of_materials import Bill
from jitagents.simulation.inexperience import Inexperience
from jitagents.simulation.pausing import Pausing
from jitagents.simulation.production_step import ProductionStep
from jitagents.simulation.transit import Transit
from jitagents.simulation.ways import ways_of
from jitagents.state import SimulationState


class ProductionSystem(Stateful):
    """Production of all makers: their work in process, workstations and bills of materials.

    Args:
        state: of the model.
        rules: how much is started, by stock point.
        transport: whether lead times are drawn.
        disruptions: of the model.
        pausing: makers that stand still on days of rest; None if nothing rests.
        inexperience: of makers that a roll-out has reached; None unless they learn.

    Attributes:
        rows: of the makers, in the table of stock points.
        process: work in process.
        bill: the bills of materials.
        step: the workstations.
        instant_rows: the makers for which a lead time of 0 is possible.
        instant: the same, among the makers.
        ready: units that these have made at once today `(instant rows, worlds)`.
        entered: units that entered the process today `(makers, worlds)`.
        ruined: units lost of the work in process this morning `(makers, worlds)`; None if none are.
    """

    changing = ("process", "step")

    def __init__(
        self, state: SimulationState, rules: Choice[Production], transport: Transport, disruptions: DisruptionEngine,
        pausing: Pausing | None = None, inexperience: Inexperience | None = None,
    ) -> None:  # fmt: skip
        self.points, self.making, self.clock, self.whole = state.points, state.making, state.clock, state.whole
        self.disruptions, makers = disruptions, state.layout.maker_rows
        self.rows = compact(makers)
        times, key = state.layout.making_times, state.layout.name_rank[makers]
        same, delayable = Choice.same(transport, len(makers)), STEADY if pausing is None else pausing.delayable_makers()
        self.process = Transit(times, ways_of(same, times), state.worlds, "production", key, state.whole, delayable)
        self.instant = self.process.pipe.instant
        instant = makers[self.instant]
        self.instant_rows, self._instant = compact(instant), len(instant) > 0
        self.entered = np.zeros((len(makers), state.worlds.count))
        self.ready = np.zeros((len(instant), state.worlds.count))
        parts = [(rule.fit(state.planned.plan.at(makers[at])), at) for rule, at in rules.at(makers).parts()]
        self.bill = Bill(state, parts)
        self.step = ProductionStep(state, parts, self.bill, inexperience)
        self.making["kits"] = np.inf
        self.ruined: Array | None = None
        scraps = [any("scrapped" in layer.counts() for layer in rule.layers()) for rule, _ in parts]
        kept = [at for (_, at), rule_scraps in zip(parts, scraps, strict=True) if not rule_scraps]
        self._without_scrap = compact(np.sort(np.concatenate([NONE, *kept])))

    def finish(self) -> Array:
        """Return the units that leave the process this morning `(makers, worlds)`.

        Once a disruption has held work back, an affected site completes at most its capacity of today, and work that
        waits elsewhere leaves as fast as capacity allows.
        """
        self.ruined = self._ruin()
        finished, waiting, capacity = (self.making[name] for name in ("finished", "waiting", "capacity"))
        finished[...] = self.process.pipe.due(self.clock.day)
        if self.disruptions.today.holds_work:
            waiting += finished
            passing = np.where(capacity < self.disruptions.nominal, capacity, np.maximum(capacity, finished))
            np.minimum(waiting, passing, out=finished)
            waiting -= finished
        return finished

    def _ruin(self) -> Array | None:
        """Take out what disruptions spoil of the work in process, units `(makers, worlds)`; None: nothing."""
        share = self.disruptions.today.ruined
        if share is None:
            return None
        waiting = rounded(self.making["waiting"] * share, self.whole, self.clock.day)
        self.making["waiting"] -= waiting
        return waiting + self.process.pipe.take(self.clock.day, share, self.whole)

    def open(self) -> None:
        """Begin a day's work: count the inputs on hand and draw the day's numbers."""
        self.bill.count_kits(self.clock.day)
        self.step.open()

    def start(self) -> None:
        """Draw the inputs of today's starts and put them in process; lead time 0 enters stock at once."""
        making = self.making
        if "scrapped" in making:
            self._scrap()
            if self.ruined is not None:  # in process since earlier days; ordered again like scrap of today
                making["scrapped"] += self.ruined
            making["open_orders"] += making["scrapped"]
        if "flawed" in making:
            making["rework"] += making["flawed"] - making["reworked"]
        self.bill.draw(making["started"])
        self.entered = self._good()
        self.process.send(self.clock.day, self.entered)
        if self._instant:
            self.ready = self.process.pipe.at_once(self.clock.day)
            self.points["stock"][self.instant_rows] += self.ready
            self.points["on_order"][self.instant_rows] -= self.ready

    def _scrap(self) -> None:
        """Scrap the part of today's starts that disruptions spoil, beside the scrap of production rules."""
        scrapped, share = self.making["scrapped"], self.disruptions.today.scrap
        scrapped[self._without_scrap] = 0.0
        if share is not None:
            scrapped += rounded(self._good() * share, self.whole, self.clock.day)

    def _good(self) -> Array:
        """Return today's starts without scrap, whose orders stay open, and without units that wait to be reworked."""
        making, good = self.making, self.making["started"]
        if "scrapped" in making:
            good = good - (making["scrapped"] if self.ruined is None else making["scrapped"] - self.ruined)
        if "flawed" in making:
            good = good - (making["flawed"] - making["reworked"])
        return good
