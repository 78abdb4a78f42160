"""Settlement of the debts of firms that fail."""

from typing import TYPE_CHECKING

import numpy as np

from jitagents.column import Array
from jitagents.crises.effects.insolvency import LIQUIDATION, RESCUE
from jitagents.flow import Groups
from jitagents.state import SimulationState

if TYPE_CHECKING:
    from jitagents.simulation.money.treasury import Treasury


class Settlement:
    """The debts of firms that file a petition; a crisis writes who does, and what creditors lose, into columns.

    Suppliers, banks, the state and all other creditors lose the same share of what a failed firm owes them. In
    liquidation the rest is paid at once, and the firm pays nothing more; in administration it is paid when it is due.
    In a rescue nobody loses: customers pay the debt of their supplier, in proportion to what they plan to buy, or the
    owners of a firm that only final customers buy from.

    Args:
        state: of the model.
        treasury: whose books change.

    Attributes:
        working: 0 for agents that are wound up, else 1 `(agents, worlds)`; None: nobody is.
        written_off: bills of failed firms that are struck out today, money `(lanes, worlds)`.
        forgone: debt that banks, bills that outside suppliers, and tax that the state forgo today, money
            `(3, agents, worlds)`.
        rescued: money that agents get for their rescue today, less what they pay for others `(agents, worlds)`.
        failures: 1 for agents that file a petition today, rescued ones too `(agents, worlds)`.
    """

    def __init__(self, state: SimulationState, treasury: "Treasury") -> None:
        self._state, self._treasury, layout = state, treasury, state.layout
        shape = (layout.agent_rows.stop, state.worlds.count)
        self.working: Array | None = None
        self.written_off, self.forgone = np.zeros_like(state.lanes["owed"]), np.zeros((3, *shape))
        self.rescued, self.failures = np.zeros((2, *shape))
        self._sellers = Groups(layout.lane_seller, shape[0])
        self._buyers = Groups(layout.owner[layout.lane_buyer], shape[0])

    def settle(self) -> None:
        """Settle the debts of those that file a petition today."""
        points, agents = self._state.points, self._state.layout.agent_rows
        if "petition" not in points:
            return
        if "wound_up" in points and points["wound_up"].any():
            self.working = 1.0 - points["wound_up"][agents]
        else:
            self.working = None
        for today in (self.written_off, self.forgone, self.rescued, self.failures):
            today.fill(0.0)
        kind = points["petition"][agents]
        if kind.any():
            self.failures[...] = kind > 0.0
            self._write_off(points["loss"][agents] * ((kind > 0.0) & (kind < RESCUE)))
            self._wind_up((kind == LIQUIDATION).astype(float))
            self._rescue(kind == RESCUE)

    def _write_off(self, share: Array) -> None:
        """Creditors lose a share of what agents owe them."""
        treasury, credit = self._treasury, self._treasury.credit
        of_lane = self._buyers.spread(share)
        np.multiply(treasury.open_bills, of_lane, out=self.written_off)
        treasury.open_bills -= self.written_off
        treasury.arrears *= 1.0 - of_lane
        treasury.bills.cut(of_lane)
        self.forgone[:2] = share * credit.debt, share * treasury.outside.owed_to_suppliers
        if treasury.taxes is not None:
            self.forgone[2] = treasury.taxes.forgive(share)
        credit.net_cash += self.forgone[0]
        treasury.outside.write_off(share)

    def _wind_up(self, wound_up: Array) -> None:
        """Agents that are wound up pay the rest of their debts at once, and nothing more."""
        treasury, of_lane = self._treasury, self._buyers.spread(wound_up)
        treasury.move(treasury.open_bills * of_lane)
        treasury.arrears *= 1.0 - of_lane
        treasury.bills.cut(of_lane)
        treasury.credit.net_cash -= treasury.outside.owed_to_suppliers * wound_up
        treasury.outside.write_off(wound_up)
        if treasury.taxes is not None:
            treasury.taxes.clear(wound_up)

    def _rescue(self, rescued: Array) -> None:
        """Customers pay the debt of agents; owners do where no agent buys from them."""
        treasury, cash = self._treasury, self._treasury.credit.net_cash
        need = treasury.credit.debt * rescued
        planned = treasury.worth.price * self._state.planned.lane_rate
        total = self._sellers.sum(planned)
        of_lane = self._sellers.spread(total)
        share = np.divide(planned, of_lane, out=np.zeros_like(planned), where=of_lane > 0.0)
        paid = share * self._sellers.spread(need)
        self.rescued[...] = need - self._buyers.sum(paid)
        cash += self.rescued
