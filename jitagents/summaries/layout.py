"""The layout of a summary: which statistics it keeps of each replication, and where they stand in a row of numbers."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import combinations
from math import prod
from typing import Any, Literal, NamedTuple, Self

from jitagents.accounting.definition import by_value
from jitagents.results.phrases import MANY

type Names = tuple[str, ...]

CRISIS, CALM = ("calm", "crisis", "difference"), ("calm",)
"""Numbers that are kept of a measure, with and without a crisis."""
LOSSES = ("first_loss", "last_loss")
"""Measures of the days of loss."""
GROWTH = ("owed", "output")
"""Daily series that tell whether a backlog grows."""
MOST_LEVELS = 64
"""Levels up to which each is kept less each other one."""


class Key(NamedTuple):
    """The name of a part of a row.

    Attributes:
        kind: `own`, the measures of a variant; `gap`, one variant less another; `loss`, whether there was a loss, and
            its first day if so; `growth`, what the backlog gains and what is served in the second half of the days;
            `between`, each level of a variant less each one before it.
        one, other: variants.
    """

    kind: Literal["own", "gap", "loss", "growth", "between"]
    one: str
    other: str = ""


class Place(NamedTuple):
    """The place of a part in a row.

    Attributes:
        start: its first number.
        shape: of its numbers.
    """

    start: int
    shape: tuple[int, ...]

    @property
    def slice(self) -> slice:
        """Its numbers."""
        return slice(self.start, self.start + prod(self.shape))


@dataclass(frozen=True)
class Layout:
    """The statistics of each replication.

    Attributes:
        levels: labels.
        scopes: of the measures of each variant, by its name, in the order of the study.
        metrics: measures, in the order of tables.
        paired: measures that compare a crisis with its calm twin, so that the crisis is the difference.
        zero: those of them that are 0 in calm.
        twins: whether there is a crisis.
        series: metric and scope of each daily series of each variant.
        days: of each.
        along: measures of the network that are told along the levels, of the first variants.
    """

    levels: Names
    scopes: dict[str, Names]
    metrics: Names
    paired: frozenset[str]
    zero: frozenset[str]
    twins: bool
    series: dict[str, tuple[tuple[str, str], ...]]
    days: int
    along: Names

    @property
    def variants(self) -> Names:
        """Names of the variants."""
        return tuple(self.scopes)

    @property
    def worlds(self) -> Names:
        """Numbers that are kept of a measure of a variant."""
        return CRISIS if self.twins else CALM

    @property
    def compared(self) -> Names:
        """Numbers that are kept of the differences between variants."""
        return self.worlds[:2]

    def common(self, one: str, other: str) -> Names:
        """The scopes that two variants have in common."""
        return tuple(scope for scope in self.scopes[one] if scope in self.scopes[other])

    @cached_property
    def places(self) -> dict[Key, Place]:
        """The place of each part of a row: the measures of all variants first."""
        levels, metrics, worlds = len(self.levels), len(self.metrics), len(self.worlds)
        shapes: dict[Key, tuple[int, ...]]
        shapes = {Key("own", one): (levels, len(own), metrics, worlds) for one, own in self.scopes.items()}
        for one, other in combinations(self.variants, 2):
            shape = (levels, len(self.common(one, other)), metrics, len(self.compared))
            shapes[Key("gap", one, other)] = shape
        if self.tells_losses:
            shapes |= {Key("loss", one): (levels, len(own), 2) for one, own in self.scopes.items()}
        shapes |= {Key("growth", one): (levels, 2) for one in self.variants if self.growing(one)}
        if self.tells_levels:
            pairs = levels * (levels - 1) // 2
            shapes |= {Key("between", one): (pairs, len(self.along)) for one in self.variants[:MANY]}
        start, places = 0, dict[Key, Place]()
        for key, numbers in shapes.items():
            places[key] = Place(start, numbers)
            start += prod(numbers)
        return places

    @property
    def tells_losses(self) -> bool:
        """Whether the days of loss were measured."""
        return {*LOSSES} <= {*self.metrics}

    @property
    def tells_levels(self) -> bool:
        """Whether it is known how measures change along the levels."""
        return 1 < len(self.levels) <= MOST_LEVELS

    def growing(self, variant: str) -> tuple[int, ...]:
        """The places of the series of the network from which the growth of its backlog is found; none without them."""
        there = {name: at for at, (name, scope) in enumerate(self.series[variant]) if scope == "network"}
        found = [there[one] for name in GROWTH for one in (name, by_value(name)) if one in there]
        return tuple(found) if len(found) == len(GROWTH) else ()

    @property
    def size(self) -> int:
        """Numbers of a row."""
        return max((place.slice.stop for place in self.places.values()), default=0)

    @property
    def own(self) -> int:
        """Numbers of a row that are measures of variants, of which quantiles are kept."""
        return sum(prod(place.shape) for key, place in self.places.items() if key.kind == "own")

    def daily(self, variant: str) -> tuple[int, ...]:
        """The shape of the daily series of a variant in a replication: levels, series, calm and crisis, days."""
        return len(self.levels), len(self.series[variant]), len(self.compared), self.days

    def stated(self) -> dict[str, Any]:
        """As it is written."""
        return {**asdict(self), "paired": sorted(self.paired), "zero": sorted(self.zero)}

    @classmethod
    def of(cls, stated: Mapping[str, Any]) -> Self:
        """From what was written.

        Raises:
            ValueError: it is no layout.
        """
        try:
            made = cls(
                _texts(stated["levels"]), {str(one): _texts(own) for one, own in stated["scopes"].items()},
                _texts(stated["metrics"]), frozenset(_texts(stated["paired"])), frozenset(_texts(stated["zero"])),
                bool(stated["twins"]),
                {str(one): tuple((str(name), str(scope)) for name, scope in own)
                 for one, own in stated["series"].items()}, int(stated["days"]), _texts(stated["along"]),
            )  # fmt: skip
        except (KeyError, TypeError, AttributeError) as reason:
            raise ValueError(f"its layout is damaged ({reason!r})") from reason
        if {*made.scopes} != {*made.series} or made.days < 0 or not {*made.along} <= {*made.metrics}:
            raise ValueError("its layout is damaged")
        return made


def _texts(stated: Any) -> Names:
    if not isinstance(stated, list | tuple) or not all(isinstance(one, str) for one in stated):
        raise TypeError(f"{stated!r} must be a list of texts")
    return tuple(stated)
