"""Chances: random numbers of the books, a stream of its own for each purpose."""

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.layout import Index
from jitagents.worlds import Drawn, Worlds

LEAST = 1e-7
"""Least distance of a chance from 0 and 1 where a normal number is made of it."""


def normal(chance: Array) -> Array:
    """Return standard normal numbers made of uniform ones."""
    return np.asarray(ndtri(np.clip(chance, LEAST, 1.0 - LEAST)))


class Chances(Stateful):
    """Uniform random numbers of a purpose, one a row and day, drawn in the order of names.

    Args:
        worlds: that share them.
        purpose: name of the stream.
        rank: place of each row in the alphabet `(rows,)`.
        days: for which numbers are drawn at a time; few, so that they stay in the cache.

    Attributes:
        today: of the day `(rows, worlds)`.
    """

    changing = ("_drawn",)

    def __init__(self, worlds: Worlds, purpose: str, rank: Index, days: int = 12) -> None:
        rows = len(rank)
        self._drawn = Drawn(
            worlds,
            f"books.{purpose}",
            [lambda rng, first, days, _: rng.random((days, rows), dtype=np.float32)],
            rows,
            np.float32,
            np.argsort(np.argsort(rank)),
            days,
        )
        self.today: npt.NDArray[np.float32] = np.zeros(self._drawn.shape, dtype=np.float32)

    def draw(self, day: int) -> None:
        """Draw those of a day; days must be asked for one after the other."""
        self._drawn.on(day, self.today)
