"""Information: the part of the truth that records show, and their delay."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from jitagents.behaviours.base import Behaviour, Memory, Seen
from jitagents.column import Array
from jitagents.parameters import param

type Records = tuple[Array, Array, Array, Array]
"""Stock, owed, on order, demand as shown, each `(rows, worlds)`."""


class Information(Behaviour):
    """Makes the records that decisions are taken on from the truth.

    Attributes:
        transparent: True if the truth itself is shown, so that nothing need be copied.
    """

    transparent: ClassVar[bool] = False

    @property
    def advance(self) -> int:
        """Days ahead for which it shows final demand."""
        return max((part.advance for part in self.parts().values() if isinstance(part, Information)), default=0)

    @abstractmethod
    def __call__(self, truth: Seen, memory: Memory) -> Records:
        """Today's records."""


@dataclass(frozen=True)
class Exact(Information):
    """Exact information: the records are the truth, at once.

    Formula:
        shown = true

    Source:
        Snyder & Shen 2019, sec. 4.1: the assumption of the textbooks.
    """

    transparent: ClassVar[bool] = True

    def __call__(self, truth: Seen, memory: Memory) -> Records:
        return truth.stock, truth.owed, truth.on_order, truth.demand


@dataclass(frozen=True)
class Delayed(Information):
    """Information delay: stock, demand and what is owed are known some days late; its own orders an agent always knows.

    The position shown is the true one plus the demand not yet reported, so that a delay acts on a base-stock system
    exactly like as many more days of lead time.

    Formula:
        stock, owed, demand shown = those of `days` ago; position shown = position + demand of the last `days` days

    Source:
        Chen 1999, Management Science 45(8).
    """

    days: int = param(1, "days", "age of the records", low=0)

    def depths(self) -> dict[str, int]:
        return {"stock": self.days + 1, "owed": self.days + 1, "demand": self.days + 1}

    def begin(self, seen: Seen, memory: Memory) -> None:
        for name, record in memory.items():
            record[...] = getattr(seen, name)

    def __call__(self, truth: Seen, memory: Memory) -> Records:
        now, then = truth.day % (self.days + 1), (truth.day + 1) % (self.days + 1)
        for name, record in memory.items():
            record[now] = getattr(truth, name)
        stock, owed, demand = memory["stock"][then], memory["owed"][then], memory["demand"][then]
        unreported = memory["demand"].sum(axis=0) - demand
        return stock, owed, truth.position + unreported - stock + owed, demand


@dataclass(frozen=True)
class SharedDemand(Information):
    """Shared demand information: every agent sees what final customers ask for today, not what its own ask for.

    Demand is that of all customers behind the agent, by the planned shares and the bill of materials, in units of the
    agent. Its stock, its orders and what it owes are shown as they are.

    Formula:
        demand shown = sum over buyers of units of the agent in a unit of the buyer x final demand

    Source:
        Chen, Drezner, Ryan & Simchi-Levi 2000, Management Science 46(3), sec. 3; Lee, So & Tang 2000, Management
        Science 46(5).
    """

    echelon: ClassVar[bool] = True

    def __call__(self, truth: Seen, memory: Memory) -> Records:
        assert truth.echelon_demand is not None
        return truth.stock, truth.owed, truth.on_order, truth.echelon_demand
