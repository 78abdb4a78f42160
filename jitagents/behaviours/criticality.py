"""Criticality: which flows deserve a buffer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.base import Plan
from jitagents.column import Flags
from jitagents.errors import Faults, InputError, nearest
from jitagents.parameters import Parameters, param

QUADRANTS = ("strategic", "bottleneck", "leverage", "non_critical")


@dataclass(frozen=True)
class Criticality(Parameters):
    """A rule that marks the critical flows among what is bought; a criterion that is None (or empty) is not used.

    Kraljic's matrix has two axes. Supply risk: `single_source`, `lead_time`, `uncertainty`. Profit impact, which he
    measures by the share in all that is bought: `value`, `spend`. Its quadrants:

    - strategic, both are high; bottleneck, the risk alone;
    - leverage, the profit impact alone; non_critical, neither.

    Without `quadrants` all criteria count alike, by `match`. With them `match` joins the criteria of supply risk, a
    flow has a high profit impact if it meets one of the other axis, and flows of the stated quadrants are critical.

    Profit impact is off by default, since the question here is where to hold stock: Kraljic secures bottlenecks, cheap
    parts that stop dear products, by inventories and backup plans, and strategic items by partnership; a limit on the
    spend would leave out just those of which stock costs least. `quadrants: [bottleneck]` with `spend` takes them
    alone.

    Sources of the criteria: Kraljic 1983 (HBR 61(5)): supply risk and profit impact; Simchi-Levi et al. 2015: single
    sources with a long time to recover.
    """

    single_source: bool = param(False, "", "only one seller")
    lead_time: float | None = param(None, "days", "replenishment at least, the seller's own time included", low=0)
    uncertainty: float | None = param(None, "", "coefficient of variation of the lead time at least", low=0)
    value: float | None = param(None, "money/day", "value of the daily flow at least", low=0)
    names: Sequence[str] = param((), "", "flows by name: `agent`, or `plant/item`")
    match: str = param("any", "", "a flow is critical if it meets any or all of the criteria", choices=("any", "all"))
    spend: float | None = param(
        None, "", "share of the flow in the value of all that is bought at least", low=0, high=1
    )
    quadrants: Sequence[str] = param((), "", "of Kraljic's matrix; flows of these are critical, and those with a name")

    def __post_init__(self) -> None:
        super().__post_init__()
        faults = Faults()
        for name in self.quadrants:
            if name not in QUADRANTS:
                faults.add(f"criticality.quadrants: there is no quadrant {name!r}; {nearest(name, QUADRANTS)}")
        if self.quadrants and not (self.single_source or {self.lead_time, self.uncertainty} - {None}):
            faults.add("criticality.quadrants: supply risk needs one of single_source, lead_time, uncertainty")
        if self.quadrants and self.value is None and self.spend is None:
            faults.add("criticality.quadrants: profit impact needs one of value, spend")
        faults.tell()

    def __call__(self, plan: Plan) -> Flags:
        """True for a critical row `(rows,)`. What is made, not bought, is critical only by name."""
        buys = plan.sources[:, 0] > 0
        if self.quadrants:
            chosen = np.isin(self.quadrant(plan).astype(str), list(self.quadrants))
            return np.asarray(chosen | self._named(plan))
        criteria = [test & buys for test in (*self._risks(plan), *self._profits(plan))]
        if self.names:
            criteria.append(self._named(plan))
        if not criteria:
            return buys
        return np.any(criteria, axis=0) if self.match == "any" else np.all(criteria, axis=0)

    def quadrant(self, plan: Plan) -> npt.NDArray[np.object_]:
        """Quadrant of each row, one of `QUADRANTS`, empty for what is made and not bought `(rows,)`."""
        none, risks, profits = np.zeros(len(plan), dtype=bool), self._risks(plan), self._profits(plan)
        join = np.any if self.match == "any" else np.all
        risk = join(risks, axis=0) if risks else none
        profit = np.any(profits, axis=0) if profits else none
        names = np.array(QUADRANTS, dtype=object)[np.where(risk, ~profit, np.where(profit, 2, 3)).astype(np.int64)]
        return np.where(plan.sources[:, 0] > 0, names, "")

    def _risks(self, plan: Plan) -> list[Flags]:
        """The criteria of supply risk that are used."""
        tests: list[Flags] = []
        if self.single_source:
            tests.append(plan.sources[:, 0] == 1)
        if self.lead_time is not None:
            tests.append(plan.reach[:, 0] >= self.lead_time)
        if self.uncertainty is not None:
            tests.append(plan.lead_time_sd[:, 0] >= self.uncertainty * plan.lead_time[:, 0])
        return tests

    def _profits(self, plan: Plan) -> list[Flags]:
        """The criteria of profit impact that are used."""
        tests: list[Flags] = []
        flow = (plan.value * plan.rate).max(axis=1, initial=0.0)
        if self.value is not None:
            tests.append(flow >= self.value)
        if self.spend is not None:
            tests.append(flow >= self.spend * (flow * (plan.sources[:, 0] > 0)).sum())
        return tests

    def _named(self, plan: Plan) -> Flags:
        unknown = [name for name in self.names if name not in set(plan.names)]
        if unknown:
            raise InputError(*(f"criticality.names: no flow {name!r}; {nearest(name, plan.names)}" for name in unknown))
        return np.isin(plan.names.astype(str), list(self.names))
