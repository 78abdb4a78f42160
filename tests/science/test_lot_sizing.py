"""Material requirements planning and lot sizing, against the textbooks' records and by brute force."""

from itertools import accumulate, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from jitagents.behaviours.demand import Constant, Replay
from jitagents.behaviours.forecasting import Perfect
from jitagents.behaviours.ordering import BaseStock, Mrp
from jitagents.behaviours.ordering.lots import fixed_lots, period_lots, wagner_whitin
from jitagents.behaviours.sourcing import Split
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.simulation.exemptions import Exemption
from tests.behaviours.conftest import plan, seen

CASINGS = [42, 42, 32, 12, 26, 112, 45, 14, 76, 38]
"""Net requirements of the valve casing assembly of a trumpet, weeks 8 to 17 (Nahmias & Olsen 2015, ch. 9)."""


def days(numbers: Any) -> np.ndarray:
    """Numbers of the days ahead of one row in one world."""
    return np.array(numbers, dtype=float).reshape(-1, 1, 1)


def test_the_record_of_the_textbook() -> None:
    """Three valves in a casing, lead time 3 weeks, 186 on hand and 96 on order at the end of week 3."""
    view = seen(plan(rate=0.0, lead_time=3.0), stock=186, on_order=96, forecast=0.0)
    view.gross = days(CASINGS) * 3
    assert view.gross[:, 0, 0].tolist() == [126, 126, 96, 36, 78, 336, 135, 42, 228, 114]
    rule = Mrp(horizon=7)
    memory = {"releases": np.zeros((7, 1, 1))}
    assert rule(view, memory).item() == 66
    assert rule.releases(memory)[:, 0, 0].tolist() == [36, 78, 336, 135, 42, 228, 114]


def test_safety_stock_past_due_needs_and_the_days_beyond_the_horizon() -> None:
    known = plan(rate=10.0, lead_time=2.0)
    view = seen(known, stock=5, owed=25, forecast=10.0)
    view.gross = days([10, 20, 0, 40])
    assert Mrp(horizon=4, safety=1.5).needs(view)[:, 0, 0].tolist() == [20 + 30 + 15, 0, 40, 10, 10]
    view = seen(known, stock=500, forecast=10.0)
    view.gross = days([10, 20, 0, 40])
    assert not Mrp(horizon=4).needs(view).any()


@pytest.mark.parametrize(
    ("needs", "lots"),
    [([5, 0, 12, 1], [10, 0, 10, 0]), ([0, 25, 0, 6], [0, 30, 0, 10]), ([20, 0, 0, 0], [20, 0, 0, 0])],
)
def test_fixed_lots_are_as_late_as_may_be(needs: list[int], lots: list[int]) -> None:
    assert fixed_lots(days(needs), 10.0)[:, 0, 0].tolist() == lots


def test_lots_of_a_period_cover_its_days() -> None:
    """Behind the last day, the mean flow is needed."""
    begins = days([0, 1, 0, 1, 0]).astype(bool)
    found = period_lots(days([4, 5, 0, 7, 2]), begins, np.full((5, 1, 1), 2), np.array([[3.0]]))
    assert found[:, 0, 0].tolist() == [0, 5, 0, 9, 0]
    last = period_lots(days([4, 5]), days([0, 1]).astype(bool), np.full((2, 1, 1), 3), np.array([[3.0]]))
    assert last[:, 0, 0].tolist() == [0, 11]


def test_safety_time_orders_sooner_and_a_week_at_once() -> None:
    """Constant demand of 10: 70 every week; on hand are the safety time and what is left of the week."""
    network = listed(
        name="shop", lanes=[{"seller": "mill", "buyer": "shop", "lead_time": 2}],
        agents=[
            {"name": "mill", "kind": "supplier", "item": "flour", "lead_time": 0},
            {"name": "shop", "kind": "buyer", "item": "flour", "demand": 10},
        ],
    )  # fmt: skip
    weekly = Mrp(lot_sizing="period", review=7, safety_time=3)
    model = SupplyModel(network, demand=Constant(), forecasting=Perfect(), ordering=weekly, sourcing=Split())
    shop, stock, ordered = model.by_name["shop"].row, [], []
    for _ in range(28):
        model.step()
        stock.append(float(model.points["stock"][shop, 0]))
        ordered.append(float(model.points["order"][shop, 0]))
    assert [units for units in ordered if units] == [70.0] * 4
    assert (min(stock[7:]), max(stock[7:])) == (30.0, 90.0)


def cost(needs: np.ndarray, lots: np.ndarray, setup: float, holding: float) -> np.ndarray:
    """Money for lots; infinite if a need is not covered."""
    stock = np.cumsum(lots - needs, axis=0)
    money = setup * (lots > 0).sum(axis=0) + holding * stock.sum(axis=0)
    return np.where((stock < -1e-9).any(axis=0), np.inf, money)


def test_wagner_and_whitin_of_the_textbook() -> None:
    """Demand 90, 120, 80, 70; holding 2, set-up 500: lots 210, 0, 150, 0 for 1380 (Snyder & Shen 2019, ch. 3)."""
    needs = days([90, 120, 80, 70])
    lots = wagner_whitin(needs, 500.0, 2.0)
    assert lots[:, 0, 0].tolist() == [210, 0, 150, 0]
    assert cost(needs, lots, 500.0, 2.0).item() == 1380


@pytest.mark.parametrize(("setup", "holding"), [(0.0, 1.0), (8.0, 1.0), (30.0, 0.5), (5.0, 0.0)])
def test_no_other_choice_of_days_costs_less(setup: float, holding: float) -> None:
    """Every set of days to order on, each lot up to the next one (the zero-inventory property)."""
    rng = np.random.default_rng(1)
    needs = rng.integers(0, 9, (6, 4, 5)) * rng.integers(0, 2, (6, 4, 5)).astype(float)
    least = np.full(needs.shape[1:], np.inf)
    for chosen in product([False, True], repeat=6):
        lots, owner = np.zeros_like(needs), None
        for day in range(6):
            owner = day if chosen[day] else owner
            if owner is not None:
                lots[owner] += needs[day]
        least = np.minimum(least, cost(needs, lots, setup, holding))
    found = wagner_whitin(needs, setup, holding)
    np.testing.assert_allclose(cost(needs, found, setup, holding), least)
    assert (cost(needs, needs, setup, holding) > least + 1e-9).any() == (setup > 0)


def plain(needs: np.ndarray, setup: float, holding: float) -> list[float]:
    """The lots of one row in one world by the recursion over all ends of all lots, the shortest of equal ones."""
    days, least, until = len(needs), [0.0] * (len(needs) + 1), [0] * len(needs)
    for day in reversed(range(days)):
        held = np.cumsum(needs[day:] * (np.arange(days - day) * holding))
        costs = [float(held[end - day - 1] + setup + least[end]) for end in range(day + 1, days + 1)]
        least[day], until[day] = min(costs), day + 1 + costs.index(min(costs))
        if needs[day] <= 1e-9:
            least[day], until[day] = least[day + 1], day + 1
    total, lots, day = [0.0, *accumulate(needs)], [0.0] * days, 0
    while day < days:
        lots[day], day = total[until[day]] - total[day], until[day]
    return lots


@given(
    arrays(float, st.tuples(st.integers(1, 14), st.integers(1, 3), st.integers(1, 3)),
           elements=st.integers(0, 6).map(float) | st.floats(0, 1e3) | st.just(1e-10)),
    st.sampled_from([0.0, 1.0, 5.0, 8.0, 100.0, 1e6]), st.sampled_from([0.0, 0.1, 1 / 3, 1.0, 2.0]),
)  # fmt: skip
def test_lots_are_those_of_the_plain_recursion_to_the_last_bit(needs: np.ndarray, setup: float, holding: float) -> None:
    lots = wagner_whitin(needs, setup, holding)
    for row, world in np.ndindex(needs.shape[1:]):
        assert lots[:, row, world].tolist() == plain(needs[:, row, world], setup, holding)


PATH = [3, 8, 0, 5, 5, 12, 1, 0, 0, 9, 4, 6] * 6


def assembly() -> Network:
    """A shop, a plant with two inputs, one of which has two sellers, one of them a workshop of its own."""
    agents: list[dict[str, Any]] = [
        {"name": "shop", "kind": "buyer", "item": "chair", "demand": 4.0},
        {"name": "joiner", "kind": "plant", "item": "chair", "lead_time": 1},
        {"name": "turner", "kind": "plant", "item": "leg", "lead_time": 2},
        {"name": "dealer", "kind": "supplier", "item": "leg", "lead_time": 3},
        {"name": "tanner", "kind": "supplier", "item": "seat", "lead_time": 1},
        {"name": "forest", "kind": "supplier", "item": "wood", "lead_time": 0},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "joiner", "buyer": "shop", "lead_time": 2},
        {"seller": "turner", "buyer": "joiner", "lead_time": 1, "quantity": 4, "share": 0.5},
        {"seller": "dealer", "buyer": "joiner", "lead_time": 1, "quantity": 4, "share": 0.5},
        {"seller": "tanner", "buyer": "joiner", "lead_time": 3, "quantity": 1},
        {"seller": "forest", "buyer": "turner", "lead_time": 2, "quantity": 3},
    ]
    return listed(name="chairs", agents=agents, lanes=lanes)


def planning(tmp_path: Path, network: Network, path: list[int], **model: Any) -> SupplyModel:
    """A model whose agents know the demand to come."""
    recording = tmp_path / "demand.csv"
    recording.write_text("units\n" + "\n".join(map(str, path)) + "\n")
    demand = Replay(file=str(recording), column="units")
    return SupplyModel(network, demand=demand, forecasting=Perfect(), sourcing=Split(), **model)


def gross_and_releases(model: SupplyModel) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """What each row that plans will be asked for and releases on the days ahead, by name."""
    gross, releases = {}, {}
    for row, name in enumerate(model.layout.names):
        schedule = model.decision_of(row).schedule
        if schedule is not None:
            gross[name], releases[name] = schedule.gross[:, 0, 0].copy(), schedule.releases[:, 0, 0].copy()
    return gross, releases


def test_known_demand_needs_no_stock_and_makes_nobody_wait(tmp_path: Path) -> None:
    """Lot for lot, each unit is ordered on the day on which it must be: nothing is left over, nothing is late."""
    model = planning(tmp_path, assembly(), PATH, ordering=Mrp(horizon=20))
    for day in range(60):
        model.step()
        if day > 25:
            assert not model.points["stock"].any()
            assert not model.points["owed"][model.layout.market_rows].any()
            assert model.buying["wanted"].item() == PATH[day % len(PATH)]


def test_who_sells_and_what_is_consumed_see_exactly_the_releases_of_who_buys_and_makes(tmp_path: Path) -> None:
    model = planning(tmp_path, assembly(), PATH, ordering=Mrp(horizon=20))
    for _ in range(30):
        model.step()
    gross, releases = gross_and_releases(model)
    np.testing.assert_allclose(gross["joiner"], releases["shop"])
    np.testing.assert_allclose(gross["joiner/leg"], 4 * releases["joiner"])
    np.testing.assert_allclose(gross["joiner/seat"], releases["joiner"])
    np.testing.assert_allclose(gross["turner"], 0.5 * releases["joiner/leg"])
    np.testing.assert_allclose(gross["turner/wood"], 3 * releases["turner"])
    np.testing.assert_allclose(gross["forest"], releases["turner/wood"])
    assert releases["turner/wood"].std() > 1


@pytest.mark.parametrize("delay", [1, 2, 4])
def test_over_an_order_delay_plans_come_a_day_late_and_orders_under_way_are_known(tmp_path: Path, delay: int) -> None:
    network = assembly()
    network.lanes.loc[network.lanes["buyer"] == "shop", "order_delay"] = delay
    model = planning(tmp_path, network, PATH, ordering=Mrp(horizon=20))
    orders: list[float] = []
    for _ in range(30):
        before = gross_and_releases(model)[1]["shop"]
        model.step()
        orders.append(float(model.by_name["shop"].order[0]))
    gross = gross_and_releases(model)[0]["joiner"]
    assert gross[: delay - 1].tolist() == orders[len(orders) - delay : -1]
    np.testing.assert_allclose(gross[delay - 1 :], before[: 21 - delay])
    for _ in range(30):
        model.step()
        assert not model.points["owed"][model.layout.market_rows].any()
        assert not model.by_name["joiner"].stock.any()


def test_customers_that_do_not_plan_are_expected_to_order_their_forecast() -> None:
    """A shop that plans takes 6 of 10 units a day, one that does not takes 4: the rest of the flow is forecast."""
    agents: list[dict[str, Any]] = [
        {"name": "mill", "kind": "supplier", "item": "flour", "lead_time": 1},
        {"name": "baker", "kind": "buyer", "item": "flour", "demand": 6.0},
        {"name": "cook", "kind": "buyer", "item": "flour", "demand": 4.0},
    ]
    lanes = [{"seller": "mill", "buyer": name, "lead_time": 2} for name in ("baker", "cook")]
    own = [Exemption({"name": "cook"}, ordering=BaseStock())]
    network = listed(name="flour", agents=agents, lanes=lanes, whole=False)
    model = SupplyModel(network, demand=Constant(), ordering=Mrp(horizon=6), exemptions=own)
    for _ in range(5):
        model.step()
    gross, releases = gross_and_releases(model)
    assert set(gross) == {"mill", "baker"}
    np.testing.assert_allclose(gross["mill"], 10.0)
    np.testing.assert_allclose(releases["baker"], 6.0)
    np.testing.assert_allclose(gross["baker"], 6.0)


def test_nothing_is_allocated_where_nobody_plans() -> None:
    model = SupplyModel(assembly(), demand=Constant(4.0), ordering=BaseStock())
    assert model.releases.of(slice(0, 1)) is None
    assert model.by_name["shop"].decision.truth.gross is None


def test_lots_of_least_cost_through_the_model(tmp_path: Path) -> None:
    """The textbook's four periods, known ahead; what comes after them is too far to be worth holding."""
    agents: list[dict[str, Any]] = [
        {"name": "shop", "kind": "buyer", "item": "box", "stock": 0, "demand": 2.0},
        {"name": "source", "kind": "supplier", "item": "box", "lead_time": 0},
    ]
    network = listed(name="boxes", agents=agents, lanes=[{"seller": "source", "buyer": "shop", "lead_time": 1}])
    path = [0, 90, 120, 80, 70] + [0] * 205
    rule = Mrp(horizon=200, lot_sizing="wagner_whitin", setup=500.0, holding=2.0)
    own = [Exemption({"name": "source"}, ordering=BaseStock(level=0.0))]
    model = planning(tmp_path, network, path, start="empty", ordering=rule, exemptions=own)
    orders, stocks = [], []
    for _ in range(6):
        model.step()
        orders.append(float(model.by_name["shop"].order[0]))
        stocks.append(float(model.by_name["shop"].stock[0]))
    assert orders == [210, 0, 150, 0, 0, 0]
    assert 500 * np.count_nonzero(orders) + 2 * sum(stocks) == 1380
