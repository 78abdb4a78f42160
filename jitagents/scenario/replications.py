"""Replications of a study: their number, or a half-open range of their numbers."""

import re
from typing import Any

from jitagents.errors import InputError

RANGE = re.compile(r"([0-9]{1,10}):([0-9]{1,10})")
WORDS = "a whole number, or a range first:end without its end, 200:500"
MOST = 1_000_000_000


def span(stated: Any) -> range:
    """The numbers of the replications: 500 is 0:500, and `200:500` the 300 beyond the first 200.

    A replication is the same, to the last bit, in whatever range it is simulated.

    Raises:
        InputError: a text that is no range, or an empty one.
    """
    if not isinstance(stated, str):
        return range(int(stated))
    found = RANGE.fullmatch(stated.strip())
    first, end = (int(found[1]), int(found[2])) if found else (0, 0)
    if not first < end <= MOST:
        raise InputError(f"replications = {stated!r}: must be {WORDS}, its end at most {MOST:,}")
    return range(first, end)


def stated(numbers: range) -> int | str:
    """The setting that asks for these replications."""
    return f"{numbers.start}:{numbers.stop}" if numbers.start else numbers.stop


def ends(numbers: range) -> list[int]:
    """The first number and the one after the last; nothing of an empty range."""
    return [numbers.start, numbers.stop] if numbers else []


def told(numbers: range) -> str:
    """A range in words: `replications 0 to 199`."""
    return f"replications {numbers.start:,} to {numbers.stop - 1:,}"
