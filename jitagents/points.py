"""Points of a sweep: the value of each swept key at a level, and the label of the level."""

import json
from collections.abc import Mapping
from math import isfinite

type Value = float | str
"""A number, or a text such as the name of an affected agent."""
type Point = Mapping[str, Value]
"""Key -> value of one level of a sweep."""

ONLY = "crisis.only"
"""Key whose values are names of disruptions, of which one acts at each level."""
SIGNS = frozenset(",=\"'\\\n\r\t")
"""Characters that would make a label with a plain name ambiguous."""
WHOLE = 1e16
"""Whole numbers below it are written without an exponent."""


def label(point: Point) -> str:
    """Return the name of a level, `key=value, key=value`: equal for equal points only.

    A disruption that acts alone is there by its name, without a key.
    """
    return ", ".join(told(value) if key == ONLY else f"{key}={told(value)}" for key, value in point.items())


def told(value: Value) -> str:
    """Return a value as text from which it can be read again, to the last bit: 5, 0.1, mill, "Acme, Inc."."""
    if isinstance(value, str):
        plain = value and value == value.strip() and not SIGNS & {*value}
        return value if plain else json.dumps(value, ensure_ascii=False)
    whole = isfinite(value) and value == int(value) and abs(value) < WHOLE
    return str(int(value)) if whole else repr(float(value))
