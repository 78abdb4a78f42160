"""Quality: not all that is started turns out good."""

from dataclasses import dataclass, replace

import numpy as np
import scipy

from jitagents.behaviours.base import Memory
from jitagents.behaviours.production.base import ProductionView, Work
from jitagents.behaviours.production.limits import Wrapper
from jitagents.column import Array
from jitagents.flow import rounded
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Yield(Wrapper):
    """Random yield: a share of the units that are started turns out bad, to be scrapped or reworked.

    What is bad shows on the day on which it is started, but for a share that escapes: it leaves as good, fills its
    order and shows at a customer, who sends it back (see `jitagents.behaviours.inspection`). Scrap has used its inputs
    and its capacity; its order stays open and needs new inputs, which count as the inputs' demand of the next day. A
    unit to be reworked goes through the process again, before new work: it needs capacity, but no inputs, and may turn
    out bad again.

    Formula:
        bad ~ binomial(worked, 1 - rate); inputs used for a good unit = 1 / rate with scrap, 1 with rework
        escaped ~ binomial(bad, escape);
        bad units per million shipped = 1e6 (1 - rate) escape / (rate + (1 - rate) escape)

    Source:
        Yano & Lee 1995, Operations Research 43(2), sec. 1.2; escapes: Porteus 1986, Operations Research 34(1).
    """

    rate: Number = param(0.95, "", "share that is good", low=0.01, high=1)
    random: bool = param(True, "", "draw each whole unit's luck; else, and of continuous units, the share itself")
    bad: str = param("scrap", "", "what becomes of bad units", choices=("scrap", "rework"))
    escape: Number = param(0.0, "", "share of bad units that is not found here, and shows at a customer", low=0, high=1)

    def counts(self) -> tuple[str, ...]:
        found = ("scrapped",) if self.bad == "scrap" else ("flawed", "reworked")
        return (*found, "escaped") if self._escapes else found

    def draws(self) -> tuple[str, ...]:
        drawn = ("yield", "escape") if self._escapes else ("yield",)
        return drawn if self.random else ()

    def __call__(self, view: ProductionView, memory: Memory) -> Work:
        share = np.minimum((1.0 - self.rate) * view.bad_units, 1.0)
        if self.bad == "scrap":
            work = self.inner(view, memory)
            return replace(work, counts={**work.counts, **self._bad(work.started, share, view, "scrapped")})
        assert view.rework is not None
        again = np.minimum(view.rework, view.capacity)
        work = self.inner(view, memory, capacity=view.capacity - again)
        bad = self._bad(work.started + again, share, view, "flawed")
        return replace(work, load=work.load + again, counts={**work.counts, **bad, "reworked": again})

    @property
    def _escapes(self) -> bool:
        return bool(np.any(np.asarray(self.escape) > 0.0))

    def _bad(self, worked: Array, share: Number, view: ProductionView, found: str) -> dict[str, Array]:
        """Numbers of bad units, found or escaped: binomial ones by inversion, so that worlds share the draws."""
        if view.whole and self.random:
            bad = _binomial(view.chance["yield"], worked, share)
            if not self._escapes:
                return {found: bad}
            escaped = _binomial(view.chance["escape"], bad, self.escape)
            return {found: bad - escaped, "escaped": escaped}
        if not self._escapes:
            return {found: rounded(worked * share, view.whole, view.day)}
        kept = rounded(worked * share * (1.0 - self.escape), view.whole, view.day)
        return {
            found: kept,
            "escaped": np.minimum(rounded(worked * share * self.escape, view.whole, view.day), worked - kept),
        }


def _binomial(chance: Array, count: Array, share: Number) -> Array:
    return np.maximum(scipy.stats.binom.ppf(chance, count, share), 0.0)
