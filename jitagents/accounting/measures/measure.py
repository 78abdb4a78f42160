"""Measures: the unit, label, formula, source and function of a measure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jitagents.column import Array

if TYPE_CHECKING:
    from jitagents.accounting.cost_items import CostItems
    from jitagents.accounting.ledger import Ledger
    from jitagents.accounting.resilience import Resilience


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
        of: computes it from the ledger `(scopes, worlds)`.
        sums: names of the accumulators that it needs, besides the accounted columns.
        series: names of the series whose variance it needs.
    """

    of: "Callable[[Ledger], Array]"
    sums: tuple[str, ...] = ()
    series: tuple[str, ...] = ()

    def needs(self, items: "CostItems") -> Iterable[str]:
        """Names of the accumulators that it needs, under some cost items."""
        return self.sums


@dataclass(frozen=True)
class Paired(Measure):
    """A measure that compares a crisis with its calm twin.

    Attributes:
        of: computes it from the records of both `(scopes, pairs)`.
        losses: names of the loss accumulators that it needs.
        alone: names of the measures of single worlds that it compares.
        zero_in_calm: True if it is 0 for the calm twin itself; otherwise it has no value there.
        agents: True if it is computed from the losses of agents.
    """

    of: "Callable[[Resilience], Array]"
    losses: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    zero_in_calm: bool = True
    agents: bool = False


def ratio(over: Array, under: Array) -> Array:
    """Quotient, NaN where the divisor is 0."""
    return np.divide(over, under, out=np.full(np.broadcast_shapes(over.shape, under.shape), np.nan), where=under != 0)
