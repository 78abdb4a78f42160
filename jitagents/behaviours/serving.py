"""Serving: the reaction of customers who find no stock."""

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Behaviour, Memory, memory_of
from jitagents.column import Array
from jitagents.flow import ROUNDING
from jitagents.parameters import Number, param


class Serving(Behaviour):
    """A serving rule.

    Attributes:
        loses: False if no demand is ever lost.
    """

    loses: ClassVar[bool] = True

    def attract(self, wanted: Array, memory: Memory, whole: bool) -> None:
        """Take off `wanted`, today's final demand, the customers who stay away; none unless overridden."""

    @abstractmethod
    def __call__(self, unmet: Array, wanted: Array, memory: Memory, whole: bool) -> Array:
        """Units lost of today's demand that was not met `(rows, worlds)`; the rest waits as a backorder.

        Args:
            unmet: part of today's demand that was not met today, units.
            wanted: today's demand, units.
            memory: the columns of the buyers.
            whole: units are whole.
        """


@dataclass(frozen=True)
class Backorder(Serving):
    """Backordering: every customer waits.

    Formula:
        lost = 0

    Source:
        Snyder & Shen 2019, sec. 4.3.
    """

    loses: ClassVar[bool] = False

    def __call__(self, unmet: Array, wanted: Array, memory: Memory, whole: bool) -> Array:
        return np.zeros_like(unmet)


@dataclass(frozen=True)
class LostSale(Serving):
    """Lost sales: every customer goes elsewhere.

    Formula:
        lost = unmet

    Source:
        Zipkin 2008, Operations Research 56(4).
    """

    def __call__(self, unmet: Array, wanted: Array, memory: Memory, whole: bool) -> Array:
        return unmet


@dataclass(frozen=True)
class PartlyLost(Serving):
    """Partial backordering: a share of the customers waits, the others go elsewhere.

    What rounding to whole units adds or takes off is carried to the next day on which demand is not met.

    Formula:
        lost = (1 - waiting) x unmet

    Source:
        Montgomery, Bazaraa & Keswani 1973, Naval Research Logistics Quarterly 20(2).
    """

    memory: ClassVar[dict[str, int]] = {"rest": 0}

    waiting: Number = param(0.5, "", "share of the unmet demand that waits", low=0, high=1)

    def __call__(self, unmet: Array, wanted: Array, memory: Memory, whole: bool) -> Array:
        lost = unmet * (1.0 - self.waiting)
        if not whole:
            return lost
        lost += memory["rest"]
        memory["rest"][...] = lost
        lost = np.minimum(np.floor(lost + (0.5 + ROUNDING)), unmet)
        memory["rest"] -= lost
        return lost


@dataclass(frozen=True)
class Goodwill(Serving):
    """Loss of goodwill, perturbed demand: customers who found nothing stay away, and return with time.

    Loyalty is that of a market as a whole; who was served and who was not is not remembered. What becomes of today's
    unmet demand is another rule's matter. What rounding to whole units takes off is carried to the next day, so that
    over the days none is lost by it.

    Formula:
        demand = loyalty x final demand;
        loyalty falls by leaving x loyalty x unmet / demand, then rises by returning x (1 - loyalty)

    Source:
        Schwartz 1966, Management Science 12(12); as flows between a committed and a latent market Olsen & Parker 2008,
        Management Science 54(10).
    """

    memory: ClassVar[dict[str, int]] = {"away": 0, "rest": 0}

    rule: Serving = field(default_factory=LostSale)
    leaving: Number = param(0.2, "", "share of those who found nothing today who stay away from now on", low=0, high=1)
    returning: Number = param(0.02, "1/day", "share of those who stay away who come back each day", low=0, high=1)

    def attract(self, wanted: Array, memory: Memory, whole: bool) -> None:
        wanted *= 1.0 - memory["away"]
        if whole:
            wanted += memory["rest"]
            memory["rest"][...] = wanted
            np.rint(wanted, out=wanted)
            memory["rest"] -= wanted

    def __call__(self, unmet: Array, wanted: Array, memory: Memory, whole: bool) -> Array:
        share = np.divide(unmet, wanted, out=np.zeros_like(unmet), where=wanted > 0)
        loyal = 1.0 - memory["away"]
        loyal *= 1.0 - self.leaving * share
        memory["away"][...] = (1.0 - loyal) * (1.0 - self.returning)
        return self.rule(unmet, wanted, memory_of("rule", memory), whole)
