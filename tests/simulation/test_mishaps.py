"""Rare events found without a look at all cells: as often as they should be, and the same whatever the limit is."""

import numpy as np
import pytest

from jitagents.simulation.books.mishaps import MOST, RARE, Mishaps
from jitagents.worlds import Worlds

RANK = np.array([2, 0, 3, 1])
WORLDS = [
    Worlds(range(5)),
    Worlds(range(3), levels=2, twins=True),
    Worlds(range(3), levels=2, twins=True, shared_calm=True),
    Worlds(range(4), twins=True).repeat([7, 2, 2, 5]),
]
LIMITS = [0.003, 0.2, 0.6, 1.0]


def limit(worlds: Worlds, most: float) -> np.ndarray:
    """Probabilities that differ by row and world, some of them 0."""
    return np.linspace(0.0, most, len(RANK) * worlds.count).reshape(len(RANK), worlds.count)


def chances(mishaps: Mishaps, shape: tuple[int, ...], days: int, first: int = 1) -> np.ndarray:
    """Chances of what happens on each day `(days, rows, worlds)`; 1 where nothing does."""
    found = np.ones((days, *shape))
    for day in range(first, first + days):
        mishaps.draw(day)
        found[day - first].reshape(-1)[mishaps.at] = mishaps.chance
    return found


@pytest.mark.parametrize("most", LIMITS)
def test_they_are_as_frequent_as_their_limit_says_and_uniform_below_it(most: float) -> None:
    """Bernoulli trials: z-scores of their number and of their mean chance, by row."""
    days, worlds = 3 * MOST, Worlds(range(200))
    found = chances(Mishaps(worlds, "issue", RANK, np.full((4, worlds.count), most)), (4, worlds.count), days)
    cells = days * worlds.count
    for row in range(4):
        below = found[:, row][found[:, row] < most] if most < 1.0 else found[:, row].reshape(-1)
        sd = np.sqrt(most * (1.0 - most) * cells)
        assert abs(len(below) - most * cells) <= 4.5 * sd
        assert abs(below.mean() / most - 0.5) < 4.5 / np.sqrt(12.0 * len(below))


def test_days_rows_and_replications_are_independent() -> None:
    """The correlation of neighbours is 0 but for its standard error, above and below the chance that is looked up."""
    worlds = Worlds(range(100))
    for most in (0.1, 0.7):
        found = chances(Mishaps(worlds, "issue", RANK, np.full((4, 100), most)), (4, 100), 3 * MOST) < most
        centred = found - most
        for axis in range(3):
            near, far = (
                np.take(centred, range(1, found.shape[axis]), axis),
                np.take(centred, range(found.shape[axis] - 1), axis),
            )
            correlation = (near * far).mean() / (most * (1.0 - most))
            assert abs(correlation) * np.sqrt(near.size) < 4.5


@pytest.mark.parametrize("worlds", WORLDS)
@pytest.mark.parametrize("most", LIMITS)
def test_they_do_not_depend_on_the_limit_above_them(worlds: Worlds, most: float) -> None:
    """Day by day, in the same cells and with the same chance, in all worlds that share them."""
    shape, days = (len(RANK), worlds.count), 2 * MOST + 2
    every = chances(Mishaps(worlds, "issue", RANK, np.ones(shape)), shape, days)
    some = chances(Mishaps(worlds, "issue", RANK, limit(worlds, most)), shape, days)
    np.testing.assert_array_equal(some, np.where(every < limit(worlds, most), every, 1.0))
    draws = worlds.places % len(worlds.replications)
    for one in range(worlds.count):
        for other in range(one):
            assert np.array_equal(every[..., one], every[..., other]) == (draws[one] == draws[other])


@pytest.mark.parametrize("most", [0.2, RARE + 0.2])
def test_other_worlds_continue_them(most: float) -> None:
    """In the middle of the days that are drawn together, and beyond them."""
    worlds, index = Worlds(range(5), twins=True), np.array([9, 3, 3, 0])
    before, after = (
        Mishaps(these, "issue", RANK, np.full((4, these.count), most)) for these in (worlds, worlds.repeat(index))
    )
    chances(before, (4, worlds.count), MOST - 4)
    after.continue_from(before, index)
    there, here = (
        chances(one, (4, number), MOST + 3, MOST - 3) for one, number in ((before, worlds.count), (after, len(index)))
    )
    np.testing.assert_array_equal(here, there[..., index])
