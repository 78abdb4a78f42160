"""Limits of the numbers that a builder takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jitagents.errors import InputError, unquoted
from jitagents.parameters import LARGEST

ROWS = 100_000_000
"""Most agents or lanes that a builder makes; how many fit depends on the machine."""
DEEPEST = 100_000
"""Most stages or tiers."""


@dataclass(frozen=True)
class Limit:
    """The allowed values of a number: from `low` to `high`, whole or not; None too if optional."""

    low: float
    high: float = LARGEST
    whole: bool = False
    optional: bool = False

    def allows(self, value: object) -> bool:
        """Whether this value may stand here."""
        if value is None:
            return self.optional
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return self.low <= value <= self.high and (not self.whole or value % 1 == 0)

    def __str__(self) -> str:
        sort = "whole numbers" if self.whole else "numbers"
        return f"{sort} from {self.low:g} to {self.high:g}{', or null' if self.optional else ''}"


def check_arguments(builder: str, given: Mapping[str, object], limits: Mapping[str, Limit]) -> None:
    """Check the numbers given to a builder of networks, each of a list of them.

    Raises:
        InputError: lists each that is out of its limits.
    """
    faults = [
        f"{builder}: {name} = {value!r}; allowed: {limit}{unquoted(value)}"
        for name, limit in limits.items()
        for value in _each(given[name])
        if not limit.allows(value)
    ]
    if faults:
        raise InputError(*faults)


def _each(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else [value]
