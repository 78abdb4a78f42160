"""Levels: order when the inventory position is low, up to a level or by batches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.ordering.base import Ordering, Periodic
from jitagents.behaviours.ordering.cover import Cover, cover_of
from jitagents.column import Array
from jitagents.errors import InputError, nearest
from jitagents.flow import ROUNDING, Index
from jitagents.parameters import Number, param

type Level = Number | Mapping[str, Number] | None
"""A level: one number, or one by name of the stock point; None: worked out from the mean flow."""


def stated(what: str, level: Level, plan: Plan, otherwise: Array) -> Array:
    """A level of each row, units `(rows, 1 or worlds)`: as stated, or else the default.

    Raises:
        InputError: levels are stated by name, and one is missing.
    """
    if level is None:
        return otherwise
    if not isinstance(level, Mapping):
        return level * np.ones_like(plan.rate)
    by_name = {str(name): number for name, number in level.items()}  # agents may be called 2120
    unstated = [name for name in plan.names if name not in by_name]
    if unstated:
        quote = "; YAML reads 0010 as 8 and NO as false: put such names in quotes" if _was_eaten(unstated) else ""
        faults = [f"ordering.{what}: none for {name!r}; {nearest(name, by_name)}{quote}" for name in unstated[:8]]
        raise InputError(*faults)
    rows = [np.reshape(np.asarray(by_name[name], dtype=float), (1, -1)) for name in plan.names]
    return np.concatenate(np.broadcast_arrays(*rows))


def _was_eaten(names: Iterable[str]) -> bool:
    """Whether YAML would read one of the names as something else if it is not in quotes."""
    words = ("no", "yes", "on", "off", "y", "n", "true", "false", "null")
    return any(name.casefold() in words or (name.startswith("0") and name.isdecimal()) for name in names)


@dataclass(frozen=True)
class BaseStock(Ordering):
    """Base-stock policy: order up to a given level every day.

    Formula:
        order = max(0, level - position)
        level = flow x (lead time + cover), where neither the rule nor the network states one

    Source:
        Snyder & Shen 2019, sec. 4.3.
    """

    level: Number | Mapping[str, float] | None = param(
        None, "units", "order-up-to level; None: the network's, or `cover`", replace=True
    )
    cover: Cover = param(
        1.0, "days", "mean flow held above that of the lead time, where no level is given", low=0, replace=True
    )

    @property
    def safety_names(self) -> tuple[str, ...]:
        return ("cover",) if self.level is None else ()

    def fit(self, plan: Plan) -> Self:
        by_cover = np.where(
            np.isnan(plan.base_stock), plan.rate * (plan.lead_time + cover_of(self.cover, plan)), plan.base_stock
        )
        return replace(self, level=stated("level", self.level, plan, by_cover))

    def opening(self, plan: Plan) -> Array:
        return np.asarray(self.level)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        order = np.asarray(self.level) - seen.position
        return np.maximum(order, 0.0, out=order)


@dataclass(frozen=True)
class PeriodicReview(BaseStock, Periodic):
    """Periodic-review policy (T, S): order up to a given level every `review` days.

    Formula:
        order = max(0, level - position) on a day of review, else 0
        level = flow x (lead time + review - 1 + cover), where neither the rule nor the network states one

    Source:
        Silver, Pyke & Thomas 2017, sec. 6.4: the (R, S) system.
    """

    review: int = param(5, "days", "days between reviews", low=1)
    start: int | None = param(None, "day", "a day on which all review together; None: spread over the days", low=0)

    def fit(self, plan: Plan) -> Self:
        by_cover = np.where(
            np.isnan(plan.base_stock),
            plan.rate * (plan.lead_time + (self.review - 1) + cover_of(self.cover, plan)),
            plan.base_stock,
        )
        return replace(self, level=stated("level", self.level, plan, by_cover))

    def age(self, plan: Plan, day: int | Index) -> Array:
        return super().age(plan, day) if self.start is None else (day - self.start + 0 * plan.phase) % self.review

    def opening(self, plan: Plan) -> Array:
        return np.maximum(super().opening(plan) - plan.rate * self.age(plan, 0), 0.0)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        return super().__call__(seen, memory) * self.reviews(seen)


@dataclass(frozen=True)
class MinMax(Ordering):
    """Min-max policy (s, S): at or below the reorder point, order up to the level.

    Formula:
        order = level - position if position <= reorder, else 0
        reorder = flow x (lead time + cover); level = reorder + flow x cycle, where they are not stated

    Source:
        Scarf 1960; Snyder & Shen 2019, sec. 4.4.
    """

    reorder: Number | Mapping[str, float] | None = param(
        None, "units", "reorder point s; None: by `cover`", replace=True
    )
    level: Number | Mapping[str, float] | None = param(
        None, "units", "order-up-to level S; None: by `cycle`", replace=True
    )
    cover: Cover = param(
        1.0, "days", "mean flow above that of the lead time, where no reorder point is given", low=0, replace=True
    )
    cycle: Number = param(5.0, "days", "mean flow between s and S, where no level is given", low=0)

    @property
    def lot_names(self) -> tuple[str, ...]:
        return ("cycle",) if self.level is None else ()

    @property
    def safety_names(self) -> tuple[str, ...]:
        return ("cover",) if self.reorder is None and self.level is None else ()

    def fit(self, plan: Plan) -> Self:
        reorder = stated("reorder", self.reorder, plan, plan.rate * (plan.lead_time + cover_of(self.cover, plan)))
        level = stated("level", self.level, plan, reorder + plan.rate * self.cycle)
        wrong = plan.names[np.flatnonzero((reorder > level).any(axis=1))]
        if len(wrong):
            raise InputError(f"ordering.level: lies below ordering.reorder for {', '.join(wrong[:8])}")
        return replace(self, reorder=reorder, level=level)

    def opening(self, plan: Plan) -> Array:
        return np.asarray(self.level)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        position = seen.position
        return np.where(position <= np.asarray(self.reorder) + ROUNDING, np.asarray(self.level) - position, 0.0)


@dataclass(frozen=True)
class ReorderPoint(Ordering):
    """Reorder-point policy (r, Q): at or below the reorder point, order a batch, or as many as lift the position above.

    Formula:
        order = batch if position <= reorder, else 0 (batches: one)
        order = batch x the least n for which position + n batch > reorder (batches: many)
        reorder = flow x (lead time + cover); batch = ceil(flow x cycle), at least 1, where they are not stated

    Source:
        Hadley & Whitin 1963, ch. 4; Snyder & Shen 2019, ch. 5; (r, nQ): Axsäter 2015, sec. 5.3.
    """

    reorder: Number | Mapping[str, float] | None = param(
        None, "units", "reorder point r; None: by `cover`", replace=True
    )
    batch: Number | None = param(None, "units", "batch Q; None: by `cycle`", low=1e-6)
    cover: Cover = param(
        1.0, "days", "mean flow above that of the lead time, where no reorder point is given", low=0, replace=True
    )
    cycle: Number = param(5.0, "days", "mean flow in a batch, where none is given", low=0)
    batches: str = param("many", "", "most batches that are ordered in a day", choices=("one", "many"))

    @property
    def lot_names(self) -> tuple[str, ...]:
        return ("cycle",) if self.batch is None else ("batch",)

    @property
    def safety_names(self) -> tuple[str, ...]:
        return ("cover",) if self.reorder is None else ()

    def fit(self, plan: Plan) -> Self:
        reorder = stated("reorder", self.reorder, plan, plan.rate * (plan.lead_time + cover_of(self.cover, plan)))
        batch = np.maximum(np.ceil(plan.rate * self.cycle), 1.0) if self.batch is None else self.batch
        return replace(self, reorder=reorder, batch=batch * np.ones_like(plan.rate))

    def opening(self, plan: Plan) -> Array:
        return np.asarray(self.reorder) + np.asarray(self.batch)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        missing = np.asarray(self.reorder) - seen.position
        number = np.floor(missing / np.asarray(self.batch) + ROUNDING) + 1.0
        return np.clip(number, 0.0, 1.0 if self.batches == "one" else None) * self.batch


@dataclass(frozen=True)
class EchelonBaseStock(Ordering):
    """Echelon base-stock policy: order up to a given level of the echelon inventory position, every day.

    Started at local base-stock levels, and with the levels that they add up to, it gives the path of the local policy;
    where orders take days it gives an earlier one, since it sees final demand at once.

    Formula:
        order = max(0, level - echelon position)
        level = the echelon position before day 1, where none is stated: flow x (lead time + cover) at every stock point

    Source:
        Clark & Scarf 1960; Axsäter & Rosling 1993; Snyder & Shen 2019, sec. 6.2.
    """

    echelon: ClassVar[bool] = True
    memory: ClassVar[dict[str, int]] = {"level": 0}
    level: Number | Mapping[str, float] | None = param(
        None, "units", "echelon order-up-to level; None: what stands here and downstream before day 1", replace=True
    )
    cover: Cover = param(1.0, "days", "mean flow held before day 1 above that of the lead time", low=0, replace=True)

    def fit(self, plan: Plan) -> Self:
        return self if self.level is None else replace(self, level=stated("level", self.level, plan, plan.rate))

    def begin(self, seen: Seen, memory: Memory) -> None:
        memory["level"][...] = seen.echelon_position if self.level is None else np.asarray(self.level)

    def opening(self, plan: Plan) -> Array:
        local = plan.rate * (plan.lead_time + cover_of(self.cover, plan))
        return np.where(np.isnan(plan.base_stock), local, plan.base_stock)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        assert seen.echelon_position is not None
        return np.maximum(memory["level"] - seen.echelon_position, 0.0)
