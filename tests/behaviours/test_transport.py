"""Transport: when goods leave, how long they take, and what hurries."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.ordering import BaseStock
from jitagents.behaviours.transport import (
    AsStated,
    Empirical,
    Expediting,
    Gamma,
    Lognormal,
    MilkRuns,
    Planned,
    Transport,
    TruckLoads,
)
from jitagents.choice import Choice
from jitagents.crises import Shock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import Network, listed, read_lead_times
from jitagents.simulation.transit import Transit
from jitagents.simulation.ways import ways_of
from jitagents.worlds import Worlds

type Floats = npt.NDArray[np.float64]

SHARED = Path(__file__).parents[3] / "shared/data/scms_delivery_history.csv"


def line(lead: float = 2.0, count: int = 1, demand: float = 4.0, whole: bool = True, **lane: Any) -> Network:
    """A source that makes to order on the same day, and shops."""
    agents = [{"name": "source", "kind": "supplier", "item": "x", "lead_time": 0}]
    agents += [{"name": f"shop_{n}", "kind": "buyer", "item": "x", "demand": demand} for n in range(count)]
    lanes = [{"seller": "source", "buyer": f"shop_{n}", "lead_time": lead} | lane for n in range(count)]
    return listed(name="line", agents=agents, lanes=lanes, whole=whole)


def model_of(transport: Transport, network: Network, **more: Any) -> SupplyModel:
    levels = {name: 0.0 if name == "source" else 1000.0 for name in network.agents["name"]}
    setup: dict[str, Any] = {"demand": Constant(), "ordering": BaseStock(level=levels), "start": "empty"}
    return SupplyModel(network, transport=transport, **setup | more)


def lanes(model: SupplyModel, days: int, *names: str) -> list[Floats]:
    """Columns of the lanes at the end of the next days, each `(days, lanes, worlds)`."""
    kept: list[list[Floats]] = [[] for _ in names]
    for _ in range(days):
        model.step()
        for column, name in zip(kept, names, strict=True):
            column.append(model.lanes[name].copy())
    return [np.stack(column) for column in kept]


def z_score(sample: Floats, exact: float) -> float:
    return float((sample.mean() - exact) / (sample.std(ddof=1) / np.sqrt(len(sample))))


# ---------------------------------------------------------------- lead times


@pytest.mark.parametrize("overtaking", [True, False])
def test_shipments_arrive_in_sequence_unless_they_may_overtake(overtaking: bool) -> None:
    """Shipments of 1, 2, 4, ... units: an arrival tells which ones came."""
    times = read_lead_times([np.nan], [0.0], ["1:0.4 3:0.3 7:0.3"], 1)
    ways, key = ways_of(Choice.same(AsStated(overtaking=overtaking), 1), times), np.array([0])
    transit = Transit(times, ways, Worlds(range(30)), "transport", key, whole=True)
    arrived = np.zeros((50, 30))
    for day in range(1, 51):
        arrived[day - 1] = transit.pipe.due(day)[0]
        transit.send(day, np.full((1, 30), 2.0**day) * (day <= 40))
    came = np.array([[[int(units) >> day & 1 for day in range(1, 41)] for units in world] for world in arrived.T])
    assert (came.sum(axis=1) == 1).all(), "everything arrives once"
    day_of = came.argmax(axis=1)
    assert (np.diff(day_of, axis=1) >= 0).all() == (not overtaking)


def test_a_shipment_that_waits_for_nobody_else_is_not_held_back() -> None:
    """The mean without overtaking: arrival = max over earlier shipments, P(L > k) = 1 - product of P(L <= k + j)."""
    network = line(1.0, lead_times="1:0.5 3:0.5")
    for overtaking, mean in ((True, 2.0), (False, 2.25)):
        model = model_of(AsStated(overtaking=overtaking), network, worlds=2000)
        [under_way] = lanes(model, 40, "under_way")
        assert abs(z_score(under_way[20:, 0].mean(axis=0), 4.0 * mean)) < 4


def test_an_empty_shipment_holds_nothing_back() -> None:
    """A lane on which goods go every tenth day has lead times of at most 7 days: nothing meets anything."""
    times = read_lead_times([np.nan], [0.0], ["1:0.5 7:0.5"], 1)
    runs = []
    for overtaking in (True, False):
        ways = ways_of(Choice.same(AsStated(overtaking=overtaking), 1), times)
        transit = Transit(times, ways, Worlds(range(9)), "x", np.array([0]), whole=True)
        kept = []
        for day in range(1, 60):
            kept.append(transit.pipe.due(day).copy())
            transit.send(day, np.full((1, 9), 5.0) * (day % 10 == 0))
        runs.append(np.stack(kept))
    assert np.array_equal(runs[0], runs[1])
    assert runs[0].any()


@pytest.mark.parametrize("law", [Gamma(cv=0.4), Lognormal(cv=0.4), Gamma(cv=0.4, per="unit")])
def test_the_plan_knows_the_law_and_the_goods_follow_it(law: Any) -> None:
    model = model_of(law, line(10.0), worlds=150)
    plan, shop = model.planned.plan, model.layout.names.tolist().index("shop_0")
    assert plan.lead_time[shop, 0] == pytest.approx(10.0, rel=0.01)
    assert plan.lead_time_sd[shop, 0] == pytest.approx(4.0, rel=0.02)
    [under_way] = lanes(model, 160, "under_way")
    assert abs(z_score(under_way[60:, 0].mean(axis=0), 4.0 * plan.lead_time[shop, 0])) < 4


@pytest.mark.parametrize("law", [Gamma(cv=0.0), Lognormal(cv=0.0)])
def test_without_spread_lead_times_are_as_stated(law: Transport) -> None:
    states = [lanes(model_of(rule, line(3.0), worlds=3), 20, "arrived") for rule in (law, AsStated())]
    assert np.array_equal(states[0], states[1])


def test_levels_share_the_splits_of_units() -> None:
    """More units on the same day never mean fewer in any part: levels stay ordered, and equal levels stay equal."""
    worlds = Worlds(range(4), levels=3)
    model = model_of(AsStated(per="unit"), line(1.0, lead_times="1:0.3 2:0.3 5:0.4"), worlds=worlds,
                     demand=Constant(mean=worlds.by_level([3.0, 3.0, 9.0])))  # fmt: skip
    [arrived] = lanes(model, 30, "arrived")
    low, again, high = (arrived[:, 0, 4 * level : 4 * level + 4] for level in range(3))
    assert np.array_equal(low, again)
    assert (low <= high).all()
    assert (arrived % 1 == 0).all()
    assert len(np.unique(low[10:])) > 3


def test_units_of_their_own_need_whole_units_and_overtake() -> None:
    with pytest.raises(InputError, match="whole units"):
        model_of(AsStated(per="unit"), line(1.0, whole=False, lead_times="1:0.5 3:0.5"))
    with pytest.raises(InputError, match="overtak"):
        AsStated(per="unit", overtaking=False)


# ---------------------------------------------------------------- observed lead times


@pytest.fixture
def deliveries(tmp_path: Path) -> Path:
    rows = [("air", 0), ("air", 0), ("air", 2), ("air", -9), ("sea", 5), ("sea", 7)]
    date = pd.Timestamp("2024-02-27")
    table = pd.DataFrame({
        "mode": [mode for mode, _ in rows], "planned": [str(date.date())] * 6,
        "actual": [str((date + pd.Timedelta(days=late)).date()) for _, late in rows],
    })  # fmt: skip
    table.loc[6] = ["sea", "", "2024-03-01"]
    path = tmp_path / "deliveries.csv"
    table.to_csv(path, index=False, encoding="utf-8-sig")
    return path


def test_observed_lateness_by_mode(deliveries: Path) -> None:
    rule = Empirical(file=str(deliveries))
    stated = read_lead_times([4.0, 4.0, 4.0, 10.0], [0.0] * 4, [""] * 4, 1)
    times = rule.times(stated, pd.DataFrame({"mode": ["air", "sea", "", "sea"]}))
    laws = [times.laws[number] for number in times.law]
    assert dict(zip(laws[0].days.tolist(), laws[0].probability.tolist(), strict=True)) == {1: 0.25, 4: 0.5, 6: 0.25}
    assert laws[1].days.tolist() == [9, 11]
    assert laws[2].days.tolist() == [1, 4, 6, 9, 11]
    assert laws[3].days.tolist() == [15, 17]
    assert times.planned.tolist() == [4, 10, 6, 16]


@pytest.mark.parametrize(("change", "told"), [
    ({"file": "nowhere.csv"}, "no file 'nowhere.csv'"), ({"actual": "actually"}, "did you mean 'actual'"),
    ({"planned": "mode"}, "no row with a date"), ({}, "did you mean 'sea'"),
])  # fmt: skip
def test_observed_lateness_that_cannot_be_read(deliveries: Path, change: dict[str, Any], told: str) -> None:
    rule = Empirical(**{"file": str(deliveries)} | change)
    with pytest.raises(InputError, match=told) as error:
        model_of(rule, line(3.0, mode="seas"))
    assert len(error.value.faults) == 1


@pytest.mark.skipif(
    not SHARED.is_file(), reason="needs the SCMS delivery history of USAID (data.usaid.gov), 10,324 rows"
)
def test_the_delivery_history_of_a_health_programme() -> None:
    columns: dict[str, Any] = {
        "planned": "Scheduled Delivery Date", "actual": "Delivered to Client Date", "mode": "Shipment Mode",
    }  # fmt: skip
    rule = Empirical(file=str(SHARED), **columns)
    assert {"Air", "Air Charter", "Ocean", "Truck", ""} <= set(rule.late)
    model = model_of(rule, line(60.0, mode="Ocean"))
    shop = model.layout.names.tolist().index("shop_0")
    late = np.maximum(60 + rule.late["Ocean"], 1)
    assert model.planned.plan.lead_time[shop, 0] == pytest.approx(late.mean())
    assert model.planned.plan.lead_time_sd[shop, 0] == pytest.approx(late.std())


# ---------------------------------------------------------------- departures


@pytest.mark.parametrize("every", [1, 2, 5, 7])
@pytest.mark.parametrize("spread", [True, False])
def test_a_milk_run_adds_half_its_interval(every: int, spread: bool) -> None:
    """Shipped daily, leaving every n days: a unit waits 0 to n - 1 days, (n - 1) / 2 on average."""
    model = model_of(MilkRuns(every=every, spread=spread), line(2.0, count=3))
    dock, loaded = lanes(model, 14 * every, "dock", "loaded")
    cycle = slice(7 * every, 14 * every)
    assert dock[cycle].mean(axis=0) == pytest.approx(4.0 * (every - 1) / 2)
    assert (np.count_nonzero(loaded[cycle], axis=0) == 7).all()
    departures = [tuple(np.flatnonzero(loaded[cycle, lane, 0]) % every) for lane in range(3)]
    assert len(set(departures)) == (min(every, 3) if spread else 1)
    plan, shops = model.planned.plan, slice(0, 3)
    assert plan.lead_time[shops] == pytest.approx(2.0 + (every - 1) / 2)
    assert plan.lead_time_sd[shops] == pytest.approx(np.std(np.arange(every)))


def test_full_loads_wait_for_their_truck() -> None:
    """Poisson units into trucks of 8: what waits is uniform on 0, ..., 7, and loads are flow / 8."""
    model = model_of(TruckLoads(), line(2.0, load=8.0, demand=5.0), worlds=1500, demand=Poisson())
    dock, loaded, loads = lanes(model, 200, "dock", "loaded", "loads")
    assert (loaded % 8 == 0).all()
    assert np.array_equal(loads, loaded / 8)
    assert abs(z_score(dock[100:, 0].mean(axis=0), 3.5)) < 4
    assert abs(z_score(loads[100:, 0].mean(axis=0), 5.0 / 8)) < 4
    assert set(np.unique(dock)) == set(range(8))


@pytest.mark.parametrize(("fill", "longest", "waiting"), [
    (1.0, 3, (2, 4, 6, 0)), (1.0, None, (2, 4, 6, 8, 10, 12, 14, 16, 18, 0)), (0.3, None, (2, 4, 0)), (0.0, None, (0,)),
    (1.0, 1, (2, 0)),
])  # fmt: skip
def test_a_truck_leaves_when_it_is_filled_or_when_goods_waited_too_long(
    fill: float, longest: int | None, waiting: tuple[float, ...]
) -> None:
    """Two units a day, trucks of 20: what stands at the dock in the evenings of a cycle."""
    model = model_of(TruckLoads(fill=fill, longest=longest), line(2.0, load=20.0, demand=2.0))
    dock, loads = lanes(model, 40, "dock", "loads")
    assert dock[:, 0, 0].tolist() == [waiting[day % len(waiting)] for day in range(40)]
    assert loads.sum() == 40 // len(waiting)


def test_trucks_need_a_load_and_lanes_without_one_do_not_wait() -> None:
    with pytest.raises(InputError, match="load"):
        model_of(TruckLoads(), line(2.0))
    agents = [{"name": "source", "kind": "supplier", "item": "x", "lead_time": 0}]
    agents += [{"name": name, "kind": "buyer", "item": "x", "demand": 3.0} for name in ("big", "small")]
    routes: list[dict[str, Any]] = [
        {"seller": "source", "buyer": "big", "load": 12},
        {"seller": "source", "buyer": "small"},
    ]
    [dock, loads] = lanes(model_of(TruckLoads(), listed(name="two", agents=agents, lanes=routes)), 12, "dock", "loads")
    assert dock[:, 0, 0].tolist() == [3, 6, 9, 0] * 3
    assert not dock[:, 1].any()
    assert not loads[:, 1].any()


def test_loads_are_counted_whatever_the_rule_of_transport() -> None:
    [loads] = lanes(model_of(Planned(), line(2.0, load=3.0)), 5, "loads")
    assert (loads == 2).all(), "4 units need two trucks of 3"


def test_a_milk_run_on_a_closed_lane_leaves_when_it_opens() -> None:
    shut = {"closed": Shock({"buyer": "shop_0"}, "lane", start=11, duration=5)}
    model = model_of(MilkRuns(every=5, spread=False), line(2.0), crisis=shut)
    loaded, dock = lanes(model, 30, "loaded", "dock")
    left = [round(units) for units in loaded[4::5, 0, 0]]
    assert left[:2] == [20, 20]
    assert left[2] == 0, "day 15 is closed"
    assert left[3] == 40
    assert dock.min() >= 0


# ---------------------------------------------------------------- expediting


def test_what_is_late_goes_express() -> None:
    """An outage of six days: what is outstanding beyond a day's flow goes express and comes in 3 days, not in 6."""
    crisis = {"disruption": Shock({"name": "source"}, "shipping", start=11, duration=6)}
    runs = {}
    for rule in (AsStated(), Expediting(patience=1.0, factor=0.5), Expediting(patience=99.0)):
        names = ("arrived", "under_way", *(["expressed"] if rule.expresses else []))
        runs[rule] = lanes(model_of(rule, line(6.0), crisis=crisis), 60, *names)
    plain, fast, patient = (found[0][:, 0, 0] for found in runs.values())
    expressed = runs[Expediting(patience=1.0, factor=0.5)][2][:, 0, 0]
    assert expressed.tolist() == [24.0 * (day == 17) for day in range(1, 61)], "seven days' orders less one"
    assert fast[19] == 24, "sent on day 17, there on day 20"
    assert plain[22] == 28
    assert plain.sum() == fast.sum()
    assert np.array_equal(plain, patient)


@pytest.mark.parametrize(("factor", "days"), [(0.5, {1: 0.5, 2: 0.5}), (0.0, {1: 1.0}), (1.0, {2: 0.5, 4: 0.5})])
def test_express_lead_times_are_the_usual_ones_shortened(factor: float, days: dict[int, float]) -> None:
    law = read_lead_times([np.nan, 5.0], [0.0, 0.0], ["2:0.5 4:0.5", ""], 1)
    fast = Expediting(factor=factor).hurried(law)
    assert dict(zip(fast.laws[0].days.tolist(), fast.laws[0].probability.tolist(), strict=True)) == days
    assert fast.planned[1] == max(1, int(np.ceil(5 * factor)))
