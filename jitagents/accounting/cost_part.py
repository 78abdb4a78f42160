"""A part of the total cost: the base class, and the prices that it consists of."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jitagents.accounting.accumulator import Setup
from jitagents.accounting.scopes import Index
from jitagents.column import Array
from jitagents.layout import Layout
from jitagents.parameters import Parameters
from jitagents.planning import Planned

if TYPE_CHECKING:
    from jitagents.accounting.costs import Costs


YEAR = 365.0
"""Days of a year."""
OWNERSHIP = "Ellram 1995, Int. J. Physical Distribution & Logistics Management 25(8)"
"""Source of what belongs to the total cost of ownership."""
NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
"""Names of parts and measures, of which the names of columns are made."""


@dataclass(frozen=True)
class CostItem:
    """The price of one sum.

    Attributes:
        sum: name of an accounted column, for its agents, or the set-up of an accumulator.
        price: money a unit `(rows of the sum, 1)` or `(rows of the sum, worlds)`.
        payers: row of the stock point that pays for each row of the sum.
        traded: whether the other ends of the lanes are paid, rows of the sum being lanes; a scope that holds both ends
            of a lane pays nobody.
        by_lane: whether rows of the sum are lanes, although nobody at their other ends is paid.
    """

    sum: str | Setup
    price: Array
    payers: Index
    traded: bool = False
    by_lane: bool = False


@dataclass(frozen=True)
class CostBasis:
    """All that the prices of a part are worked out from.

    Attributes:
        costs: rates of the cost model.
        layout: rows and lanes.
        planned: mean flows and unit values.
    """

    costs: "Costs"
    layout: Layout
    planned: Planned

    @property
    def points(self) -> Index:
        """Rows of all stock points, the agents first."""
        return np.arange(self.layout.rows)

    @property
    def value(self) -> Array:
        """Price of a unit at each stock point, money `(rows, 1)`."""
        return self.planned.valuation.price

    @property
    def lane_value(self) -> Array:
        """Value of a unit on each lane, money `(lanes, 1)`."""
        return self.value[self.layout.lane_seller]

    @property
    def lane_price(self) -> Array:
        """Price of a unit on each lane, money `(lanes, 1)` or `(lanes, worlds)`."""
        return self.planned.lane_price(self.layout)


class CostPart(Parameters, ABC):
    """A part of the total cost. Its parameters are fields; it costs nothing where they are 0.

    Attributes:
        meaning: what is paid for, and by whom.
        source: author and year.
    """

    @property
    @abstractmethod
    def meaning(self) -> str: ...

    @property
    @abstractmethod
    def source(self) -> str: ...

    @abstractmethod
    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        """The prices of what is recorded; their sum over the measured days is the money of this part."""
