"""A measure: its name in the textbooks, its unit, its formula, its source, and the function that works it out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jitagents.column import Array

if TYPE_CHECKING:
    from jitagents.accounting.cost_items import Bill
    from jitagents.accounting.ledger import Ledger
    from jitagents.accounting.resilience import Resilience


@dataclass(frozen=True)
class Measure:
    """One number for each world (or pair of twins) and scope.

    Attributes:
        unit: what it is counted in.
        label: the words of tables and axes.
        formula: how it is computed over the measured days, for agents, tiers and the network.
        source: author and year.
    """

    unit: str
    label: str
    formula: str
    source: str


@dataclass(frozen=True)
class Single(Measure):
    """A measure that a world has by itself.

    Attributes:
        of: works it out from the books, `(scopes, worlds)`.
        sums: names of the running sums that it needs, beside the accounted columns.
        series: names of the series whose variance it needs.
    """

    of: "Callable[[Ledger], Array]"
    sums: tuple[str, ...] = ()
    series: tuple[str, ...] = ()

    def needs(self, bill: "Bill") -> Iterable[str]:
        """Names of the running sums that it needs, under a bill."""
        return self.sums


@dataclass(frozen=True)
class Paired(Measure):
    """A measure that compares a crisis with its calm twin.

    Attributes:
        of: works it out from the books of both, `(scopes, pairs)`.
        losses: names of what it needs to be added up of the daily losses.
        alone: names of the measures of single worlds that it compares.
        zero_in_calm: True if 0 is what it means for the twin itself; otherwise it has no value there.
        agents: True if it is worked out from the losses of agents.
    """

    of: "Callable[[Resilience], Array]"
    losses: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    zero_in_calm: bool = True
    agents: bool = False


def ratio(over: Array, under: Array) -> Array:
    """Quotient, NaN where the divisor is 0."""
    return np.divide(over, under, out=np.full(np.broadcast_shapes(over.shape, under.shape), np.nan), where=under != 0)
