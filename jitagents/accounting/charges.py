"""Charges: what the cost model makes agents pay day by day, for the ledger of firms."""

from collections.abc import Sequence

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.accumulator import Accumulator
from jitagents.accounting.cost_part import CostBasis, CostItem
from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.agents import ACCOUNTED
from jitagents.column import Array
from jitagents.errors import InputError, nearest
from jitagents.finance import FirmLedger
from jitagents.flow import Groups
from jitagents.model import SupplyModel

BOOKED = ("purchase", "outside", "value_added", "duty")
"""Parts of the cost that the ledger of firms books by itself, whatever share of them the cost model counts."""


class Charges:
    """The parts of the cost that are paid in money on their day, and the rebates of orders.

    Args:
        model: whose agents pay.
        costs: the cost model.
        imputed: names of the parts that nobody pays.
        promise: days within which an order line is to be shipped.

    Raises:
        InputError: there is no part of such a name.
    """

    def __init__(self, model: SupplyModel, costs: Costs, imputed: Sequence[str], promise: int = 0) -> None:
        if unknown := [name for name in imputed if name not in costs.all_parts]:
            raise InputError(*(f"finance.imputed: {name!r}: {nearest(str(name), costs.all_parts)}" for name in unknown))
        self._costs, self._imputed, self._promise = costs, tuple(imputed), promise
        books = Ledger(model, costs, 1, measures=(), promise=promise, daily=(), agents=False)
        basis, layout = CostBasis(costs, model.layout, model.planned), model.layout
        left_out = {*BOOKED, *imputed}
        items = [
            item
            for name, part in costs.all_parts.items()
            if name not in left_out
            for item in part.items(basis)
            if np.any(item.price)
        ]
        agents, points = layout.agent_rows, model.points
        made = {item.sum: item.sum(model, books) for item in items if not isinstance(item.sum, str)}
        today = {name: points.first(len(ACCOUNTED))[at, agents] for at, name in enumerate(ACCOUNTED)}
        self._sums = [one for one in made.values() if type(one) is not Accumulator]  # that one never leaves 0
        self._prices = [
            (today[item.sum] if isinstance(item.sum, str) else made[item.sum].total, price, payers, others)
            for item, price, payers, others in _joined(items, model)
            if isinstance(item.sum, str) or type(made[item.sum]) is not Accumulator
        ]
        self._paid = np.zeros((agents.stop, model.worlds.count))
        self._rebates = accumulators.rebated(model, books) if costs.breaks else None

    @property
    def rebated(self) -> Array | None:
        """Units times rebate, share of the price, of what each lane ships today `(lanes, worlds)`; None: none."""
        if self._rebates is None:
            return None
        self._rebates.total.fill(0.0)
        self._rebates.add()
        return self._rebates.total

    def paid(self) -> Array:
        """Money that each agent pays today, less what others pay it `(agents, worlds)`; asked once a day."""
        self._paid.fill(0.0)
        for accumulator in self._sums:
            accumulator.total.fill(0.0)
            accumulator.add()
        for total, price, payers, others in self._prices:
            money = price * total
            self._paid += payers.sum(money, np.empty((payers.size, money.shape[1])))
            if others is not None:
                self._paid -= others.sum(money, np.empty((others.size, money.shape[1])))
        return self._paid

    def again(self, model: SupplyModel) -> "Charges":
        """The same for another model; orders that are open there bear neither penalties nor rebates."""
        return Charges(model, self._costs, self._imputed, self._promise)


def _joined(items: Sequence[CostItem], model: SupplyModel) -> list[tuple[CostItem, Array, Groups, Groups | None]]:
    """Items with their prices, payers, and who is paid, if anybody; those of one sum and payers are joined."""
    layout, size = model.layout, model.layout.agent_rows.stop
    seller, buyer = layout.lane_seller, layout.owner[layout.lane_buyer]
    joined: dict[tuple[object, bytes, bool], tuple[CostItem, Array, Groups, Groups | None]] = {}
    for item in items:
        payers = layout.owner[item.payers]
        others = Groups(seller if np.array_equal(payers, buyer) else buyer, size) if item.traded else None
        key = (item.sum, payers.tobytes(), item.traded)
        before = joined[key][1] if key in joined else 0.0
        joined[key] = (item, before + item.price, Groups(payers, size), others)
    return list(joined.values())


def charge(model: SupplyModel, costs: Costs, promise: int = 0) -> SupplyModel:
    """Let the ledger of firms book what the cost model makes them pay; without such a ledger nothing changes.

    Args:
        model: as it is before day 1.
        costs: the cost model.
        promise: days within which an order line is to be shipped.

    Raises:
        InputError: `finance.imputed` names parts that the cost model does not have.
    """
    finance = model.stages.finance
    if model.treasury is not None and isinstance(finance, FirmLedger):
        model.treasury.charges = Charges(model, costs, finance.imputed, promise)
    return model
