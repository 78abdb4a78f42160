"""Outage of an information system: nothing is seen until it is back, and what was missed is entered afterwards."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.column import Array
from jitagents.crises.effects.base import DECIDING, MAKING, SHIPPING, Effect, EffectHandler, named
from jitagents.crises.effects.records import FALLBACKS, CountedByHand
from jitagents.crises.effects.sites import SupplyHandler
from jitagents.crises.effects.wording import Wording
from jitagents.crises.engine.active import ActiveDisruption
from jitagents.crises.engine.today import Today
from jitagents.flow import ROUNDING
from jitagents.parameters import Number, param
from jitagents.state import SimulationState

MANUAL = "manual"
ENTERED, COUNTED = "entered", "counted"
LONGEST = 365
"""Most days of entries that are made up for; what is older is known."""


class SystemOutageHandler(EffectHandler):
    """Makes records dark, or counted by hand, and late until all entries are made; limits what is done by hand."""

    lasting = True
    changing = ("_backlog", "_counted")

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._points = disruption.dependents_of(state.layout.owner)
        self.affected_rows = self._points.index
        course = disruption.course
        down = min(course.last - course.first + 1, LONGEST)
        for_good = self.effect.lost_entries == COUNTED
        self._unsaved: Number = self.effect.rpo if for_good else 0.0
        self._missing: Number = 0.0 if for_good else self.effect.rpo
        self.lost_entries = float(min(np.max(self._unsaved), LONGEST))
        longest = max(min(np.max(self._missing) + down, LONGEST), self.effect.count_lag)
        self.record_age = int(np.ceil(longest)) + 1
        self._backlog = np.zeros((len(self.affected_rows), state.worlds.count))
        self._counted = CountedByHand(disruption, state, self.effect.count_error)
        limits = SupplyHandler.limits if self.effect.by_hand else ()
        self._limits = tuple(limit(disruption, state, today) for limit in limits)

    def revert(self) -> None:
        for limit in self._limits:
            limit.revert()

    def apply(self, severity: Array, day: int) -> None:
        effect, backlog = self.effect, self._backlog
        for limit in self._limits:
            limit.apply((severity > 0.0) * (1.0 - effect.capacity_share), day)
        down = np.broadcast_to(self._points.at(severity) > 0.0, backlog.shape)
        backlog += down * (1.0 + np.where(backlog > 0.0, 0.0, self._missing)) - ~down * effect.entry_rate
        np.clip(backlog, 0.0, self.record_age - 1.0, out=backlog)
        behind = np.where(down, 0.0, np.ceil(backlog - ROUNDING))
        if self.lost_entries:
            self.today.raise_to("unsaved", self._points.rows, down * np.minimum(self._unsaved, LONGEST))
        if effect.fallback == MANUAL:
            behind = np.where(down, effect.count_lag, behind)
            if (error := self._counted.error(day)) is not None:
                name = "counted_error" if effect.paper else "stock_error"
                self.today.of(name)[self._points.rows] += down * error
        else:
            self.today.raise_to("dark", self._points.rows, down * (1.0 if effect.paper else 2.0))
            self.today.raise_to("fallback", self._points.rows, down * FALLBACKS[effect.fallback])
        self.today.raise_to("behind" if effect.paper else "late", self._points.rows, behind)


@named
@dataclass(frozen=True)
class SystemOutage(Effect):
    """The information system of an agent is down; its own orders it knows. The duration is its recovery time (RTO).

    Meanwhile its last order is repeated, the mean flow is ordered, the rule decides on what was last known (`none`), or
    on a count by hand. Back again, the system has lost the entries of the last days before the outage too (its recovery
    point, RPO). What is missing is entered beside what comes in: records are as many days late as are still to be
    entered. The entries that the system has lost are made again with it; or nobody has them any more (`counted`), and
    books, which go back to that day, are wrong by them until a count. Rules with physical cards (kanban, two-bin) need
    no records: with `paper` they go on untouched.

    Whatever is ordered, and by cards too, papers are written by hand while the system is down: with `capacity_share`
    below 1 the site makes and ships at most that share of its capacity, or of its mean flow if that is unlimited, as by
    `Supply`. After NotPetya, Maersk handled 80 % of its volume by hand for ten days (Snabe at Davos, 2018).
    """

    handler: ClassVar[type[EffectHandler]] = SystemOutageHandler
    words: ClassVar[Wording] = Wording("has", "have", "no information system")
    fallback: str = param("last_order", "", "what is ordered meanwhile", choices=(*FALLBACKS, MANUAL))
    paper: bool = param(True, "", "physical cards go on without records")
    rpo: Number = param(1.0, "days", "before the outage whose entries are lost", low=0)
    entry_rate: Number = param(
        1.0, "days", "of missing entries that are made a day after it, beside the usual ones", low=0
    )
    lost_entries: str = param(
        ENTERED, "", "those before it: entered again, or wrong until counted", choices=(ENTERED, COUNTED)
    )
    count_lag: int = param(2, "days", "age of a count by hand", low=0)
    count_error: Number = param(0.05, "", "standard deviation of its error, share of stock", low=0)
    capacity_share: Number = param(1.0, "share", "of its capacity that a site works by hand", low=0, high=1)

    @property
    def by_hand(self) -> bool:
        """True if work by hand takes capacity."""
        return bool(np.any(np.asarray(self.capacity_share) < 1.0))

    @property
    def causes(self) -> frozenset[str]:  # type: ignore[override]  # work by hand alone makes and ships less
        return frozenset({DECIDING, MAKING, SHIPPING} if self.by_hand else {DECIDING})
