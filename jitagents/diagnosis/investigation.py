"""A case: how far a world has parted from its reference over any days, and how a cause is written down."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from jitagents.diagnosis.causes import NOTHING, Cause, gathered
from jitagents.diagnosis.occurrences import Mask
from jitagents.diagnosis.tracing import Trace

LONGEST = 60
"""Lanes in a chain of causes, at most."""


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


class Investigation:
    """A shortage that is looked into.

    Args:
        trace: the world and its reference.
        least: amount below which a cause is not followed.
    """

    def __init__(self, trace: Trace, least: float) -> None:
        self.trace, self.relations, self.least = trace, trace.relations, least

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

    def parted(self, row: int, window: Window) -> tuple[Window, Window]:
        """A window cut after the last evening on which an agent was short; at its start if it never was."""
        days = slice(window.start + 1, window.end + 1)
        short = self._short(row)[days].nonzero()[0]
        last = window.start + 1 + int(short[-1]) if len(short) else window.start
        return Window(window.start, last), Window(last, window.end)

    def episode(self, row: int, day: int) -> Window:
        """The days without a break on which an agent was short, up to a day."""
        served = np.flatnonzero(~self._short(row)[: day + 1])
        return Window(int(served[-1]) if len(served) else 0, day)

    def _short(self, row: int) -> Mask:
        """The evenings on which an agent of the world owed something, or had lost sales `(days + 1,)`."""
        world = self.trace.world
        owed = world.levels["points.owed"][:, row] > NOTHING
        return owed | (world.daily["buying.lost"][:, row] > NOTHING) if self.relations.is_buyer(row) else owed

    def matters(self, less: float, scale: Scale) -> bool:
        """Whether a difference is to be followed."""
        return less * scale.share * scale.worth >= self.least and scale.hops < LONGEST

    def disruptions(self, step: str, rows: Iterable[int], day: int) -> str:
        """The disruptions with a part in a step that have affected some agents or lanes by a day, in words."""
        found = self.trace.occurrences.on(list(rows), step, day)
        return " and ".join(f"{name} from day {first - self.trace.warmup}" for name, first in found.items())

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
        return Cause(
            kind=kind,
            who=self.relations.name(row),
            item=self.relations.item(row),
            day=day - self.trace.warmup,
            units=float(less * abs(scale.share)),
            amount=float(less * scale.share * scale.worth),
            shock=shock,
            children=gathered(children, self.least),
        )


def part(of: float, whole: float) -> float:
    """What share something is of a whole, between 0 and 1; 0 if they have not the same sign."""
    return float(np.clip(of / whole, 0.0, 1.0)) if abs(whole) > NOTHING else 0.0
