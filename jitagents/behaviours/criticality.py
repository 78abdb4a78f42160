"""Criticality: which flows deserve a buffer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.base import Plan
from jitagents.errors import InputError, nearest
from jitagents.parameters import Parameters, param


@dataclass(frozen=True)
class Criticality(Parameters):
    """A rule that marks the critical flows among what is bought; a criterion that is None (or empty) is not used.

    Sources of the criteria: Kraljic 1983 (HBR 61(5)): supply risk and value; Simchi-Levi et al. 2015: single sources
    with a long time to recover.
    """

    single_source: bool = param(False, "", "only one seller")
    lead_time: float | None = param(None, "days", "replenishment at least, the seller's own time included", low=0)
    uncertainty: float | None = param(None, "", "coefficient of variation of the lead time at least", low=0)
    value: float | None = param(None, "money/day", "value of the daily flow at least", low=0)
    names: Sequence[str] = param((), "", "flows by name: `agent`, or `plant/item`")
    match: str = param("any", "", "a flow is critical if it meets any or all of the criteria", choices=("any", "all"))

    def __call__(self, plan: Plan) -> npt.NDArray[np.bool_]:
        """True for a critical row `(rows,)`. What is made, not bought, is critical only by name."""
        buys = plan.sources[:, 0] > 0
        criteria = [test & buys for test in self._tests(plan)]
        if self.names:
            criteria.append(self._named(plan))
        if not criteria:
            return buys
        return np.any(criteria, axis=0) if self.match == "any" else np.all(criteria, axis=0)

    def _tests(self, plan: Plan) -> list[npt.NDArray[np.bool_]]:
        tests = []
        if self.single_source:
            tests.append(plan.sources[:, 0] == 1)
        if self.lead_time is not None:
            tests.append(plan.reach[:, 0] >= self.lead_time)
        if self.uncertainty is not None:
            tests.append(plan.lead_time_sd[:, 0] >= self.uncertainty * plan.lead_time[:, 0])
        if self.value is not None:
            tests.append((plan.value * plan.rate).max(axis=1) >= self.value)
        return tests

    def _named(self, plan: Plan) -> npt.NDArray[np.bool_]:
        unknown = [name for name in self.names if name not in set(plan.names)]
        if unknown:
            raise InputError(*(f"criticality.names: no flow {name!r}; {nearest(name, plan.names)}" for name in unknown))
        return np.isin(plan.names.astype(str), list(self.names))
