"""Customers: final demand at the buyers, day by day, drawn from the demand behaviour."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory, remember
from jitagents.behaviours.demand import Buyers, Demand, Draw
from jitagents.behaviours.serving import Serving
from jitagents.calendars import AssignedCalendars
from jitagents.choice import Choice
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.flow import GOLDEN, ROUNDING
from jitagents.layout import Index, Layout
from jitagents.random_streams import FEW, Ahead, Carried, Drawn, Sampler
from jitagents.simulation.demand_days import DemandDays
from jitagents.stock_points import BUYER
from jitagents.worlds import Worlds


@dataclass(frozen=True)
class Clientele(Stateful):
    """The serving rule of some buyers, with its memory.

    Attributes:
        rule: what becomes of demand that is not met.
        memory: of the rule.
    """

    changing: ClassVar = ("memory",)

    rule: Serving
    memory: Memory


class Customers(Stateful):
    """The streams of final demand, drawn in the order of the buyers' names, whatever the order of rows is.

    Args:
        law: of demand; where its parameters differ by level, each level draws from the same stream.
        serving: rules that decide how many customers stay away after a stockout, by stock point.
        layout: rows.
        worlds: worlds that share the draws.
        calendars: working days of the buyers; None if nothing rests.

    Attributes:
        clienteles: of each block of buyers.
        mean, sd: of a day's demand, units `(buyers, 1)`, or `(buyers, worlds)` where they differ by level.
    """

    changing = ("_drawn", "_ahead", "clienteles")

    def __init__(
        self, law: Demand, serving: Choice[Serving], layout: Layout, worlds: Worlds,
        calendars: AssignedCalendars | None = None,
    ) -> None:  # fmt: skip
        rows = layout.market_rows
        by_name = np.argsort(layout.name_rank[rows], kind="stable")
        to_row = np.argsort(by_name)
        mean, sd = layout.agent_column("demand")[rows], layout.agent_column("demand_sd")[rows]
        items = layout.network.agents["item"].to_numpy(dtype=object)[layout.agent[rows]][by_name]
        buyers = Buyers(layout.names[rows][by_name], mean[by_name], sd[by_name], items)
        laws = law.by_level(worlds)
        days = None if calendars is None else DemandDays(calendars, layout.agent[rows][by_name])
        samplers = [_sampler(each, buyers, to_row, layout.network.whole, days) for each in laws]
        self._drawn = Drawn(worlds, "demand", samplers, rows.stop, first=FEW)
        self._ahead: Ahead | None = None
        self._blocks = [block.rows for block in layout.blocks if block.role == BUYER]
        rules = [serving.rules[serving.number[rows.start]] for rows in self._blocks]
        self.clienteles = [
            Clientele(rule, remember(rule, rows.stop - rows.start, worlds.count))
            for rule, rows in zip(rules, self._blocks, strict=True)
        ]
        of_laws = [each.moments(buyers) for each in laws]
        moments = np.stack(of_laws if days is None else [days.moments(*both) for both in of_laws], axis=-1)[:, to_row]
        if len(laws) > 1:
            moments = np.stack([[worlds.by_level(levels)[0] for levels in moment] for moment in moments])
        self.mean, self.sd = moments

    def of(self, rows: int | slice) -> Clientele:
        """Return the customers of one block of buyers, or of one buyer."""
        row = rows.start if isinstance(rows, slice) else rows
        number = next(number for number, block in enumerate(self._blocks) if block.start <= row < block.stop)
        some, block = self.clienteles[number], self._blocks[number]
        at = row - block.start if isinstance(rows, int) else slice(row - block.start, rows.stop - block.start)
        memory = {name: column[..., at, :] for name, column in some.memory.items()}
        return Clientele(some.rule.at(at, block.stop - block.start), memory)

    def look_ahead(self, days: int) -> Ahead:
        """Draw demand so many days before it comes; to be called before day 1."""
        self._ahead = Ahead(self._drawn, days)
        return self._ahead

    def come(self, day: int, wanted: Array, shift_demand: Callable[[Array], None], whole: bool) -> None:
        """Write the final demand of a day into `wanted`, units `(buyers, worlds)`.

        Args:
            day: today.
            wanted: is overwritten.
            shift_demand: changes it as disruptions do.
            whole: units are whole.
        """
        if self._ahead is None:
            self._drawn.on(day, wanted)
        else:
            wanted[...] = self._ahead.on(day)[0]
        shift_demand(wanted)
        for rows, some in zip(self._blocks, self.clienteles, strict=True):
            some.rule.attract(wanted[rows], some.memory, whole)


def _sampler(law: Demand, buyers: Buyers, to_row: Index, whole: bool, calendar: DemandDays | None) -> Sampler:
    """Return a sampler of a law in the order of rows, in whole units if asked, on the days of a calendar."""
    start = (0.5 + GOLDEN * np.arange(len(to_row))) % 1.0  # not all of them round up on the same day

    def sample(rng: np.random.Generator, first: int, days: int, carried: Carried) -> Draw:
        units = law.draw(rng, first, days, buyers, carried.setdefault("law", {}))
        if calendar is not None:
            units = calendar.place(units, first, carried)
        if whole:
            units, carried["rest"] = in_whole_units(units, carried.get("rest", start))
        return units[:, to_row]

    return sample


def in_whole_units(units: Draw, rest: Draw) -> tuple[Draw, Draw]:
    """Round the units of successive days so that their sum up to any day is right to a unit.

    Args:
        units: `(days, buyers)`; returned as they are if all are whole.
        rest: part of a unit left over from earlier days `(buyers,)`, from 0 to 1.

    Returns:
        Whole units `(days, buyers)`, and the part of a unit that they leave over.
    """
    if (units == np.rint(units)).all():
        return units, rest
    wanted = np.cumsum(units, axis=0) + rest
    total = np.floor(wanted + ROUNDING)
    return np.diff(total, axis=0, prepend=0.0), np.maximum(wanted[-1] - total[-1], 0.0)
