"""Demand driven MRP: buffers of three zones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.ordering.base import Ordering
from jitagents.behaviours.ordering.classes import ByClass, check_classes, of_class
from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.parameters import Number, param

LEAD_TIMES = ("short", "medium", "long")
VARIATIONS = ("low", "medium", "high")


@dataclass(frozen=True)
class Ddmrp(Ordering):
    """Demand driven material requirements planning (DDMRP): a buffer of three zones, refilled to its top.

    The average daily usage is the forecast. Factors may differ by class, `{short: 0.8, medium: 0.5, long: 0.3}` of the
    lead time and `{low: 0.3, medium: 0.5, high: 0.8}` of the variation of daily demand: the middles of the ranges that
    the source recommends (.61 to 1, .41 to .6 and .2 to .4). It says of a class only that it is relative to the
    company, so that the limits between classes are assumptions.

    Qualified demand is what is owed (past due and due today), and order spikes: the whole demand of each day within
    the spike horizon on which it is as large as the threshold. Of these days final customers tell in advance what they
    will want, as do customers that plan by MRP; other DDMRP buffers tell their usage.

    Formula:
        yellow = usage x lead time; red = yellow x lead_time_factor x (1 + variability)
        green = max(yellow x lead_time_factor, usage x cycle, minimum)
        order = red + yellow + green - net flow if net flow <= red + yellow, else 0
        net flow = stock + on order - owed - spikes
        spikes = sum of the demand of those of the next `spike_horizon` days with demand >= spike_threshold x red

    Source:
        Ptak & Smith 2016, ch. 7-9; Ptak & Smith 2019: buffer profiles by class, a threshold of half the red zone, and a
        horizon of the decoupled lead time at least.
    """

    forecasts: ClassVar[bool] = True
    lot_names: ClassVar = ("cycle", "minimum")
    lead_time_factor: ByClass = param(
        0.5, "", "share of the lead time's usage in a green and a red zone, or one by class of lead time", low=0,
        replace=True,
    )  # fmt: skip
    variability: ByClass = param(
        0.5, "", "share added to the red zone for variability, or one by class of variation", low=0, replace=True
    )
    cycle: Number = param(1.0, "days", "desired days between orders", low=0)
    minimum: Number = param(0.0, "units", "minimum order quantity", low=0)
    spike_horizon: int = param(0, "days", "ahead on which order spikes are looked for; 0: none", low=0)
    spike_threshold: Number = param(0.5, "", "demand of a day that is a spike, share of the red zone", low=0)
    lead_times: Sequence[float] = param((7.0, 28.0), "days", "the longest short and medium lead time")
    variations: Sequence[float] = param((0.25, 0.75), "", "the largest low and medium coefficient of variation")

    def __post_init__(self) -> None:
        super().__post_init__()
        check_classes("Ddmrp.lead_time_factor", self.lead_time_factor, LEAD_TIMES)
        check_classes("Ddmrp.variability", self.variability, VARIATIONS)
        for name in ("lead_times", "variations"):
            limits = np.asarray(getattr(self, name))
            if limits.dtype.kind not in "if" or limits.shape != (2,) or not 0 <= limits[0] <= limits[1]:
                raise InputError(
                    f"Ddmrp.{name} = {list(getattr(self, name))!r}: must be two limits, the lower one first"
                )

    @property
    def safety_names(self) -> tuple[str, ...]:
        return () if isinstance(self.variability, Mapping) else ("variability",)

    @property
    def foresees(self) -> bool:
        return self.spike_horizon > 0

    @property
    def horizon(self) -> int:
        return self.spike_horizon

    def depths(self) -> dict[str, int]:
        return {"usage": 0} if self.spike_horizon else {}

    def fit(self, plan: Plan) -> Self:
        variation = np.divide(plan.demand_sd, plan.rate, out=np.zeros_like(plan.demand_sd), where=plan.rate > 0)
        lead_time = np.searchsorted(self.lead_times, plan.lead_time[:, 0])
        varying = np.searchsorted(self.variations, variation.max(axis=1, initial=0.0))
        return replace(
            self,
            lead_time_factor=of_class(self.lead_time_factor, LEAD_TIMES, lead_time),
            variability=of_class(self.variability, VARIATIONS, varying),
        )

    def zones(self, plan: Plan, usage: Array) -> tuple[Array, Array, Array]:
        """The red zone, the top of yellow and the top of green, units."""
        factor, variability = (np.asarray(value) for value in (self.lead_time_factor, self.variability))
        yellow = usage * plan.lead_time
        base = yellow * factor
        green = np.maximum(np.maximum(base, usage * self.cycle), self.minimum)
        red = base * (1.0 + variability)
        top = red + yellow
        return red, top, top + green

    def opening(self, plan: Plan) -> Array:
        return self.zones(plan, plan.rate)[2]

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        assert seen.forecast is not None
        red, yellow, green = self.zones(seen.plan, seen.forecast)
        flow = seen.position
        if self.spike_horizon:
            assert seen.gross is not None
            memory["usage"][...] = seen.forecast
            ahead = seen.gross[: self.spike_horizon]
            flow = flow - np.where(ahead >= self.spike_threshold * red, ahead, 0.0).sum(axis=0)
        return np.where(flow <= yellow, green - flow, 0.0)

    def releases(self, memory: Memory) -> Array:
        usage = memory["usage"]
        return np.broadcast_to(usage, (self.spike_horizon, *usage.shape))
