"""Works: production of plants and replenishment of sources, between the rows of outputs and of inputs."""

import numpy as np

from jitagents.behaviours.base import Clock, Plan
from jitagents.behaviours.production import Production
from jitagents.behaviours.transport import Transport
from jitagents.column import Array, Table, compact
from jitagents.crises.engine.engine import DisruptionEngine
from jitagents.flow import rounded
from jitagents.layout import Layout
from jitagents.simulation.bill_of_materials import Bill
from jitagents.simulation.production_step import ProductionStep
from jitagents.simulation.transit import Transit
from jitagents.worlds import Worlds


class ProductionSystem:
    """Work in process of all makers, their benches and their bills of materials.

    Args:
        layout: rows.
        plan: mean flows.
        points, lanes: the tables of stock points and of lanes.
        making: the table of makers, in the order of `layout.maker_rows`.
        rule: how much is started.
        transport: whether lead times are drawn.
        strikes: what crises do to makers.
        worlds: who shares the draws.
        clock: today.
        whole: units are whole.

    Attributes:
        instant_rows: the makers for which a lead time of 0 is possible.
        ready: what these have made at once today `(instant rows, worlds)`.
    """

    def __init__(
        self, layout: Layout, plan: Plan, points: Table, lanes: Table, making: Table, rule: Production,
        transport: Transport, disruptions: DisruptionEngine, worlds: Worlds, clock: Clock, whole: bool,
    ) -> None:  # fmt: skip
        self.points, self.making, self.clock, self.disruptions, self.whole = points, making, clock, disruptions, whole
        self.rows = compact(layout.maker_rows)
        key = layout.name_rank[layout.maker_rows]
        self.process = Transit(layout.making_times, transport, worlds, "production", key, whole)
        instant = layout.maker_rows[self.process.pipe.instant]
        self.instant_rows, self._instant = compact(instant), len(instant) > 0
        self.ready = np.zeros((len(instant), worlds.count))
        fitted = rule.fit(plan.at(layout.maker_rows))
        self.bill = Bill(layout, plan, points, making, fitted, whole)
        self.step = ProductionStep(fitted, layout, points, lanes, making, self.bill, worlds, clock, whole)
        making["kits"] = np.inf
        self._rule_scraps = any("scrapped" in layer.counts() for layer in fitted.layers())

    def finish(self) -> Array:
        """What leaves the process this morning `(makers, worlds)`.

        Once a crisis has held work back, a site that it hits completes at most its capacity of today, and what waits
        elsewhere leaves as fast as capacity allows.
        """
        finished, waiting, capacity = (self.making[name] for name in ("finished", "waiting", "capacity"))
        finished[...] = self.process.pipe.due(self.clock.day)
        if self.disruptions.today.holds_work:
            waiting += finished
            passing = np.where(capacity < self.disruptions.nominal, capacity, np.maximum(capacity, finished))
            np.minimum(waiting, passing, out=finished)
            waiting -= finished
        return finished

    def open(self) -> None:
        """Begin a day's work: what there is to work with."""
        self.bill.count_kits(self.clock.day)
        self.step.open()

    def start(self) -> None:
        """Draw the inputs of what was started today and send it on its way; lead time 0 enters stock at once."""
        making = self.making
        if "scrapped" in making:
            self._spoil()
            making["open_orders"] += making["scrapped"]
        if "flawed" in making:
            making["rework"] += making["flawed"] - making["reworked"]
        self.bill.draw(making["started"])
        self.process.send(self.clock.day, self._good())
        if self._instant:
            self.ready = self.process.pipe.at_once(self.clock.day)
            self.points["stock"][self.instant_rows] += self.ready
            self.points["on_order"][self.instant_rows] -= self.ready

    def _spoil(self) -> None:
        """Scrap what a crisis spoils of what was started, beside what the production rule found bad."""
        scrapped, share = self.making["scrapped"], self.disruptions.today.scrap
        if not self._rule_scraps:
            scrapped.fill(0.0)
        if share is not None:
            scrapped += rounded(self._good() * share, self.whole, self.clock.day)

    def _good(self) -> Array:
        """What goes on of today's work: the orders of scrap stay open, what is flawed waits to be reworked."""
        making, good = self.making, self.making["started"]
        if "scrapped" in making:
            good = good - making["scrapped"]
        if "flawed" in making:
            good = good - (making["flawed"] - making["reworked"])
        return good
