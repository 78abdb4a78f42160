"""Works: production of plants and replenishment of sources, between the rows of outputs and of inputs."""

import numpy as np

from jitagents.behaviours.transport import Transport
from jitagents.column import Array, Table, compact
from jitagents.day.journey import Journey
from jitagents.day.strikes import Strikes
from jitagents.flow import Groups
from jitagents.layout import Layout
from jitagents.worlds import Worlds


class Works:
    """Work in process of all makers, and the bills of materials that join plants to their inputs.

    Args:
        layout: rows.
        points: the table of stock points.
        making: the table of makers, in the order of `layout.makers`.
        transport: whether lead times are drawn.
        worlds: who shares the draws.
        whole: units are whole.
    """

    def __init__(
        self, layout: Layout, points: Table, making: Table, transport: Transport, worlds: Worlds, whole: bool
    ) -> None:
        self.points, self.making, self.whole = points, making, whole
        self.rows, self.inputs = compact(layout.makers), layout.inputs
        key = layout.name_rank[layout.makers]
        self.process = Journey(layout.making_times, transport, worlds, "production", key, whole)
        instant = layout.makers[self.process.pipe.instant]
        self.instant_rows, self._instant = compact(instant), len(instant) > 0
        self.quantity = layout.network.lanes["quantity"].to_numpy(dtype=float)[layout.item_lane[layout.inputs], None]
        self._plant_rows = layout.plant_of_input
        maker = np.searchsorted(layout.makers, layout.plant_of_input)
        self.plants = Groups(maker, len(layout.makers))
        making["kits"] = np.inf

    def finish(self, day: int, strikes: Strikes) -> Array:
        """What leaves the process this morning `(makers, worlds)`.

        Once a crisis has held work back, a site that it hits completes at most its capacity of today, and what waits
        elsewhere leaves as fast as capacity allows.
        """
        finished, waiting, capacity = (self.making[name] for name in ("finished", "waiting", "capacity"))
        finished[...] = self.process.pipe.due(day)
        if strikes.gated:
            waiting += finished
            passing = np.where(capacity < strikes.nominal, capacity, np.maximum(capacity, finished))
            np.minimum(waiting, passing, out=finished)
            waiting -= finished
        return finished

    def call_inputs(self, rows: slice) -> None:
        """Pass today's production orders on to the inputs in `rows`, by the bill of materials."""
        inputs = slice(rows.start - self.inputs.start, rows.stop - self.inputs.start)
        need = self.points["order"][self._plant_rows[inputs]] * self.quantity[inputs]
        self.points["demand"][rows] = need
        self.points["owed"][rows] += need

    def count_kits(self) -> None:
        """Work out for how many units each plant has all inputs on hand; a source needs none."""
        if not len(self.quantity):
            return
        sets = self.points["stock"][self.inputs] / self.quantity
        if self.whole:
            np.floor(sets, out=sets)
        self.plants.least(sets, self.making["kits"])

    def start(self, day: int) -> None:
        """Consume the inputs of what was started today and send it on its way; lead time 0 enters stock at once."""
        started, stock = self.making["started"], self.points["stock"]
        if len(self.quantity):
            used = self.plants.spread(started) * self.quantity
            stock[self.inputs] -= used
            self.points["owed"][self.inputs] -= used
        self.process.send(day, started)
        if self._instant:
            ready = self.process.pipe.at_once(day)
            stock[self.instant_rows] += ready
            self.points["on_order"][self.instant_rows] -= ready
