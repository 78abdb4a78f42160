"""Bare flows: the yardstick of speed. The same network, base-stock orders and flows in NumPy alone, and nothing else.

No rules, crises, records, costs or measures: what a day costs at least, if orders climb from final demand upstream and
goods come down. A model with base stock, lost sales, proportional allocation and fixed lead times takes the same path,
unless units are whole.
"""

import numpy as np

from jitagents.column import Array
from jitagents.flow import Groups
from jitagents.layout import Index
from jitagents.model import SupplyModel


class Pipe:
    """Units under way on lines with fixed lead times, `(days, lines, worlds)`."""

    def __init__(self, days: Index, worlds: int) -> None:
        self._ahead = [(int(ahead), np.flatnonzero(days == ahead)) for ahead in np.unique(days)]
        self._due = np.zeros((int(days.max(initial=0)) + 1, len(days), worlds))

    def send(self, day: int, units: Array) -> None:
        """Send units off; those that take no day are due at once."""
        for ahead, lines in self._ahead:
            self._due[(day + ahead) % len(self._due), lines] = units[lines]

    def due(self, day: int) -> Array:
        """The units that arrive today `(lines, worlds)`."""
        return self._due[day % len(self._due)]


class BareFlows:
    """The flows of a model that has not begun, by base stock from an empty pipeline; sales that are not met are lost.

    Args:
        model: with `start="empty"`, of whose network and stock they are.
        demand: of each day and buyer `(days, buyers, worlds)`.

    Attributes:
        demand: as given.
        stock, on_order, owed: of each stock point, units `(rows, worlds)`.
    """

    def __init__(self, model: SupplyModel, demand: Array) -> None:
        layout, worlds = model.layout, model.worlds.count
        self._layout, self.demand, self._day = layout, demand, 0
        self.stock = model.points["stock"].copy()
        self.on_order, self.owed = np.zeros((2, layout.rows, worlds))
        self._target, self._order = self.stock.copy(), np.zeros((layout.rows, worlds))
        self._open = np.zeros((len(layout.maker_rows), worlds))
        self._capacity = layout.agent_column("capacity")[layout.maker_rows, None]
        self._ordered, self._lane_owed = np.zeros((2, len(layout.lane_buyer), worlds))
        self._share = model.planned.share
        self._lanes = Pipe(layout.goods_times.planned, worlds)
        self._process = Pipe(layout.making_times.planned, worlds)
        self._by_buyer = Groups(layout.lane_buyer, layout.rows)
        self._customers = [self._of(wave.rows) for wave in layout.waves]
        plants = np.searchsorted(layout.maker_rows, layout.plant_of_input)
        self._by_plant, self._quantity = Groups(plants, len(layout.maker_rows)), layout.input_quantity[:, None]

    def _of(self, rows: slice) -> Groups:
        """The lanes on which some rows sell, grouped by these."""
        seller = self._layout.lane_seller
        inside = (seller >= rows.start) & (seller < rows.stop)
        return Groups(np.where(inside, seller - rows.start, -1), rows.stop - rows.start)

    def step(self) -> None:
        """Simulate a day."""
        self._receive()
        self._serve()
        self._climb()
        self._produce()
        self._ship()
        self._day += 1

    def _receive(self) -> None:
        came = self._by_buyer.sum(self._lanes.due(self._day))
        came[self._layout.maker_rows] += self._process.due(self._day)
        self.stock += came
        self.on_order -= came

    def _serve(self) -> None:
        buyers = self._layout.market_rows
        self.stock[buyers] -= np.minimum(self.stock[buyers], self.demand[self._day])

    def _climb(self) -> None:
        """Order wave by wave, from final demand upstream; the next waves owe it."""
        layout = self._layout
        for wave, customers in zip(layout.waves, self._customers, strict=True):
            rows, lanes = wave.rows, wave.lanes
            if wave.inputs:
                inputs = slice(rows.start - layout.input_rows.start, rows.stop - layout.input_rows.start)
                self.owed[rows] += self._order[layout.plant_of_input[inputs]] * self._quantity[inputs]
            elif customers.counts.any():
                self.owed[rows] += customers.sum(self._ordered)
            order = self._target[rows] + self.owed[rows]
            order -= self.stock[rows]
            order -= self.on_order[rows]
            np.maximum(order, 0.0, out=order)
            self._order[rows] = order
            self.on_order[rows] += order
            if lanes.start < lanes.stop:
                np.multiply(self._order[layout.lane_buyer[lanes]], self._share[lanes], out=self._ordered[lanes])
        self._lane_owed += self._ordered
        self._open += self._order[layout.maker_rows]

    def _produce(self) -> None:
        inputs = self._layout.input_rows
        started = np.minimum(self._open, self._capacity)
        if len(self._quantity):
            kits = np.full_like(started, np.inf)
            self._by_plant.least(self.stock[inputs] / self._quantity, kits)
            np.minimum(started, kits, out=started)
            used = self._by_plant.spread(started) * self._quantity
            self.stock[inputs] -= used
            self.owed[inputs] -= used
        self._open -= started
        self._process.send(self._day, started)

    def _ship(self) -> None:
        sellers = self._layout.seller_rows
        sold = np.minimum(self.stock[sellers], self.owed[sellers])
        part = np.divide(sold, self.owed[sellers], out=np.zeros_like(sold), where=self.owed[sellers] > 0.0)
        allocated = self._lane_owed * part[self._layout.lane_seller - sellers.start]
        self.stock[sellers] -= sold
        self.owed[sellers] -= sold
        self._lane_owed -= allocated
        self._lanes.send(self._day, allocated)
