"""Saltelli's design, and the indices of Sobol' that it estimates."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy

from jitagents.designs.base import Floats
from jitagents.designs.indices import FIRST, TOTAL, Indices, SensitivityDesign, is_constant
from jitagents.designs.powers import check_power
from jitagents.parameters import param


@dataclass(frozen=True)
class Saltelli(SensitivityDesign):
    """Saltelli's design: two samples A and B, and A with one column of B at a time, n (k + 2) points in all.

    Formula:
        first = mean(f(B) (f(A with i of B) - f(A))) / variance; total = mean((f(A) - f(A with i of B))²) / 2 variance

    Source:
        Saltelli et al. 2010, Comput. Phys. Commun. 181(2), eq. (b) of table 2; total: Jansen 1999, ibid. 117(1-2).
    """

    base: int = param(64, "", "points n of each sample, a power of 2", low=2)
    seed: int = param(1, "", "of the scrambling", low=0)

    def __post_init__(self) -> None:
        super().__post_init__()
        check_power(self, "base", self.base)

    @property
    def size(self) -> int:
        return self.base * (len(self.ranges) + 2)

    @property
    def units(self) -> int:
        return self.base

    def unit(self) -> Floats:
        keys = len(self.ranges)
        both = scipy.stats.qmc.Sobol(2 * keys, bits=64, rng=np.random.default_rng(self.seed)).random(self.base)
        first, second = both[:, :keys], both[:, keys:]
        mixed = np.repeat(first[None], keys, axis=0)
        mixed[range(keys), :, range(keys)] = second.T
        return np.concatenate([first, second, mixed.reshape(-1, keys)])

    def by_unit(self, values: Floats) -> Floats:
        return np.moveaxis(values.reshape(-1, self.base, values.shape[1]), 1, 0)

    def indices(self, parts: Floats) -> Indices:
        first, second, mixed = parts[:, 0].T, parts[:, 1].T, np.moveaxis(parts[:, 2:], (0, 1, 2), (2, 0, 1))
        varies = ~is_constant(parts)
        indices = {name: np.full((len(first), len(self.ranges)), np.nan) for name in (FIRST, TOTAL)}
        if varies.any():
            func: Any = {"f_A": first[varies], "f_B": second[varies], "f_AB": mixed[:, varies]}
            found = scipy.stats.sobol_indices(func=func, n=self.base)
            indices[FIRST][varies], indices[TOTAL][varies] = found.first_order, found.total_order
        return indices
