"""The protocol of sourcing: a buyer's knowledge of its lanes, and the shares that a rule gives them."""

from abc import abstractmethod
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.base import Behaviour, Memory
from jitagents.column import Array, Flags
from jitagents.flow import Groups
from jitagents.parameters import Number

CANDIDATE, QUALIFYING, APPROVED, ACTIVE, PROBATION, LEFT = range(6)
"""Standing of a lane with its buyer: to be qualified first; being qualified; qualified and not in use; in use; in use
on probation; phased out. Only a panel changes it."""


@dataclass(frozen=True)
class Lanes:
    """The plan of lanes, known before day 1; they are sorted by buyer, and by rank within a buyer.

    Attributes:
        share: planned share of the buyer's orders `(lanes, 1)`.
        price: of a unit at the buyer's door, transport included, money `(lanes, 1)`.
        lead_time: promised days from ordering to receiving, order delay included `(lanes, 1)`.
        buyers: the lanes grouped by their buyer.
        standing: on day 1: `ACTIVE`, `APPROVED` or `CANDIDATE` `(lanes, 1)`; None: all are active.
        qualification: days until a candidate is qualified, NaN where the network states none `(lanes, 1)`.
        default_probability: chance that the seller defaults within a year, NaN where it is not rated `(lanes, 1)`.
    """

    share: Array
    price: Array
    lead_time: Array
    buyers: Groups
    standing: Array | None = field(default=None, kw_only=True)
    qualification: Array | None = field(default=None, kw_only=True)
    default_probability: Array | None = field(default=None, kw_only=True)

    def at(self, rows: npt.NDArray[np.int64] | slice, buyers: Groups | None = None) -> "Lanes":
        """The plan of some lanes, with the same groups or with others."""
        groups = Groups(self.buyers.key[rows], self.buyers.size) if buyers is None else buyers
        columns = {item.name: getattr(self, item.name) for item in fields(Lanes) if item.name != "buyers"}
        cut: dict[str, Any] = {name: None if column is None else column[rows] for name, column in columns.items()}
        return Lanes(buyers=groups, **cut)


@dataclass(frozen=True)
class Offers(Lanes):
    """A buyer's knowledge of its lanes today, units `(lanes, worlds)`.

    Attributes:
        rate: mean daily flow of the buyer's item, over all its lanes `(lanes, 1)` or `(lanes, worlds)`.
        owed: backorders of the lane, yesterday's orders included.
        under_way: shipped on the lane and not yet arrived; before day 1 also ordered on it.
        arrived: receipts on the lane this morning.
        placed: order placed on the lane yesterday.
        order: the buyer's order of today, over all its lanes.
        position: the buyer's inventory position before that order, as its records show it; 0 if the rule does not look.
        closed: 1 where the lane is closed or the seller ships nothing; None if nothing is. A buyer does not see it at
            once: see `count_closed` and `known_closed`.
        day: today; 0 before the first one.
        announced: 1 where a closure of the lane was announced before it began; None if nothing was.
        cancelled: units of the lane that the buyer's ordering rule has cancelled today; None if nobody ever cancels.
        returned: bad units of the lane that were sent back since yesterday's order; None if none can be.
        warmup: days before the first measured one.
    """

    rate: Array
    owed: Array
    under_way: Array
    arrived: Array
    placed: Array
    order: Array
    position: Array
    closed: Array | None
    day: int
    announced: Array | None = None
    cancelled: Array | None = None
    returned: Array | None = None
    warmup: int = 0


class Sourcing(Behaviour):
    """A sourcing rule: the share of each lane in its buyer's order today; the shares of a buyer add up to 1.

    The model rounds whole units to the shares without favouring a lane. What a rule remembers are columns of the lanes
    on which a wave orders.

    Attributes:
        fixed: True if the shares are the planned ones on every day.
        looks: True if it looks at the inventory position of its buyers.
        cancels: True if it takes orders back from lanes.
        qualifies: True if it leaves candidates alone until they are qualified.
    """

    fixed: ClassVar[bool] = True
    looks: ClassVar[bool] = False

    @property
    def cancels(self) -> bool:
        return False

    @property
    def qualifies(self) -> bool:
        return self.fixed

    def shows(self, memory: Memory) -> Memory:
        """Columns of the memory that are recorded of each lane, by name; they need no more than `memory` declares."""
        return {}

    @abstractmethod
    def planned(self, lanes: Lanes) -> Array:
        """Shares in undisturbed days `(lanes, 1)`, from which mean flows are worked out."""

    def __call__(self, offers: Offers, memory: Memory) -> Array:
        """Shares of today `(lanes, 1)` or `(lanes, worlds)`."""
        return self.planned(offers)

    def cancelled(self, offers: Offers, memory: Memory) -> Array:
        """Units of what each lane owes that are cancelled today `(lanes, worlds)`, and ordered again by today's shares.

        Only asked where it cancels, after the shares; goods under way cannot be cancelled.
        """
        raise NotImplementedError(f"{type(self).__name__} cancels and does not say what")

    def suited(self, lanes: Lanes) -> Self:
        """The same rule with what is worked out once from its lanes, before day 1."""
        return self

    def prepare(self, offers: Offers, memory: Memory) -> None:
        """Fill the memory before day 1; zeros unless overridden."""


def count_days(days: Array, flags: Flags) -> None:
    """Bring up to date for how many days in a row a flag has been set, today included `(lanes, worlds)`."""
    days += 1.0
    days *= flags


def count_closed(offers: Offers, days: Array) -> None:
    """The same of the days on which each lane has been closed."""
    if offers.closed is None:
        days.fill(0.0)
    else:
        count_days(days, offers.closed > 0.0)


def known_closed(offers: Offers, days: Array, lag: Number) -> Flags:
    """True where a lane is closed and its buyer knows: after `lag` days without a shipment, or if it was announced."""
    known: Flags = days > lag
    if offers.announced is not None:
        known |= (days > 0.0) & (offers.announced > 0.0)
    return known


def first_of(buyers: Groups, candidates: Array) -> Array:
    """1 for the first candidate (1 or 0) of each buyer, 0 for all other lanes."""
    return candidates * (buyers.before(candidates) == 0)


def least_of(buyers: Groups, values: Array) -> Array:
    """1 for the lane with the least value of each buyer, the first of equals; 0 for all others."""
    return first_of(buyers, (values == buyers.spread(least(buyers, values))).astype(float))


def least(buyers: Groups, values: Array) -> Array:
    """The least value of each buyer's lanes `(buyers, worlds)`."""
    smallest = np.full((buyers.size, values.shape[1]), np.inf)
    buyers.least(values, smallest)
    return smallest


def at_lanes(buyers: Groups, values: Array) -> Array:
    """The sum over each buyer's lanes, at each of them `(lanes, worlds)`."""
    return buyers.spread(buyers.sum(values))
