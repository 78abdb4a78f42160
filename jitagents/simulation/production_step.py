"""Production step: builds the view that the production rule sees, calls the rule, and stores its decision."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Memory, read_only, remember
from jitagents.behaviours.production import Production, ProductionView
from jitagents.choice import Index, place
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.flow import Groups
from jitagents.planning import passing
from jitagents.random_streams import Drawn
from jitagents.simulation.bill_of_materials import Bill
from jitagents.simulation.echelon import downstream
from jitagents.simulation.inexperience import Inexperience
from jitagents.simulation.lines import shared_lines
from jitagents.state import SimulationState
from jitagents.worlds import Worlds


@dataclass(frozen=True)
class Workstation:
    """The production rule of some makers, with its view, memory and results.

    Attributes:
        rule: production rule of these makers.
        view: records that the rule sees.
        memory: of the rule.
        counts: columns of the table of makers that the rule fills, besides `started`.
        look: brings `view.held` up to date.
    """

    rule: Production
    view: ProductionView
    memory: Memory
    counts: dict[str, Array]
    look: Callable[[], None]

    def work(self) -> Array:
        """Return the units started today `(makers, worlds)`."""
        if self.view.held is not None:
            self.look()
        work = self.rule(self.view, self.memory)
        for name, units in work.counts.items():
            self.counts[name][...] = units
        return work.started


class ProductionStep(Stateful):
    """The workstations of all makers.

    Args:
        state: of the model; columns that rules fill are added to the table of makers.
        parts: production rules, each with its makers and fitted to them.
        bill: bills of materials.
        inexperience: of makers that a roll-out has reached; None unless they learn.

    Attributes:
        memories: of the rules.
        lines: those that several makers share; None if there are none.
    """

    changing = ("memories", "lines", "_drawn")

    def __init__(
        self, state: SimulationState, parts: Sequence[tuple[Production, Index]], bill: Bill,
        inexperience: Inexperience | None = None,
    ) -> None:  # fmt: skip
        self.parts, self.bill, self.layout = parts, bill, state.layout
        self.clock, self.whole, layout = state.clock, state.whole, state.layout
        self.points, self.lanes, self.making = state.points, state.lanes, state.making
        making, layers = state.making, [layer for rule, _ in parts for layer in rule.layers()]
        self._counts = list(dict.fromkeys(name for layer in layers for name in layer.counts()))
        for name in [*self._counts, *(["rework"] if "flawed" in self._counts else [])]:
            making.add(name)
        self.memories = [remember(rule, len(rows), making.worlds) for rule, rows in parts]
        self._setups, self._bad_units = (
            None if inexperience is None else getattr(inexperience, lever) for lever in ("setups", "bad_units")
        )
        self.lines = shared_lines(state, parts, self.memories, self._setups)
        self._drawn = {
            name: self._draw(f"production.{name}", state.worlds) for layer in layers for name in layer.draws()
        }
        self._chance = {name: np.empty((making.rows, making.worlds)) for name in self._drawn}
        self._asked: Array | None = None
        self._final: Array | None = None
        if any(layer.reads_demand for layer in layers):
            self._asked, self._final = np.zeros((2, making.rows, making.worlds))
            behind = downstream(passing(layout, state.planned.share), layout.maker_rows)
            self._of_buyers = behind[:, layout.market_rows]
        self._held: Array | None = None
        if any(layer.looks_downstream for layer in layers):
            self._held = np.zeros((making.rows, making.worlds))
            maker, is_maker = (
                np.searchsorted(layout.maker_rows, layout.lane_seller),
                np.isin(layout.lane_seller, layout.maker_rows),
            )
            self._customers = Groups(np.where(is_maker, maker, -1), making.rows)

    def _draw(self, stream: str, worlds: Worlds) -> Drawn:
        by_name = np.argsort(self.layout.name_rank[self.layout.maker_rows], kind="stable")
        back = np.argsort(by_name)
        return Drawn(worlds, stream, [lambda rng, day, days, _: rng.random((days, len(back)))[:, back]], len(back))

    def open(self) -> None:
        """Begin a day's work: draw its random numbers, see what is asked for; nothing has been started."""
        for name, drawn in self._drawn.items():
            drawn.on(self.clock.day, self._chance[name])
        if self.lines is not None:
            self.lines.open()
        if self._asked is not None and self._final is not None:
            self._asked[...] = self.points["demand"][self.layout.maker_rows]
            self._final[...] = self._of_buyers @ self.points["demand"][self.layout.market_rows]
        if self._held is not None:
            self.making["started"] = 0.0

    def station(self, rows: slice) -> Workstation:
        """Return the workstation of some makers."""
        making = {name: read_only(self.making[name][rows]) for name in ("open_orders", "capacity", "kits")}
        if self.lines is not None:
            making["capacity"] = read_only(self.lines.allotted[rows])
        nominal = self.layout.agent_column("capacity")[self.layout.maker_rows, None]
        view = ProductionView(
            **making, nominal=nominal[rows], clock=self.clock, whole=self.whole,
            held=None if self._held is None else read_only(self._held[rows]),
            rework=read_only(self.making["rework"][rows]) if "rework" in self.making else None,
            asked=None if self._asked is None else read_only(self._asked[rows]),
            final=None if self._final is None else read_only(self._final[rows]),
            chance={name: read_only(numbers[rows]) for name, numbers in self._chance.items()},
            setups=1.0 if self._setups is None else read_only(self._setups[rows]),
            bad_units=1.0 if self._bad_units is None else read_only(self._bad_units[rows]),
        )  # fmt: skip
        number, rows_of_rule = place(rows, [index for _, index in self.parts])
        rule, makers = self.parts[number]
        memory = {name: column[..., rows_of_rule, :] for name, column in self.memories[number].items()}
        counts = {name: self.making[name][rows] for name in self._counts}
        return Workstation(rule.at(rows_of_rule, len(makers)), view, memory, counts, self._look_downstream)

    def _look_downstream(self) -> None:
        """Count the units that were made and not yet used, after today's starts so far."""
        assert self._held is not None
        left = self.points["stock"].copy()
        left[self.bill.inputs] -= self.bill.used(self.making["started"])
        self._customers.sum(self.lanes["under_way"] + left[self.layout.lane_buyer], self._held)
        self._held += left[self.layout.maker_rows] + self.points["on_order"][self.layout.maker_rows]
        self._held -= self.making["open_orders"]
