"""Levels as a study states them: lists of points, and the values that a key takes."""

import reprlib
from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import Any

from jitagents.errors import Faults, InputError
from jitagents.points import ONLY

_EXAMPLES = {"name": "[mill, bakery]", "number": "[5, 10, 15]"}


def is_target(key: str) -> bool:
    """Whether a dotted key is the target of a disruption: `crisis.DISRUPTION.target.COLUMN`."""
    match key.split("."):
        case ["crisis", _, "target", _]:
            return True
    return False


def columns_of(points: Sequence[Any]) -> dict[str, list[Any]]:
    """The value of each key at every point of a list.

    Raises:
        InputError: a point that is no mapping, or that has not the keys of the first one.
    """
    faults = Faults()
    for number, point in enumerate(points):
        if not isinstance(point, Mapping) or not point:
            faults.add(f"levels[{number}] = {point!r}: must be a mapping of keys to values, {{ordering.cover: 1}}")
    faults.tell()
    keys = list(points[0])
    for number, point in enumerate(points):
        if {*point} != {*keys}:
            has, first = ", ".join(map(str, point)), ", ".join(map(str, keys))
            faults.add(f"levels[{number}] has {has}, and levels[0] has {first}: all points must have the same keys")
    faults.tell()
    return {str(key): [point[key] for point in points] for key in keys}


def check_values(key: str, values: Any) -> None:
    """Check the values of a key.

    Raises:
        InputError: they are no list of what the key takes.
    """
    fits, kind = kind_of(key)
    if not isinstance(values, list | tuple) or not values:
        shown = "nothing" if values is None or values == [] else reprlib.repr(values)
        raise InputError(f"levels.{key} = {shown}: must be a list of {kind}s, as {key}: {_EXAMPLES[kind]}")
    wrong = [value for value in values if not fits(value)]
    if wrong:
        raise InputError(f"levels.{key} = {reprlib.repr(values)}: must be a list of {kind}s, which {wrong[0]!r} is not")


def kind_of(key: str) -> tuple[Callable[[Any], bool], str]:
    """A test of what a key takes, and the word for it."""
    return (_is_name, "name") if is_target(key) or key == ONLY else (_is_finite, "number")


def _is_name(value: Any) -> bool:
    return isinstance(value, str)


def _is_finite(value: Any) -> bool:
    return is_number(value) and isfinite(value)


def is_number(value: Any) -> bool:
    """Whether a value is a number, and no flag."""
    return isinstance(value, int | float) and not isinstance(value, bool)
