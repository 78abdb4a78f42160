"""The chain that is simulated in three ways, and the path that each of them hands back."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

STAGES, LEAD_TIME, LEVEL, DEMAND = 4, 2, 26, 10.0
"""Stages in line, days into each of them, order-up-to level of each (units), mean of the Poisson demand (units/day)."""

type Units = npt.NDArray[np.float64]


class Path(NamedTuple):
    """The course of a chain, units: orders and stock at the end of each day `(days, stages, worlds)`, sales lost
    `(days, worlds)`."""

    orders: Units
    stock: Units
    lost: Units


def along_worlds(paths: list[Path]) -> Path:
    """The paths of single worlds, side by side."""
    return Path(*(np.stack(parts, axis=-1) for parts in zip(*paths, strict=True)))
