"""Morris's design: trajectories that change one key at a time, and the elementary effects that they show."""

from dataclasses import dataclass

import numpy as np

from jitagents.designs.base import Floats
from jitagents.designs.indices import MEAN, SIZE, SPREAD, Indices, SensitivityDesign
from jitagents.errors import InputError
from jitagents.parameters import param


@dataclass(frozen=True)
class Morris(SensitivityDesign):
    """Trajectories through a grid that change one key at a time, r (k + 1) points in all.

    Formula:
        effect of i = (f(x with i moved by delta) - f(x)) / delta, delta = levels / (2 (levels - 1)) of the range;
        mu = mean effect, mu_star = mean |effect|, sigma = standard deviation of the effects

    Source:
        Morris 1991, Technometrics 33(2), sec. 3; mu_star: Campolongo, Cariboni & Saltelli 2007, Environ. Model. Softw.
        22(10), eq. 3.
    """

    trajectories: int = param(20, "", "trajectories r", low=2)
    levels: int = param(4, "", "values of each key, an even number", low=2)
    seed: int = param(1, "", "of the draw", low=0)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.levels % 2:
            raise InputError(f"Morris.levels = {self.levels}: must be even, so that all values are as likely")

    @property
    def size(self) -> int:
        return self.trajectories * (len(self.ranges) + 1)

    @property
    def units(self) -> int:
        return self.trajectories

    def unit(self) -> Floats:
        steps, _ = self._drawn()
        return steps.reshape(self.size, -1)

    def by_unit(self, values: Floats) -> Floats:
        trajectories, keys = self.trajectories, len(self.ranges)
        _, order = self._drawn()
        low, high = np.array([self.ranges[key] for key in self.keys], dtype=float).T
        steps = ((self.values() - low) / (high - low)).reshape(trajectories, keys + 1, keys)
        moves = np.diff(steps, axis=1)[np.arange(trajectories)[:, None], np.arange(keys), order]
        by_step = np.diff(values.reshape(trajectories, keys + 1, -1), axis=1) / moves[..., None]
        effects = np.empty_like(by_step)
        np.put_along_axis(effects, order[..., None], by_step, axis=1)
        return effects

    def indices(self, parts: Floats) -> Indices:
        return {
            SIZE: np.abs(parts).mean(axis=0).T,
            MEAN: parts.mean(axis=0).T,
            SPREAD: parts.std(axis=0, ddof=1).T,
        }

    def _drawn(self) -> tuple[Floats, np.ndarray]:
        """Trajectories `(trajectories, keys + 1, keys)` in the unit cube, and the key that each step moves."""
        rng, keys = np.random.default_rng(self.seed), len(self.ranges)
        delta = self.levels / (2 * (self.levels - 1))
        low = rng.integers(self.levels // 2, size=(self.trajectories, 1, keys)) / (self.levels - 1)
        order = rng.permuted(np.tile(np.arange(keys), (self.trajectories, 1)), axis=1)
        moved = np.arange(keys + 1)[:, None] > np.argsort(order, axis=1)[:, None]
        upwards = rng.random((self.trajectories, 1, keys)) < 0.5
        return low + delta * (moved == upwards), order
