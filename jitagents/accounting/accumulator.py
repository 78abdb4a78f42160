"""What is added up day by day."""

from jitagents.column import Array


class Running:
    """A running sum; by itself, one to which nothing is ever added.

    Attributes:
        total: what has been added up over the measured days.
    """

    def __init__(self, total: Array) -> None:
        self.total = total

    def add(self) -> None:
        """Add what the day that has just ended gives."""
