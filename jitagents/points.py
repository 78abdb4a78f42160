"""Points: the value of each swept key at a level, and the label that tells a level from all others."""

import json
from collections.abc import Mapping
from math import isfinite

type Value = float | str
"""A number, or the name of somebody who is struck."""
type Point = Mapping[str, Value]
"""Key -> value: one level of a sweep."""

SIGNS = frozenset(",=\"'\\\n\r\t")
"""What would make a label with a plain name ambiguous."""
WHOLE = 1e16
"""Whole numbers below it are written without an exponent."""


def label(point: Point) -> str:
    """The name of a level, `key=value, key=value`: equal for equal points only."""
    return ", ".join(f"{key}={told(value)}" for key, value in point.items())


def told(value: Value) -> str:
    """A value as text from which it can be read again, to the last bit: 5, 0.1, mill, "Acme, Inc."."""
    if isinstance(value, str):
        plain = value and value == value.strip() and not SIGNS & {*value}
        return value if plain else json.dumps(value, ensure_ascii=False)
    whole = isfinite(value) and value == int(value) and abs(value) < WHOLE
    return str(int(value)) if whole else repr(value)
