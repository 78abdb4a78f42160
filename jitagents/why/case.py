"""A case: how far a world has parted from its reference over any days, and how a cause is written down."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from jitagents.flow import Index
from jitagents.why.shocks import Mask
from jitagents.why.causes import Cause
from jitagents.why.tracing import Trace

LONGEST = 100
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
        self, kind: str, row: int, day: int, less: float, scale: Scale, note: str = "", children: Iterable[Cause] = ()
    ) -> Cause:
        """Write a cause down; the small ones below it become one."""
        units = less * scale.share
        about = self.describe(row) | {"day": day - self.trace.warmup, "units": units, "amount": units * scale.worth}
        return Cause(kind, note=note, children=self._gathered(children), **about)

    def describe(self, row: int) -> dict[str, str]:
        """The agent and the item of a stock point."""
        layout, agents = self.layout, self.layout.network.agents
        item = layout.network.seller_row[layout.item_lane[row]] if self.is_input(row) else layout.agent[row]
        return {"who": str(agents["name"].iat[layout.agent[row]]), "item": str(agents["item"].iat[item])}

    def quantity(self, point: int) -> float:
        """Units of an input that go into a unit of its plant."""
        return float(self.layout.input_quantity[point - self.layout.inputs.start])

    def struck(self, row: int, kinds: Collection[str], day: int) -> str:
        """The shocks that have hit a row of some table up to a day, in words; empty if none has."""
        found = self.trace.shocks.on(row, kinds, day)
        return " and ".join(f"{name} from day {first - self.trace.warmup}" for name, first in found.items())

    def struck_lanes(self, lanes: Iterable[int], kinds: Collection[str], day: int) -> str:
        return " and ".join(note for note in dict.fromkeys(self.struck(lane, kinds, day) for lane in lanes) if note)

    def _gathered(self, causes: Iterable[Cause]) -> tuple[Cause, ...]:
        """Without those that are nothing, the large ones first, several small ones as one."""
        there = sorted(_joined(causes), key=lambda one: -abs(one.amount))
        small = [one for one in there if abs(one.amount) < self.least]
        if len(small) < 2:
            return tuple(there)
        total, last = sum(one.amount for one in small), max(one.day for one in small)
        return (*there[: -len(small)], Cause("smaller", "", "", last, total, total, str(len(small))))


def part(of: float, whole: float) -> float:
    """What share something is of a whole, between 0 and 1; 0 if they have not the same sign."""
    return float(np.clip(of / whole, 0.0, 1.0)) if abs(whole) > NOTHING else 0.0


def _joined(causes: Iterable[Cause]) -> list[Cause]:
    """Leaves that say the same as one; none that is nothing."""
    found: dict[Any, Cause] = {}
    for one in causes:
        key = id(one) if one.children else (one.kind, one.who, one.item, one.note)
        if (same := found.get(key)) is not None:
            one = replace(same, day=max(same.day, one.day), units=same.units + one.units, amount=same.amount + one.amount)
        found[key] = one
    return [one for one in found.values() if abs(one.amount) > NOTHING]


def _grouped(members: Index, keys: Index) -> dict[int, list[int]]:
    """The members of each key."""
    found: dict[int, list[int]] = {}
    for member, key in zip(members.tolist(), keys.tolist(), strict=True):
        found.setdefault(key, []).append(member)
    return found
