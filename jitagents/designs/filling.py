"""Space-filling designs: points that cover the ranges evenly, whatever their number."""

from dataclasses import dataclass

import numpy as np
import scipy

from jitagents.designs.base import Floats, RangedDesign
from jitagents.designs.powers import check_power
from jitagents.parameters import param


@dataclass(frozen=True)
class Sobol(RangedDesign):
    """Points of Sobol's sequence, scrambled.

    Source:
        Sobol' 1967, USSR Comput. Math. Math. Phys. 7(4); scrambled as by Owen 1998, J. Complexity 14(4).
    """

    count: int = param(64, "", "points, a power of 2", low=2)
    seed: int = param(1, "", "of the scrambling", low=0)

    def __post_init__(self) -> None:
        super().__post_init__()
        check_power(self, "count", self.count)

    @property
    def size(self) -> int:
        return self.count

    def unit(self) -> Floats:
        return scipy.stats.qmc.Sobol(len(self.ranges), rng=np.random.default_rng(self.seed)).random(self.count)


@dataclass(frozen=True)
class LatinHypercube(RangedDesign):
    """A Latin hypercube: each of as many slices of every range as there are points holds one of them.

    Source:
        McKay, Beckman & Conover 1979, Technometrics 21(2).
    """

    count: int = param(64, "", "points", low=2)
    seed: int = param(1, "", "of the draw", low=0)

    @property
    def size(self) -> int:
        return self.count

    def unit(self) -> Floats:
        return scipy.stats.qmc.LatinHypercube(len(self.ranges), rng=np.random.default_rng(self.seed)).random(self.count)
