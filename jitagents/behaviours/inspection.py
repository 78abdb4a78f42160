"""Inspection: the units that customers look at before they use them, and their answer to bad ones."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Behaviour, Memory
from jitagents.column import Array
from jitagents.flow import rounded
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Receipts:
    """The goods of some customers on a morning, read-only; units `(rows, worlds)` unless stated otherwise.

    Attributes:
        received: over lanes this morning.
        stock: on hand, with these.
        found: bad units that showed since the inspection of yesterday: on use, and at final customers.
        rate: mean flow, units a day `(rows, 1)` or `(rows, worlds)`.
        whole: units are whole.
        day: today.
    """

    received: Array
    stock: Array
    found: Array
    rate: Array
    whole: bool
    day: int


@dataclass(frozen=True)
class Inspection(Behaviour):
    """An inspection rule. Each bad unit that is inspected is found and goes back to its seller.

    Attributes:
        inspects: False if it never looks at anything before it is used.
    """

    inspects: ClassVar[bool] = True

    @property
    def stops(self) -> Array:
        """1 where a kit with a bad part is not started; else good parts replace bad ones `(1, 1)` or `(1, worlds)`."""
        return np.ones((1, 1))

    @abstractmethod
    def __call__(self, receipts: Receipts, memory: Memory) -> tuple[Array, Array]:
        """Units inspected today: of those received, at most all of them, and of the other stock `(rows, worlds)`."""


@dataclass(frozen=True)
class AtTheLine(Inspection):
    """An inspection rule that says what a plant does when a bad part shows on use."""

    stop: bool = param(True, "", "a kit with a bad part is not started; else good parts from stock replace bad ones")

    @property
    def stops(self) -> Array:
        return np.full((1, 1), float(self.stop))


@dataclass(frozen=True)
class OnUse(AtTheLine):
    """Jidoka, no inspection: bad units show when they are used or sold, and the line stops for the kit.

    Formula:
        inspected = 0; started = kits x product over inputs of (1 - share bad)^quantity

    Source:
        Monden 1983, Toyota Production System, ch. 9 (autonomation).
    """

    inspects: ClassVar[bool] = False

    def __call__(self, receipts: Receipts, memory: Memory) -> tuple[Array, Array]:
        return np.zeros_like(receipts.received), np.zeros_like(receipts.received)


@dataclass(frozen=True)
class Incoming(AtTheLine):
    """Incoming inspection: a share of what is received is inspected on the day on which it comes in.

    Formula:
        inspected = share x received

    Source:
        Montgomery 2013, Introduction to Statistical Quality Control, 7th ed., ch. 15 (share 1: 100 % inspection).
    """

    share: Number = param(1.0, "", "share of what is received that is inspected", low=0, high=1)

    def __call__(self, receipts: Receipts, memory: Memory) -> tuple[Array, Array]:
        inspected = rounded(receipts.received * self.share, receipts.whole, receipts.day)
        return np.minimum(inspected, receipts.received), np.zeros_like(receipts.received)


@dataclass(frozen=True)
class Containment(Incoming):
    """Containment: from the day after a bad unit has shown, stock is sorted for some days, so many units a day.

    Stock is well mixed: what was sorted is not told apart from what was not. A share of what is received may be
    inspected besides.

    Formula:
        sorted = min(stock, capacity x mean flow), for `days` days after the last unit that showed on use

    Source:
        8D, discipline 3 (interim containment): Ford 1987, Team Oriented Problem Solving; lots and quality: Porteus
        1986, Operations Research 34(1).
    """

    memory: ClassVar[dict[str, int]] = {"left": 0}

    share: Number = param(0.0, "", "share of what is received that is inspected at all times", low=0, high=1)
    capacity: Number = param(2.0, "days", "of mean flow that can be sorted in a day", low=0)
    days: Number = param(5.0, "days", "for which stock is sorted after a bad unit has shown", low=0)

    def __call__(self, receipts: Receipts, memory: Memory) -> tuple[Array, Array]:
        inspected, _ = super().__call__(receipts, memory)
        memory["left"][...] = np.where(receipts.found > 0.0, self.days, np.maximum(memory["left"] - 1.0, 0.0))
        room = rounded(self.capacity * receipts.rate * np.ones_like(inspected), receipts.whole, receipts.day)
        others = np.minimum(receipts.stock - inspected, room)
        return inspected, np.where(memory["left"] > 0.0, np.maximum(others, 0.0), 0.0)
