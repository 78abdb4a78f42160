"""Accumulators: the base class."""

from jitagents.column import Array


class Accumulator:
    """An accumulator over the measured days; the base class stays at its initial value.

    Attributes:
        total: the value so far.
    """

    def __init__(self, total: Array) -> None:
        self.total = total

    def add(self) -> None:
        """Add the day that has just ended."""
