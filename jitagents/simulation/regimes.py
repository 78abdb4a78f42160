"""Regimes: the days on which exemptions that do not always hold do so, world by world."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from jitagents.behaviours.base import Clock
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.crises.engine.engine import DisruptionEngine
from jitagents.errors import Faults, InputError, nearest
from jitagents.parameters import Number, Parameters, first_wrong, param

CRISIS = "crisis"
"""The name that stands for any disruption of the crisis."""
EVENTS = ("during", "since", "after")


@dataclass(frozen=True)
class When(Parameters):
    """The days on which an exemption holds: from one day to another, or by a disruption.

    With a disruption it holds while that lasts (`during`), from its start on (`since`), or from its end on (`after`),
    all of it `lag` days later: nobody knows or does anything at once. Then days state nothing, and calm worlds never
    switch; switches by days happen in calm and in crisis. A disruption lasts as long as its severity is not 0.

    With a `glide`, the target of a new ordering rule is reached by equal steps a day. Without one the position moves at
    once: what is too much is left out of the orders, which upstream is a gap without any.
    """

    start: Number | None = param(None, "day", "first day, counted from the first measured day, which is 1")
    end: Number | None = param(None, "day", "last day; None: for good")
    during: str | None = param(None, "", "a disruption, or `crisis` for any of them: while it lasts")
    since: str | None = param(None, "", "the same: from its start on")
    after: str | None = param(None, "", "the same: from its end on")
    wave: str | None = param(None, "", "a wave of the roll-out: once that has begun")
    glide: Number = param(0.0, "days", "in which the inventory position moves to a new ordering rule's target", low=0)
    lag: int = param(3, "days", "from a disruption's start or end to the switch; 0: on its day", low=0)

    def __post_init__(self) -> None:
        super().__post_init__()
        faults, days = Faults(), {name: getattr(self, name) for name in ("start", "end")}
        if len(self.events()) > 1:
            faults.add(f"When: has {' and '.join(self.events())}; one of them is enough")
        stated = {name: day for name, day in days.items() if day is not None}
        if sum(map(bool, (self.events(), stated, self.wave))) != 1:
            faults.add("When: must state days, as {start: 30}, or a disruption, as {during: crisis}, or a wave")
        for name, day in stated.items():
            if not (whole := np.asarray(day) % 1 == 0).all():
                faults.add(f"When.{name} = {first_wrong(day, whole)}: must be a whole day")
        if len(stated) == 2 and not (right := np.asarray(self.end) >= np.asarray(self.start)).all():
            faults.add(f"When.end = {first_wrong(self.end, right)}: lies before the start")
        faults.tell()

    def events(self) -> dict[str, str]:
        """The disruption by which it holds, by the kind of event; empty if it holds by days."""
        return {kind: getattr(self, kind) for kind in EVENTS if getattr(self, kind) is not None}

    @classmethod
    def of(cls, node: Any, place: str) -> "When":
        """Read it from a configuration.

        Raises:
            InputError: it is no mapping of its parameters, or they are wrong.
        """
        names = [item.name for item in fields(cls)]
        if not isinstance(node, Mapping) or not node:
            raise InputError(f"{place} = {node!r}: must be a mapping, {{start: 30}} or {{during: crisis}}")
        if unknown := [key for key in node if key not in names]:
            raise InputError(*(f"{place}.{key}: there is no such key; {nearest(key, names)}" for key in unknown))
        try:
            return cls(**node)
        except InputError as error:
            raise InputError(*(place + fault.removeprefix(cls.__name__) for fault in error.faults)) from None

    def check(self, disruptions: Collection[str], place: str) -> None:
        """Check that its disruption is one of a crisis; in a model without a crisis it never holds.

        Raises:
            InputError: there is no such disruption.
        """
        for kind, name in self.events().items():
            if disruptions and name not in (CRISIS, *disruptions):
                raise InputError(
                    f"{place}.when.{kind}: there is no disruption {name!r}; {nearest(name, (CRISIS, *disruptions))}"
                )


class Regimes(Stateful):
    """Exemptions that do not always hold: which of them hold today.

    Args:
        times: of these exemptions; None for those that always hold.
        worlds: number of worlds.

    Attributes:
        holds: 1 where an exemption holds today, in their order, written every day, each `(1, worlds)`.
        waves: the same of the waves of the roll-out by name, written by its progress; above 1 by the days of cover
            that its gate has added.
    """

    changing = ("_lasted", "_begun")

    def __init__(self, times: Sequence[When | None], worlds: int) -> None:
        self.waves = {when.wave: np.zeros((1, worlds)) for when in times if when is not None and when.wave is not None}
        self.holds = [
            np.full((1, worlds), float(when is None)) if when is None or when.wave is None else self.waves[when.wave]
            for when in times
        ]
        timed = zip(times, self.holds, strict=True)
        self._timed = [(when, hold) for when, hold in timed if when is not None and when.wave is None]
        # Whether the disruption lasted on each of the last days, and whether it has ever begun, up to that day.
        self._lasted = [np.zeros((when.lag + 1, 1, worlds)) for when, _ in self._timed if when.events()]
        self._begun = [np.zeros((1, worlds)) for _ in self._lasted]

    def turn(self, clock: Clock, disruptions: DisruptionEngine | None) -> None:
        """Bring `holds` up to date, after the disruptions of today; before day 1 there are none (None)."""
        measured, number = clock.measured, 0
        for when, hold in self._timed:
            if when.events():
                lasts = 0.0 if disruptions is None else _lasts(next(iter(when.events().values())), disruptions)
                hold[...] = self._by_event(when, number, clock.day, lasts)
                number += 1
                continue
            start, end = (-np.inf if when.start is None else when.start), (np.inf if when.end is None else when.end)
            hold[...] = (measured >= np.asarray(start)) & (measured <= np.asarray(end))

    def _by_event(self, when: When, number: int, day: int, lasts: Array | float) -> Array:
        """Return whether an exemption holds by its disruption, which lasts today or not."""
        lasted, begun = self._lasted[number], self._begun[number]
        lasted[day % len(lasted)] = lasts
        then = lasted[(day + 1) % len(lasted)]
        np.maximum(begun, then, out=begun)
        return then if when.during else begun if when.since else begun * (1.0 - then)


def _lasts(name: str, disruptions: DisruptionEngine) -> Array:
    """Return 1 where a disruption acts today `(worlds,)`."""
    if name == CRISIS:
        return disruptions.affected_worlds.astype(float)
    acting = [severity for active, severity in disruptions.active if active.name == name]
    return (acting[0] != 0.0).any(axis=0).astype(float) if acting else np.zeros(disruptions.state.worlds.count)
