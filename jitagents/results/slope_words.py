"""Words for the change of a measure along a swept key: from end to end, by regression, or among names."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from jitagents.accounting.measures import MEASURES
from jitagents.points import told
from jitagents.results.claims import Claim
from jitagents.results.design import Design
from jitagents.results.facts import Facts, Stated
from jitagents.results.responses import Responses
from jitagents.results.units import MONEY

type Sentence = Callable[[Facts, Responses, "SweptKey", str, str, str], str]
"""Returns words for the change of a measure (last but one argument) of a world along a key under a variant."""


@dataclass(frozen=True)
class SweptKey:
    """A swept key with its values and levels.

    Attributes:
        key: dotted.
        values: of the key, ascending.
        levels: names of the levels of each value.
        design: of the whole sweep.
    """

    key: str
    values: tuple[Any, ...]
    levels: tuple[tuple[str, ...], ...]
    design: Design

    @classmethod
    def of(cls, key: str, design: Design) -> Self:
        """A key of a design, with its values in order."""
        values = design.points[key].tolist()
        numbers = all(isinstance(value, int | float) for value in values)
        order = sorted(set(values)) if numbers else list(dict.fromkeys(values))
        levels = [str(level) for level in design.points.index]
        at = [tuple(level for level, own in zip(levels, values, strict=True) if own == value) for value in order]
        return cls(key, tuple(order), tuple(at), design)

    def within(self, kept: set[str]) -> "SweptKey":
        """The same of some levels only."""
        left = [tuple(level for level in own if level in kept) for own in self.levels]
        values = tuple(value for value, own in zip(self.values, left, strict=True) if own)
        return replace(self, values=values, levels=tuple(own for own in left if own))

    @property
    def short(self) -> str:
        """The last part of the key."""
        return self.key.rpartition(".")[2].replace("_", " ")

    @property
    def every(self) -> tuple[str, ...]:
        """All levels of all values."""
        return tuple(level for own in self.levels for level in own)


def words_for(swept_key: SweptKey) -> Sentence:
    """The words for a key whose values are numbers of a full factorial, other numbers, or names."""
    if not isinstance(swept_key.values[0], int | float):
        return _extremes
    return _change if swept_key.design.factorial else _regression


def _change(facts: Facts, data: Responses, swept_key: SweptKey, name: str, metric: str, world: str) -> str:
    """From the first to the last number: the change, its slope, and whether it is steady."""
    lowest, highest = swept_key.levels[0], swept_key.levels[-1]
    claim = Claim("change", "", metric, world, (name,), lowest, highest)
    change = Stated.of(data.change(name, lowest, highest), claim)
    first, last = map(told, (swept_key.values[0], swept_key.values[-1]))
    facts.note_claim(Claim("value", first))
    facts.note_claim(Claim("value", last))
    ends = [
        facts.tell(Stated.of(data.mean(name, own), Claim("mean", "", metric, world, (name,), own)).in_percent)
        for own in (lowest, highest)
    ]
    unit, range_ = _unit(facts, metric), f"from {first} to {last}"
    direction = facts.sign(change)
    if direction == "none":
        return f"stays the same {range_}, {ends[0]}{unit},"
    if direction == "flat":
        return f"does not clearly change {range_} ({ends[0]}{unit} and {ends[1]}{unit})"
    sign = 1 if change.mean > 0 else -1
    by = facts.tell(change.in_percent.times(sign))
    slope = _slope(data, swept_key, name, metric, world)
    means = [data.mean(name, own).mean for own in swept_key.levels]
    steps = np.sign(np.diff(means))
    steady = bool((steps == sign).all())
    if steady and len(means) > 2:
        facts.note_claim(Claim("steady", "", metric, world, (name,), tuple(own[0] for own in swept_key.levels)))
    each = "" if len(means) == 2 else " at every step" if steady else ", though not at every step"
    verb = "rises" if sign > 0 else "falls"
    points_ = _points(facts, metric)
    rate = f"; {facts.tell(slope.in_percent.times(sign))} for each unit of {swept_key.short}" if slope else ""
    return f"{verb} by {by}{points_} {range_}{each} (from {ends[0]} to {ends[1]}{unit}{rate})"


def _regression(facts: Facts, data: Responses, swept_key: SweptKey, name: str, metric: str, world: str) -> str:
    """The slope of a regression on all keys, for levels that are no full factorial."""
    slope = _slope(data, swept_key, name, metric, world)
    if slope is None:
        return ""
    over = f"{len(swept_key.every)}"
    facts.note_claim(Claim("levels", over))
    by = f"for each unit of {swept_key.short}, by regression over {over} levels,"
    sign = facts.sign(slope)
    if sign == "none":
        return f"stays the same, {by}"
    if sign == "flat":
        return f"does not clearly change {by}"
    upwards = 1 if slope.mean > 0 else -1
    size = f"{facts.tell(slope.in_percent.times(upwards))}{_points(facts, metric)}"
    return f"{'rises' if upwards > 0 else 'falls'} by {size} {by}"


def _slope(data: Responses, swept_key: SweptKey, name: str, metric: str, world: str) -> Stated | None:
    """Change of a measure for each unit of the key, with its interval over replications."""
    slope = data.slope(name, swept_key.key, swept_key.every, swept_key.design)
    if slope is None:
        return None
    return Stated.of(slope, Claim("rate", "", metric, world, (name,), swept_key.every, (swept_key.key,)))


def _unit(facts: Facts, metric: str) -> str:
    unit = MEASURES[metric].unit
    if unit == "share":
        return " %"
    if unit == "ratio":
        return ""
    if unit.startswith(MONEY) and facts.units.currency == MONEY:
        return ""
    return f" {facts.units.say(unit)}"


def _points(facts: Facts, metric: str) -> str:
    """The unit of a change."""
    return " points" if MEASURES[metric].unit == "share" else _unit(facts, metric)


def _extremes(facts: Facts, data: Responses, swept_key: SweptKey, name: str, metric: str, world: str) -> str:
    """Among names: the ones with the largest and the smallest measure."""
    found = [
        Stated.of(data.mean(name, own), Claim("mean", "", metric, world, (name,), own)).in_percent
        for own in swept_key.levels
    ]
    order = np.argsort([one.mean for one in found], kind="stable")
    low, high = int(order[0]), int(order[-1])
    least, most = swept_key.levels[low], swept_key.levels[high]
    gap = Stated.of(data.change(name, least, most), Claim("change", "", metric, world, (name,), least, most))
    unit = _unit(facts, metric)
    if facts.sign(gap) in ("flat", "none"):
        return f"is about the same for all {swept_key.short}s"
    return (
        f"is largest for {swept_key.values[high]} ({facts.tell(found[high])}{unit}) and "
        f"smallest for {swept_key.values[low]} ({facts.tell(found[low])}{unit})"
    )
