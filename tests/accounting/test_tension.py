"""Tension by closed forms, and against what outages cost in the simulation."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents import SupplyModel
from jitagents.accounting.resilience import Resilience
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.serving import LostSale
from jitagents.behaviours.sourcing import Backup, Split
from jitagents.crises import Distribution, Geometric, Linear, Lognormal, Observed, Recurrent, Shock, Uniform, Weibull
from jitagents.crises.outages import Outages
from jitagents.network import Network, listed, serial
from jitagents.worlds import Worlds
from tests.accounting.conftest import Floats, compared, kept, told

STEPS = (np.arange(200_000) + 0.5) / 200_000
"""Probabilities at which laws are averaged."""


def beyond(outages: Outages, *days: float) -> list[float]:
    return np.ravel(outages.beyond(np.array(days)[:, None])).tolist()


def test_a_fixed_length_passes_on_what_the_cover_leaves() -> None:
    assert beyond(Outages(1, 10.0), 0, 3, 9.5, 10, 12) == pytest.approx([10, 7, 0.5, 0, 0])


def test_a_geometric_length_passes_on_a_power() -> None:
    """(1 - 1 / m)^TTS of the mean: 1, 0.95, 0.5987 at 0, 1, 10 days; between whole days it is a line."""
    passed = np.array(beyond(Outages(1, Geometric(20.0)), 0, 1, 10, 1.5)) / 20
    assert passed == pytest.approx([1, 0.95, 0.95**10, (0.95 + 0.95**2) / 2], rel=1e-7)
    assert passed[2] == pytest.approx(0.5987, abs=5e-5)


LAWS = [
    Geometric(5.0), Uniform(2.2, 9.7), Lognormal(30.0, 1.0), Weibull(12.0, 0.8), Weibull(12.0, 3.0),
    Observed((3.0, 9.0, 3.0)), Uniform(4.0, 4.0), Lognormal(8.3, 0.0),
]  # fmt: skip


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_any_law_passes_on_what_its_whole_days_leave(law: Distribution) -> None:
    drawn = np.maximum(np.rint(law.quantile(STEPS)), 1.0)
    for days in (0.0, 0.4, 3.0, 7.5, 40.0):
        assert beyond(Outages(1, law), days)[0] == pytest.approx(np.maximum(drawn - days, 0).mean(), abs=0.02)


def test_a_recovery_and_spare_capacity_count() -> None:
    """Down for 4 days, then by quarters; a capacity above the flow makes up for some of it."""
    after = Linear(3.0).remaining(np.arange(3.0)[:, None])
    assert after[:, 0].tolist() == pytest.approx([0.75, 0.5, 0.25])
    assert beyond(Outages(1, 4.0, after=after), 0, 5) == pytest.approx([5.5, 0.5])
    short = 1 - 0.25 * 1.25 + 1 - 0.5 * 1.25 + 1 - 0.75 * 1.25
    assert beyond(Outages(1, 4.0, after=after, capacity=1.25), 0, 4.5) == pytest.approx([4 + short, short - 0.5])
    assert beyond(Outages(1, 10.0, severity=0.5), 0, 2) == pytest.approx([5, 3])


def test_recoveries_may_differ_by_world() -> None:
    """Nothing is left after the last full day in one world; in another, half of the flow is missing on a day more."""
    missing = Outages(1, 4.0, after=np.array([[0.0, 0.5]])).beyond(np.array([[0.0], [3.0]]))
    assert missing == pytest.approx(np.array([[4.0, 4.5], [1.0, 1.5]]))


def measured(network: Network, crisis: dict[str, Any], days: int = 60, **stages: Any) -> dict[str, dict[str, Floats]]:
    """Values by measure and scope, calm first; demand is constant, what is not served is lost."""
    rules = {"demand": Constant(), "ordering": Jit(cover=0.0), "serving": LostSale()}
    model = SupplyModel(network, worlds=Worlds(range(1), twins=True), crisis=crisis, **rules | stages)
    names = ("flow_tension", "network_tension", "measured_transmission", "amplification", "days_lost")
    records: Resilience = compared(model, days, measures=names)
    found = records.ledger.metrics() | records.metrics()
    return {name: dict(zip(records.scopes.names, values, strict=True)) for name, values in found.items()}


def chain(stock: list[float], lead_time: float = 1.0) -> Network:
    return serial(
        stages=len(stock), lead_time=lead_time, demand=10, capacity=10, whole=False, stock=[10 * days for days in stock]
    )


@pytest.mark.parametrize("lead_time", [1, 5])
def test_a_chain_lets_through_what_its_stock_leaves(lead_time: int) -> None:
    """Ten days against 3, 2 and 4 days of stock; goods under way delay the gap, and do not shorten it."""
    network = chain([4, 2, 3, 0], lead_time)
    found = measured(network, {"outage": Shock({"name": "stage_4"}, "supply", duration=10, start=1)})
    passed = [found["measured_transmission"][f"agent:stage_{stage}"][0] for stage in (3, 2, 1)]
    assert passed == pytest.approx([0.7, 5 / 7, 1 / 5])
    assert found["measured_transmission"]["network"][0] == pytest.approx(0.1)
    assert found["network_tension"]["network"][0] == pytest.approx(0.1)
    every = measured(network, {"outage": Shock({"not": {"kind": "buyer"}}, "supply", duration=10, start=1)})
    flows = [every["flow_tension"][f"agent:stage_{stage}"][0] for stage in (3, 2, 1)]
    assert flows == pytest.approx([0.7, 0.8, 0.6])
    whole = [every["network_tension"][f"agent:stage_{stage}"][0] for stage in (4, 3, 2)]
    assert whole == pytest.approx([0.1, 0.4, 0.6])
    assert every["network_tension"]["network"][0] == pytest.approx(np.mean(whole))
    assert every["flow_tension"]["network"][0] == pytest.approx(np.mean(flows))


def test_where_nothing_is_stopped_the_network_states_the_time_to_recover() -> None:
    network = chain([4, 2, 3, 0])
    network.agents["ttr"] = [np.nan, 8.0, np.nan, 45.0]
    books = kept(network, 5, measures=["network_tension"], demand=Constant(), ordering=Jit(cover=0.0))
    hand = {"agent:stage_2": 4 / 8, "agent:stage_3": 24 / 30, "agent:stage_4": 36 / 45, "network": 64 / 83}
    assert {scope: float(told(books, "network_tension", scope)[0]) for scope in hand} == pytest.approx(hand)


def test_a_site_that_goes_on_shipping_has_its_finished_stock() -> None:
    crisis = {"outage": Recurrent({"name": "stage_4"}, "production", mttr=20.0)}
    found = measured(chain([0, 0, 1, 3]), crisis, days=3)
    assert found["flow_tension"]["agent:stage_3"][0] == pytest.approx(0.95**4)
    assert found["network_tension"]["network"][0] == pytest.approx(0.95**4)


def assembly(cover: dict[str, float], shares: tuple[float, float] = (1.0, 0.0), room: float = np.inf) -> Network:
    """A shop, a works, and two parts that are made of the same ore; the second part has two sources."""
    stock = {name: 10 * days for name, days in cover.items()}
    agents = [
        {"name": "shop", "kind": "buyer", "item": "good", "demand": 10},
        {"name": "works", "kind": "plant", "item": "good", "lead_time": 0},
        {"name": "axles", "kind": "plant", "item": "axle", "lead_time": 1},
        {"name": "bolts", "kind": "plant", "item": "bolt", "lead_time": 0},
        {"name": "other bolts", "kind": "supplier", "item": "bolt", "lead_time": 0, "capacity": room},
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 0},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "works", "buyer": "shop"},
        {"seller": "axles", "buyer": "works", "stock": stock["axle"], "lead_time": 3},
        {"seller": "bolts", "buyer": "works", "stock": stock["bolt"], "share": shares[0]},
        {"seller": "other bolts", "buyer": "works", "stock": stock["bolt"], "share": shares[1]},
        {"seller": "mine", "buyer": "axles", "stock": 0},
        {"seller": "mine", "buyer": "bolts", "stock": 0},
    ]
    if not shares[1]:
        lanes, agents = [one for one in lanes if one["seller"] != "other bolts"], [*agents[:4], agents[5]]
    for one in agents:
        one["stock"] = stock.get(str(one["name"]), 0)
    return listed(name="assembly", agents=agents, lanes=lanes, whole=False)


PLACES = ("shop", "works", "axle", "bolt", "axles", "bolts")
NOTHING = dict.fromkeys(PLACES, 0.0)


@settings(max_examples=8, deadline=None)
@given(
    st.fixed_dictionaries({name: st.integers(0, 4) for name in PLACES}),
    st.sampled_from(["mine", "axles", "bolts", "works"]),
    st.integers(1, 15),
)
def test_an_outage_costs_what_the_tension_says(cover: dict[str, float], struck: str, duration: int) -> None:
    """Whoever is struck, whatever the stock: the input that runs out first stops the works."""
    crisis = {"outage": Shock({"name": struck}, "supply", duration=duration, start=2)}
    found = measured(assembly(cover), crisis)
    predicted, lost = found["network_tension"]["network"][0], found["days_lost"]["network"][0]
    assert lost / duration == pytest.approx(predicted, abs=1e-9)


def test_a_source_counts_by_its_share() -> None:
    """More is lost in the simulation: lost sales are not ordered again, from the source that is left either."""
    crisis = {"outage": Shock({"name": "bolts"}, "supply", duration=10, start=2)}
    found = measured(assembly(NOTHING | {"bolt": 2}, (0.6, 0.4)), crisis, sourcing=Split())
    assert found["flow_tension"]["agent:works"][0] == pytest.approx((6 - 2) / 6)
    assert found["network_tension"]["network"][0] == pytest.approx((6 - 2) / 6)
    assert found["days_lost"]["network"][0] > 6 - 2


@pytest.mark.parametrize(("room", "missing"), [(np.inf, 0.0), (7.0, 0.3), (4.0, 0.6)])
def test_others_stand_in_as_far_as_their_capacity_allows(room: float, missing: float) -> None:
    crisis = {"outage": Shock({"name": "bolts"}, "supply", duration=10, start=2)}
    found = measured(assembly(NOTHING, (0.6, 0.4), room), crisis, sourcing=Backup(lag=0, ramp=0))
    assert found["flow_tension"]["agent:works"][0] == pytest.approx(missing)
    assert found["network_tension"]["network"][0] == pytest.approx(missing)
    assert found["days_lost"]["network"][0] == pytest.approx(10 * missing, abs=0.5)  # lost sales are not ordered


@settings(max_examples=8, deadline=None)
@given(st.lists(st.floats(0, 30), min_size=2, max_size=2, unique=True))
def test_more_stock_is_less_tension(covers: list[float]) -> None:
    crisis = {"outages": Recurrent({"not": {"kind": "buyer"}}, mttr=Lognormal(12.0))}
    less, more = (measured(chain([0, 0, 0, 0]), crisis, days=2, ordering=Jit(cover=cover)) for cover in sorted(covers))
    for name in ("flow_tension", "network_tension"):
        assert 0 <= more[name]["network"][0] <= less[name]["network"][0] <= 1
