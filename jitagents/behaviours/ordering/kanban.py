"""Kanban: a card for each container, or one for a lot."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.ordering.base import Ordering
from jitagents.behaviours.ordering.cards import free
from jitagents.column import Array
from jitagents.flow import ROUNDING
from jitagents.parameters import Number, param

LEAD_TIMES = ("delivery", "reach")


@dataclass(frozen=True)
class Containers(Ordering):
    """A rule whose units move in containers, with a formula for what is needed while one is refilled.

    The lead time of the formula is one day more than that of delivery, for the card that waits for the day to end.
    `reach` adds the time in which the supplier itself makes or buys: a supplier without finished stock needs it.

    The safety factor, Toyota's alpha, is one number for all; with `z` it follows the variability of each flow:

        alpha = z x sigma / (flow x days); sigma^2 = days x variance of daily demand + flow^2 x lead-time variance;
        days = lead time + 1, and what the card is late

    so that .15 covers z = 1.5 of a flow with a coefficient of variation of .2 over four days, and z = .3 of one with 1.
    """

    physical: ClassVar[bool] = True
    container: Number | None = param(None, "units", "units in a container; None: `pitch` days of mean flow", low=1e-6)
    pitch: Number = param(0.5, "days", "mean flow in a container where its units are not given", low=0)
    safety: Number = param(0.15, "", "safety factor of the formula", low=0)
    z: Number | None = param(None, "", "standard deviations that the safety is worth; None: `safety`", low=0)
    lead_time: str = param("delivery", "", "of the formula; reach: with the supplier's own", choices=LEAD_TIMES)

    @property
    def lot_names(self) -> tuple[str, ...]:
        return ("pitch",) if self.container is None else ("container",)

    @property
    def safety_names(self) -> tuple[str, ...]:
        return ("safety",) if self.z is None else ("z",)

    def units(self, plan: Plan) -> Array:
        """Units in a container of each row."""
        size = self.container
        if size is None:
            size = np.maximum(np.ceil(plan.rate * self.pitch), 1.0)
        return size * np.ones_like(plan.rate)

    def needed(self, plan: Plan, delay: int = 0) -> Array:
        """Containers used up in the lead time, with the day more, a delay and safety; at least 1."""
        days = (plan.reach if self.lead_time == "reach" else plan.lead_time) + 1 + delay
        if self.z is None:
            units = plan.rate * days * (1 + self.safety)
        else:
            units = plan.rate * days + self.z * np.sqrt(days * plan.demand_sd**2 + (plan.rate * plan.lead_time_sd) ** 2)
        return np.maximum(np.ceil(units / self.units(plan)), 1.0)


@dataclass(frozen=True)
class Kanban(Containers):
    """Kanban: a full container stands for each card; an emptied one frees its card, which orders one container.

    Never more than the cards' units are on hand and on order together, whatever is owed: the cards cap the throughput,
    so that a loop with as many as it needs cannot catch up after a stop. Temporary cards can: they are issued when
    backorders are more than `patience` days of mean flow, and withdrawn as they become free when none are left. Cards
    are lost day by day, in the mean, until an audit replaces them.

    Formula:
        order = container x free cards of `card_delay` days ago
        free cards = floor(cards - lost + extra - (stock + on order) / container) - cards on their way
        cards = ceil(flow x (lead time + 1 + card_delay) x (1 + safety) / container), where none are given
        safety by variability, where `z` is: z x sigma / (flow x days), sigma that of the demand in these days
        extra = ceil(extra_cards x cards) from backorders > flow x patience until there are none, else 0
        lost = lost_cards x (cards - lost of yesterday) + lost of yesterday; 0 on every `audit`-th day

    Source:
        Monden 1983; Hopp & Spearman 2011, ch. 4.
    """

    cards: Number | None = param(None, "cards", "cards of every flow; None: by the formula", low=1)
    card_delay: int = param(0, "days", "until a freed card reaches the supplier", low=0)
    extra_cards: Number = param(0.0, "", "temporary cards after a stop, a share of the cards", low=0)
    patience: Number = param(1.0, "days", "mean flow in backorders from which they are issued", low=0)
    lost_cards: Number = param(0.0, "", "share of the cards that is lost in a day", low=0, high=1)
    audit: int = param(0, "days", "days between audits that replace the lost cards; 0: none", low=0)

    @property
    def safety_names(self) -> tuple[str, ...]:
        return super().safety_names if self.cards is None else ()

    def depths(self) -> dict[str, int]:
        kept = {"sent": self.card_delay, "issued": 0, "lost": 0}
        used = (self.card_delay > 0, np.any(self.extra_cards), np.any(self.lost_cards))
        return {name: depth for (name, depth), is_used in zip(kept.items(), used, strict=True) if is_used}

    def fit(self, plan: Plan) -> Self:
        size = self.units(plan)
        cards = self.needed(plan, self.card_delay) if self.cards is None else self.cards * np.ones_like(size)
        return replace(self, container=size, cards=cards)

    def opening(self, plan: Plan) -> Array:
        return np.asarray(self.cards) * np.asarray(self.container)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        assert self.container is not None
        freed = free(self.issued(seen, memory), self.container, seen)
        if not self.card_delay:
            return freed * self.container
        sent, today = memory["sent"], seen.day % self.card_delay
        freed = np.maximum(freed - sent.sum(axis=0), 0.0)
        order = sent[today] * self.container
        sent[today] = freed
        return order

    def issued(self, seen: Seen, memory: Memory) -> Number:
        """Cards of today: without those that are lost, with temporary ones."""
        assert self.cards is not None
        cards = self.cards
        if "lost" in memory:
            lost = memory["lost"]
            lost += self.lost_cards * (self.cards - lost)
            if self.audit:
                lost *= (seen.day + seen.plan.phase) % self.audit != 0
            cards = cards - lost
        if "issued" in memory:
            behind, late = seen.owed - seen.stock, memory["issued"]
            late[...] = behind > np.where(late > 0, ROUNDING, self.patience * seen.plan.rate)
            cards = cards + late * np.ceil(self.extra_cards * self.cards - ROUNDING)
        return cards


@dataclass(frozen=True)
class SignalKanban(Containers):
    """Signal kanban: one card, the triangle, hangs at the reorder point of a lot and orders the whole lot.

    For what is made in lots, such as stamped parts: while the card is away nothing else is ordered, so that no more
    than a lot in a lead time is let through.

    Formula:
        order = lot if stock <= signal and nothing is on order, else 0
        signal = container x ceil(flow x (lead time + 1) x (1 + safety) / container)
        lot = container x ceil(flow x cycle / container), where none is given

    Source:
        Monden 1983, ch. 2: the signal kanban.
    """

    lot: Number | None = param(None, "units", "units in a lot; None: `cycle` days of mean flow", low=1e-6)
    cycle: Number = param(5.0, "days", "mean flow in a lot where none is given, in full containers", low=0)

    @property
    def lot_names(self) -> tuple[str, ...]:
        return ("cycle",) if self.lot is None else ("lot",)

    def fit(self, plan: Plan) -> Self:
        size, lot = self.units(plan), self.lot
        if lot is None:
            lot = size * np.maximum(np.ceil(plan.rate * self.cycle / size), 1.0)
        return replace(self, container=size, lot=lot * np.ones_like(size))

    def signal(self, plan: Plan) -> Array:
        """Reorder point at which the card hangs, units."""
        return self.needed(plan) * self.units(plan)

    def opening(self, plan: Plan) -> Array:
        return self.signal(plan) + np.asarray(self.lot)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        here = seen.on_order <= ROUNDING
        return np.where(here & (seen.stock <= self.signal(seen.plan) + ROUNDING), np.asarray(self.lot), 0.0)
