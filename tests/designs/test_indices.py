"""Indices of sensitivity against functions whose exact indices are known."""

import numpy as np
import pytest

from jitagents.designs import Morris, Saltelli
from jitagents.designs.base import Floats
from jitagents.designs.indices import FIRST, MEAN, SIZE, SPREAD, TOTAL, SensitivityDesign, estimated

PI = float(np.pi)
CUBE = {name: [-PI, PI] for name in ("x1", "x2", "x3")}
A, B = 7.0, 0.1


def ishigami(design: SensitivityDesign) -> Floats:
    """The function of Ishigami & Homma 1990 at the runs of a design, as one replication."""
    x1, x2, x3 = design.values().T
    return (np.sin(x1) + A * np.sin(x2) ** 2 + B * x3**4 * np.sin(x1))[:, None]


def exact() -> dict[str, list[float]]:
    """Its indices (Saltelli et al. 2008, Global Sensitivity Analysis: The Primer, ex. 4.2)."""
    alone = [0.5 * (1 + B * PI**4 / 5) ** 2, A**2 / 8, 0.0]
    both = B**2 * PI**8 * (1 / 18 - 1 / 50)
    whole = sum(alone) + both
    return {FIRST: [part / whole for part in alone], TOTAL: [(alone[0] + both) / whole, alone[1] / whole, both / whole]}


@pytest.mark.parametrize("seed", range(3))
def test_the_indices_of_ishigami(seed: int) -> None:
    design = Saltelli(CUBE, base=1024, seed=seed)
    found = estimated(design, ishigami(design), seed)
    for name, values in exact().items():
        mean, low, high = found[name]
        z = (mean - values) / ((high - low) / 2 / 1.96)
        assert (np.abs(z) < 4).all(), name
        assert (high - low < 0.3).all(), "the interval is narrow enough to see a wrong formula"


@pytest.mark.parametrize("noise", [0.0, 3.0])
def test_intervals_hold_the_indices_as_often_as_they_say(noise: float) -> None:
    """Whether replications are alike or not; their noise is no interaction of the keys."""
    held, tried = 0, 0
    for seed in range(30):
        design = Saltelli(CUBE, base=128, seed=seed)
        drawn = np.random.default_rng(seed).normal(scale=noise, size=(design.size, 5))
        _, low, high = estimated(design, ishigami(design) + drawn, seed)[TOTAL]
        held, tried = held + int(((low <= exact()[TOTAL]) & (exact()[TOTAL] <= high)).sum()), tried + 3
    assert held / tried > 0.95 - 4 * (0.95 * 0.05 / tried) ** 0.5


def test_elementary_effects_of_a_plane_are_its_slopes() -> None:
    ranges = {"a": [0, 10], "b": [-1, 1], "c": [5, 6]}
    design = Morris(ranges, trajectories=8)
    a, b, c = design.values().T
    found = estimated(design, (3 * a - 4 * b + 0 * c)[:, None])
    np.testing.assert_allclose(found[MEAN][0], [30, -8, 0], atol=1e-9)
    np.testing.assert_allclose(found[SIZE][0], [30, 8, 0], atol=1e-9)
    np.testing.assert_allclose(found[SPREAD][0], 0, atol=1e-9)
    np.testing.assert_allclose(found[MEAN][1:], [found[MEAN][0]] * 2, atol=1e-9)


def test_elementary_effects_of_a_product() -> None:
    """Of f = a b on the unit square, the effect of a is b: its mean 1/2, its variance that of b on the grid."""
    design = Morris({"a": [0, 1], "b": [0, 1]}, trajectories=4000)
    a, b = design.values().T
    found = estimated(design, (a * b)[:, None])
    grid = np.arange(4) / 3
    error = grid.std() / 4000**0.5
    assert (np.abs(found[MEAN][0] - 0.5) < 4 * error).all()
    np.testing.assert_allclose(found[SPREAD][0], grid.std(), rtol=0.05)


def test_effects_of_whole_numbers_are_by_the_step_that_was_made() -> None:
    design = Morris({"a": [0, 10], "b": [0, 1]}, ["a"], trajectories=10)
    found = estimated(design, 2 * design.values()[:, :1])
    np.testing.assert_allclose(found[MEAN][0], [20, 0], atol=1e-9)


def test_a_constant_has_no_indices() -> None:
    design = Saltelli(CUBE, base=8)
    for values in (np.full((design.size, 3), 0.1), np.full((design.size, 3), np.nan), 0.1 * ishigami(design) ** 0):
        found = estimated(design, values)
        assert all(np.isnan(part).all() for index in found.values() for part in index)
