"""Switched decisions: information, forecasts and orders that are made by other rules on some days."""

from copy import copy
from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from jitagents.behaviours.base import Clock, Memory, Plan, Seen, memory_of, read_only
from jitagents.behaviours.forecasting import Forecasting
from jitagents.behaviours.information import Information, Records
from jitagents.behaviours.ordering import Ordering
from jitagents.behaviours.ordering.wrappers import Wrapper, without
from jitagents.column import Array
from jitagents.parameters import Number
from jitagents.simulation.switched import Switched


@dataclass(frozen=True)
class SwitchedInformation(Switched[Information], Information):
    """Records that other information systems show on some days. All go on side by side, so that none begins anew."""

    def __call__(self, truth: Seen, memory: Memory) -> Records:
        shown = [rule(truth, self.of(number, memory)) for number, rule in enumerate(self.rules)]
        regime = self.regime()
        stock, owed, on_order, demand = (
            self.choose(regime, lambda _, number, column=column: shown[number][column])  # type: ignore[misc]
            for column in range(4)
        )
        return stock, owed, on_order, demand


@dataclass(frozen=True)
class SwitchedForecasting(Switched[Forecasting], Forecasting):
    """Forecasts that are made otherwise on some days. All go on side by side, so that none begins anew."""

    def __call__(self, seen: Seen, memory: Memory) -> tuple[Array, Array]:
        made = [rule(seen, self.of(number, memory)) for number, rule in enumerate(self.rules)]
        regime = self.regime()
        mean = self.choose(regime, lambda _, number: made[number][0])
        return mean, self.choose(regime, lambda _, number: made[number][1])


@dataclass(frozen=True)
class Anchored(Wrapper):
    """An incremental rule whose position moves to its target after a switch.

    Such a rule never looks at its position: what the position lacks is ordered at once, and what is too much is left
    out of its orders until it is used up.

    Formula:
        due = opening position - position of yesterday evening, on the day of the switch
        order = max(0, wanted + due); due = due + wanted - order
    """

    memory: ClassVar[dict[str, int]] = {"due": 0}

    def anchor(self, seen: Seen, memory: Memory) -> None:
        """Note what the position lacks, from the records of the day of the switch."""
        memory["due"][...] = self.rule.opening(seen.plan) - (seen.position + seen.consumed)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        due, inner = memory["due"], memory_of("rule", memory)
        if not due.any():
            return self.rule(seen, inner)
        due += self.rule(without(seen, -due), inner)
        order = np.maximum(due, 0.0)
        due -= order
        return order


@dataclass(frozen=True)
class SwitchedOrdering(Switched[Ordering], Ordering):
    """Orders that are placed by other rules on some days.

    Where a rule that takes over has a glide, its target is reached by equal steps: of the difference of both rules'
    opening positions, what is left is kept back.

    Formula:
        kept back = (opening of the rule before - opening of the new rule) x (1 - days since the switch / glide)
        order = that of the new rule for position - kept back - mean flow x days of cover that a gate has added

    Attributes:
        rate: mean flow, units a day, once it is fitted: the plan of a rule that does not plan.
        glides: days in which the position moves to the target of each of the rules that may take over.
        adjusted: gates may add days of cover to them.
    """

    rate: Number | None = None
    glides: tuple[Number, ...] = ()
    adjusted: bool = False

    @property
    def incremental(self) -> bool:
        return all(rule.incremental for rule in self.rules)

    @property
    def physical(self) -> bool:
        return all(rule.physical for rule in self.rules)

    def at(self, rows: int | slice, count: int) -> Self:
        rate = None if self.rate is None else np.asarray(self.rate)[rows if count > 1 else slice(None)]
        return replace(super().at(rows, count), rate=rate)

    def fit(self, plan: Plan) -> Self:
        return replace(super().fit(plan), rate=plan.rate)

    def depths(self) -> dict[str, int]:
        return super().depths() | ({"gap": 0, "step": 0, "left": 0, "added": 0} if self._gliding else {})

    @property
    def _gliding(self) -> bool:
        """Whether any rule that may take over has a glide, or a gate that may add to its cover."""
        return self.adjusted or any(np.any(glide) for glide in self.glides)

    def opening(self, plan: Plan) -> Array:
        return self.choose(self.regime(), lambda rule, _: rule.opening(plan))

    def buffer(self, plan: Plan) -> Array:
        return self.choose(self.regime(), lambda rule, _: rule.buffer(plan))

    def begin(self, seen: Seen, memory: Memory) -> None:
        super().begin(seen, memory)
        memory["regime"][...] = self.regime()

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        before = memory["regime"].copy() if self._gliding else memory["regime"]
        regime = self.turn(memory, lambda rule, anew: _begin(rule, seen, anew))
        if self._gliding:
            seen = self._glide(seen, before, regime, memory)
        return self.choose(regime, lambda rule, number: rule(seen, self.of(number, memory)))

    def _glide(self, seen: Seen, before: Array, regime: Array, memory: Memory) -> Seen:
        """The view without the units that a gliding rule still keeps back.

        Args:
            seen: the records.
            before: number of the rule that counted yesterday `(rows, worlds)`.
            regime: that of today `(1, worlds)`.
            memory: `gap`: units kept back; `step`: those of them that a day releases; `left`: days until none are;
                `added`: units of cover that gates have added.
        """
        gap, step, left, added = (memory[name] for name in ("gap", "step", "left", "added"))
        switched = before != regime
        if switched.any():
            was, is_ = (self.choose(one, lambda rule, _: rule.opening(seen.plan)) for one in (before, regime))
            days = self.choose(regime, lambda _, number: np.asarray(self.glides[number - 1] if number else 0.0))
            gap[...] = np.where(switched, np.where(days > 0.0, was - is_, 0.0), gap)
            step[...] = np.where(switched, np.divide(gap, days, out=np.zeros_like(gap), where=days > 0.0), step)
            left[...] = np.where(switched, days, left)
        released = step * np.minimum(left, 1.0)
        cover = self._added(regime)
        more = np.where(switched, cover, cover - added)
        added[...] = cover
        for number, rule in enumerate(self.rules):
            if isinstance(rule, Anchored):
                due = self.of(number, memory)["due"]
                due += np.where(regime == number, np.where(switched, gap, 0.0) - released + more, 0.0)
        gap -= released
        left -= np.minimum(left, 1.0)
        return without(seen, gap + added)

    def _added(self, regime: Array) -> Array:
        """Units of cover that gates have added to the rule that counts today `(rows, worlds)`."""
        assert self.rate is not None
        days = self.choose(regime, lambda _, number: self.holds[number - 1] - 1.0 if number else np.zeros((1, 1)))
        return np.asarray(self.rate) * days

    def cancelled(self, memory: Memory) -> Array:
        none = np.zeros_like(memory["regime"])
        return self.choose(
            self.regime(), lambda rule, number: rule.cancelled(self.of(number, memory)) if rule.cancels else none
        )

    def releases(self, memory: Memory) -> Array:
        assert self.rate is not None
        plan = np.broadcast_to(self.rate, (self.horizon, *memory["regime"].shape))

        def released(rule: Ordering, number: int) -> Array:
            if not rule.horizon:
                return plan
            return np.concatenate((rule.releases(self.of(number, memory)), plan[rule.horizon :]))

        return self.choose(self.regime(), released)

    def covered(self, seen: Seen) -> Number:
        return self.choose(self.regime(), lambda rule, _: np.asarray(rule.covered(seen)))

    def messages(self, seen: Seen, memory: Memory) -> Array:
        held, regime = {name: column.copy() for name, column in memory.items()}, self.regime()
        if self._gliding:
            seen = self._glide(seen, memory["regime"], regime, held)
        stays = (memory["regime"] == regime).astype(float)  # one that takes over today had no plan
        return stays * self.choose(regime, lambda rule, number: rule.messages(seen, self.of(number, memory)))


def _begin(rule: Ordering, seen: Seen, memory: Memory) -> None:
    """Fill the memory of a rule on the day of a switch, from the evening before."""
    evening = copy(seen)
    evening.clock = Clock(seen.clock.warmup)
    evening.clock.day = seen.day - 1
    if seen.echelon_position is not None and seen.echelon_demand is not None:
        evening.echelon_position = read_only(seen.echelon_position + seen.echelon_demand)
    rule.begin(evening, memory)
    if isinstance(rule, Anchored):
        rule.anchor(seen, memory)
