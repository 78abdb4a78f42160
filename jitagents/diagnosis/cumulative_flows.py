"""Cumulative flows of every row of a world up to the end of each day, and its stocks and backorders."""

from collections.abc import Mapping
from typing import Self

import numpy as np

from jitagents.column import Array, Table
from jitagents.model import SupplyModel

FLOWS = {
    "points": ("output", "demand", "order", "spoiled", "missing", "shrunk"),
    "lanes": ("arrived", "allocated", "ordered", "cancelled", "returned"),
    "making": ("started", "stopped", "scrapped", "flawed", "reworked"),
    "buying": ("wanted", "lost"),
}
STOCKS = {"points": ("stock", "owed"), "lanes": ("owed", "claimed"), "making": ("open_orders", "waiting")}


class CumulativeFlows:
    """The flows and stocks of one world, day by day.

    Args:
        flows: `table.column` -> units a day `(days + 1, rows)`; index 0 is the evening before day 1.
        stocks: `table.column` -> units at the end of the day `(days + 1, rows)`.

    Attributes:
        daily: `flows`.
        stocks: `stocks`.
    """

    def __init__(self, flows: Mapping[str, Array], stocks: Mapping[str, Array]) -> None:
        self.daily, self.stocks = flows, stocks
        self._totals = {name: np.cumsum(units, axis=0) for name, units in flows.items()} | {**stocks}

    def change(self, name: str, row: int, start: int, end: int) -> float:
        """Total of a flow, or change of a stock, from the end of one day to that of another; 0 for unknown columns."""
        totals = self._totals.get(name)
        return 0.0 if totals is None else float(totals[end, row] - totals[start, row])

    def totals(self, name: str) -> Array:
        """Cumulative sum of a flow from day 1 to each day `(days + 1, rows)`."""
        return self._totals[name]

    @classmethod
    def planned(cls, model: SupplyModel, world: Self) -> Self:
        """The flows of the plan: mean flows every day, and the initial stocks of the world throughout."""
        layout, rate = model.layout, model.planned.plan.rate[:, 0]
        rates = {
            **{f"points.{name}": rate for name in ("output", "demand", "order")},
            **{f"lanes.{name}": model.planned.lane_rate[:, 0] for name in ("arrived", "allocated", "ordered")},
            "making.started": rate[layout.maker_rows], "buying.wanted": rate[layout.market_rows],
        }  # fmt: skip
        flows = {name: np.zeros_like(units) for name, units in world.daily.items()}
        for name, units in rates.items():
            flows[name][1:] = units
        stocks = {name: np.broadcast_to(units[0], units.shape) for name, units in world.stocks.items()}
        return cls(flows, stocks)


class Recorder:
    """Records the flows and stocks of a model at the end of each day; add it to `model.observers`.

    Args:
        model: a model on day 0.
        days: number of days to record.

    Attributes:
        allowed: units of its plant that each input sufficed for `(days + 1, inputs, worlds)`.
        capacity: most units that each maker could start `(days + 1, makers, worlds)`.
        nominal: capacity of makers on that day, if no disruption limited it `(days + 1, makers)`.
    """

    def __init__(self, model: SupplyModel, days: int) -> None:
        self._tables = {"points": model.points, "making": model.making, "buying": model.buying, "lanes": model.lanes}
        self._flows, self._stocks = self._columns(FLOWS, days), self._columns(STOCKS, days)
        inputs = model.layout.input_rows
        self.allowed = np.zeros((days + 1, inputs.stop - inputs.start, model.worlds.count))
        self.capacity = np.zeros((days + 1, model.making.rows, model.worlds.count))
        self.nominal = np.zeros((days + 1, model.making.rows))
        self._record(self._stocks, 0)

    def _columns(self, names: Mapping[str, tuple[str, ...]], days: int) -> dict[str, Array]:
        existing = (name for name in _named(names) if name.partition(".")[2] in self._table(name))
        return {name: np.zeros((days + 1, *self._column(name).shape)) for name in existing}

    def _table(self, name: str) -> Table:
        return self._tables[name.partition(".")[0]]

    def _column(self, name: str) -> Array:
        return self._table(name)[name.partition(".")[2]]

    def _record(self, columns: Mapping[str, Array], day: int) -> None:
        for name, records in columns.items():
            records[day] = self._column(name)

    def __call__(self, model: SupplyModel) -> None:
        """Record a day."""
        day, inputs, bill = model.clock.day, model.layout.input_rows, model.works.bill
        self._record(self._flows, day)
        self._record(self._stocks, day)
        self.capacity[day] = self._tables["making"]["capacity"]
        self.nominal[day] = (model.working_days or model.disruptions).nominal[:, 0]
        if inputs.start < inputs.stop:
            # Stock that production had at hand: by the end of the day its inputs have been drawn.
            before = model.points["stock"][inputs] + model.points["output"][inputs]
            self.allowed[day] = bill.allowed(before, day)

    def flows_of(self, world: int) -> CumulativeFlows:
        """The records of one world."""
        flows, stocks = (
            {name: records[..., world] for name, records in columns.items()} for columns in (self._flows, self._stocks)
        )
        return CumulativeFlows(flows, stocks)


def _named(columns: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [f"{table}.{name}" for table, names in columns.items() for name in names]
