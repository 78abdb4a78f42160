"""Chances: random numbers of the books, a stream of its own for each purpose."""

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from jitagents.column import Array, Rows
from jitagents.continuation import Stateful
from jitagents.flow import turn
from jitagents.layout import Index
from jitagents.random_streams import Drawn
from jitagents.worlds import Worlds

LEAST = 1e-7
"""Least distance of a chance from 0 and 1 where a normal number is made of it."""
STEPS = 1 << 16
"""Numbers of 16 bits: four of them are cut out of one word of the generator."""


def normal(chance: Array) -> Array:
    """Return standard normal numbers made of uniform ones."""
    return np.asarray(ndtri(np.clip(chance, LEAST, 1.0 - LEAST)))


class Chances(Stateful):
    """Uniform random numbers of a purpose from 0 to 1, one a row and day, drawn in the order of names.

    The first 16 bits are drawn; those that follow are of the day, the same for all, and evenly spread over the days: so
    small probabilities are met in the long run.

    Args:
        worlds: that share them.
        purpose: name of the stream.
        rank: place of each row in the alphabet `(rows,)`.
        days: for which numbers are drawn at a time; few, so that they stay in the cache.
    """

    changing = ("_drawn",)

    def __init__(self, worlds: Worlds, purpose: str, rank: Index, days: int = 24) -> None:
        rows, place = len(rank), np.argsort(np.argsort(rank))
        samplers = [lambda rng, first, days, _: _steps(rng, days, rows)]
        self._drawn = Drawn(worlds, f"books.{purpose}", samplers, rows, np.uint16, place, days)
        self._today = np.zeros(self._drawn.shape)

    def draw(self, day: int) -> None:
        """Draw those of a day; days must be asked for one after the other."""
        self._drawn.on(day, self._today)
        self._today += turn(day)
        self._today /= STEPS

    def of(self, place: Index) -> Array:
        """Return those of today, of some places in the flat array `(rows, worlds)`."""
        return self._today.reshape(-1)[place]

    def of_rows(self, rows: Rows) -> Array:
        """Return those of today, of some rows `(rows, worlds)`."""
        return self._today[rows]

    def round(self, units: Array, rows: Rows) -> None:
        """Round units of some rows `(rows, worlds)` to whole ones, up with the chance of the part; in place."""
        units -= self._today[rows]
        np.ceil(units, out=units)


def _steps(rng: np.random.Generator, days: int, rows: int) -> npt.NDArray[np.uint16]:
    """Return whole numbers below `STEPS` `(days, rows)`."""
    words = rng.bit_generator.random_raw(-(-days * rows // 4))
    return np.asarray(words, dtype="<u8").view("<u2")[: days * rows].reshape(days, rows)
