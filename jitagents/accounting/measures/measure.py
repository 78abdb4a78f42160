"""Measures: the base classes of what is computed from the records of a simulation."""

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.accounting.accumulator import Setup
from jitagents.accounting.cost_items import CostItems
from jitagents.accounting.definition import Defined, Definition
from jitagents.accounting.loss_accumulators import LossAccumulator
from jitagents.accounting.measures.records import TwinLedger, WorldLedger
from jitagents.accounting.series import SummedSeries
from jitagents.column import Array
from jitagents.errors import InputError


@dataclass(frozen=True)
class Measure(Defined):
    """One number for each world (or pair of twins) and scope."""


@dataclass(frozen=True)
class Single(Measure):
    """A measure of a single world.

    Attributes:
        sums: set-ups of the accumulators that it needs, besides the accounted columns.
        series: the series whose variance it needs.
        alike: True if it is the same for a crisis and its calm twin; it is read in the crisis world then, since levels
            may share calm worlds.
    """

    sums: ClassVar[tuple[Setup, ...]] = ()
    series: ClassVar[tuple[SummedSeries, ...]] = ()
    alike: ClassVar[bool] = False

    @abstractmethod
    def of(self, ledger: WorldLedger) -> Array:
        """Compute it from the ledger `(scopes, worlds)`; NaN where a scope has no such measure."""

    def of_lanes(self, ledger: WorldLedger) -> Array | None:
        """Compute it for each lane of the network `(lanes, worlds)`; None: lanes have no such measure."""
        return None

    def needs(self, items: CostItems) -> Iterable[str | Setup]:
        """The sums that it needs, under some cost items."""
        return self.sums


@dataclass(frozen=True)
class Paired(Measure):
    """A measure that compares a crisis with its calm twin.

    Attributes:
        losses: classes of the loss accumulators that it needs.
        compares: the measures of single worlds that it compares.
        zero_in_calm: True if it is 0 for the calm twin itself; otherwise it has no value there.
        agents: True if it is computed from the losses of agents.
    """

    losses: ClassVar[tuple[type[LossAccumulator], ...]] = ()
    compares: ClassVar[tuple[Single, ...]] = ()
    zero_in_calm: ClassVar[bool] = True
    agents: ClassVar[bool] = False

    @abstractmethod
    def of(self, twins: TwinLedger) -> Array:
        """Compute it from the records of both `(scopes, pairs)`; NaN where a scope has no such measure."""

    @property
    def definition(self) -> Definition:
        words = (self.unit, self.label, self.formula, self.source)
        return Definition(*words, paired=True, zero_in_calm=self.zero_in_calm)


type Recorded = Single | Paired
"""A measure that a simulation can record."""


def checked(measure: Recorded, values: Array, shape: tuple[int, int]) -> Array:
    """The values of a measure, if they have the right shape.

    Raises:
        InputError: they have not.
    """
    if np.shape(values) != shape:
        raise InputError(
            f"measure {measure.name}: of() returns the shape {np.shape(values)}; needed: {shape}, (scopes, worlds)"
        )
    return values


def undeclared(of: object, declared: str) -> str:
    """The fault of a sum that a measure uses and does not declare."""
    return f"{getattr(of, '__name__', of)}: a measure uses this sum and does not declare it; add it to its `{declared}`"


def ratio(over: Array, under: Array) -> Array:
    """Quotient, NaN where the divisor is 0."""
    return np.divide(over, under, out=np.full(np.broadcast_shapes(over.shape, under.shape), np.nan), where=under != 0)
