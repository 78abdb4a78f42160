"""When goods leave: milk runs and full trucks."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.transport import (
    MilkRuns,
    Planned,
    TruckLoads,
)
from jitagents.crises import Shock
from jitagents.errors import InputError
from jitagents.network import listed
from tests.behaviours.transport.line import lanes, line, model_of, z_score


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
