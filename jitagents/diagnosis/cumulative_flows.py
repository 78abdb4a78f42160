"""Accounts: what has flowed through every row of a world up to each evening, and what was there then."""

from collections.abc import Mapping
from typing import Self

import numpy as np

from jitagents.column import Array, Table
from jitagents.model import SupplyModel

FLOWS = {
    "points": ("output", "demand", "order", "spoiled", "missing"),
    "lanes": ("arrived", "allocated", "ordered"),
    "making": ("started", "scrapped", "flawed", "reworked"),
    "buying": ("wanted", "lost"),
}
LEVELS = {"points": ("stock", "owed"), "lanes": ("owed",), "making": ("open_orders", "waiting")}


class CumulativeFlows:
    """One world, evening by evening.

    Args:
        flows: `table.column` -> units a day `(days + 1, rows)`; the first evening is that before day 1.
        levels: `table.column` -> units there in the evening `(days + 1, rows)`.
    """

    def __init__(self, flows: Mapping[str, Array], levels: Mapping[str, Array]) -> None:
        self.daily, self.levels = flows, levels
        self._books = {name: np.cumsum(units, axis=0) for name, units in flows.items()} | {**levels}

    def change(self, name: str, row: int, start: int, end: int) -> float:
        """What flowed after one evening up to another, or how a level changed between them; 0 of what is not there."""
        book = self._books.get(name)
        return 0.0 if book is None else float(book[end, row] - book[start, row])

    def totals(self, name: str) -> Array:
        """A flow summed from day 1 up to each evening `(days + 1, rows)`."""
        return self._books[name]

    @classmethod
    def planned(cls, model: SupplyModel, world: Self) -> Self:
        """The plan as an account: the mean flow every day, and what is there before day 1 stays as it is."""
        layout, rate = model.layout, model.planned.plan.rate[:, 0]
        rates = {
            **{f"points.{name}": rate for name in ("output", "demand", "order")},
            **{f"lanes.{name}": model.planned.lane_rate[:, 0] for name in FLOWS["lanes"]},
            "making.started": rate[layout.maker_rows], "buying.wanted": rate[layout.market_rows],
        }  # fmt: skip
        flows = {name: np.zeros_like(units) for name, units in world.daily.items()}
        for name, units in rates.items():
            flows[name][1:] = units
        levels = {name: np.broadcast_to(world.levels[name][0], world.levels[name].shape) for name in _named(LEVELS)}
        return cls(flows, levels)


class Recorder:
    """Takes down the evenings of a model; give it to `model.observers`.

    Args:
        model: it has not taken a step yet.
        days: how many it will take.

    Attributes:
        allowed: units of its plant that each input was enough for `(days + 1, inputs, worlds)`.
        capacity: most that each maker could start `(days + 1, makers, worlds)`.
    """

    def __init__(self, model: SupplyModel, days: int) -> None:
        self._tables = {"points": model.points, "making": model.making, "buying": model.buying, "lanes": model.lanes}
        self._flows, self._levels = self._columns(FLOWS, days), self._columns(LEVELS, days)
        inputs = model.layout.input_rows
        self.allowed = np.zeros((days + 1, inputs.stop - inputs.start, model.worlds.count))
        self.capacity = np.zeros((days + 1, model.making.rows, model.worlds.count))
        self._note(self._levels, 0)

    def _columns(self, names: Mapping[str, tuple[str, ...]], days: int) -> dict[str, Array]:
        there = (name for name in _named(names) if name.partition(".")[2] in self._table(name))
        return {name: np.zeros((days + 1, *self._column(name).shape)) for name in there}

    def _table(self, name: str) -> Table:
        return self._tables[name.partition(".")[0]]

    def _column(self, name: str) -> Array:
        return self._table(name)[name.partition(".")[2]]

    def _note(self, columns: Mapping[str, Array], day: int) -> None:
        for name, kept in columns.items():
            kept[day] = self._column(name)

    def __call__(self, model: SupplyModel) -> None:
        """Take down an evening."""
        day, inputs, bill = model.clock.day, model.layout.input_rows, model.works.bill
        self._note(self._flows, day)
        self._note(self._levels, day)
        self.capacity[day] = self._tables["making"]["capacity"]
        if inputs.start < inputs.stop:
            # What production had before it: by the evening its inputs are drawn.
            before = model.points["stock"][inputs] + model.points["output"][inputs]
            self.allowed[day] = bill.allowed(before, day)

    def account(self, world: int) -> CumulativeFlows:
        """What was taken down of one world."""
        flows, levels = (
            {name: kept[..., world] for name, kept in columns.items()} for columns in (self._flows, self._levels)
        )
        return CumulativeFlows(flows, levels)


def _named(columns: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [f"{table}.{name}" for table, names in columns.items() for name in names]
