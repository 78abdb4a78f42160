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
    count_days,
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
        count_days(failing, fails)
        count_days(well, ~fails)
        np.copyto(left, 0.0, where=well > self.recovery)
        np.copyto(left, 1.0, where=failing > self.activation)
        memory["cancelled"].fill(0.0)
        if left.any():
            return self._rerouted(offers, memory, known)
        memory["serving"].fill(0.0)
        return self._among(offers, np.ones_like(offers.share))[0]

    def _rerouted(self, offers: Offers, memory: Memory, known: Flags) -> Array:
        """Shares while some lanes are left; `known` are those known to be closed."""
        left, serving, wanted = memory["left"], memory["serving"], offers.order
        planned, chosen = self.planned(offers), self._chosen(offers, left == 0.0, known)
        leaving = planned * left
        moved = at_lanes(offers.buyers, leaving)  # share of each buyer's order that is the business of those left
        moves = moved > 0.0
        count_days(serving, (chosen > planned) & moves)
        room = self._room(offers, serving, moved)
        if self.cancel and (closed := known & (left > 0.0)).any():
            memory["cancelled"][...] = self._cancelled(offers, closed, np.where(serving > 0.0, room, 0.0), moved)
            wanted = wanted + at_lanes(offers.buyers, memory["cancelled"])
        most = offers.order * (1.0 - moved) + at_lanes(offers.buyers, np.where(chosen > 0.0, room, 0.0))
        taken = np.divide(most, wanted, out=np.ones_like(most), where=wanted > most)
        return taken * chosen + (1.0 - taken) * (leaving / np.where(moves, moved, 1.0))

    def _chosen(self, offers: Offers, well: Flags, known: Flags) -> Array:
        """Shares among the lanes that are not left; where a buyer has left all, among those not known to be closed."""
        chosen, any_chosen = self._among(offers, well)
        if self.cancel and not any_chosen.all():
            late, any_late = self._among(offers, ~known if known.any() else np.ones_like(offers.share))
            chosen, any_chosen = np.where(any_chosen, chosen, late), any_chosen | any_late
        return chosen if any_chosen.all() else np.where(any_chosen, chosen, self.planned(offers))

    def cancelled(self, offers: Offers, memory: Memory) -> Array:
        return memory["cancelled"]

    def _cancelled(self, offers: Offers, closed: Flags, room: Array, moved: Array) -> Array:
        """Units of what each closed lane owes that the backups can take besides the order of today."""
        left = np.maximum(offers.owed, 0.0) * closed
        owed = at_lanes(offers.buyers, left)
        part = np.minimum(owed, np.maximum(at_lanes(offers.buyers, room) - offers.order * moved, 0.0))
        return left * np.divide(part, owed, out=np.zeros_like(owed), where=owed > 0.0)

    def _among(self, offers: Offers, candidates: Array | Flags) -> tuple[Array, Flags]:
        """Undisturbed shares among some candidates (1 or 0), and flags of the lanes whose buyers have any."""
        if self.shares == FIRST:
            first = first_of(offers.buyers, candidates.astype(float))
            return first, at_lanes(offers.buyers, first) > 0.0
        shares = offers.share * candidates
        total = at_lanes(offers.buyers, shares)
        there: Flags = total > 0.0
        return shares / np.where(there, total, 1.0), there

    def _room(self, offers: Offers, serving: Array, moved: Array) -> Array:
        """Most that each lane takes today besides its own; any number on those that are no backup `(lanes, worlds)`."""
        begun = np.minimum(serving / (np.asarray(self.ramp) + 1.0), 1.0)
        if self.capacity is None:
            full = offers.rate * moved
        elif self.shares == PLANNED:
            full = offers.rate * offers.share * np.maximum(np.asarray(self.capacity) - 1.0, 0.0)
        else:
            full = offers.rate * self.capacity
        free = serving == 0.0
        if self.capacity is None:
            free |= begun >= 1.0
        return np.where(free, np.inf, full * begun)
