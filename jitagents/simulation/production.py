"""Production: the work of plants, and the replenishment of sources from outside."""

import numpy as np

from jitagents.behaviours.production import Production
from jitagents.behaviours.transport import Transport
from jitagents.column import Array, compact
from jitagents.continuation import Stateful
from jitagents.crises.engine.engine import DisruptionEngine
from jitagents.flow import STEADY, rounded
from jitagents.simulation.bill_of_materials import Bill
from jitagents.simulation.pausing import Pausing
from jitagents.simulation.production_step import ProductionStep
from jitagents.simulation.transit import Transit
from jitagents.state import SimulationState


class ProductionSystem(Stateful):
    """Production of all makers: their work in process, workstations and bills of materials.

    Args:
        state: of the model.
        rule: how much is started.
        transport: whether lead times are drawn.
        disruptions: of the model.
        pausing: makers that stand still on days of rest; None if nothing rests.

    Attributes:
        rows: of the makers, in the table of stock points.
        process: work in process.
        bill: the bills of materials.
        step: the workstations.
        instant_rows: the makers for which a lead time of 0 is possible.
        ready: units that these have made at once today `(instant rows, worlds)`.
    """

    changing = ("process", "step")

    def __init__(
        self, state: SimulationState, rule: Production, transport: Transport, disruptions: DisruptionEngine,
        pausing: Pausing | None = None,
    ) -> None:  # fmt: skip
        self.points, self.making, self.clock, self.whole = state.points, state.making, state.clock, state.whole
        self.disruptions, makers = disruptions, state.layout.maker_rows
        self.rows = compact(makers)
        times, key = state.layout.making_times, state.layout.name_rank[makers]
        delayable = STEADY if pausing is None else pausing.delayable_makers()
        self.process = Transit(times, transport, state.worlds, "production", key, state.whole, delayable)
        instant = makers[self.process.pipe.instant]
        self.instant_rows, self._instant = compact(instant), len(instant) > 0
        self.ready = np.zeros((len(instant), state.worlds.count))
        fitted = rule.fit(state.planned.plan.at(makers))
        self.bill = Bill(state, fitted)
        self.step = ProductionStep(state, fitted, self.bill)
        self.making["kits"] = np.inf
        self._ruined: Array | None = None
        self._rule_scraps = any("scrapped" in layer.counts() for layer in fitted.layers())

    def finish(self) -> Array:
        """Return the units that leave the process this morning `(makers, worlds)`.

        Once a disruption has held work back, an affected site completes at most its capacity of today, and work that
        waits elsewhere leaves as fast as capacity allows.
        """
        self._ruined = self._ruin()
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
            if self._ruined is not None:  # in process since earlier days; ordered again like scrap of today
                making["scrapped"] += self._ruined
            making["open_orders"] += making["scrapped"]
        if "flawed" in making:
            making["rework"] += making["flawed"] - making["reworked"]
        self.bill.draw(making["started"])
        self.process.send(self.clock.day, self._good())
        if self._instant:
            self.ready = self.process.pipe.at_once(self.clock.day)
            self.points["stock"][self.instant_rows] += self.ready
            self.points["on_order"][self.instant_rows] -= self.ready

    def _scrap(self) -> None:
        """Scrap the part of today's starts that disruptions spoil, beside the scrap of the production rule."""
        scrapped, share = self.making["scrapped"], self.disruptions.today.scrap
        if not self._rule_scraps:
            scrapped.fill(0.0)
        if share is not None:
            scrapped += rounded(self._good() * share, self.whole, self.clock.day)

    def _good(self) -> Array:
        """Return today's starts without scrap, whose orders stay open, and without units that wait to be reworked."""
        making, good = self.making, self.making["started"]
        if "scrapped" in making:
            good = good - (making["scrapped"] if self._ruined is None else making["scrapped"] - self._ruined)
        if "flawed" in making:
            good = good - (making["flawed"] - making["reworked"])
        return good
