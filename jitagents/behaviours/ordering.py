"""Ordering: how much to buy or to make, once a day, after the day's demand is known."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

import numpy as np

from jitagents.behaviours.base import Behaviour, Memory, Plan, Seen
from jitagents.behaviours.criticality import Criticality
from jitagents.column import Array
from jitagents.errors import InputError, nearest
from jitagents.parameters import Number, param


class Ordering(Behaviour):
    """An ordering rule.

    Attributes:
        forecasts: True if the rule looks at `seen.forecast`.
    """

    forecasts: ClassVar[bool] = False

    @abstractmethod
    def opening(self, plan: Plan) -> Array:
        """Inventory position before day 1, units `(rows, 1)` or `(rows, worlds)`."""

    @abstractmethod
    def __call__(self, seen: Seen, memory: Memory) -> Array:
        """Units to order today `(rows, worlds)`, not negative."""


@dataclass(frozen=True)
class Jit(Ordering):
    """Pull: order what was consumed today, no forecast (Ohno 1988). The position never moves from where it began."""

    cover: Number = param(1.0, "days", "mean flow held on hand above what is under way", low=0)

    def opening(self, plan: Plan) -> Array:
        return plan.rate * (plan.lead_time + self.cover)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        return seen.demand if seen.spoiled is None else seen.demand + seen.spoiled


@dataclass(frozen=True)
class Kanban(Ordering):
    """Cards: a full container stands for each card; an emptied one frees its card, which orders one container.

    Number of cards where none is given: ceil(demand x lead time x (1 + safety) / container), the lead time taken as
    one day more than that of delivery, for the card that waits for the day to end (Monden 1983; Hopp & Spearman 2011,
    ch. 4). Never more than the cards' units are on hand and on order together, whatever is owed.
    """

    container: Number | None = param(None, "units", "units in a container; None: `pitch` days of mean flow", low=1e-6)
    pitch: Number = param(0.5, "days", "mean flow in a container where its units are not given", low=0)
    cards: Number | None = param(None, "cards", "cards of every flow; None: by the formula", low=1)
    safety: Number = param(0.15, "", "safety factor of the formula", low=0)

    def fit(self, plan: Plan) -> Self:
        size, cards = self.container, self.cards
        if size is None:
            size = np.maximum(np.ceil(plan.rate * self.pitch), 1.0)
        if cards is None:
            cards = np.ceil(plan.rate * (plan.lead_time + 1) * (1 + self.safety) / size)
        each = np.ones_like(plan.rate)
        return replace(self, container=size * each, cards=np.maximum(cards, 1.0) * each)

    def opening(self, plan: Plan) -> Array:
        return np.asarray(self.cards) * np.asarray(self.container)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        size = np.asarray(self.container)
        free = np.asarray(self.cards) - (seen.stock + seen.on_order) / size
        return np.maximum(np.floor(free + 1e-9), 0.0) * size


@dataclass(frozen=True)
class BaseStock(Ordering):
    """Order up to a given level every day (Snyder & Shen 2019, sec. 4.3)."""

    level: Number | Mapping[str, float] | None = param(
        None, "units", "order-up-to level; None: the network's, or `cover`"
    )
    cover: Number = param(1.0, "days", "mean flow held above that of the lead time, where no level is given", low=0)

    def fit(self, plan: Plan) -> Self:
        level = self.level
        if isinstance(level, Mapping):
            level = self._by_name(level, plan)
        elif level is None:
            level = np.where(np.isnan(plan.base_stock), plan.rate * (plan.lead_time + self.cover), plan.base_stock)
        return replace(self, level=level * np.ones_like(plan.rate))

    @staticmethod
    def _by_name(levels: Mapping[str, float], plan: Plan) -> Array:
        unstated = [name for name in plan.names if name not in levels]
        if unstated:
            raise InputError(*(f"ordering.level: none for {name!r}; {nearest(name, levels)}" for name in unstated[:8]))
        return np.array([[float(levels[name])] for name in plan.names])

    def opening(self, plan: Plan) -> Array:
        return np.asarray(self.level)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        order = np.asarray(self.level) - seen.position
        return np.maximum(order, 0.0, out=order)


class Periodic(Ordering):
    """A rule with a review every `review` days; the agents' reviews are spread over the days by their phase."""

    review: int

    def age(self, plan: Plan, day: int) -> Array:
        """Days since the last review, 0 on a day of review `(rows, 1)`."""
        return (day + plan.phase) % self.review


@dataclass(frozen=True)
class SafetyStock(Periodic):
    """Traditional stock: order up to forecast x protection interval + z sigma (Silver, Pyke & Thomas 2017, sec. 6.7).

    The protection interval in exposed days is lead time + review - 1; sigma^2 = interval x error^2 + forecast^2 x
    lead-time variance.
    """

    forecasts: ClassVar[bool] = True
    z: Number = param(2.0, "", "safety factor", low=0)
    review: int = param(1, "days", "days between reviews", low=1)

    def target(self, plan: Plan, mean: Array, variance: Array) -> Array:
        """Order-up-to level, units, for a mean and a variance of daily demand."""
        interval = plan.lead_time + (self.review - 1)
        spread = interval * variance
        if plan.lead_time_sd.any():
            spread += (mean * plan.lead_time_sd) ** 2
        np.sqrt(spread, out=spread)
        level = self.z * spread
        level += interval * mean
        return level

    def opening(self, plan: Plan) -> Array:
        return self.target(plan, plan.rate, plan.demand_sd**2) - plan.rate * self.age(plan, 0)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        assert seen.forecast is not None
        assert seen.forecast_variance is not None
        order = self.target(seen.plan, seen.forecast, seen.forecast_variance)
        order -= seen.position
        np.maximum(order, 0.0, out=order)
        return order if self.review == 1 else order * (self.age(seen.plan, seen.day) == 0)


@dataclass(frozen=True)
class Push(Periodic):
    """Push: a daily rate fixed at each review from forecast and planned stock; consumption is not looked at between.

    At a review: rate = forecast + (planned position - position) / review, kept until the next one
    (Pyke & Cohen 1990, EJOR 48).
    """

    forecasts: ClassVar[bool] = True
    planned_stock: Number = param(5.0, "days", "mean flow planned on hand", low=0)
    review: int = param(10, "days", "days between reviews", low=1)

    def depths(self) -> dict[str, int]:
        return {"planned": 0}

    def begin(self, seen: Seen, memory: Memory) -> None:
        memory["planned"][...] = seen.plan.rate

    def opening(self, plan: Plan) -> Array:
        return plan.rate * (plan.lead_time + self.planned_stock)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        assert seen.forecast is not None
        aim = seen.forecast * (seen.plan.lead_time + self.planned_stock)
        fresh = np.maximum(seen.forecast + (aim - seen.position) / self.review, 0.0)
        memory["planned"][...] = np.where(self.age(seen.plan, seen.day) == 0, fresh, memory["planned"])
        return memory["planned"]


@dataclass(frozen=True)
class Hybrid(Jit):
    """JIT everywhere, and safety stock on the critical flows, within a budget.

    The budget is either `days` of cover for each critical flow, or `money` in all, spread over the critical flows so
    that each gets the same days of cover. Nothing else differs from `Jit`, so that a buffer's effect stands alone.
    """

    days: Number | None = param(10.0, "days", "cover added to each critical flow; None: by `money`", low=0)
    money: Number | None = param(None, "money", "value of all added stock; None: by `days`", low=0)
    criticality: Criticality = field(default_factory=lambda: Criticality(single_source=True))

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.days is None) == (self.money is None):
            raise InputError("ordering.days, ordering.money: exactly one of the two budgets is needed, the other null")

    def fit(self, plan: Plan) -> Self:
        critical = self.criticality(plan)[:, None]
        days = self.days
        if days is None:
            per_day = (plan.rate * plan.value * critical).sum(axis=0, keepdims=True)
            if not per_day.all():
                raise InputError("ordering.criticality: marks no flow, so that the money cannot be spent")
            days = np.asarray(self.money) / per_day
        return replace(self, days=critical * days * np.ones_like(plan.rate), money=None)

    def opening(self, plan: Plan) -> Array:
        return super().opening(plan) + plan.rate * np.asarray(self.days)
