"""Benches: where makers work; what lies before them is shown to the production rule, its answer is written down."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Clock, Memory, read_only, remember
from jitagents.behaviours.production import Production, ProductionView
from jitagents.column import Array, Table
from jitagents.flow import Groups
from jitagents.layout import Layout
from jitagents.simulation.bill_of_materials import Bill
from jitagents.worlds import Drawn, Worlds


@dataclass(frozen=True)
class Workstation:
    """Some makers at work.

    Attributes:
        rule: cut to these makers.
        bench: what lies before them.
        memory: of the rule.
        counts: the columns that the rule fills.
        look: brings `bench.held` up to date.
    """

    rule: Production
    view: ProductionView
    memory: Memory
    counts: dict[str, Array]
    look: Callable[[], None]

    def work(self) -> Array:
        """Units started today `(makers, worlds)`."""
        if self.view.held is not None:
            self.look()
        work = self.rule(self.view, self.memory)
        for name, units in work.counts.items():
            self.counts[name][...] = units
        return work.started


class ProductionStep:
    """The benches of all makers, with one rule.

    Args:
        rule: the production rule, fitted to the makers.
        layout: rows and lanes.
        points, lanes, making: the tables of state; columns that the rule fills are added to the last.
        bill: what the makers draw.
        worlds: who shares the draws.
        clock: today.
        whole: units are whole.
    """

    def __init__(
        self, rule: Production, layout: Layout, points: Table, lanes: Table, making: Table, bill: Bill, worlds: Worlds,
        clock: Clock, whole: bool,
    ) -> None:  # fmt: skip
        self.rule, self.layout, self.bill, self.clock, self.whole = rule, layout, bill, clock, whole
        self.points, self.lanes, self.making = points, lanes, making
        layers = rule.layers()
        self._counts = [name for layer in layers for name in layer.counts()]
        for name in [*self._counts, *(["rework"] if "flawed" in self._counts else [])]:
            making.add(name)
        self.memory = remember(rule, making.rows, making.worlds)
        self._drawn = {name: self._draw(f"production.{name}", worlds) for layer in layers for name in layer.draws()}
        self._chance = {name: np.empty((making.rows, making.worlds)) for name in self._drawn}
        self._held: Array | None = None
        if any(layer.looks_downstream for layer in layers):
            self._held = np.zeros((making.rows, making.worlds))
            maker, makes = (
                np.searchsorted(layout.maker_rows, layout.lane_seller),
                np.isin(layout.lane_seller, layout.maker_rows),
            )
            self._customers = Groups(np.where(makes, maker, -1), making.rows)

    def _draw(self, stream: str, worlds: Worlds) -> Drawn:
        by_name = np.argsort(self.layout.name_rank[self.layout.maker_rows], kind="stable")
        back = np.argsort(by_name)
        return Drawn(worlds, stream, [lambda rng, day, days, _: rng.random((days, len(back)))[:, back]], len(back))

    def open(self) -> None:
        """Begin a day's work: draw its numbers; nobody has started anything."""
        for name, drawn in self._drawn.items():
            drawn.on(self.clock.day, self._chance[name])
        if self._held is not None:
            self.making["started"] = 0.0

    def station(self, rows: slice) -> Workstation:
        """The station of some makers."""
        making = {name: read_only(self.making[name][rows]) for name in ("open_orders", "capacity", "kits")}
        nominal = self.layout.agent_column("capacity")[self.layout.maker_rows, None]
        view = ProductionView(
            **making, nominal=nominal[rows], clock=self.clock, whole=self.whole,
            held=None if self._held is None else read_only(self._held[rows]),
            rework=read_only(self.making["rework"][rows]) if "rework" in self.making else None,
            chance={name: read_only(numbers[rows]) for name, numbers in self._chance.items()},
        )  # fmt: skip
        memory = {name: column[..., rows, :] for name, column in self.memory.items()}
        counts = {name: self.making[name][rows] for name in self._counts}
        return Workstation(self.rule.at(rows, self.making.rows), view, memory, counts, self._look_downstream)

    def _look_downstream(self) -> None:
        """Count what was made and not yet used, after today's starts so far."""
        assert self._held is not None
        left = self.points["stock"].copy()
        left[self.bill.inputs] -= self.bill.used(self.making["started"])
        self._customers.sum(self.lanes["under_way"] + left[self.layout.lane_buyer], self._held)
        self._held += left[self.layout.maker_rows] + self.points["on_order"][self.layout.maker_rows]
        self._held -= self.making["open_orders"]
