"""Settlement: what happens to the debts of firms that fail."""

from typing import TYPE_CHECKING

import numpy as np

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.flow import Groups
from jitagents.state import SimulationState

if TYPE_CHECKING:
    from jitagents.simulation.money.treasury import Treasury

LIQUIDATION, ADMINISTRATION, RESCUE = 1.0, 2.0, 3.0
"""Numbers of the column `petition` of stock points."""


class Settlement(Stateful):
    """The debts of firms that file a petition; a crisis writes who does, and what creditors lose, into columns.

    Suppliers, banks and all other creditors lose the same share of what a failed firm owes them. In liquidation the
    rest is paid at once, and the firm pays nothing more; in administration it is paid when it is due. In a rescue
    nobody loses: customers pay the debt of their supplier, in proportion to what they plan to buy, or the owners of a
    firm that only final customers buy from.

    Args:
        state: of the model.
        treasury: whose books change.

    Attributes:
        some: True if some agents may have been wound up.
        working: 0 for agents that are wound up, else 1 `(agents, worlds)`.
        written_off: claims on failed firms that agents lose today, money `(agents, worlds)`.
        from_outside: debt that banks and outside suppliers forgo, and what owners pay in, today `(agents, worlds)`.
        failures: 1 for agents that file a petition today, rescued ones too `(agents, worlds)`.
    """

    changing = ("working", "some")

    def __init__(self, state: SimulationState, treasury: "Treasury") -> None:
        self._state, self._books, layout = state, treasury, state.layout
        shape = (layout.agent_rows.stop, state.worlds.count)
        self.working, self.some = np.ones(shape), False
        self.written_off, self.from_outside, self.failures = np.zeros((3, *shape))
        self._sellers = Groups(layout.lane_seller, shape[0])
        self._buyers = Groups(layout.owner[layout.lane_buyer], shape[0])

    def settle(self) -> None:
        """Settle the debts of those that file a petition today."""
        points, agents = self._state.points, self._state.layout.agent_rows
        if "petition" not in points:
            return
        for today in (self.written_off, self.from_outside, self.failures):
            today.fill(0.0)
        kind = points["petition"][agents]
        if kind.any():
            self.failures[...] = kind > 0.0
            self._write_off(points["loss"][agents] * ((kind > 0.0) & (kind < RESCUE)))
            self._wind_up((kind == LIQUIDATION).astype(float))
            self._rescue(kind == RESCUE)

    def _write_off(self, share: Array) -> None:
        """Creditors lose a share of what agents owe them."""
        books, credit = self._books, self._books.credit
        of_lane = self._buyers.spread(share)
        self._sellers.sum(books.open_bills * of_lane, self.written_off)
        books.open_bills *= 1.0 - of_lane
        books.arrears *= 1.0 - of_lane
        books.bills.cut(of_lane)
        self.from_outside += share * (credit.debt + books.outside.owed_to_suppliers)
        credit.net_cash += share * credit.debt
        books.outside.strike_out(share)

    def _wind_up(self, wound_up: Array) -> None:
        """What is left of the debts of agents that are wound up is paid at once; they pay nothing more."""
        books, of_lane = self._books, self._buyers.spread(wound_up)
        books.move(books.open_bills * of_lane)
        books.arrears *= 1.0 - of_lane
        books.bills.cut(of_lane)
        books.credit.net_cash -= books.outside.owed_to_suppliers * wound_up
        books.outside.strike_out(wound_up)
        self.working *= 1.0 - wound_up
        self.some = True

    def _rescue(self, rescued: Array) -> None:
        """Customers pay the debt of agents; owners do where no agent buys from them."""
        books, cash = self._books, self._books.credit.net_cash
        need = books.credit.debt * rescued
        planned = books.worth.price * self._state.planned.lane_rate
        total = self._sellers.sum(planned, np.empty((len(need), planned.shape[1])))
        of_lane = self._sellers.spread(total)
        share = np.divide(planned, of_lane, out=np.zeros_like(planned), where=of_lane > 0.0)
        paid = share * self._sellers.spread(need)
        cash += need
        cash -= self._buyers.sum(paid, np.empty_like(need))
        self.from_outside += need * (total <= 0.0)
