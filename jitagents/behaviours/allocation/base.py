"""The protocol of allocation: backorders of customers, and the units that a rule gives each of them."""

from abc import abstractmethod
from dataclasses import dataclass

from jitagents.behaviours.base import Behaviour, Memory
from jitagents.column import Array
from jitagents.flow import Groups


@dataclass(frozen=True)
class Claims:
    """The backorders of the customers of a seller, lane by lane.

    Attributes:
        owed: units owed on each lane that can leave today, today's orders included `(lanes, worlds)`.
        ordered: units of today's orders `(lanes, worlds)`.
        priority: class of the customer, 1 first `(lanes, 1)`.
        sellers: the lanes grouped by their seller.
        whole: True if units are whole.
        day: today.
        chance: a uniform number of each lane for today `(lanes, worlds)`; None if the rule draws none.
        cancelled: units that customers have cancelled today, no longer owed `(lanes, worlds)`; None if nobody can.
        backlog: units owed on each lane, with those that a closed lane holds back `(lanes, worlds)`; None: as `owed`.
    """

    owed: Array
    ordered: Array
    priority: Array
    sellers: Groups
    whole: bool
    day: int
    chance: Array | None = None
    cancelled: Array | None = None
    backlog: Array | None = None


class Allocation(Behaviour):
    """An allocation rule."""

    @property
    def by_class(self) -> bool:
        """True if customers of one class are served before those of the next."""
        return False

    @property
    def draws(self) -> bool:
        """True if whole units are divided by drawing."""
        return False

    def start(self, owed: Array, memory: Memory) -> None:
        """Take note of what is owed before day 1, units `(lanes, worlds)`."""

    @abstractmethod
    def __call__(self, available: Array, claims: Claims, memory: Memory) -> Array:
        """Units to ship `(lanes, worlds)`: at most what is owed, and per seller at most what is `available`."""
