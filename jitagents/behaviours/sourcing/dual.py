"""Dual sourcing: a regular source, and a faster one for what cannot wait."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from jitagents.behaviours.base import Memory
from jitagents.behaviours.sourcing.base import Lanes, Offers, Sourcing, at_lanes, first_of, least_of
from jitagents.column import Array
from jitagents.parameters import Number, param


def sources(lanes: Lanes) -> tuple[Array, Array]:
    """1 for the regular source of each buyer, the first-ranked, and 1 for its express source, the fastest."""
    return first_of(lanes.buyers, np.ones_like(lanes.share)), least_of(lanes.buyers, lanes.lead_time)


def gain(lanes: Lanes) -> Array:
    """Days by which its express source is faster than its regular one, at each buyer's lanes `(lanes, 1)`."""
    regular, express = sources(lanes)
    return at_lanes(lanes.buyers, (regular - express) * lanes.lead_time)


@dataclass(frozen=True)
class DualIndex(Sourcing):
    """Dual-index policy: express up to a level on what arrives in time for it, the rest of the order regular.

    The ordering rule's order is split; with base stock that is the published policy, whose second index is its level.
    The first-ranked seller is the regular source, the one with the shortest lead time the express one. Regular orders
    that are cancelled count as still to come until they would have arrived.

    Formula:
        express position = position - regular orders of the last (regular - express lead time - 1) days
        express = min(order, max(0, level - express position)), regular = order - express
        level = mean flow x (express lead time + cover), if none is given

    Source:
        Veeraraghavan & Scheller-Wolf 2008, Operations Research 56(4), sec. 3.
    """

    fixed: ClassVar[bool] = False
    looks: ClassVar[bool] = True

    level: Number | None = param(None, "units", "express order-up-to level; None: by `cover`")
    cover: Number = param(0.5, "days", "mean flow in the express level above that of the express lead time")
    window: int | None = param(None, "days", "regular orders remembered; None: as many as are needed", low=1)

    def depths(self) -> dict[str, int]:
        return {"regular": self.window or 1}

    def suited(self, lanes: Lanes) -> Self:
        needed = max(int(gain(lanes).max(initial=0.0)) - 1, 1)
        return replace(self, window=max(needed, self.window or 1))

    def prepare(self, offers: Offers, memory: Memory) -> None:
        memory["regular"][...] = offers.placed * sources(offers)[0]

    def planned(self, lanes: Lanes) -> Array:
        return sources(lanes)[0]

    def __call__(self, offers: Offers, memory: Memory) -> Array:
        regular, express = sources(offers)
        level = self.level
        if level is None:
            level = offers.rate * (at_lanes(offers.buyers, express * offers.lead_time) + self.cover)
        position = offers.position - self._still_to_come(offers, regular, memory["regular"])
        units = np.minimum(np.maximum(level - position, 0.0), offers.order)
        share = np.divide(units, offers.order, out=np.zeros_like(offers.order), where=offers.order > 0.0)
        return share * express + (1.0 - share) * regular

    def _still_to_come(self, offers: Offers, regular: Array, recent: Array) -> Array:
        """Regular orders that arrive later than an express order of today would, at each buyer's lanes."""
        days = len(recent)
        if offers.day > 1:
            recent[(offers.day - 1) % days] = offers.placed * regular
        age = (offers.day - 1 - np.arange(days)) % days + 1
        late = recent * (age[:, None, None] < gain(offers))
        return at_lanes(offers.buyers, late.sum(axis=0))


@dataclass(frozen=True)
class TailoredBaseSurge(Sourcing):
    """Tailored base-surge: a steady base from the regular source, what goes beyond it from the express one.

    The first-ranked seller is the regular source, the one with the shortest lead time the express one. On a day on
    which less than the base is ordered, all of it is regular.

    Formula:
        regular = min(order, base x mean flow), express = order - regular

    Source:
        Allon & Van Mieghem 2010, Management Science 56(1).
    """

    fixed: ClassVar[bool] = False

    base: float = param(0.8, "", "share of the mean flow that is ordered from the regular source", low=0, high=1)

    def planned(self, lanes: Lanes) -> Array:
        regular, express = sources(lanes)
        return self.base * regular + (1.0 - self.base) * express

    def __call__(self, offers: Offers, memory: Memory) -> Array:
        regular, express = sources(offers)
        units = np.minimum(self.base * offers.rate, offers.order)
        share = np.divide(units, offers.order, out=np.ones_like(offers.order), where=offers.order > 0.0)
        return share * regular + (1.0 - share) * express
