"""Credit: cash and debt of firms, whose agents share them, and the days for which a firm cannot pay."""

import numpy as np

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.finance import FirmLedger
from jitagents.flow import Groups
from jitagents.layout import Layout

CENT = 0.005
"""Money that is rounding error."""
YEAR = 365.0


class Credit(Stateful):
    """Net cash of agents: cash less debt. A firm has debt where the net cash of its agents is negative.

    The debt of a firm, its interest and what it can still pay belong to its agents in proportion to what each lacks.

    Args:
        layout: rows and lanes.
        finance: opening cash, credit lines and interest, where agents state none.
        sales: planned sales of each agent, money a day `(agents, 1)` or `(agents, worlds)`.
        worlds: number of worlds.

    Attributes:
        net_cash: cash less debt of each agent, money `(agents, worlds)`.
        line: most debt of each firm, money `(firms, 1)` or `(firms, worlds)`.
        short_days: days in a row at whose end a firm cannot pay `(firms, worlds)`.
    """

    changing = ("net_cash", "short_days", "_any_short")

    def __init__(self, layout: Layout, finance: FirmLedger, sales: Array, worlds: int) -> None:
        agents = layout.agent_rows
        table = layout.network.agents
        named = table["firm"].where(table["firm"] != "", table["name"]).to_numpy(dtype=str)[layout.agent[agents]]
        firms, firm = np.unique(named, return_inverse=True)
        self._single = len(firms) == agents.stop
        firm = np.arange(agents.stop) if self._single else firm
        self.firms = Groups(firm, len(firms))
        self.net_cash = _stated(layout, "cash", np.asarray(finance.cash) * sales) * np.ones((1, worlds))
        self.line = self.of_firms(_stated(layout, "credit_line", np.asarray(finance.line) * sales))
        self.short_days, self._least = np.zeros((len(firms), worlds)), -CENT - self.line
        self._interest, self._deposit = (np.asarray(rate) / YEAR for rate in (finance.interest, finance.deposit))
        self._any_short = False
        self._earns = bool(np.any(self._deposit))

    def of_firms(self, agents: Array) -> Array:
        """Sum over the agents of each firm `(firms, worlds)`."""
        return agents if self._single else self.firms.sum(agents)

    def of_agents(self, firms: Array) -> Array:
        """The number of its firm for each agent `(agents, worlds)`."""
        return firms if self._single else self.firms.spread(firms)

    @property
    def debt(self) -> Array:
        """Debt of each agent, money `(agents, worlds)`."""
        lacking = np.maximum(-self.net_cash, 0.0)
        if self._single:
            return lacking
        debt, total = np.maximum(-self.of_firms(self.net_cash), 0.0), self.of_firms(lacking)
        share = np.divide(debt, total, out=np.zeros_like(debt), where=total > 0.0)
        return lacking * self.of_agents(share)

    def interest(self, out: Array) -> None:
        """Write the interest of a day on debt, less that on cash, money `(agents, worlds)`."""
        if self._single and not self._earns:
            np.minimum(self.net_cash, 0.0, out=out)
            out *= -self._interest
            return
        debt = self.debt
        np.multiply(debt, self._interest, out=out)
        if self._earns:
            out -= (self.net_cash + debt) * self._deposit

    def payable_share(self, due: Array) -> Array:
        """Share of its due bills that the firm of each agent can pay `(agents, worlds)`.

        Args:
            due: bills of each agent, money `(agents, worlds)`; credit notes may make some negative.
        """
        wanted = self.of_firms(due)
        able = np.maximum(self.of_firms(self.net_cash) + self.line, 0.0)
        share = np.divide(able, wanted, out=np.ones_like(wanted), where=wanted > able)
        return self.of_agents(np.clip(share, 0.0, 1.0))

    def count(self, arrears: Array | None) -> bool:
        """Count the days in a row on which firms are beyond their line, or have not paid bills that are due.

        Args:
            arrears: due and not paid, money `(agents, worlds)`; None: nothing.

        Returns:
            whether a firm is, or was yesterday.
        """
        short = self.of_firms(self.net_cash) < self._least
        if arrears is not None:
            short |= self.of_firms(arrears) > CENT
        before, self._any_short = self._any_short, bool(short.any())
        if not (before or self._any_short):
            return False
        self.short_days += 1.0
        self.short_days *= short
        return True


def _stated(layout: Layout, column: str, usual: Array) -> Array:
    """A column of agents, or else the usual number `(agents, 1)` or `(agents, worlds)`."""
    stated = layout.agent_column(column)[layout.agent_rows, None]
    return np.where(np.isnan(stated), usual, stated)
