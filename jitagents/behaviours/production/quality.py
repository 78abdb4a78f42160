"""Quality: not all that is started turns out good."""

from dataclasses import dataclass, replace

import numpy as np
import scipy

from jitagents.behaviours.base import Memory
from jitagents.behaviours.production.base import ProductionView, Work
from jitagents.behaviours.production.limits import Wrapper
from jitagents.column import Array
from jitagents.flow import turn
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Yield(Wrapper):
    """Random yield: a share of the units that are started turns out bad, to be scrapped or reworked.

    What is bad shows on the day on which it is started. Scrap has used its inputs and its capacity; its order stays
    open and needs new inputs, which count as the inputs' demand of the next day. A unit to be reworked goes through the
    process again, before new work: it needs capacity, but no inputs, and may turn out bad again.

    Formula:
        bad ~ binomial(worked, 1 - rate); inputs used for a good unit = 1 / rate with scrap, 1 with rework

    Source:
        Yano & Lee 1995, Operations Research 43(2), sec. 1.2.
    """

    rate: Number = param(0.95, "", "share that is good", low=0.01, high=1)
    random: bool = param(True, "", "draw each whole unit's luck; else, and of continuous units, the share itself")
    bad: str = param("scrap", "", "what becomes of bad units", choices=("scrap", "rework"))

    def counts(self) -> tuple[str, ...]:
        return ("scrapped",) if self.bad == "scrap" else ("flawed", "reworked")

    def draws(self) -> tuple[str, ...]:
        return ("yield",) if self.random else ()

    def __call__(self, view: ProductionView, memory: Memory) -> Work:
        if self.bad == "scrap":
            work = self.inner(view, memory)
            return replace(work, counts={**work.counts, "scrapped": self._bad(work.started, view)})
        assert view.rework is not None
        again = np.minimum(view.rework, view.capacity)
        work = self.inner(view, memory, capacity=view.capacity - again)
        flawed = self._bad(work.started + again, view)
        return replace(work, load=work.load + again, counts={**work.counts, "flawed": flawed, "reworked": again})

    def _bad(self, worked: Array, view: ProductionView) -> Array:
        """Number of bad units: a binomial number by inversion, so that worlds share the draw."""
        share = 1.0 - self.rate
        if view.whole and self.random:
            return np.maximum(scipy.stats.binom.ppf(view.chance["yield"], worked, share), 0.0)
        bad = worked * share
        return np.floor(bad + turn(view.day)) if view.whole else bad
