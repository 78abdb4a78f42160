"""Chances: the random numbers of the books, a stream of its own for each purpose."""

import numpy as np
import numpy.typing as npt

from jitagents.continuation import Stateful
from jitagents.layout import Index
from jitagents.worlds import Drawn, Worlds


class Chances(Stateful):
    """Uniform random numbers of a purpose, one a row and day, drawn in the order of names.

    Args:
        worlds: that share them.
        purpose: name of the stream.
        rank: place of each row in the alphabet `(rows,)`.

    Attributes:
        today: of the day `(rows, worlds)`.
    """

    changing = ("_drawn",)

    def __init__(self, worlds: Worlds, purpose: str, rank: Index) -> None:
        back = np.argsort(np.argsort(rank))
        self._drawn = Drawn(
            worlds,
            f"books.{purpose}",
            [lambda rng, first, days, _: rng.random((days, len(back)), dtype=np.float32)[:, back]],
            len(back),
            np.float32,
        )
        self.today: npt.NDArray[np.float32] = np.zeros(self._drawn.shape, dtype=np.float32)

    def draw(self, day: int) -> None:
        """Draw those of a day; days must be asked for one after the other."""
        self._drawn.on(day, self.today)
