"""Blur: how far the records are from the truth."""

from jitagents.column import Table


class Blur:
    """How far the records of every stock point are from the truth today.

    Attributes:
        state: `late` in days, `dark` (1 or 0), and the relative errors of `stock` and `demand`, each `(rows, worlds)`.
        oldest: most days by which records can be late.
    """

    def __init__(self, rows: int, worlds: int, oldest: int) -> None:
        self.state, self.oldest = Table(rows, worlds, ("late", "dark", "stock", "demand")), oldest

    def clear(self) -> None:
        """Begin a day on which the records are right."""
        for name in self.state:
            self.state[name] = 0.0
