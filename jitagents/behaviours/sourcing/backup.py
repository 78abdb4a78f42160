"""Backup supply: another seller while the first one fails."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.base import Memory
from jitagents.behaviours.sourcing.base import Lanes, Offers, Sourcing, at_lanes, first_of
from jitagents.column import Array
from jitagents.parameters import Number, param

type Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Backup(Sourcing):
    """Contingent rerouting: from the first-ranked seller that does not fail, from the first one if all do.

    A seller fails on a day when it is known to be closed, or late: it owes more than `patience` days of the buyer's
    mean flow. That it is closed is known after `lag` days without a shipment, at once where the closure was announced.
    It is left after `activation` days of failing in a row, and taken again after `recovery` days in a row without.

    The backup takes up to `capacity` days of mean flow a day, and less in the first `ramp` days; what is beyond stays
    with the first-ranked seller. What a seller that is left and known to be closed still owes is cancelled, as far as
    the backup can take it, and ordered there; a late seller is then better than one that is known to be closed.

    Formula:
        closed = 1 once days closed > lag, or announced
        fails = closed or owed > patience x mean flow
        left = 1 once days failing > activation, 0 once days well > recovery
        room of the backup = capacity x mean flow x min(1, days as the backup / (ramp + 1)), today's day counted
        cancelled = min(owed by those left and closed, max(0, room - order))
        share = min(1, room / (order + cancelled)) for the first-ranked seller that is not left, the rest for the first

    Source:
        Tomlin 2006, Management Science 52(5), sec. 4 (contingent rerouting, its response time and volume flexibility).
    """

    fixed: ClassVar[bool] = False
    memory: ClassVar[dict[str, int]] = {"failing": 0, "well": 0, "left": 0, "shut": 0, "serving": 0}

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
        "mean flows of the buyer that the backup takes a day; None: any number, the mean flow in the ramp",
        low=0,
    )
    cancel: bool = param(True, "", "whether what a closed seller owes is cancelled and ordered from the backup")

    @property
    def cancels(self) -> bool:
        return self.cancel

    def planned(self, lanes: Lanes) -> Array:
        return first_of(lanes.buyers, np.ones_like(lanes.share))

    def __call__(self, offers: Offers, memory: Memory) -> Array:
        failing, well, left = memory["failing"], memory["well"], memory["left"]
        known = self._known(offers, memory["shut"])
        fails = (offers.owed > self.patience * offers.rate) | known
        failing[...] = (failing + 1.0) * fails
        well[...] = (well + 1.0) * ~fails
        left[...] = np.where(failing > self.activation, 1.0, np.where(well > self.recovery, 0.0, left))
        planned, chosen = self.planned(offers), first_of(offers.buyers, 1.0 - left)
        for otherwise in (first_of(offers.buyers, (~known).astype(float)), planned) if self.cancel else (planned,):
            chosen = np.where(at_lanes(offers.buyers, chosen) > 0.0, chosen, otherwise)
        memory["serving"][...] = (memory["serving"] + 1.0) * chosen * (planned == 0.0)
        room = at_lanes(offers.buyers, np.where(chosen > 0.0, self._room(offers, memory), 0.0))
        wanted = offers.order + (at_lanes(offers.buyers, self.cancelled(offers, memory)) if self.cancel else 0.0)
        taken = np.divide(room, wanted, out=np.ones_like(room), where=wanted > room)
        return taken * chosen + (1.0 - taken) * planned

    def cancelled(self, offers: Offers, memory: Memory) -> Array:
        left = np.maximum(offers.owed, 0.0) * memory["left"] * self._is_known(offers, memory["shut"])
        owed = at_lanes(offers.buyers, left)
        room = at_lanes(offers.buyers, np.where(memory["serving"] > 0.0, self._room(offers, memory), 0.0))
        part = np.minimum(owed, np.maximum(room - offers.order, 0.0))
        return left * np.divide(part, owed, out=np.zeros_like(owed), where=owed > 0.0)

    def _known(self, offers: Offers, shut: Array) -> Flags:
        """True where a lane is closed and that is known; counts the days for which lanes have been closed."""
        shut[...] = 0.0 if offers.closed is None else (shut + 1.0) * (offers.closed > 0.0)
        return self._is_known(offers, shut)

    def _is_known(self, offers: Offers, shut: Array) -> Flags:
        announced = False if offers.announced is None else offers.announced > 0.0
        known: Flags = (shut > 0.0) & ((shut > self.lag) | announced)
        return known

    def _room(self, offers: Offers, memory: Memory) -> Array:
        """Most that each lane takes today; any number on those that are no backup `(lanes, worlds)`."""
        serving = memory["serving"]
        begun = np.minimum(serving / (np.asarray(self.ramp) + 1.0), 1.0)
        full = offers.rate * (1.0 if self.capacity is None else self.capacity)
        free = (serving == 0.0) | ((begun >= 1.0) & (self.capacity is None))
        return np.where(free, np.inf, full * begun)
