"""Several lanes of one seller to one buyer, each of another mode of transport."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.ordering import BaseStock
from jitagents.behaviours.sourcing import (
    Backup,
    CheapestInTime,
    DualIndex,
    Primary,
    Scored,
    Sourcing,
    Split,
    TailoredBaseSurge,
)
from jitagents.column import Array
from jitagents.crises import Shock
from jitagents.diagnosis.explaining import explain
from jitagents.diagnosis.tracing import follow
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import Network, from_graph, listed, to_graph
from jitagents.plots.picture import picture
from jitagents.results.target_words import target_in_words
from jitagents.worlds import Worlds
from tests.diagnosis.conftest import check_sums, row

SEA, AIR = {"lead_time": 6, "price": 1.0, "share": 0.7, "rank": 1}, {"lead_time": 2, "price": 1.5, "share": 0.3}


def network(sellers: tuple[str, str], modes: tuple[str, str], **more: Any) -> Network:
    """A shop that buys by sea and by air, from sellers that make to order on the same day."""
    agents: list[dict[str, Any]] = [
        {"name": name, "kind": "supplier", "item": "x", "lead_time": 0} for name in dict.fromkeys(sellers)
    ]
    agents.append({"name": "shop", "kind": "buyer", "item": "x", "demand": 10.0})
    lanes = [
        {"seller": seller, "buyer": "shop", "mode": mode, **way}
        for seller, mode, way in zip(sellers, modes, (SEA, AIR), strict=True)
    ]
    return listed(name="two", agents=agents, lanes=lanes, **more)


ONE = network(("works", "works"), ("sea", "air"))
TWO = network(("far", "near"), ("sea", "air"))


def model(lanes: Network, sourcing: Sourcing, **more: Any) -> SupplyModel:
    """The shop holds 75 units on hand and on order."""
    levels = {name: 75.0 * (name == "shop") for name in lanes.agents["name"]}
    setup: dict[str, Any] = {"ordering": BaseStock(level=levels), "start": "empty", "worlds": 5}
    return SupplyModel(lanes, sourcing=sourcing, **setup | {"demand": Poisson(10.0)} | more)


def path(lanes: Network, sourcing: Sourcing, days: int = 40, **more: Any) -> Array:
    """Orders and receipts by sea and by air, and the shop's stock, day by day `(days, 5, worlds)`."""
    made, kept = model(lanes, sourcing, **more), []
    for _ in range(days):
        made.step()
        stock = made.by_name["shop"].stock
        kept.append(np.concatenate((made.lanes["ordered"], made.lanes["arrived"], stock[None])))
    return np.stack(kept)


RULES = (
    Primary(), Split(), Backup(), Backup(shares="planned"), CheapestInTime(), DualIndex(),
    TailoredBaseSurge(), Scored(),
)  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=repr)
def test_two_modes_of_one_seller_are_as_two_sellers(rule: Sourcing) -> None:
    closed = {"closed": Shock({"mode": "sea"}, what="lane", start=15, duration=9)}
    by_mode, by_seller = (path(lanes, rule, crisis=closed) for lanes in (ONE, TWO))
    assert np.array_equal(by_mode, by_seller)
    assert by_mode[:, 2].sum() > 0


def test_shares_and_times_of_modes() -> None:
    """Ten units a day: seven by sea, in six days, three by air, in two."""
    found = path(ONE, Split(), 30, demand=Constant(), start="steady", ordering=BaseStock(), worlds=1)[:, :, 0]
    assert (found[:, :4] == [7, 3, 7, 3]).all()
    made = model(ONE, Split(), demand=Constant(), start="steady", ordering=BaseStock())
    made.run_for(5)
    assert (made.lanes["under_way"] == [[7 * 6], [3 * 2]]).all()


def test_a_closed_sea_lane_moves_orders_to_the_air() -> None:
    """Known at once: all of the ten units a day go by air from the first day to the last, and by sea otherwise."""
    closed = {"closed": Shock({"mode": "sea"}, what="lane", start=5, duration=8)}
    rule = Backup(lag=0.0, ramp=0.0, cancel=False)
    orders = path(ONE, rule, 20, demand=Constant(), start="steady", ordering=BaseStock(), worlds=1, crisis=closed)
    away = np.isin(np.arange(1, 21), range(5, 13))
    assert (orders[:, 1, 0] == 10 * away).all()
    assert (orders[:, 0, 0] == 10 * ~away).all()


@pytest.mark.parametrize(("within", "by_sea"), [(6.0, True), (5.0, False)])
def test_the_cheapest_mode_in_time(within: float, by_sea: bool) -> None:
    """The sea takes six days and is cheaper: all orders go by it where six days are in time, and by air otherwise."""
    orders = path(
        ONE, CheapestInTime(within=within), 20, demand=Constant(), start="steady", ordering=BaseStock(), worlds=1
    )
    assert (orders[:, :2, 0] == [10 * by_sea, 10 * (not by_sea)]).all()


def test_orders_fly_while_the_sea_lane_is_behind() -> None:
    """Closed from day 5, the sea lane owes 10, 20 and 30 on the mornings of days 6, 7 and 8.

    Eight days are in time: with six under way and 10 a day, orders of three days can wait and no more. What is owed
    leaves on day 13, the first day on which the lane is open, and the orders of day 14 go by sea again.
    """
    closed = {"closed": Shock({"mode": "sea"}, what="lane", start=5, duration=8)}
    rule, steady = CheapestInTime(within=8.0, lag=99.0), {"start": "steady", "ordering": BaseStock()}
    orders = path(ONE, rule, 20, demand=Constant(), worlds=1, crisis=closed, **steady)[:, :2, 0]
    flies = np.isin(np.arange(1, 21), range(8, 14))
    assert (orders == 10 * np.stack([~flies, flies], axis=1)).all()


def test_the_price_of_a_mode_holds_its_freight() -> None:
    """The seller asks the same; the freight of a unit is 2 by air, and 0.2 or 2.1 by sea."""
    for freight, by_sea in ((0.2, True), (2.1, False)):
        way = ONE.lanes.assign(price=1.0, transport_cost=[freight, 2.0])
        lanes = Network.of(ONE.agents, way, name="freight")
        orders = path(lanes, CheapestInTime(), 9, demand=Constant(), start="steady", ordering=BaseStock(), worlds=1)
        assert (orders[:, :2, 0] == [10 * by_sea, 10 * (not by_sea)]).all()


def test_random_lanes_are_drawn_mode_by_mode() -> None:
    crisis = {"closed": Shock({"random": 1}, what="lane", start=2, duration=5)}
    made = model(ONE, Split(), start="steady", demand=Constant(), worlds=40, crisis=crisis)
    made.run_for(3)
    shipped = made.lanes["allocated"] > 0
    assert (shipped.sum(axis=0) == 1).all()
    assert shipped.any(axis=1).all()


def test_ranks_and_draws_do_not_depend_on_the_order_of_the_lanes() -> None:
    turned = ONE.lanes.iloc[::-1]
    other = Network.of(ONE.agents, turned.drop(columns="rank"), name="two")
    assert other.lanes["rank"].tolist() == [2, 1]
    assert np.array_equal(path(other, Split()), path(ONE, Split()))


def test_a_graph_keeps_both_lanes() -> None:
    graph = to_graph(ONE)
    assert [way["mode"] for way in graph["works"]["shop"].values()] == ["sea", "air"]
    assert from_graph(graph).lanes.equals(ONE.lanes)


def test_messages_and_causes_tell_the_mode() -> None:
    with pytest.raises(InputError, match=r"lanes: works -> shop \(sea\): the lane stands there twice.* column `mode`"):
        network(("works", "works"), ("sea", "sea"))
    with pytest.raises(InputError, match=r"target.mode: 'see' occurs nowhere; did you mean 'sea'"):
        model(ONE, Split(), crisis={"closed": Shock({"mode": "see"}, what="lane")})
    shock = Shock({"seller": "works", "buyer": "shop", "mode": "sea"}, what="lane", start=3, duration=9)
    assert target_in_words(shock, [], None) == ("the lane from works to shop by sea", False)


def test_a_chain_of_causes_follows_each_mode() -> None:
    """The sea lane is closed on days 3 to 6: its 28 units come from day 13 on, in place of days 9 to 12."""
    closed = {"closed": Shock({"mode": "sea"}, what="lane", start=3, duration=4)}
    setup: dict[str, Any] = {
        "demand": Constant(),
        "start": "steady",
        "ordering": BaseStock(),
        "worlds": Worlds(twins=True),
    }
    trace = follow(model(ONE, Split(), crisis=closed, **setup), 20)
    cause = explain(trace, row(trace, "shop"), 12, 0.0)
    check_sums(cause)
    sent = {one.mode: one.amount for one in cause if one.kind == "sent"}
    assert sent == {"sea": pytest.approx(28.0)}
    assert "works (sea) sent 28 x less" in str(cause)


def test_a_figure_draws_both_lanes() -> None:
    agents = ONE.agents[["name"]].assign(tier=[1, 0], rate=10.0)
    lanes = picture("two", agents, ONE.lanes).axes[0].collections[0]
    first, second = (np.asarray(one.vertices) for one in lanes.get_paths())
    assert (first[:, 0] == second[:, 0]).all()
    assert (np.abs(first[:, 1] - second[:, 1]) > 0.01).all()
