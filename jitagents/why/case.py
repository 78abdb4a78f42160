"""A case: how far a world has parted from its reference over any days, and how a cause is written down."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from jitagents.flow import Index
from jitagents.why.causes import Cause, gathered
from jitagents.why.shocks import Effects, Mask
from jitagents.why.tracing import Trace

LONGEST = 60
"""Lanes in a chain of causes, at most."""
NOTHING = 1e-9


class Window(NamedTuple):
    """The days after the evening `start`, up to the evening `end`."""

    start: int
    end: int

    def back(self, days: int) -> "Window":
        """The same so many days earlier; before day 1 nothing happened."""
        return Window(max(self.start - days, 0), max(self.end - days, 0))

    def until(self, day: int) -> "Window":
        """Its days up to an evening."""
        return Window(self.start, day)


class Scale(NamedTuple):
    """What a difference counts for: the share of it that matters, what a unit of it is worth, lanes passed so far."""

    share: float = 1.0
    worth: float = 1.0
    hops: int = 0

    def times(self, share: float) -> "Scale":
        """A part of it."""
        return self._replace(share=self.share * share)

    def further(self) -> "Scale":
        """The same, a lane further on."""
        return self._replace(hops=self.hops + 1)

    def each(self, worth: float) -> "Scale":
        """Units of which each is worth so many of these."""
        return self._replace(worth=self.worth * worth)


class Case:
    """A shortage that is looked into.

    Args:
        trace: the world and its reference.
        least: amount below which a cause is not followed.
    """

    def __init__(self, trace: Trace, least: float) -> None:
        self.trace, self.layout, self.least = trace, trace.layout, least
        lanes = np.arange(len(self.layout.buyer))
        self._into, self._out_of = (_grouped(lanes, ends) for ends in (self.layout.buyer, self.layout.seller))
        self._inputs = _grouped(np.arange(self.layout.rows)[self.layout.inputs], self.layout.plant_of_input)
        self._makers = {int(row): maker for maker, row in enumerate(self.layout.makers)}

    @property
    def wanted(self) -> str:
        """What it is called that customers want more or less than in the reference."""
        return "wanted" if self.trace.twin else "noise"

    def less(self, name: str, row: int, window: Window) -> float:
        """How much less there was than in the reference: of a flow over the window, of a level in its change."""
        return self.trace.reference.change(name, row, *window) - self.trace.world.change(name, row, *window)

    def there(self, name: str, row: int, day: int) -> float:
        """A level of the world in the evening."""
        return float(self.trace.world.levels[name][day, row])

    def is_buyer(self, row: int) -> bool:
        """Whether final customers come to it."""
        return row < self.layout.buyers.stop

    def is_input(self, row: int) -> bool:
        """Whether it is a plant's stock of what it consumes."""
        return row >= self.layout.inputs.start

    def maker(self, row: int) -> int | None:
        """The maker that fills a stock point; None if it is filled over lanes."""
        return self._makers.get(row)

    def lanes_into(self, row: int) -> list[int]:
        """The lanes on which it buys."""
        return self._into.get(row, [])

    def lanes_from(self, row: int) -> list[int]:
        """The lanes on which it sells."""
        return self._out_of.get(row, [])

    def inputs_of(self, plant: int) -> list[int]:
        """The stocks of what a plant consumes."""
        return self._inputs.get(plant, [])

    def parted(self, row: int, window: Window) -> tuple[Window, Window]:
        """A window cut after the last evening on which an agent was short; at its start if it never was."""
        days = slice(window.start + 1, window.end + 1)
        short = self._short(row)[days].nonzero()[0]
        last = window.start + 1 + int(short[-1]) if len(short) else window.start
        return Window(window.start, last), Window(last, window.end)

    def _short(self, row: int) -> Mask:
        """The evenings on which an agent of the world owed something, or had lost sales `(days + 1,)`."""
        owed = self.trace.world.levels["points.owed"][:, row] > NOTHING
        return owed | (self.trace.world.daily["buying.lost"][:, row] > NOTHING) if self.is_buyer(row) else owed

    def episode(self, row: int, day: int) -> Window:
        """The days without a break on which an agent was short, up to a day."""
        served = np.flatnonzero(~self._short(row)[: day + 1])
        return Window(int(served[-1]) if len(served) else 0, day)

    def matters(self, less: float, scale: Scale) -> bool:
        """Whether a difference is to be followed."""
        return less * scale.share * scale.worth >= self.least and scale.hops < LONGEST

    def cause(
        self, kind: str, row: int, day: int, less: float, scale: Scale, shock: str = "", children: Iterable[Cause] = ()
    ) -> Cause:
        """Write a cause down.

        Args:
            kind: what happened.
            row: where.
            day: of the model, up to whose evening it is counted.
            less: how many units fewer there were.
            scale: what that counts for.
            shock: what is behind it, in words.
            children: what it is made of.
        """
        units, measured = float(less * abs(scale.share)), day - self.trace.warmup
        amount = float(less * scale.share * scale.worth)
        return Cause(kind, *self.describe(row), measured, units, amount, shock, gathered(children, self.least))

    def describe(self, row: int) -> tuple[str, str]:
        """The agent and the item of a stock point."""
        layout, agents = self.layout, self.layout.network.agents
        item = layout.network.seller_row[layout.item_lane[row]] if self.is_input(row) else layout.agent[row]
        return str(agents["name"].iat[layout.agent[row]]), str(agents["item"].iat[item])

    def quantity(self, point: int) -> float:
        """Units of an input that go into a unit of its plant."""
        return float(self.layout.input_quantity[point - self.layout.inputs.start])

    def owner(self, row: int) -> int:
        """The agent of a stock point."""
        return int(self.layout.plant_of_input[row - self.layout.inputs.start]) if self.is_input(row) else row

    def struck(self, kinds: Effects, rows: Iterable[int], day: int) -> str:
        """The shocks of some kinds that have hit some agents (or lanes) up to a day, in words; empty if none has."""
        found = self.trace.shocks.on(rows, kinds, day)
        return " and ".join(f"{name} from day {first - self.trace.warmup}" for name, first in found.items())


def part(of: float, whole: float) -> float:
    """What share something is of a whole, between 0 and 1; 0 if they have not the same sign."""
    return float(np.clip(of / whole, 0.0, 1.0)) if abs(whole) > NOTHING else 0.0


def _grouped(members: Index, keys: Index) -> dict[int, list[int]]:
    """The members of each key."""
    found: dict[int, list[int]] = {}
    for member, key in zip(members.tolist(), keys.tolist(), strict=True):
        found.setdefault(key, []).append(member)
    return found
