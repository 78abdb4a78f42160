"""Checks of the values of a manifest, which anybody may have written."""

import re
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from jitagents.accounting.measures import Definition
from jitagents.points import label
from jitagents.results.buffer_path import BufferPath
from jitagents.results.swept_columns import TAKEN

MOST = 1_000_000_000
"""Days, worlds and chunks are fewer."""
STATES = ("running", "stopped", "complete")
DRAWN = re.compile(r"report\.html|figures/[a-z_]+\.(png|svg|txt)")
"""Files of figures that a manifest may list."""

type Check = Callable[[Any], bool]


def is_text(value: Any) -> bool:
    """Whether a value is a text."""
    return isinstance(value, str)


def is_whole(value: Any, least: int = 0, most: int = MOST) -> bool:
    """Whether a value is a whole number within limits."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def is_number(value: Any) -> bool:
    """Whether a value is a number that a float can hold."""
    return isinstance(value, float) or is_whole(value, -(10**300), 10**300)


def is_seed(value: Any) -> bool:
    """Whether a value is a seed, or none."""
    return value is None or is_whole(value, 0, 10**300)


def is_state(value: Any) -> bool:
    """Whether a value is the state of a run."""
    return is_text(value) and value in STATES


def is_mapping(value: Any) -> bool:
    """Whether a value is a mapping."""
    return isinstance(value, dict)


def several(one: Check) -> Check:
    """The check of a list, each part by one check."""
    return lambda value: isinstance(value, list) and all(map(one, value))


def by_name(one: Check) -> Check:
    """The check of a mapping, each value by one check."""
    return lambda value: isinstance(value, dict) and all(map(one, value.values()))


def or_none(one: Check) -> Check:
    """The check of a value that may be absent."""
    return lambda value: value is None or one(value)


def is_size(value: Any) -> bool:
    """Whether a value is the size of a chunk."""
    return (
        isinstance(value, dict)
        and {*value} == {"levels", "replications"}
        and all(is_whole(one, 1) for one in value.values())
    )


def is_window(value: Any) -> bool:
    """Whether a value is a first and a last day."""
    return isinstance(value, list) and len(value) == 2 and all(is_whole(day, -MOST) for day in value)


def is_range(value: Any) -> bool:
    """Whether a value is a first number and the one after the last."""
    return isinstance(value, list) and len(value) == 2 and all(map(is_whole, value)) and value[0] < value[1]


def are_points(value: Any) -> bool:
    """Whether a value is a list of points: of the same keys, none of which is another column of the tables."""
    if not several(is_mapping)(value):
        return False
    keys = {*value[0]} if value else set()
    right = all({*point} == keys and all(is_text(one) or is_number(one) for one in point.values()) for point in value)
    return right and not keys & TAKEN and len({label(point) for point in value}) == len(value)


def is_screening(value: Any) -> bool:
    """Whether a value is what a search for targets found."""
    ranking = value.get("ranking") if isinstance(value, dict) else None
    return isinstance(ranking, dict) and all(map(is_number, ranking.values())) and is_text(value.get("name"))


def is_route(value: Any) -> bool:
    """Whether a value is a path of buffers."""
    try:
        route = BufferPath.of(value)
    except (TypeError, ValueError, LookupError, AttributeError):
        return False
    losses = [route.bare, *(step.loss for step in route.steps)]
    numbers = (
        route.budget,
        *(part for step in route.steps for part in (step.days, step.money)),
        *(part for loss in losses for part in (loss.mean, loss.low, loss.high)),
    )
    return is_text(route.against) and all(map(is_number, numbers))


def is_definition(value: Any) -> bool:
    """Whether a value is the words for a measure."""
    kinds = {item.name: item.type for item in fields(Definition)}
    return isinstance(value, dict) and {name: type(part) for name, part in value.items()} == kinds


def is_drawn(value: Any) -> bool:
    """Whether a value holds the checksums of figures."""
    return by_name(is_text)(value) and all(map(DRAWN.fullmatch, value))
