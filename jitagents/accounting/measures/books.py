"""Books: errors of records, and their consequences."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from jitagents.accounting import record_accumulators as accumulators
from jitagents.accounting.accumulator import Setup
from jitagents.accounting.cost_items import CostItems
from jitagents.accounting.measures.measure import Single, ratio
from jitagents.accounting.measures.records import WorldLedger
from jitagents.column import Array
from jitagents.parameters import param

INACCURACY = "DeHoratius & Raman 2008, Management Science 54(4)"
FREEZE = "Kang & Gershwin 2005, IIE Transactions 37(9)"
WEEK = 7.0


@dataclass(frozen=True)
class RecordAccuracy(Single):
    """Record accuracy: share of records of stock that are right."""

    unit = "share"
    label = "record accuracy"
    formula = (
        "days on which the record of stock is right at the end of the day, but for entries that are only late, within "
        "the tolerance (a share of stock, of one unit at least, which may differ by class of value) / days; tier and "
        "network: mean over stock points, inputs included; 1 without books"
    )
    source = INACCURACY

    tolerance: float = param(0.0, "", "share of stock up to which an error does not count", low=0)
    b: float | None = param(None, "", "the same in class B, whose flow is the next 15 % of all value", low=0)
    c: float | None = param(None, "", "the same in class C, the rest", low=0)

    @property
    def _right(self) -> accumulators.Right:
        by_class = (self.tolerance if own is None else own for own in (self.tolerance, self.b, self.c))
        return accumulators.Right(*by_class)

    def needs(self, items: CostItems) -> Iterable[str | Setup]:
        return (self._right,)

    def of(self, ledger: WorldLedger) -> Array:
        right = _of_points(ledger, self._right)
        return ratio(right, ledger.days * ledger.points(np.ones((ledger.layout.rows, 1))))


class RecordError(Single):
    """Record error: size of the errors of the records of stock."""

    unit = "units"
    label = "record error"
    formula = (
        "mean of |record of stock - stock| at the end of the day, but for entries that are only late, inputs included; "
        "tier and network: sum over agents; none where there are several items: see record accuracy"
    )
    source = INACCURACY
    sums = (accumulators.record_error,)

    def of(self, ledger: WorldLedger) -> Array:
        return _of_points(ledger, accumulators.record_error) / ledger.days + ledger.scopes.several_stock


class RecordErrorShare(Single):
    """Record error over target: size of the errors of the records of stock, as a share of what should be there."""

    unit = "share"
    label = "record error over target"
    formula = (
        "sum of |record of stock - stock| at the end of the day / sum of targets, units at their cost, inputs "
        "included; target: the inventory position with which the ordering rule begins at the mean flow, by its books "
        "(base-stock level, reorder point + batch, cards x container, flow x (lead time + cover)); 0 without books"
    )
    source = INACCURACY
    sums = (accumulators.record_error, accumulators.target)

    def of(self, ledger: WorldLedger) -> Array:
        cost = ledger.planned.valuation.cost * np.ones((1, ledger.worlds))
        error, target = (ledger.points(ledger.total(one) * cost) for one in self.sums)
        return ratio(error, target)


class HiddenStock(Single):
    """Hidden stock: stock that is there and that the records do not show."""

    unit = "money"
    label = "hidden stock"
    formula = (
        "mean of unit cost x max(0, stock - record of stock) at the end of the day, inputs included; tier and network: "
        "sum over agents"
    )
    source = INACCURACY
    sums = (accumulators.hidden,)

    def of(self, ledger: WorldLedger) -> Array:
        units = ledger.total(accumulators.hidden) * np.ones((1, ledger.worlds))
        return ledger.points(units * ledger.planned.valuation.cost) / ledger.days


class PhantomDays(Single):
    """Phantom days: days on which only the records have stock."""

    unit = "days"
    label = "phantom days"
    formula = (
        "days at whose end nothing is on hand, something is wanted, and the record says that there is stock; agents, "
        "tier and network: sum over stock points, inputs included"
    )
    source = FREEZE
    sums = (accumulators.phantom,)

    def of(self, ledger: WorldLedger) -> Array:
        return _of_points(ledger, accumulators.phantom)


class FrozenDays(Single):
    """Frozen days: phantom days on which nothing is ordered."""

    unit = "days"
    label = "frozen days"
    formula = "phantom days on which the stock point orders nothing; agents, tier and network: sum over stock points"
    source = FREEZE
    sums = (accumulators.frozen,)

    def of(self, ledger: WorldLedger) -> Array:
        return _of_points(ledger, accumulators.frozen)


class WrongOrders(Single):
    """Wrong orders: the difference of orders from those on true records."""

    unit = "share"
    label = "wrong orders"
    formula = (
        "sum of |order - true order| / sum of true orders, units at their price; the true order is that of the same "
        "rule with the same memory and forecast, if all records of the day were the truth; agents, tier and network: "
        "over all stock points, inputs included"
    )
    source = "Brown, Inman & Calloway 2001, Production Planning & Control 12(1)"
    sums = (accumulators.Decided,)

    def of(self, ledger: WorldLedger) -> Array:
        wrong, true = ledger.total(accumulators.Decided) * ledger.planned.valuation.price
        return ratio(ledger.points(wrong), ledger.points(true))


class ExceptionMessages(Single):
    """Exception messages: records that are found wrong and mended, and planned orders that are to be rescheduled."""

    unit = "1/week"
    label = "exception messages"
    formula = (
        "(days on which a count, a review of order lines or an audit corrects a stock point's past consumption + days "
        "on which a planning run of MRP would change orders that were planned before, beyond its filters, whether or "
        "not a planner acts on it) / weeks; agents, tier and network: sum over stock points"
    )
    source = "Orlicky 1975, Material Requirements Planning, ch. 7"
    sums = (accumulators.mended, accumulators.reschedules)

    def of(self, ledger: WorldLedger) -> Array:
        mended, reschedules = (_of_points(ledger, one) for one in self.sums)
        return (mended + reschedules) * WEEK / ledger.days


@dataclass(frozen=True)
class Nervousness(Single):
    """Nervousness: change of planned orders from day to day."""

    unit = "units"
    label = "nervousness"
    formula = (
        "sum over days and days ahead that both plans cover of |planned order - order planned for that day the day "
        "before| x (1 - weight) x weight^days ahead / number of orders; of rows that plan; tier and network: over all "
        "of theirs; none where nobody plans, or there are several items"
    )
    source = "Sridharan, Berry & Udayabhanu 1988, Decision Sciences 19(1)"

    weight: float = param(0.5, "", "of a change on a day, over that of one on the day before", low=0, high=1)

    def needs(self, items: CostItems) -> Iterable[str | Setup]:
        return (accumulators.Plans(self.weight),)

    def of(self, ledger: WorldLedger) -> Array:
        change, orders = ledger.total(accumulators.Plans(self.weight))
        return ratio(ledger.points(change), ledger.points(orders)) + ledger.scopes.several_stock


def _of_points(ledger: WorldLedger, sums: Setup) -> Array:
    """Sum over the stock points of each scope `(scopes, worlds)`."""
    return ledger.points(ledger.total(sums) * np.ones((1, ledger.worlds)))


MEASURES = (
    RecordAccuracy(), RecordError(), RecordErrorShare(), HiddenStock(), PhantomDays(), FrozenDays(), WrongOrders(),
    ExceptionMessages(), Nervousness(),
)  # fmt: skip
