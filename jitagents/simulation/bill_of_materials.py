"""Bill of materials: the demand and the use of plants' inputs that production orders and starts make."""

from collections.abc import Sequence

import numpy as np

from jitagents.behaviours.base import per_row
from jitagents.behaviours.production import Production, Supply
from jitagents.choice import Index
from jitagents.column import Array, compact
from jitagents.flow import Groups
from jitagents.state import SimulationState


class Bill:
    """The bills of materials of all plants, one row an input.

    Args:
        state: of the model.
        parts: production rules, each with its makers and fitted to them.

    Attributes:
        inputs: rows of the inputs.
        quantity: units of each input that go into a unit of its plant `(inputs, 1)`.
        plants: the inputs grouped by their maker.
    """

    def __init__(self, state: SimulationState, parts: Sequence[tuple[Production, Index]]) -> None:
        self.points, self.making, self.whole = state.points, state.making, state.whole
        layout, plan = state.layout, state.planned.plan
        self.inputs, self._plant_rows = layout.input_rows, layout.plant_of_input
        lanes, lane = layout.network.lanes, layout.item_lane[layout.input_rows]
        self.quantity = layout.input_quantity[:, None]
        self._binding, self._usual = per_row(lanes["binding"].to_numpy(dtype=float)[lane]), plan.rate[self._plant_rows]
        self._goes_without = any(layer.goes_without for rule, _ in parts for layer in rule.layers())
        self._maker = np.searchsorted(layout.maker_rows, layout.plant_of_input)
        inputs = ((rule, compact(np.flatnonzero(np.isin(self._maker, makers)))) for rule, makers in parts)
        self._supplies = [(rule, rows, self._binding[rows], self._usual[rows]) for rule, rows in inputs]
        self.plants = Groups(self._maker, len(layout.maker_rows))

    def call(self, rows: slice, called: bool = True) -> None:
        """Pass today's production orders on to the inputs in `rows`, with yesterday's needs for scrap.

        Args:
            rows: of the inputs.
            called: whether there may be such orders.
        """
        if not called and "scrapped" not in self.making:
            self.points["demand"][rows] = 0.0
            return
        inputs = slice(rows.start - self.inputs.start, rows.stop - self.inputs.start)
        need = self.points["order"].take(self._plant_rows[inputs], axis=0) * self.quantity[inputs]
        self.points["owed"][rows] += need
        if "scrapped" in self.making:  # owed since yesterday
            need += self.making["scrapped"][self._maker[inputs]] * self.quantity[inputs]
        self.points["demand"][rows] = need

    def count_kits(self, day: int) -> None:
        """Set the units for which each plant has all inputs on hand; a source needs none."""
        if len(self.quantity):
            self.plants.least(self.allowed(self.points["stock"][self.inputs], day), self.making["kits"])

    def allowed(self, stock: Array, day: int) -> Array:
        """Return the units of its plant for which the stock of each input is enough `(inputs, worlds)`."""
        sets = stock / self.quantity
        if self.whole:
            np.floor(sets, out=sets)
        for rule, rows, binding, usual in self._supplies:
            sets[rows] = rule.kits(Supply(sets[rows], binding, usual, self.whole, day))
        return sets

    def used(self, started: Array, out: Array | None = None) -> Array:
        """Return the units of each input that go into started work `(inputs, worlds)`.

        Some rules start work without inputs that are missing: no more is used than is in stock.
        """
        used = np.multiply(self.plants.spread(started), self.quantity, out=out)
        return np.minimum(used, self.points["stock"][self.inputs], out=used) if self._goes_without else used

    def draw(self, started: Array) -> None:
        """Take the inputs of started work out of stock; inputs of scrap are needed again."""
        if not len(self.quantity):
            return
        used, owed = self.points["output"][self.inputs], self.points["owed"][self.inputs]
        self.points["stock"][self.inputs] -= self.used(started, out=used)
        owed -= self.plants.spread(started) * self.quantity if self._goes_without else used
        if "scrapped" in self.making:
            owed += self.plants.spread(self.making["scrapped"]) * self.quantity
