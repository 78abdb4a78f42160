"""Taxes: debts of firms to the state, on the profit of a fiscal year, paid by the quarter."""

import numpy as np

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.parameters import Number
from jitagents.simulation.money.credit import Credit

YEAR = 365
"""Days of a fiscal year; the first one begins on day 1."""
QUARTERS = (91, 182, 274, YEAR)
"""Days of it at whose end instalments are paid."""


class Taxes(Stateful):
    """Tax on the profit of firms: a share of their growth of equity before tax in the fiscal year so far.

    Losses of former years are taken off first. The tax is accrued day by day; at the end of a quarter a firm pays what
    has accrued and is not paid, and at the end of the year it gets back what it has paid too much. Its agents bear it
    in proportion to their profits, those with a loss none of it.

    Args:
        rate: share of the profit.
        credit: cash of agents, and who belongs to which firm.

    Attributes:
        accrued: tax of today, negative on losses after a profit in the same year, money `(agents, worlds)`.
        owed: accrued and not paid; negative: paid too much `(agents, worlds)`.
    """

    changing = ("owed", "_equity", "_profit", "_borne", "_losses")

    def __init__(self, rate: Number, credit: Credit) -> None:
        self._rate, self._credit = np.asarray(rate), credit
        shape = (5, *credit.net_cash.shape)
        self.accrued, self.owed, self._equity, self._profit, self._borne = np.zeros(shape)
        self._losses = np.zeros((credit.firms.size, shape[-1]))

    def open(self, equity: Array) -> None:
        """Begin the first fiscal year with an equity, money `(agents, worlds)`."""
        self._equity[...] = equity

    def close(self, day: int, equity: Array, working: Array | None) -> None:
        """Accrue the tax of today, and pay what is due.

        Args:
            day: today.
            equity: before the tax of today, money `(agents, worlds)`.
            working: 0 for agents that are wound up, which are taxed no more, else 1 `(agents, worlds)`; None: all are.
        """
        alive = 1.0 if working is None else working
        self._profit += (equity - self._equity) * alive
        np.multiply(self._of_year() - self._borne, alive, out=self.accrued)
        self._borne += self.accrued
        self.owed += self.accrued
        np.subtract(equity, self.accrued, out=self._equity)
        if (today := (day - 1) % YEAR + 1) in QUARTERS:
            self._pay(today == YEAR)

    def forgive(self, share: Array) -> Array:
        """Strike out a share of what agents owe, and return it, money `(agents, worlds)`."""
        forgone = share * np.maximum(self.owed, 0.0)
        self.owed -= forgone
        return forgone

    def clear(self, share: Array) -> None:
        """Let agents pay a share of what they owe at once `(agents, worlds)`."""
        paid = share * self.owed
        self._credit.net_cash -= paid
        self.owed -= paid

    def _pay(self, last: bool) -> None:
        """Pay the instalments of a quarter; the last one settles the year."""
        owing = self._credit.of_agents(self._credit.of_firms(self.owed)) > 0.0
        self.clear(np.ones_like(self.owed) if last else owing.astype(float))
        if last:
            self._losses[...] = np.maximum(self._losses - self._credit.of_firms(self._profit), 0.0)
            self._profit.fill(0.0)
            self._borne.fill(0.0)

    def _of_year(self) -> Array:
        """Tax on the profit of the year so far, by who bears it, money `(agents, worlds)`."""
        taxed = np.maximum(self._credit.of_firms(self._profit) - self._losses, 0.0)
        gains = np.maximum(self._profit, 0.0)
        total = self._credit.of_firms(gains)
        share = np.divide(taxed, total, out=np.zeros_like(taxed), where=total > 0.0)
        return self._rate * gains * self._credit.of_agents(share)
