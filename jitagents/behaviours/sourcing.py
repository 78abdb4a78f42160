"""Sourcing: how an order is split over the lanes that can carry it."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Behaviour
from jitagents.column import Array
from jitagents.flow import Groups
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Offers:
    """What a buyer knows of its lanes; they are sorted by buyer, and by rank within a buyer.

    Attributes:
        share: planned share of the buyer's orders `(lanes, 1)`.
        rate: mean daily flow of the buyer's item, over all its lanes `(lanes, 1)` or `(lanes, worlds)`.
        owed: what the seller owes on the lane, units `(lanes, worlds)`.
        closed: 1 where the lane is closed or the seller is known to be down `(lanes, worlds)`; None if nothing is.
        buyers: the lanes grouped by their buyer.
    """

    share: Array
    rate: Array
    owed: Array
    closed: Array | None
    buyers: Groups


class Sourcing(Behaviour):
    """A sourcing rule: the share of each lane in its buyer's order today; the shares of a buyer add up to 1.

    Attributes:
        fixed: True if the shares are the planned ones on every day.
    """

    fixed: ClassVar[bool] = True

    @abstractmethod
    def __call__(self, offers: Offers) -> Array:
        """Shares `(lanes, 1)` or `(lanes, worlds)`."""

    @abstractmethod
    def planned(self, share: Array, buyers: Groups) -> Array:
        """Shares in undisturbed days `(lanes, 1)`, from which mean flows are worked out."""


def first_of(buyers: Groups, candidates: Array) -> Array:
    """1 for the first candidate (1 or 0) of each buyer, 0 for all other lanes."""
    return candidates * (buyers.before(candidates) == 0)


@dataclass(frozen=True)
class Primary(Sourcing):
    """All from the first-ranked seller."""

    def planned(self, share: Array, buyers: Groups) -> Array:
        return first_of(buyers, np.ones_like(share))

    def __call__(self, offers: Offers) -> Array:
        return self.planned(offers.share, offers.buyers)


@dataclass(frozen=True)
class Split(Sourcing):
    """By fixed planned shares (Treleven & Schweikhart 1988, Journal of Operations Management 7)."""

    def planned(self, share: Array, buyers: Groups) -> Array:
        return share

    def __call__(self, offers: Offers) -> Array:
        return offers.share


@dataclass(frozen=True)
class Backup(Sourcing):
    """From the first-ranked seller that is neither closed nor late; from the first one if all are (Tomlin 2006).

    A seller is late when it owes more than `patience` days of the buyer's mean flow.
    """

    fixed: ClassVar[bool] = False

    patience: Number = param(2.0, "days", "mean flow that a seller may owe before it counts as late", low=0)

    def planned(self, share: Array, buyers: Groups) -> Array:
        return first_of(buyers, np.ones_like(share))

    def __call__(self, offers: Offers) -> Array:
        usable = (offers.owed <= self.patience * offers.rate).astype(float)
        if offers.closed is not None:
            usable *= 1.0 - offers.closed
        chosen = first_of(offers.buyers, usable)
        none = offers.buyers.sum(chosen, np.empty((offers.buyers.size, chosen.shape[1]))) == 0
        return chosen + offers.buyers.spread(none.astype(float)) * self.planned(offers.share, offers.buyers)
