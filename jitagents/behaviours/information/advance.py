"""Advance orders: the needs of customers, known before they are due."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory, Seen
from jitagents.behaviours.information.views import Information, Records
from jitagents.parameters import param


@dataclass(frozen=True)
class AdvanceOrders(Information):
    """Advance orders: final customers order some days before they come, so that buyers order as many days earlier.

    Base stock with lead time L and orders known H days ahead is base stock with lead time L - H, path by path. Agents
    upstream of a buyer get its earlier orders; their own records are exact. Customers whom a crisis brings, or keeps
    away, have not ordered before. They, and those who had ordered and go away unserved, correct the demand shown on the
    day itself; what is too much is deducted from later orders.

    Formula:
        demand shown = final demand of the day in `days` days + demand of today - what had been ordered for today
        position shown = position - final demand of the next `days` days

    Source:
        Hariharan & Zipkin 1995, Management Science 41(10).
    """

    memory: ClassVar[dict[str, int]] = {"ahead": 0}
    days: int = param(2, "days", "between an order of final customers and its day", low=1)

    @property
    def advance(self) -> int:
        return self.days

    def __call__(self, truth: Seen, memory: Memory) -> Records:
        assert truth.announced is not None
        of_today, known = truth.announced[0], truth.announced[1 : self.days + 1]
        due = known[-1] + (truth.demand - of_today) - memory["ahead"]
        shown = np.maximum(due, np.minimum(known[-1], 0.0))
        buyers = (truth.plan.role == "buyer")[:, None]
        memory["ahead"][...] = np.where(buyers, shown - due, 0.0)
        return truth.stock, truth.owed, truth.on_order - known.sum(axis=0), np.where(buyers, shown, truth.demand)
