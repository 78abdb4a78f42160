"""Measures: the unit, label, formula, source and function of a measure, and the records that it is computed from."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from jitagents.accounting.cost_items import CostItems
from jitagents.accounting.cost_parts import CostPart
from jitagents.accounting.costs import Costs
from jitagents.accounting.scopes import Index, Scopes
from jitagents.column import Array
from jitagents.layout import Layout
from jitagents.planning import Planned


class WorldLedger(Protocol):
    """Records of single worlds over the measured days; the `Ledger` describes each."""

    scopes: Scopes
    costs: Costs
    days: int
    promise: int
    layout: Layout
    planned: Planned

    @property
    def stock(self) -> Array: ...

    def total(self, name: str) -> Array: ...

    def money(self, parts: Collection[CostPart]) -> Array: ...

    def flow(self, numbers: Array) -> Array: ...

    def every(self, numbers: Array) -> Array: ...

    def points(self, numbers: Array) -> Array: ...

    def at(self, agents: Index, numbers: Array) -> Array: ...

    def spread(self, name: str) -> tuple[Array, Array]: ...


class TwinLedger(Protocol):
    """Records of a crisis and its calm twin; `Resilience` describes each."""

    scopes: Scopes
    days: int

    @property
    def ledger(self) -> WorldLedger: ...

    @property
    def output(self) -> Array: ...

    @property
    def usual(self) -> Array: ...

    @property
    def start(self) -> Array: ...

    @property
    def origins(self) -> Array: ...

    @property
    def value(self) -> Array: ...

    def total(self, name: str) -> Array: ...

    def lost(self, numbers: Array) -> Array: ...

    def of_agents(self, numbers: Array) -> Array: ...

    def of_network(self, numbers: Array) -> Array: ...


@dataclass(frozen=True)
class Measure:
    """One number for each world (or pair of twins) and scope.

    Attributes:
        unit: of the number.
        label: words in tables and on axes.
        formula: over the measured days, for agents, tiers and the network.
        source: author and year.
    """

    unit: str
    label: str
    formula: str
    source: str


@dataclass(frozen=True)
class Single(Measure):
    """A measure of a single world.

    Attributes:
        name: in configurations and tables.
        of: computes it from the ledger `(scopes, worlds)`.
        sums: names of the accumulators that it needs, besides the accounted columns.
        series: names of the series whose variance it needs.
    """

    of: Callable[[WorldLedger], Array]
    sums: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    name: str = field(kw_only=True)

    def needs(self, items: CostItems) -> Iterable[str]:
        """Names of the accumulators that it needs, under some cost items."""
        return self.sums


@dataclass(frozen=True)
class Paired(Measure):
    """A measure that compares a crisis with its calm twin.

    Attributes:
        name: in configurations and tables.
        of: computes it from the records of both `(scopes, pairs)`.
        losses: names of the loss accumulators that it needs.
        compares: the measures of single worlds that it compares.
        zero_in_calm: True if it is 0 for the calm twin itself; otherwise it has no value there.
        agents: True if it is computed from the losses of agents.
    """

    of: Callable[[TwinLedger], Array]
    losses: tuple[str, ...] = ()
    compares: tuple[Single, ...] = ()
    zero_in_calm: bool = True
    agents: bool = False
    name: str = field(kw_only=True)


type Recorded = Single | Paired
"""A measure that a simulation can record."""


def ratio(over: Array, under: Array) -> Array:
    """Quotient, NaN where the divisor is 0."""
    return np.divide(over, under, out=np.full(np.broadcast_shapes(over.shape, under.shape), np.nan), where=under != 0)
