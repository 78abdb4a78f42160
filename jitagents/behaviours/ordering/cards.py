"""Card rules: stock on hand and on order is capped, and orders are placed for cards that become free."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.ordering.base import Ordering
from jitagents.column import Array
from jitagents.parameters import Number, param


def free(cards: Number, size: Number, seen: Seen) -> Array:
    """Cards of no container on hand or on order; a container that is begun holds its card."""
    held = (seen.stock + seen.on_order) / size
    return np.maximum(np.floor(cards - held + 1e-9), 0.0)


@dataclass(frozen=True)
class TwoBin(Ordering):
    """Two-bin system: an emptied bin is sent to be filled while the other one is used.

    Formula:
        order = bin x bins neither on hand nor on order
        bin = ceil(flow x (lead time + 1) x (1 + safety)), at least 1, where none is given

    Source:
        Silver, Pyke & Thomas 2017, sec. 6.4; the day more: the bin waits for the day to end.
    """

    physical: ClassVar[bool] = True
    bin: Number | None = param(None, "units", "units in a bin; None: by the formula", low=1e-6)
    safety: Number = param(0.15, "", "safety factor of the formula", low=0)

    @property
    def lot_names(self) -> tuple[str, ...]:
        return () if self.bin is None else ("bin",)

    @property
    def safety_names(self) -> tuple[str, ...]:
        return ("safety",) if self.bin is None else ()

    def fit(self, plan: Plan) -> Self:
        size = self.bin
        if size is None:
            size = np.maximum(np.ceil(plan.rate * (plan.lead_time + 1) * (1 + self.safety)), 1.0)
        return replace(self, bin=size * np.ones_like(plan.rate))

    def opening(self, plan: Plan) -> Array:
        return 2.0 * np.asarray(self.bin)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        assert self.bin is not None
        return free(2.0, self.bin, seen) * self.bin


def in_line(seen: Seen) -> Array:
    """Units on hand and under way, here and downstream, `(rows, worlds)`."""
    assert seen.echelon_position is not None
    assert seen.echelon_owed is not None
    return seen.echelon_position + seen.echelon_owed


@dataclass(frozen=True)
class Conwip(Ordering):
    """CONWIP: the head of a line releases a unit for each one that leaves the line; what is in the line is constant.

    For the first stage of a line, by an exemption: it caps what is on hand and under way from there down to the final
    customers. The stages behind it move on what they get, by `PassOn`.

    Formula:
        order = max(0, cards - (echelon position + what final customers wait for))
        cards = what is in the line before day 1, where none are given: flow x (lead time + cover) at the head

    Source:
        Spearman, Woodruff & Hopp 1990; Hopp & Spearman 2011, ch. 10.
    """

    echelon: ClassVar[bool] = True
    memory: ClassVar[dict[str, int]] = {"cards": 0}
    cards: Number | None = param(None, "units", "most that is in the line; None: what is in it before day 1", low=0)
    cover: Number = param(1.0, "days", "mean flow held at the head before day 1, above what is under way", low=0)

    def begin(self, seen: Seen, memory: Memory) -> None:
        memory["cards"][...] = in_line(seen) if self.cards is None else self.cards

    def opening(self, plan: Plan) -> Array:
        return plan.rate * (plan.lead_time + self.cover)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        return np.maximum(memory["cards"] - in_line(seen), 0.0)


@dataclass(frozen=True)
class PassOn(Ordering):
    """Move on completion: a standing order so large that the seller ships, and a plant makes, all that there is.

    For the stages of a line behind its head, which releases by `Conwip`.

    Formula:
        order = max(0, flow x standing - on order)

    Source:
        Hopp & Spearman 2011, ch. 10: between the stations of a CONWIP line work is pushed.
    """

    standing: Number = param(1000.0, "days", "mean flow that is always on order", low=1)

    def opening(self, plan: Plan) -> Array:
        return np.zeros_like(plan.rate)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        return np.maximum(seen.plan.rate * self.standing - seen.on_order, 0.0)
