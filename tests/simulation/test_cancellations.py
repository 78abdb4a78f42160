"""Orders that are cancelled, and placed again with others: worked out by hand."""

from typing import Any

import numpy as np
import pytest

from jitagents.accounting.costs import Costs
from jitagents.accounting.daily import DAILY
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import MEASURES
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import BaseStock, Jit, LotMultiples, Ordering, Panic
from jitagents.behaviours.sourcing import Backup, Primary, Sourcing
from jitagents.crises import Disruption, Shock, Switching
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.simulation.exemptions import Exemption
from tests.crises.conftest import Diary, diary, line

DEMAND, COVER, GONE = 100.0, 10.0, 10
NEAR, FAR = 2, 6
"""Days from ordering to receiving: the first supplier has what is asked for, the other one makes it in a day."""


def two_suppliers(whole: bool = False) -> Network:
    """A shop, its supplier two days away, and another one five days away."""
    agents: list[dict[str, Any]] = [
        {"name": "shop", "kind": "buyer", "item": "good", "demand": DEMAND, "value": 10.0},
        *({"name": name, "kind": "supplier", "item": "good", "lead_time": 1} for name in ("first", "other")),
    ]
    lanes = [
        {"seller": "first", "buyer": "shop", "lead_time": NEAR, "rank": 1, "price": 8.0},
        {"seller": "other", "buyer": "shop", "lead_time": FAR - 1, "rank": 2, "price": 9.0},
    ]
    return listed(name="two suppliers", agents=agents, lanes=lanes, whole=whole)


def model(sourcing: Sourcing, *crisis: Disruption, warning: int = 0, **more: Any) -> SupplyModel:
    """Constant demand, base stock at the shop, and suppliers that make what is ordered; the first is gone on day 10."""
    gone = Shock({"name": "first"}, start=GONE, duration=1000, warning=warning)
    disruptions = {str(number): one for number, one in enumerate((gone, *crisis))}
    makers = Exemption({"kind": "supplier"}, ordering=Jit(cover=0.0))
    stages: dict[str, Any] = {"demand": Constant(), "ordering": BaseStock(cover=COVER), "exemptions": [makers]}
    return SupplyModel(two_suppliers(), sourcing=sourcing, crisis=disruptions, **stages | more)


def backup(lag: float, cancel: bool, **more: Any) -> Backup:
    """A backup at once, for a buyer that looks at nothing but closures."""
    return Backup(**{"patience": 1e6, "lag": lag, "ramp": 0.0, "cancel": cancel} | more)


# ---------------------------------------------------------------- a supplier that is gone


@pytest.mark.parametrize("lag", [0, 1, 3])
def test_orders_to_the_dead_stay_on_order_for_ever_unless_they_are_cancelled(lag: int) -> None:
    """The shop falls by the longer way, and by the orders of the days on which it did not know."""
    kept = Diary(model(backup(lag, cancel=False)), 60)
    assert kept("first-shop", "owed")[-1] == lag * DEMAND
    assert set(kept("shop", "stock")[30:]) == {(COVER - (FAR - NEAR) - lag) * DEMAND}
    found = Diary(model(backup(lag, cancel=True)), 60)
    assert found("first-shop", "owed")[-1] == 0
    assert sum(found("first-shop", "cancelled")) == lag * DEMAND
    assert found("first-shop", "cancelled")[GONE + lag - 1] == lag * DEMAND
    assert found("other-shop", "ordered")[GONE + lag - 1] == (lag + 1) * DEMAND
    assert set(found("shop", "stock")[30:]) == {(COVER - (FAR - NEAR)) * DEMAND}


@pytest.mark.parametrize("lag", [0, 1, 3, 5])
def test_after_all_is_cancelled_stock_is_the_level_less_the_demand_of_the_lead_time(lag: int) -> None:
    """Within tau days of the cancellation, and not before it: level - tau x demand, with the tau of the other one."""
    level, known = (NEAR + COVER) * DEMAND, GONE + lag
    stock = Diary(model(backup(lag, cancel=True)), 60)("shop", "stock")
    assert set(stock[known + FAR - 1 :]) == {level - FAR * DEMAND}
    if lag:
        assert stock[known + FAR - 2] == level - (FAR + lag) * DEMAND


def test_nobody_knows_on_the_first_day_unless_it_was_announced() -> None:
    for warning, lag, first in ((0, 3, GONE + 3), (2, 3, GONE), (0, 0, GONE)):
        placed = Diary(model(backup(lag, cancel=True), warning=warning), 30)("other-shop", "ordered")
        assert placed.index(max(placed)) + 1 == first
        assert not any(placed[: first - 1])


@pytest.mark.parametrize("ramp", [1, 4, 10])
def test_the_backup_rises_to_its_full_rate_and_takes_over_what_was_left_behind(ramp: int) -> None:
    """Day by day 1, 2, … parts of ramp + 1 of the flow; on the day after the last of them, all that was left behind."""
    found = Diary(model(backup(0, cancel=True, ramp=float(ramp))), 60)
    placed = found("other-shop", "ordered")[GONE - 1 :]
    assert placed[:ramp] == pytest.approx([DEMAND * (day + 1) / (ramp + 1) for day in range(ramp)])
    assert placed[ramp] == pytest.approx((ramp + 1) * DEMAND - sum(placed[:ramp]))
    assert placed[ramp + 1 :] == pytest.approx([DEMAND] * (60 - GONE - ramp))
    assert found("first-shop", "owed")[-1] == 0
    assert found("shop", "stock")[-1] == pytest.approx((COVER - (FAR - NEAR)) * DEMAND)


def test_the_backup_takes_no_more_than_its_capacity() -> None:
    """At 1.25 flows a day four days' orders that wait are taken over in sixteen."""
    found = Diary(model(backup(4, cancel=True, capacity=1.25)), 60)
    first = GONE + 4 - 1
    assert found("other-shop", "ordered")[first:] == [125.0] * 16 + [100.0] * (60 - first - 16)
    assert found("first-shop", "cancelled")[first : first + 17] == [25.0] * 16 + [0.0]
    scarce = Diary(model(backup(0, cancel=True, capacity=0.7)), 60)
    assert set(scarce("other-shop", "ordered")[GONE - 1 :]) == {70.0}
    assert scarce("first-shop", "owed")[-1] == pytest.approx(30.0 * (60 - GONE + 1))


def test_whole_units_are_cancelled_whole() -> None:
    network = two_suppliers(whole=True)
    gone = {"gone": Shock({"name": "first"}, start=GONE, duration=1000)}
    rule = Backup(lag=2.0, ramp=3.0, capacity=1.13)
    found = Diary(SupplyModel(network, demand=Constant(), sourcing=rule, crisis=gone), 60)
    cancelled = np.array(found("first-shop", "cancelled"))
    assert cancelled.sum() > 0
    assert (cancelled % 1 == 0).all()


@pytest.mark.parametrize("cancel", [True, False])
def test_who_leaves_a_supplier_for_good_takes_the_orders_along(cancel: bool) -> None:
    """From day 20 on: the orders of days 10 to 19."""
    leaving = Shock({"seller": "first"}, Switching(cancel=cancel), start=20, duration=1000)
    found = Diary(model(Primary(), leaving), 60)
    assert found("other-shop", "ordered")[18:21] == [0.0, 1100.0 if cancel else 100.0, 100.0]
    assert found("first-shop", "owed")[18:21] == [1000.0, *([0.0] * 2 if cancel else [1000.0] * 2)]
    assert found("shop", "stock")[-1] == (600.0 if cancel else 0.0)


def test_a_sole_source_is_not_left_and_nothing_is_cancelled() -> None:
    crisis = {
        "gone": Shock({"name": "mill"}, start=3, duration=4),
        "leaving": Shock({"seller": "mill"}, Switching(cancel=True), start=5, duration=3),
    }
    found = diary(line(), 12, crisis, ordering=Jit())
    assert not any(found("mill-shop", "cancelled"))


# ---------------------------------------------------------------- phantom orders


def gamed(rule: Ordering, delay: int = 0) -> Diary:
    """A mill that ships nothing on days 10 to 19, and then makes up for it with twice the usual flow a day."""
    network = line(lead_time=2, capacity=20.0)
    network.lanes["order_delay"] = delay
    mill = Exemption({"kind": "supplier"}, ordering=Jit(cover=0.0))
    stop = Shock({"name": "mill"}, "supply", start=10, duration=10)
    return diary(network, 80, stop, ordering=rule, exemptions=[mill])


@pytest.mark.parametrize("delay", [0, 1])
@pytest.mark.parametrize("inner", [Jit(cover=1.0), LotMultiples(BaseStock(cover=1.0), lot=5.0)])
def test_phantom_orders_are_cancelled_when_supply_recovers(inner: Ordering, delay: int) -> None:
    """In the end nothing is left of them: all that was ordered above demand has been cancelled or not ordered again."""
    found, kept = gamed(Panic(inner), delay), gamed(Panic(inner, cancel=False), delay)
    order, cancelled = np.array(found("shop", "order")), np.array(found("mill-shop", "cancelled"))
    assert order[9:20].max() == 15  # half as much again
    assert cancelled.sum() > 0
    assert np.sum(order - 10) == pytest.approx(cancelled.sum(), abs=1e-9)
    assert order[-20:].tolist() == [10.0] * 20
    assert found("shop", "on_order")[-1] == 10 * (2 + delay)
    # Of what the mill has made, nothing is left over either.
    for one in (found, kept):
        assert one("shop", "stock")[-1] == one("shop", "stock")[0]
        assert one("mill", "demand")[-20:] == [10.0] * 20
    assert np.min(kept("shop", "order")) < 10 <= np.min(found("shop", "order"))


def test_what_is_cancelled_is_deducted_from_the_demand_of_the_seller() -> None:
    """The mill is asked for 15 a day, and in the end for as much less as was cancelled, never for less than nothing."""
    found = gamed(Panic(Jit(cover=1.0)))
    ordered, cancelled = (np.array(found("mill-shop", name)) for name in ("ordered", "cancelled"))
    demand = np.array(found("mill", "demand"))
    assert (demand >= 0).all()
    assert (ordered - demand).sum() == cancelled.sum() > 10
    day = int(np.argmax(cancelled > 0))
    behind = np.cumsum(ordered - demand)
    assert behind[day - 1] == 0
    assert demand[day] == 0


def test_a_wrapper_around_panic_cancels_what_panic_does() -> None:
    bare, wrapped = gamed(Panic(Jit(cover=1.0))), gamed(LotMultiples(Panic(Jit(cover=1.0)), lot=1.0))
    assert bare("mill-shop", "cancelled") == wrapped("mill-shop", "cancelled")


# ---------------------------------------------------------------- order lines


@pytest.mark.parametrize("cancel", [True, False])
def test_a_cancelled_line_is_not_shipped_on_time(cancel: bool) -> None:
    """Nine lines are shipped on their days, and three, to the supplier that is gone, never."""
    one = model(backup(3, cancel=cancel))
    ledger = Ledger(one, Costs(), 60, measures=[MEASURES["shipped_on_time"]], promise=5)
    one.observers.append(ledger)
    one.run_for(60)
    found = ledger.metrics()["shipped_on_time"]
    assert found[ledger.scopes.names.index("agent:first"), 0] == pytest.approx(9 / 12)
    assert found[ledger.scopes.names.index("agent:other"), 0] == 1


# ---------------------------------------------------------------- money


def test_what_is_cancelled_is_counted_and_not_paid_for_but_for_a_fee() -> None:
    days, fee = 60, 0.1
    one = model(backup(3, cancel=True))
    names = ("cancelled", "cost_cancellation", "cost_purchase")
    costs = Costs(purchase=1.0, cancel_fee=fee)
    ledger = Ledger(
        one, costs, days, measures=[MEASURES[name] for name in names], daily=[DAILY["cancelled"], DAILY["order"]]
    )
    one.observers.append(ledger)
    one.run_for(days)
    shop = ledger.scopes.names.index("agent:shop")
    money = {name: float(value[shop, 0]) * days for name, value in ledger.metrics().items()}
    assert money["cancelled"] == pytest.approx(3 * DEMAND * one.planned.plan.value[one.by_name["first"].row, 0])
    assert money["cost_cancellation"] == pytest.approx(fee * 8.0 * 3 * DEMAND)
    shipped = 8.0 * (GONE - 1) * DEMAND + 9.0 * (days - GONE) * DEMAND  # the other one ships a day after it is asked
    assert money["cost_purchase"] == pytest.approx(shipped)
    assert np.flatnonzero(ledger.histories[:, len(ledger.daily) - 1, 0, 0]).tolist() == [GONE + 3 - 1]
