"""Charges: payments by agents that follow from the cost model, day by day, for the ledger of firms."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.accumulator import Accumulator, Setup, Sum
from jitagents.accounting.cost_part import CostBasis, CostItem
from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.column import Array, Rows, compact
from jitagents.continuation import Index, Stateful
from jitagents.errors import InputError, nearest
from jitagents.finance import FirmLedger
from jitagents.flow import Groups
from jitagents.model import SupplyModel
from jitagents.parameters import in_worlds
from jitagents.weighted_sums import WeightedSums

BOOKED = ("purchase", "outside", "value_added", "duty")
"""Parts of the cost that the ledger of firms books by itself, whatever share of them the cost model counts."""


class Charges(Stateful):
    """The parts of the cost that are paid in money on their day, and the rebates of orders.

    Args:
        model: whose agents pay.
        costs: the cost model.
        imputed: names of the parts that nobody pays.
        promise: days within which an order line is to be shipped.

    Raises:
        InputError: there is no part of such a name.
    """

    changing = ("_sums", "_rebates")

    def __init__(self, model: SupplyModel, costs: Costs, imputed: Sequence[str], promise: int = 0) -> None:
        if unknown := [name for name in imputed if name not in costs.all_parts]:
            raise InputError(*(f"finance.imputed: {name!r}: {nearest(str(name), costs.all_parts)}" for name in unknown))
        self._costs, self._imputed, self._promise = costs, tuple(imputed), promise
        ledger = Ledger(model, costs, 1, measures=(), promise=promise, daily=(), agents=False)
        basis, layout = CostBasis(costs, model.layout, model.planned), model.layout
        left_out = {*BOOKED, *imputed}
        items = [
            item
            for name, part in costs.all_parts.items()
            if name not in left_out
            for item in part.items(basis)
            if np.any(item.price)
        ]
        made: dict[str | Setup, Accumulator] = {
            item.sum: item.sum(model, ledger) for item in items if not isinstance(item.sum, str)
        }
        self._sums = [one for one in made.values() if not isinstance(one, Sum)]
        never = [of for of, one in made.items() if type(one) is Accumulator]  # they stay 0
        self._prices = list(_joined([item for item in items if item.sum not in never], made, model))
        agents = layout.agent_rows
        self._paid = np.zeros((agents.stop, model.worlds.count))
        self._rebates = accumulators.rebated(model, ledger) if costs.breaks else None

    @property
    def rebated(self) -> Array | None:
        """Units times rebate, share of the price, of what each lane ships today `(lanes, worlds)`; None: none."""
        if self._rebates is None:
            return None
        self._rebates.total.fill(0.0)
        self._rebates.add()
        return self._rebates.total

    def paid(self, working: Array | None) -> Array:
        """Money that each agent pays today, less what others pay it `(agents, worlds)`; asked once a day.

        Args:
            working: 0 for agents that pay nothing any more, nor are paid by others, else 1 `(agents, worlds)`; None:
                all pay.
        """
        self._paid.fill(0.0)
        for accumulator in self._sums:
            accumulator.total.fill(0.0)
            accumulator.add()
        for item in self._prices:
            if item.others is None:
                item.add(self._paid)
        if working is not None:
            self._paid *= working
        for item in self._prices:
            if item.others is not None:
                item.move(self._paid, item.others, working)
        return self._paid

    def again(self, model: SupplyModel, index: Index) -> "Charges":
        """The same for a model of other worlds, before it continues them.

        Args:
            model: the other one.
            index: the world of this model that each of its worlds continues `(worlds,)`.
        """
        costs = in_worlds(self._costs, index, self._paid.shape[1])
        return Charges(model, costs, self._imputed, self._promise)


@dataclass(frozen=True)
class _Priced:
    """The price of a sum.

    Attributes:
        today: gives the sum of a day.
        rows: those that have a price.
        price: of these `(rows, 1)` or `(rows, worlds)`.
        payers: who pays: neighbouring agents, one a row, or groups of rows.
        others: who is paid; None: the world outside.
    """

    today: Callable[[], Array]
    rows: Rows
    price: Array
    payers: slice | Groups
    others: Groups | None

    @cached_property
    def _bills(self) -> WeightedSums | None:
        """Price of a unit of each row to each agent `(agents, rows)`; None where it is not the same in all worlds."""
        if isinstance(self.payers, slice) or self.price.shape[1] > 1:
            return None
        entries = self.price[:, 0], (self.payers.key, np.arange(len(self.price)))
        return WeightedSums(entries, shape=(self.payers.size, len(self.price)))

    def add(self, paid: Array) -> None:
        """Add what agents pay today `(agents, worlds)`."""
        units = self.today()[self.rows]
        if self._bills is not None:
            paid += self._bills @ units
        elif isinstance(self.payers, slice):
            paid[self.payers] += self.price * units
        else:
            paid += self.payers.sum(self.price * units)

    def move(self, paid: Array, others: Groups, working: Array | None) -> None:
        """Add what agents pay one another today, and take off what they get `(agents, worlds)`."""
        assert isinstance(self.payers, Groups)
        money = self.price * self.today()[self.rows]
        if working is not None:
            money = money * (working[self.payers.key] * working[others.key])
        paid += self.payers.sum(money)
        paid -= others.sum(money)


def _today(of: str | Setup, made: Mapping[str | Setup, Accumulator], model: SupplyModel) -> Callable[[], Array]:
    """Return a function that gives the sum of a day."""
    if isinstance(of, str):
        column = model.points[of][model.layout.agent_rows]
        return lambda: column
    accumulator = made[of]
    if isinstance(accumulator, Sum):
        return lambda: np.asarray(accumulator.today(), dtype=float)
    return lambda: accumulator.total


def _joined(
    items: Sequence[CostItem], made: Mapping[str | Setup, Accumulator], model: SupplyModel
) -> Iterator[_Priced]:
    """The prices of items; those of one sum and the same payers are joined."""
    layout, size = model.layout, model.layout.agent_rows.stop
    seller, buyer = layout.lane_seller, layout.owner[layout.lane_buyer]
    joined: dict[tuple[object, bytes, bool], tuple[CostItem, Array]] = {}
    for item in items:
        key = (item.sum, layout.owner[item.payers].tobytes(), item.traded)
        joined[key] = (item, (joined[key][1] if key in joined else 0.0) + item.price)
    for item, price in joined.values():
        payers = layout.owner[item.payers]
        priced = np.flatnonzero(np.broadcast_to(price, (len(payers), price.shape[1])).any(axis=1))
        rows, who = compact(priced), compact(payers[priced])
        price = np.broadcast_to(price, (len(payers), price.shape[1]))[rows]
        ends = Groups((seller if np.array_equal(payers, buyer) else buyer)[priced], size) if item.traded else None
        groups = who if isinstance(who, slice) and not item.traded else Groups(payers[priced], size)
        yield _Priced(_today(item.sum, made, model), rows, price, groups, ends)


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
