"""Serving: what becomes of a customer who finds the buyer's shelf empty."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Behaviour
from jitagents.column import Array
from jitagents.parameters import Number, param


class Serving(Behaviour):
    """A serving rule.

    Attributes:
        loses: False if no demand is ever lost.
    """

    loses: ClassVar[bool] = True

    @abstractmethod
    def __call__(self, unmet: Array, whole: bool) -> Array:
        """Units lost of today's demand that was not met `(rows, worlds)`; the rest waits as a backorder."""


@dataclass(frozen=True)
class Backorder(Serving):
    """Every customer waits."""

    loses: ClassVar[bool] = False

    def __call__(self, unmet: Array, whole: bool) -> Array:
        return np.zeros_like(unmet)


@dataclass(frozen=True)
class LostSale(Serving):
    """Every customer goes elsewhere (Zipkin 2008, Operations Research 56(4))."""

    def __call__(self, unmet: Array, whole: bool) -> Array:
        return unmet


@dataclass(frozen=True)
class PartlyLost(Serving):
    """A share of the customers waits, the others go elsewhere (Montgomery, Bazaraa & Keswani 1973)."""

    waiting: Number = param(0.5, "", "share of the unmet demand that waits", low=0, high=1)

    def __call__(self, unmet: Array, whole: bool) -> Array:
        lost = unmet * (1.0 - self.waiting)
        return np.rint(lost) if whole else lost
