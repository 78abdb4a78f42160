"""When goods leave: rules of departure around a rule of lead times."""

from abc import abstractmethod
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.behaviours.base import Memory, memory_of
from jitagents.behaviours.transport.base import Days, Dock, Transport
from jitagents.behaviours.transport.stated import AsStated
from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.flow import ROUNDING
from jitagents.network import LeadTimes
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Wrapped(Transport):
    """A rule around another one, which does what this one leaves to it."""

    rule: Transport = field(default_factory=AsStated)

    @property
    def draws(self) -> bool:
        return self.rule.draws

    @property
    def in_sequence(self) -> bool:
        return self.rule.in_sequence

    @property
    def by_unit(self) -> bool:
        return self.rule.by_unit

    @property
    def docks(self) -> bool:
        return self.rule.docks

    @property
    def expresses(self) -> bool:
        return self.rule.expresses

    @abstractmethod
    def times(self, stated: LeadTimes, lanes: pd.DataFrame) -> LeadTimes:
        return self.rule.times(stated, lanes)

    def draw(self, rng: np.random.Generator, days: int, times: LeadTimes, rows: Days) -> Days:
        return self.rule.draw(rng, days, times, rows)

    def ready(self, dock: Dock, memory: Memory) -> Array:
        return self.rule.ready(dock, memory_of("rule", memory))

    def hurried(self, times: LeadTimes) -> LeadTimes:
        return self.rule.hurried(times)

    def express(self, leaving: Array, outstanding: Array, rate: Array) -> Array:
        return self.rule.express(leaving, outstanding, rate)


@dataclass(frozen=True)
class MilkRuns(Wrapped):
    """Milk runs: goods leave only on fixed days, every so many days; what is shipped in between waits at the dock.

    A departure on a day of rest is made on the next working day. A lane that a crisis narrows takes on a day of
    departure what it lets through in all the days since the last one.

    Formula:
        leaves on days with (day + number of the lane, or 0) mod every = 0
        mean wait of a daily flow = (every - 1) / 2 days

    Source:
        Chopra & Meindl 2016, Supply Chain Management, ch. 14; Daganzo 2005, Logistics Systems Analysis, ch. 2.
    """

    every: int = param(5, "days", "between departures", low=1)
    spread: bool = param(True, "", "lanes depart on different days, by their names; otherwise all on the same")

    @property
    def docks(self) -> bool:
        return True

    def times(self, stated: LeadTimes, lanes: pd.DataFrame) -> LeadTimes:
        stated_by_rule = super().times(stated, lanes)
        wait, variance = (self.every - 1) / 2, (self.every**2 - 1) / 12
        return replace(stated_by_rule, mean=stated_by_rule.mean + wait, sd=np.sqrt(stated_by_rule.sd**2 + variance))

    def ready(self, dock: Dock, memory: Memory) -> Array:
        since = (dock.day + self.spread * dock.number) % self.every
        departs = since == 0 if dock.rested is None else since <= dock.rested
        passing = None if dock.passing is None else dock.passing * self.every
        return super().ready(replace(dock, passing=passing), memory) * departs


@dataclass(frozen=True)
class TruckLoads(Wrapped):
    """Shipment consolidation by quantity and time: a truck leaves when it is filled, or when goods waited too long.

    Full loads leave at once. A last truck that is not full leaves if `fill` of it is taken, or with everything else if
    some goods have waited `longest` days. Loads are those of the lanes' column `load`; without one goods leave at once.
    The wait depends on the flow, and the planned lead time does not count it.

    Formula:
        leaves = load x floor(waiting / load)
        the rest leaves if it is at least fill x load, or if units wait that came `longest` days ago or earlier

    Source:
        Higginson & Bookbinder 1994, Journal of Business Logistics 15(2) (quantity, time, and time-and-quantity policy).
    """

    fill: Number = param(1.0, "", "part of a load from which a truck leaves", low=0, high=1)
    longest: int | None = param(None, "days", "that goods wait at most for a truck to fill; None: for ever", low=1)

    @property
    def docks(self) -> bool:
        return True

    def depths(self) -> dict[str, int]:
        return super().depths() | ({"came": self.longest} if self.longest else {})

    def times(self, stated: LeadTimes, lanes: pd.DataFrame) -> LeadTimes:
        if not lanes["load"].notna().any():
            raise InputError("transport: TruckLoads needs lanes with a `load`, and the network states none")
        return super().times(stated, lanes)

    def ready(self, dock: Dock, memory: Memory) -> Array:
        loaded = ~np.isnan(dock.load)
        load = np.where(loaded, dock.load, 1.0)
        full = np.floor(dock.waiting / load + ROUNDING) * load
        goes = (dock.waiting - full >= self.fill * load - ROUNDING) | self._overdue(dock, memory)
        leaving = np.where(goes | ~loaded, dock.waiting, np.minimum(full, dock.waiting))
        return leaving * (super().ready(dock, memory) > 0.0)

    def _overdue(self, dock: Dock, memory: Memory) -> npt.NDArray[np.bool_]:
        """True where goods have waited too long: more waits than came in the last days."""
        if not self.longest:
            return np.zeros(dock.waiting.shape, dtype=bool)
        came = memory["came"]
        came[dock.day % self.longest] = dock.came
        return dock.waiting > came.sum(axis=0) + ROUNDING
