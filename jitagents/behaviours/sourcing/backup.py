"""Backup supply: another seller while the first one fails."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory
from jitagents.behaviours.sourcing.base import (
    Lanes,
    Offers,
    Sourcing,
    at_lanes,
    count_closed,
    first_of,
    known_closed,
)
from jitagents.column import Array, Flags
from jitagents.parameters import Number, param

FIRST, PLANNED = "first", "planned"
"""Sellers of undisturbed days: the first-ranked one of each buyer, or all by their planned shares."""


@dataclass(frozen=True)
class Backup(Sourcing):
    """Contingent rerouting: the orders of a seller that fails go to the other sellers until it is well again.

    On undisturbed days all comes from the first-ranked seller, or from all by their planned shares (`shares: planned`).
    A seller fails on a day when it is known to be closed, or late: it owes more than `patience` days of the mean flow
    (the buyer's, or its own planned one). That it is closed is known after `lag` days without a shipment, at once where
    the closure was announced. It is left after `activation` days of failing in a row, and taken again after `recovery`
    days in a row without.

    Its orders go to the first-ranked seller that is not left, or to all others by their planned shares. These take up
    to `capacity` mean flows a day (of the buyer; or of their own, their planned share included), and less in the first
    `ramp` days; what is beyond stays with the seller that is left. What a seller that is left and known to be closed
    still owes is cancelled, as far as the others can take it, and ordered there; a late seller is then better than one
    that is known to be closed.

    Formula:
        closed = 1 once days closed > lag, or announced
        fails = closed or owed > patience x mean flow
        left = 1 once days failing > activation, 0 once days well > recovery
        moved = sum of the undisturbed shares of those left
        room = capacity x mean flow (planned: (capacity - 1) x planned flow) x min(1, days as backup / (ramp + 1))
        cancelled = min(owed by those left and closed, max(0, room - order x moved))
        share of the others = min(1, (order x (1 - moved) + room) / (order + cancelled)), the rest for those left

    Source:
        Tomlin 2006, Management Science 52(5), sec. 4 (contingent rerouting, its response time and volume flexibility).
    """

    fixed: ClassVar[bool] = False
    memory: ClassVar[dict[str, int]] = {"failing": 0, "well": 0, "left": 0, "shut": 0, "serving": 0, "cancelled": 0}

    shares: str = param(FIRST, "", "sellers of undisturbed days", choices=(FIRST, PLANNED))
    patience: Number = param(2.0, "days", "mean flow that a seller may owe before it counts as late", low=0)
    activation: Number = param(0.0, "days", "failing in a row before the backup starts", low=0)
    recovery: Number = param(0.0, "days", "without failing in a row before orders go back", low=0)
    lag: Number = param(
        3.0, "days", "closed before it is known, unless it was announced; 0: known on the first day", low=0
    )
    ramp: Number = param(10.0, "days", "until the backup delivers at its full rate; 0: at once", low=0)
    capacity: Number | None = param(
        None,
        "",
        "mean flows that a backup takes a day; None: any number, but in the ramp no more than what is moved",
        low=0,
    )
    cancel: bool = param(True, "", "whether what a closed seller owes is cancelled and ordered from the backup")

    @property
    def cancels(self) -> bool:
        return self.cancel

    def planned(self, lanes: Lanes) -> Array:
        return lanes.share if self.shares == PLANNED else first_of(lanes.buyers, np.ones_like(lanes.share))

    def __call__(self, offers: Offers, memory: Memory) -> Array:
        failing, well, left = memory["failing"], memory["well"], memory["left"]
        count_closed(offers, memory["shut"])
        known = known_closed(offers, memory["shut"], self.lag)
        share = offers.share if self.shares == PLANNED else 1.0
        fails = (offers.owed > self.patience * share * offers.rate) | known
        failing[...] = (failing + 1.0) * fails
        well[...] = (well + 1.0) * ~fails
        left[...] = np.where(failing > self.activation, 1.0, np.where(well > self.recovery, 0.0, left))
        if left.any():
            return self._rerouted(offers, memory, known)
        memory["serving"].fill(0.0)
        memory["cancelled"].fill(0.0)
        return self._among(offers, np.ones_like(offers.share))

    def _rerouted(self, offers: Offers, memory: Memory, known: Flags) -> Array:
        """Shares while some lanes are left; `known` are those known to be closed."""
        left, serving, cancelled = memory["left"], memory["serving"], memory["cancelled"]
        planned, chosen = self.planned(offers), self._among(offers, 1.0 - left)
        nobody = at_lanes(offers.buyers, chosen) <= 0.0
        if nobody.any():
            chosen = np.where(nobody, self._open(offers, known) if self.cancel else planned, chosen)
        moved = at_lanes(offers.buyers, planned * left)  # business of those left, as a share of the buyer's order
        serving[...] = (serving + 1.0) * (chosen > planned) * (moved > 0.0)
        room, again = self._room(offers, serving, moved), np.zeros(())
        cancelled.fill(0.0)
        if self.cancel and (closed := known & (left > 0.0)).any():
            cancelled[...] = self._cancelled(offers, memory, closed, room, moved)
            again = at_lanes(offers.buyers, cancelled)
        room = at_lanes(offers.buyers, np.where(chosen > 0.0, room, 0.0))
        most, wanted = offers.order * (1.0 - moved) + room, offers.order + again
        taken = np.divide(most, wanted, out=np.ones_like(room), where=wanted > most)
        rest = np.divide(planned * left, moved, out=planned * np.ones_like(moved), where=moved > 0.0)
        return taken * chosen + (1.0 - taken) * rest

    def cancelled(self, offers: Offers, memory: Memory) -> Array:
        return memory["cancelled"]

    def _cancelled(self, offers: Offers, memory: Memory, closed: Flags, room: Array, moved: Array) -> Array:
        """Units of what each lane that is left and closed owes that the backups can take besides the order of today."""
        left = np.maximum(offers.owed, 0.0) * closed
        owed = at_lanes(offers.buyers, left)
        room = at_lanes(offers.buyers, np.where(memory["serving"] > 0.0, room, 0.0))
        part = np.minimum(owed, np.maximum(room - offers.order * moved, 0.0))
        return left * np.divide(part, owed, out=np.zeros_like(owed), where=owed > 0.0)

    def _open(self, offers: Offers, known: Flags) -> Array:
        """Undisturbed shares among the lanes that are not known to be closed, or among all where all of them are."""
        if not known.any():
            return self._among(offers, np.ones_like(offers.share))
        shares = self._among(offers, (~known).astype(float))
        return np.where(at_lanes(offers.buyers, shares) > 0.0, shares, self.planned(offers))

    def _among(self, offers: Offers, candidates: Array) -> Array:
        """Undisturbed shares among some candidates (1 or 0), 0 where a buyer has none."""
        if self.shares == FIRST:
            return first_of(offers.buyers, candidates)
        shares = offers.share * candidates
        total = at_lanes(offers.buyers, shares)
        return np.divide(shares, total, out=np.zeros_like(shares), where=total > 0.0)

    def _room(self, offers: Offers, serving: Array, moved: Array) -> Array:
        """Most that each lane takes today besides its own; any number on those that are no backup `(lanes, worlds)`."""
        begun = np.minimum(serving / (np.asarray(self.ramp) + 1.0), 1.0)
        if self.capacity is None:
            full = offers.rate * moved
        elif self.shares == PLANNED:
            full = offers.rate * offers.share * np.maximum(np.asarray(self.capacity) - 1.0, 0.0)
        else:
            full = offers.rate * self.capacity
        free = (serving == 0.0) | ((begun >= 1.0) & (self.capacity is None))
        return np.where(free, np.inf, full * begun)
