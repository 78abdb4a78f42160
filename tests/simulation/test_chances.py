"""Random numbers of the books: whole units that come out of parts of units, and streams that worlds share."""

import numpy as np
import pytest

from jitagents.simulation.books.chances import Chances
from jitagents.worlds import Worlds

RANK = np.array([2, 0, 3, 1])
ALL = slice(0, 4)


def drawn(worlds: Worlds, days: int) -> np.ndarray:
    """Chances of some days `(days, rows, worlds)`."""
    chances, found = Chances(worlds, "loss", RANK), np.empty((days, len(RANK), worlds.count))
    for day in range(1, days + 1):
        chances.draw(day)
        found[day - 1].reshape(-1)[:] = chances.of(np.arange(found[0].size))
    return found


def test_they_are_uniform_and_independent() -> None:
    """Mean, variance, and correlation of neighbours in days, rows and worlds, by their standard errors."""
    found = drawn(Worlds(range(200)), 300)
    assert found.min() >= 0.0
    assert found.max() < 1.0
    centred = found - 0.5
    assert abs(centred.mean()) * np.sqrt(12.0 * found.size) < 4.0
    assert abs((centred**2).mean() - 1 / 12) * np.sqrt(180.0 * found.size) < 4.0
    for axis in range(3):
        count = found.shape[axis]
        near, far = (np.take(centred, range(start, count - 1 + start), axis) for start in (0, 1))
        assert abs((near * far).mean()) * 12.0 * np.sqrt(near.size) < 4.0


@pytest.mark.parametrize("due", [2e-6, 0.004, 0.3, 2.6])
def test_parts_of_units_are_the_chance_of_one(due: float) -> None:
    """Bernoulli trials, of parts far below 16 bits too: the z-score of the units of many days."""
    worlds, days, total = Worlds(range(500)), 2000 if due < 1e-4 else 200, 0.0
    chances = Chances(worlds, "loss", RANK)
    for day in range(1, days + 1):
        chances.draw(day)
        units = np.full((4, 500), due)
        chances.round(units, ALL)
        assert set(units.ravel().tolist()) <= {np.floor(due), np.ceil(due)}
        total += units.sum()
    part, cells = due % 1.0, days * units.size
    assert abs(total - due * cells) < 4.0 * np.sqrt(part * (1.0 - part) * cells)


def test_nothing_comes_of_nothing() -> None:
    """Where nothing is due, nothing is found; elsewhere as much as if it stood alone."""
    chances, units = Chances(Worlds(range(50)), "loss", RANK), np.zeros((4, 50))
    units[2] = 0.5
    alone = units[2:3].copy()
    chances.draw(1)
    chances.round(units, ALL)
    chances.round(alone, slice(2, 3))
    np.testing.assert_array_equal(units[2:3], alone)
    assert 0 < units.sum() < 50
    assert not units[[0, 1, 3]].any()


def test_worlds_of_a_replication_share_them_whoever_runs_beside_them() -> None:
    """Levels, twins and repeated worlds have the numbers of their replication."""
    alone, worlds = drawn(Worlds(range(5)), 30), Worlds(range(5), levels=2, twins=True)
    np.testing.assert_array_equal(drawn(worlds, 30), alone[..., worlds.places % 5])
    some = worlds.repeat([7, 2, 2, 19])
    np.testing.assert_array_equal(drawn(some, 30), alone[..., some.places % 5])
    np.testing.assert_array_equal(drawn(Worlds([3]), 30), alone[..., 3:4])
