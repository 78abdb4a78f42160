"""Advance orders: the needs of customers, known before they are due."""

from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Memory, Seen
from jitagents.behaviours.information.views import Information, Records
from jitagents.parameters import param


@dataclass(frozen=True)
class AdvanceOrders(Information):
    """Advance orders: final customers order some days before they come, so that buyers order as many days earlier.

    Base stock with lead time L and orders known H days ahead is base stock with lead time L - H, path by path. Agents
    upstream of a buyer get its earlier orders; their own records are exact. Customers whom a crisis brings, or keeps
    away, have not ordered before.

    Formula:
        demand shown = final demand of the day in `days` days
        position shown = position - final demand of the next `days` days

    Source:
        Hariharan & Zipkin 1995, Management Science 41(10).
    """

    days: int = param(2, "days", "between an order of final customers and its day", low=1)

    @property
    def advance(self) -> int:
        return self.days

    def __call__(self, truth: Seen, memory: Memory) -> Records:
        assert truth.announced is not None
        known, of_buyers = truth.announced[: self.days], (truth.plan.role == "buyer")[:, None]
        demand = np.where(of_buyers, known[-1], truth.demand)
        return truth.stock, truth.owed, truth.on_order - known.sum(axis=0), demand
