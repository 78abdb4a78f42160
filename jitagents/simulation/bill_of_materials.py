"""Bill of materials: what a day's production orders and starts mean for the plants' stocks of inputs."""

import numpy as np

from jitagents.behaviours.base import Plan, per_row
from jitagents.behaviours.production import Production, Supply
from jitagents.column import Array, Table
from jitagents.flow import Groups
from jitagents.layout import Layout


class Bill:
    """The bills of materials of all plants, one row an input.

    Args:
        layout: rows.
        plan: mean flows.
        points: the table of stock points.
        making: the table of makers, in the order of `layout.maker_rows`.
        rule: how much the stock of an input allows.
        whole: units are whole.

    Attributes:
        plants: the inputs grouped by their maker.
    """

    def __init__(self, layout: Layout, plan: Plan, points: Table, making: Table, rule: Production, whole: bool) -> None:
        self.points, self.making, self.rule, self.whole = points, making, rule, whole
        self.inputs, self._plant_rows = layout.input_rows, layout.plant_of_input
        lanes, lane = layout.network.lanes, layout.item_lane[layout.input_rows]
        self.quantity = layout.input_quantity[:, None]
        self._binding, self._usual = per_row(lanes["binding"].to_numpy(dtype=float)[lane]), plan.rate[self._plant_rows]
        self._goes_without = any(layer.goes_without for layer in rule.layers())
        self._maker = np.searchsorted(layout.maker_rows, layout.plant_of_input)
        self.plants = Groups(self._maker, len(layout.maker_rows))

    def call(self, rows: slice) -> None:
        """Pass today's production orders on to the inputs in `rows`, and ask again for what scrap used up yesterday."""
        inputs = slice(rows.start - self.inputs.start, rows.stop - self.inputs.start)
        need = self.points["order"][self._plant_rows[inputs]] * self.quantity[inputs]
        self.points["owed"][rows] += need
        if "scrapped" in self.making:  # owed since yesterday
            need += self.making["scrapped"][self._maker[inputs]] * self.quantity[inputs]
        self.points["demand"][rows] = need

    def count_kits(self, day: int) -> None:
        """Work out for how many units each plant has inputs on hand; a source needs none."""
        if len(self.quantity):
            self.plants.least(self.allowed(self.points["stock"][self.inputs], day), self.making["kits"])

    def allowed(self, stock: Array, day: int) -> Array:
        """For how many units of its plant the stock of each input is enough on a day `(inputs, worlds)`."""
        sets = stock / self.quantity
        if self.whole:
            np.floor(sets, out=sets)
        return self.rule.kits(Supply(sets, self._binding, self._usual, self.whole, day))

    def used(self, started: Array, out: Array | None = None) -> Array:
        """Units of each input that go into what was started `(inputs, worlds)`; what is not there is done without."""
        used = np.multiply(self.plants.spread(started), self.quantity, out=out)
        return np.minimum(used, self.points["stock"][self.inputs], out=used) if self._goes_without else used

    def draw(self, started: Array) -> None:
        """Take the inputs of what was started out of stock; what scrap used up is owed again."""
        if not len(self.quantity):
            return
        used, owed = self.points["output"][self.inputs], self.points["owed"][self.inputs]
        self.points["stock"][self.inputs] -= self.used(started, out=used)
        owed -= self.plants.spread(started) * self.quantity if self._goes_without else used
        if "scrapped" in self.making:
            owed += self.plants.spread(self.making["scrapped"]) * self.quantity
