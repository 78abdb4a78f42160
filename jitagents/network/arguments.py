"""Limits of the numbers that a builder takes."""

from collections.abc import Mapping
from dataclasses import dataclass

from jitagents.errors import InputError


@dataclass(frozen=True)
class Limit:
    """What a number may be: from `low` to `high`, whole or not; None too if optional."""

    low: float
    high: float = float("inf")
    whole: bool = False
    optional: bool = False

    def allows(self, value: object) -> bool:
        """Whether this value may stand here."""
        if value is None:
            return self.optional
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return self.low <= value <= self.high and abs(value) < float("inf") and (not self.whole or value % 1 == 0)

    def __str__(self) -> str:
        sort = "whole numbers" if self.whole else "numbers"
        top = "up" if self.high == float("inf") else f"to {self.high:g}"
        return f"{sort} from {self.low:g} {top}{', or null' if self.optional else ''}"


def check_arguments(builder: str, given: Mapping[str, object], limits: Mapping[str, Limit]) -> None:
    """Check the numbers given to a builder of networks.

    Raises:
        InputError: lists each that is out of its limits.
    """
    faults = [
        f"{builder}: {name} = {given[name]!r}; allowed: {limit}"
        for name, limit in limits.items()
        if not limit.allows(given[name])
    ]
    if faults:
        raise InputError(*faults)
