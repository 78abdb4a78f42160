"""Investigation of a shortage: differences between a world and its reference, and causes made of them."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from jitagents.diagnosis.causes import NOTHING, Cause, gathered
from jitagents.diagnosis.occurrences import Mask
from jitagents.diagnosis.tracing import Trace

LONGEST = 60
"""Most lanes in a chain of causes."""


class Window(NamedTuple):
    """The days after `start`, up to and including `end`."""

    start: int
    end: int

    def back(self, days: int) -> "Window":
        """The window shifted back by some days, not beyond day 0."""
        return Window(max(self.start - days, 0), max(self.end - days, 0))

    def until(self, day: int) -> "Window":
        """The part of the window up to a day."""
        return Window(self.start, day)


class Scale(NamedTuple):
    """Weight of a difference.

    Attributes:
        share: share of the difference that contributes to the shortage; below 0, it relieves it.
        worth: units of the item of the shortage that one unit of the difference stands for.
        hops: lanes passed so far.
    """

    share: float = 1.0
    worth: float = 1.0
    hops: int = 0

    def times(self, share: float) -> "Scale":
        """The scale of a share of the difference."""
        return self._replace(share=self.share * share)

    def further(self) -> "Scale":
        """The same scale one lane further on."""
        return self._replace(hops=self.hops + 1)

    def each(self, worth: float) -> "Scale":
        """The scale of another item, each unit of which is worth some units of this one."""
        return self._replace(worth=self.worth * worth)


class Investigation:
    """The investigation of one shortage.

    Args:
        trace: the world and its reference.
        least: amount below which a cause is not followed.
    """

    def __init__(self, trace: Trace, least: float) -> None:
        self.trace, self.relations, self.least = trace, trace.relations, least

    @property
    def wanted(self) -> str:
        """Kind of cause for final demand that differs from the reference."""
        return "wanted" if self.trace.twin else "noise"

    def shortfall(self, name: str, row: int, window: Window) -> float:
        """Reference minus world: of the total of a flow over the window, or of the change of a stock."""
        return self.trace.reference.change(name, row, *window) - self.trace.world.change(name, row, *window)

    def stock(self, name: str, row: int, day: int) -> float:
        """A stock of the world at the end of a day."""
        return float(self.trace.world.stocks[name][day, row])

    def parted(self, row: int, window: Window) -> tuple[Window, Window]:
        """The window split after the last day on which an agent was short; at its start if it never was."""
        days = slice(window.start + 1, window.end + 1)
        short = self._short(row)[days].nonzero()[0]
        last = window.start + 1 + int(short[-1]) if len(short) else window.start
        return Window(window.start, last), Window(last, window.end)

    def episode(self, row: int, day: int) -> Window:
        """The unbroken run of days, up to a day, on which an agent was short."""
        served = np.flatnonzero(~self._short(row)[: day + 1])
        return Window(int(served[-1]) if len(served) else 0, day)

    def _short(self, row: int) -> Mask:
        """True on days that end with backorders, or on which sales are lost `(days + 1,)`."""
        world = self.trace.world
        owed = world.stocks["points.owed"][:, row] > NOTHING
        return owed | (world.daily["buying.lost"][:, row] > NOTHING) if self.relations.is_buyer(row) else owed

    def matters(self, units: float, scale: Scale) -> bool:
        """True if a difference is large enough to be followed."""
        return units * scale.share * scale.worth >= self.least and scale.hops < LONGEST

    def disruptions(self, step: str, rows: Iterable[int], day: int) -> str:
        """The disruptions of a step that have affected some agents or lanes by a day, in words."""
        first_days = self.trace.occurrences.on(list(rows), step, day)
        return " and ".join(f"{name} from day {first - self.trace.warmup}" for name, first in first_days.items())

    def cause(
        self,
        kind: str,
        row: int,
        day: int,
        units: float,
        scale: Scale,
        disruption: str = "",
        children: Iterable[Cause] = (),
        lane: int | None = None,
    ) -> Cause:
        """Make a cause.

        Args:
            kind: kind of cause, a key of `words.KINDS`.
            row: row of the agent.
            day: day of the model to the end of which it is counted.
            units: shortfall against the reference.
            scale: weight of the shortfall.
            disruption: disruptions behind it, in words.
            children: its causes.
            lane: on which it occurred; None: on none, or on all of the agent.
        """
        return Cause(
            kind=kind,
            who=self.relations.name(row),
            item=self.relations.item(row),
            day=day - self.trace.warmup,
            units=float(units * abs(scale.share)),
            amount=float(units * scale.share * scale.worth),
            disruption=disruption,
            mode="" if lane is None else self.relations.mode(lane),
            children=gathered(children, self.least),
        )


def part(of: float, whole: float) -> float:
    """Share of a whole, between 0 and 1; 0 if the two differ in sign."""
    return float(np.clip(of / whole, 0.0, 1.0)) if abs(whole) > NOTHING else 0.0
