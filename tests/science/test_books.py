"""Books and the truth: published laws of wrong records, exact or by z-score."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant
from jitagents.behaviours.information import Books, Counts, Delayed, Exact, Losses, MasterData, OrderLines, Posting
from jitagents.behaviours.ordering import (
    BaseStock,
    FractionalOrderUpTo,
    Jit,
    Mrp,
    Ordering,
    PeriodicReview,
    ReorderPoint,
    SafetyStock,
)
from jitagents.behaviours.serving import LostSale
from jitagents.model import SupplyModel
from jitagents.network import Network, listed, serial
from tests.science.conftest import Floats, recorded, row, z_score

YEAR = 365


def shop(lead_time: int, **shop: float) -> Network:
    """A shop that sells 5 units a day and buys from a source without limit."""
    agents = [
        {"name": "source", "kind": "supplier", "item": "x", "lead_time": 0},
        {"name": "shop", "kind": "buyer", "item": "x", "demand": 5.0, **shop},
    ]
    lanes = [{"seller": "source", "buyer": "shop", "lead_time": lead_time}]
    return listed(name="shop", agents=agents, lanes=lanes, whole=False)


def sales(network: Network, days: int, **model: Any) -> Floats:
    """Units sold on each day at constant demand, what is not met lost `(days,)`."""
    simulated = SupplyModel(network, demand=Constant(), serving=LostSale(), **model)
    sold = []
    for _ in range(days):
        simulated.step()
        sold.append(simulated.buying["filled"][0, 0])
    return np.array(sold)


def every(days: float) -> Counts:
    """Counts in all classes every so many days."""
    return Counts(a=days, b=days, c=days)


# ---------------------------------------------------------------- the freeze: Kang & Gershwin 2005


def frozen_by_hand(
    days: int, reorder: float = 20.0, batch: float = 30.0, lead_time: int = 2, leak: float = 1.0, every: int = 4
) -> Floats:
    """(r, Q) = (20, 30) on the books, demand 5, 2 days: one unit disappears unseen on every 4th day, before sales."""
    stock, books, coming, sold = reorder + batch, reorder + batch, list[tuple[int, float]](), []
    for day in range(1, days + 1):
        arrived = sum(units for due, units in coming if due == day)
        stock, books, coming = stock + arrived, books + arrived, [one for one in coming if one[0] > day]
        stock -= min(leak, stock) if day % every == 0 else 0.0
        sold.append(min(5.0, stock))
        stock, books = stock - sold[-1], books - sold[-1]
        if books + sum(units for _, units in coming) <= reorder:
            coming.append((day + lead_time, batch))
    return np.array(sold)


def leaking(counts: Counts) -> Floats:
    books = Books(losses=Losses(units=1.0, every=4), counts=counts)
    return sales(
        shop(2, stock=50.0), YEAR, ordering=ReorderPoint(reorder=20.0, batch=30.0), information=books, start="empty"
    )


def test_an_unseen_loss_freezes_orders() -> None:
    sold = leaking(Counts())
    assert np.array_equal(sold, frozen_by_hand(YEAR))
    assert sold.sum() / (5 * YEAR) == pytest.approx(0.229589, abs=5e-7)
    assert sold[:66].min() == 5.0
    assert sold[66] == 4.0
    assert sold[73] == 0.0
    assert not sold[87:].any()


@pytest.mark.parametrize("leak", [0.1, 0.7, 2.0])
@pytest.mark.parametrize(("reorder", "batch", "lead_time", "every"), [(20.0, 15.0, 1, 3), (35.0, 15.0, 6, 5)])
def test_other_leaks_freeze_orders_too(leak: float, reorder: float, batch: float, lead_time: int, every: int) -> None:
    """Positions that are the reorder point but for rounding are no reason to wait a day."""
    sold = sales(
        shop(lead_time, stock=reorder + batch), YEAR, ordering=ReorderPoint(reorder=reorder, batch=batch),
        information=Books(losses=Losses(units=leak, every=every)), start="empty",
    )  # fmt: skip
    assert sold == pytest.approx(frozen_by_hand(YEAR, reorder, batch, lead_time, leak, every), abs=1e-6)


@pytest.mark.parametrize("leak", [0.01, 0.05, 0.2])
@pytest.mark.parametrize(("lead_time", "cover"), [(1, 0.0), (3, 1.3), (5, 0.5)])
def test_other_pull_loops_bleed_too(leak: float, lead_time: int, cover: float) -> None:
    """What is sold is ordered, a share of it is lost on arrival, and cover lasts as long as it does."""
    sold, stock, coming = list[float](), 5.0 * cover, [5.0] * lead_time
    for _ in range(200):
        stock += coming.pop(0) * (1.0 - leak)
        sold.append(min(5.0, stock))
        stock -= sold[-1]
        coming.append(sold[-1])
    books = Books(losses=Losses(receipts=leak))
    assert sales(shop(lead_time), 200, ordering=Jit(cover=cover), information=books) == pytest.approx(sold)


def test_counts_in_time_prevent_the_freeze() -> None:
    assert leaking(every(60)).sum() == 5 * YEAR
    rarer = [leaking(every(days)).sum() for days in (90, 180)]
    assert leaking(Counts()).sum() < rarer[1] < rarer[0] < 5 * YEAR


# ---------------------------------------------------------------- the loop that bleeds


def bleeding(counts: Counts) -> Floats:
    books = Books(losses=Losses(receipts=0.02), counts=counts)
    return sales(shop(2), YEAR, ordering=Jit(cover=0.5), information=books)


def test_a_pull_loop_bleeds_to_death() -> None:
    """Half a day of cover lasts 25 days at a loss of a tenth of a unit; then 2 % go with each lead time of 2 days."""
    sold = bleeding(Counts())
    by_hand = 5 * 0.98 ** np.repeat(np.arange(YEAR), 2)[2:]
    assert sold[:25] == pytest.approx(5.0)
    assert sold[25:] == pytest.approx(by_hand[: YEAR - 25])
    assert sold.sum() / (5 * YEAR) == pytest.approx(0.328329, abs=5e-7)


def test_weekly_counts_stop_the_bleeding() -> None:
    assert bleeding(every(7)).sum() == pytest.approx(5 * YEAR)
    monthly, quarterly = (bleeding(every(days)).sum() for days in (30, 90))
    assert bleeding(Counts()).sum() < quarterly < monthly < 5 * YEAR


# ---------------------------------------------------------------- late entries and planning runs


@pytest.mark.parametrize("days", [1, 3])
@pytest.mark.parametrize("rule", [Jit(), BaseStock(level=70.0)])
def test_issues_entered_late_are_late_records(days: int, rule: Ordering) -> None:
    """Consumption that is posted some days late acts as records that are as late (Chen 1999)."""
    network = serial(stages=3, lead_time=2, demand=10.0)
    late, delayed = (
        recorded(SupplyModel(network, worlds=3, ordering=rule, information=information), 60, "stock", "owed", "order")
        for information in (Books(issue=Posting(late=days)), Delayed(days=days))
    )
    assert all(np.array_equal(late[name], delayed[name]) for name in late)


def test_receipts_entered_late_leave_the_position_as_it_is() -> None:
    """The open order stands until the receipt is entered, so that a base-stock rule orders the same."""
    network = serial(stages=2, lead_time=2, demand=10.0)
    late, exact = (
        recorded(SupplyModel(network, worlds=3, ordering=BaseStock(), information=information), 60, "stock", "order")
        for information in (Books(receipt=Posting(late=4)), Exact())
    )
    assert all(np.array_equal(late[name], exact[name]) for name in late)


@pytest.mark.parametrize(("days", "first"), [(2, 0), (2, 1), (2, 3), (7, 0), (7, 1), (7, 4), (7, 6), (7, 9), (28, 1)])
@pytest.mark.parametrize(
    ("rule", "level"),
    [(BaseStock(level=150.0), 150.0), (BaseStock(cover=2.0), None), (Jit(cover=2.0), None)],
    ids=["level", "cover", "jit"],
)
def test_a_planning_run_is_a_periodic_review(rule: Ordering, level: float | None, days: int, first: int) -> None:
    """Whatever its first day, path by path; pull in runs, too, keeps its position at a level."""
    network = serial(stages=2, lead_time=2, demand=10.0)
    runs, review = (
        recorded(SupplyModel(network, worlds=3, ordering=rule, information=information), 60, "stock", "owed", "order")
        for rule, information in (
            (rule, Books(run=days, first_run=first)),
            (PeriodicReview(level=level, cover=2.0, review=days, start=first), Exact()),
        )
    )
    assert all(np.array_equal(runs[name], review[name]) for name in runs)


@pytest.mark.parametrize(("days", "first"), [(7, 0), (7, 1), (7, 4), (3, 5)])
@pytest.mark.parametrize(
    "rule", [Jit(), BaseStock(), SafetyStock(), Mrp(safety=2.0), FractionalOrderUpTo(stock_time=1.0)],
    ids=["jit", "base_stock", "safety_stock", "mrp", "fractional"],
)  # fmt: skip
def test_a_steady_flow_is_steady_from_the_first_run_on(rule: Ordering, days: int, first: int) -> None:
    """Each run orders the flow of the days since the last one, which may have been before day 1."""
    model = SupplyModel(
        serial(stages=1, lead_time=2, demand=10.0), demand=Constant(), ordering=rule,
        information=Books(run=days, first_run=first),
    )  # fmt: skip
    orders = recorded(model, 40, "order")["order"][:, row(model, "stage_1"), 0]
    assert orders.tolist() == [10.0 * days if (day - first) % days == 0 else 0.0 for day in range(1, 41)]


# ---------------------------------------------------------------- master data


@pytest.mark.parametrize("missing", [1, 2, 3])
def test_a_lead_time_that_is_too_short_in_the_books_limits_a_pull_loop(missing: int) -> None:
    """Throughput = demand x min(1, (L - e + c) / L): units in the loop over the time of a turn (Little 1961)."""
    length, cover = 4, 1.0
    books = Books(
        master_data=MasterData(lead_time_wrong=1.0, lead_time_factor=(length - missing) / length, lead_time_spread=0.0)
    )
    sold = sales(shop(length), 400, ordering=Jit(cover=cover), information=books)
    assert sold[-200:].mean() == pytest.approx(5.0 * min(1.0, (length - missing + cover) / length))


@pytest.mark.parametrize(("dropped", "after"), [(0.05, 6), (0.2, 3)])
def test_lines_that_are_dropped_lower_the_net_stock(dropped: float, after: int) -> None:
    """E[net stock] = S - tau mu - p mu T / (1 - p): what is on order for nothing, by Little's law.

    A line that is missed is ordered again, and may be dropped again: mu / (1 - p) units a day are ordered.
    """
    tau, mean, level = 2, 10.0, 60.0
    lines = OrderLines(dropped=dropped, confirmed=1.0, confirm_after=after)
    model = SupplyModel(
        serial(stages=1, lead_time=tau, demand=mean),
        worlds=200, warmup=100, ordering=BaseStock(level=level), information=Books(order_lines=lines),
    )  # fmt: skip
    model.run_for(100)
    days = recorded(model, 400, "stock", "owed")
    stage = row(model, "stage_1")
    net = (days["stock"] - days["owed"])[:, stage].mean(axis=0)
    lost = dropped * mean * after / (1 - dropped)
    exposed = SupplyModel(
        serial(stages=1, lead_time=tau, demand=mean), worlds=200, warmup=100, ordering=BaseStock(level=level)
    )
    exposed.run_for(100)
    twin = recorded(exposed, 400, "stock", "owed")
    assert abs(z_score((twin["stock"] - twin["owed"])[:, stage].mean(axis=0) - net, lost)) < 4


def test_lines_are_missed_at_the_first_review_after_they_are_overdue() -> None:
    """Lines of day 1 are overdue after 2 days on the way and 3 of grace, and are found by the review of day 8."""
    lines = OrderLines(dropped=1.0, review=4, grace=3)
    model = SupplyModel(
        shop(2, stock=50.0), demand=Constant(), ordering=BaseStock(level=60.0), start="empty",
        information=Books(order_lines=lines),
    )  # fmt: skip
    orders = recorded(model, 12, "order")["order"][:, row(model, "shop"), 0]
    assert orders.tolist() == [15.0, *[5.0] * 6, 5.0 + 15.0 + 5.0 + 5.0, *[5.0] * 3, orders[11]]
    assert orders[11] == 5.0 + 5.0 * 4


def test_an_audit_mends_master_data() -> None:
    """From the audit on the loop has the cards that the true lead time needs, and sells all again."""
    wrong = MasterData(lead_time_wrong=1.0, lead_time_factor=0.5, lead_time_spread=0.0, audit=50, find=1.0)
    sold = sales(shop(4), 200, ordering=Jit(cover=0.0), information=Books(master_data=wrong))
    assert sold[10:40].mean() == pytest.approx(2.5, rel=0.1)
    assert sold[-100:] == pytest.approx(5.0)
