"""Switched flows: sourcing, production, inspection, serving and allocation by other rules on some days."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from jitagents.behaviours.allocation import Allocation, Claims
from jitagents.behaviours.base import Memory
from jitagents.behaviours.inspection import Inspection, Receipts
from jitagents.behaviours.production import Production, ProductionView, Supply, Work
from jitagents.behaviours.serving import Serving
from jitagents.behaviours.sourcing import Lanes, Offers, Sourcing
from jitagents.column import Array
from jitagents.simulation.switched import Switched


def _nothing(rule: object, memory: Memory) -> None:
    """Leave the memory of a rule as it is before day 1, all zeros."""


@dataclass(frozen=True)
class SwitchedSourcing(Switched[Sourcing], Sourcing):
    """Orders that are divided by other rules on some days.

    Attributes:
        first: number of the rule from which mean flows are planned: the last that holds in all worlds before day 1.
    """

    fixed: ClassVar[bool] = False
    looks: ClassVar[bool] = True

    first: int = 0

    @property
    def cancels(self) -> bool:
        return any(rule.cancels for rule in self.rules)

    @property
    def qualifies(self) -> bool:
        return all(rule.qualifies for rule in self.rules)

    def shows(self, memory: Memory) -> Memory:
        return {
            name: column
            for number, rule in enumerate(self.rules)
            for name, column in rule.shows(self.of(number, memory)).items()
        }

    def planned(self, lanes: Lanes) -> Array:
        return self.rules[self.first].planned(lanes)

    def suited(self, lanes: Lanes) -> Self:
        return replace(self, rules=tuple(rule.suited(lanes) for rule in self.rules))

    def prepare(self, offers: Offers, memory: Memory) -> None:
        for number, rule in enumerate(self.rules):
            rule.prepare(offers, self.of(number, memory))
        memory["regime"][...] = self.regime()

    def __call__(self, offers: Offers, memory: Memory) -> Array:
        # Whatever is on order already is none of the new rule's orders, as before day 1.
        before = replace(offers, under_way=offers.under_way + offers.owed)
        regime = self.turn(memory, lambda rule, anew: rule.prepare(before, anew))
        return self.choose(regime, lambda rule, number: rule(offers, self.of(number, memory)))

    def cancelled(self, offers: Offers, memory: Memory) -> Array:
        none = np.zeros_like(offers.owed)
        return self.choose(
            self.regime(),
            lambda rule, number: rule.cancelled(offers, self.of(number, memory)) if rule.cancels else none,
        )


@dataclass(frozen=True)
class SwitchedProduction(Switched[Production], Production):
    """Production that is started by other rules on some days."""

    def counts(self) -> tuple[str, ...]:
        layers = (layer for rule in self.rules for layer in rule.layers())
        return tuple(dict.fromkeys(name for layer in layers for name in layer.counts()))

    def kits(self, supply: Supply) -> Array:
        return self.choose(self.regime(), lambda rule, _: rule.kits(supply))

    def __call__(self, view: ProductionView, memory: Memory) -> Work:
        regime, done, none = self.turn(memory, _nothing), dict[int, Work](), np.zeros_like(view.open_orders)

        def started(rule: Production, number: int) -> Array:
            done[number] = rule(view, self.of(number, memory))
            return done[number].started

        units = self.choose(regime, started)
        load = self.choose(regime, lambda _, number: done[number].load)
        counts = {
            name: self.choose(regime, lambda _, number, name=name: done[number].counts.get(name, none))  # type: ignore[misc]
            for name in self.counts()
        }
        return Work(units, load, counts)


@dataclass(frozen=True)
class SwitchedInspection(Switched[Inspection], Inspection):
    """Goods that are inspected by other rules on some days."""

    @property
    def stops(self) -> Array:
        return self.choose(self.regime(), lambda rule, number: rule.stops)

    def __call__(self, receipts: Receipts, memory: Memory) -> tuple[Array, Array]:
        def inspected(rule: Inspection, number: int) -> Array:
            return np.stack(rule(receipts, self.of(number, memory)))

        received, others = self.choose(self.turn(memory, _nothing), inspected)
        return received, others


@dataclass(frozen=True)
class SwitchedServing(Switched[Serving], Serving):
    """Customers who find no stock and do other things on some days."""

    def attract(self, wanted: Array, memory: Memory, whole: bool) -> None:
        def coming(rule: Serving, number: int) -> Array:
            units = wanted.copy()
            rule.attract(units, self.of(number, memory), whole)
            return units

        wanted[...] = self.choose(self.turn(memory, _nothing), coming)

    def __call__(self, unmet: Array, wanted: Array, memory: Memory, whole: bool) -> Array:
        return self.choose(self.regime(), lambda rule, number: rule(unmet, wanted, self.of(number, memory), whole))


@dataclass(frozen=True)
class SwitchedAllocation(Switched[Allocation], Allocation):
    """Scarce stock that is divided by other rules on some days."""

    @property
    def draws(self) -> bool:
        return any(rule.draws for rule in self.rules)

    @property
    def by_class(self) -> bool:
        return any(rule.by_class for rule in self.rules)

    def start(self, owed: Array, memory: Memory) -> None:
        for number, rule in enumerate(self.rules):
            rule.start(owed, self.of(number, memory))
        memory["regime"][...] = self.regime()

    def __call__(self, available: Array, claims: Claims, memory: Memory) -> Array:
        before = (claims.owed if claims.backlog is None else claims.backlog) - claims.ordered
        if claims.cancelled is not None:
            before = before + claims.cancelled
        regime = self.turn(memory, lambda rule, anew: rule.start(before, anew))
        return self.choose(regime, lambda rule, number: rule(available, claims, self.of(number, memory)))
