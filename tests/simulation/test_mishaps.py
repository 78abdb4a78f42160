"""Rare events found among random numbers: the same as those among all numbers."""

import numpy as np
import pytest

from jitagents.simulation.books.chances import Chances
from jitagents.simulation.books.mishaps import MOST, Mishaps
from jitagents.worlds import Worlds

RANK = np.array([2, 0, 3, 1])
WORLDS = [
    Worlds(range(5)),
    Worlds(range(3), levels=2, twins=True),
    Worlds(range(3), levels=2, twins=True, shared_calm=True),
    Worlds(range(4), twins=True).repeat([7, 2, 2, 5]),
]


def limit(worlds: Worlds) -> np.ndarray:
    """Probabilities that differ by row and world, some of them 0."""
    return np.linspace(0.0, 0.3, len(RANK) * worlds.count).reshape(len(RANK), worlds.count)


@pytest.mark.parametrize("worlds", WORLDS)
def test_they_are_the_chances_below_the_limit(worlds: Worlds) -> None:
    """Day by day, in the same cells and with the same chance."""
    mishaps, chances, below = (
        Mishaps(worlds, "issue", RANK, limit(worlds)),
        Chances(worlds, "issue", RANK),
        limit(worlds),
    )
    for day in range(1, 2 * MOST + 2):
        mishaps.draw(day)
        chances.draw(day)
        expected = np.flatnonzero(chances.today < below.astype(np.float32))
        np.testing.assert_array_equal(mishaps.at, expected)
        np.testing.assert_array_equal(mishaps.chance, chances.today.reshape(-1)[expected])


def test_other_worlds_continue_them() -> None:
    """In the middle of the days that are drawn together, and beyond them."""
    worlds, index = Worlds(range(5), twins=True), np.array([9, 3, 3, 0])
    before, after = (
        Mishaps(these, "issue", RANK, np.full((4, these.count), 0.2)) for these in (worlds, worlds.repeat(index))
    )
    for day in range(1, MOST - 3):
        before.draw(day)
    after.continue_from(before, index)
    for day in range(MOST - 3, 2 * MOST):
        before.draw(day)
        after.draw(day)
        happens = np.zeros((len(RANK), worlds.count), dtype=bool)
        happens.reshape(-1)[before.at] = True
        np.testing.assert_array_equal(after.at, np.flatnonzero(happens[:, index]))
