"""Yield, overtime and inputs that are missing: exact needs and delays of textbook stations."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.production import (
    Overtime,
    PartlyBinding,
    Production,
    Unreliable,
    UpToCapacity,
    Yield,
)
from jitagents.behaviours.serving import Backorder
from jitagents.crises import Shock
from jitagents.model import SupplyModel
from jitagents.network import listed
from tests.science.conftest import z_score
from tests.science.stations import line, maker, means, station

# ---------------------------------------------------------------- yield


@pytest.mark.parametrize(("rate", "bad"), [(0.8, "scrap"), (0.5, "scrap"), (0.8, "rework")])
def test_inputs_for_a_good_unit(rate: float, bad: str) -> None:
    """Scrap takes 1 / rate sets of inputs for a good unit, rework one; both take 1 / rate units of capacity."""
    mean, days, warmup = 5.0, 400, 100
    model = SupplyModel(
        line(mean, quantity=2.0), worlds=200, start="empty", demand=Poisson(mean), ordering=Jit(cover=0.0),
        production=Yield(rate=rate, bad=bad), serving=Backorder(),
    )  # fmt: skip
    model.run_for(warmup)
    part, second = model.layout.input_rows.start, maker(model, "second")
    used, asked, worked, good = np.zeros((4, model.worlds.count))
    for _ in range(days):
        model.step()
        making = {name: model.making[name][second] for name in model.making}
        again = making.get("reworked", 0.0)
        used += model.points["output"][part]
        asked += model.points["demand"][part]
        worked += making["started"] + again
        good += making["started"] + again - making.get("scrapped", 0.0) - making.get("flawed", 0.0)
    needed = 2.0 / rate if bad == "scrap" else 2.0
    assert abs(z_score(good / days, mean)) < 4
    assert abs(z_score(worked / days, mean / rate)) < 4
    assert abs(z_score(good - rate * worked, 0.0)) < 4
    assert abs(z_score(used / days, mean * needed)) < 4
    assert abs(z_score(asked / days, mean * needed)) < 4
    assert abs(z_score(used / days, mean * (2.0 + 2.0 / rate - needed))) > 20


def test_scrap_is_asked_for_again_on_the_next_day() -> None:
    """Ten orders a day, a quarter is bad: parts asked for a day, 10 x (1, 1.25, 1.3125, …), tend to 10 / .75."""
    network = line(10.0, whole=False)
    network.lanes["stock"] = [100.0, np.nan]
    model = SupplyModel(
        network, start="empty", demand=Constant(), ordering=Jit(cover=0.0), production=Yield(rate=0.75, random=False)
    )
    scrapped, asked = [], []
    for _ in range(12):
        model.step()
        scrapped.append(model.making["scrapped"][maker(model, "second"), 0])
        asked.append(model.points["demand"][model.layout.input_rows.start, 0])
    assert asked[:3] == pytest.approx([10, 12.5, 13.125], rel=1e-12)
    assert np.diff(asked) == pytest.approx(np.diff([0, *scrapped[:-1]]), rel=1e-9)
    assert asked[-1] == pytest.approx(10 / 0.75, rel=1e-6)


# ---------------------------------------------------------------- overtime


def test_overtime_holds_open_orders_at_the_threshold() -> None:
    """At demand 12 and capacity 10, two units of overtime a day are needed in the long run."""
    network = station(12.0, 10.0, whole=False)
    plain, more = (
        SupplyModel(network, start="empty", demand=Constant(), ordering=Jit(cover=0.0), production=rule)
        for rule in (UpToCapacity(), Overtime(most=0.5, threshold=2.0))
    )
    found = means(more, 50, 500, "overtime", "open_orders", "started")
    assert found["started"][0, 0] == pytest.approx(12.0, abs=0.05)
    assert found["overtime"][0, 0] == pytest.approx(2.0, abs=0.05)
    assert found["open_orders"][0, 0] < 20
    plain.run_for(550)
    assert plain.making["open_orders"][0, 0] == pytest.approx(1100)


# ---------------------------------------------------------------- inputs


@pytest.mark.parametrize(
    ("rule", "binding", "goes_on"),
    [
        (PartlyBinding(), 1.0, 0.0), (PartlyBinding(), 0.5, 0.5), (PartlyBinding(), 0.0, 1.0),
        (UpToCapacity(), 0.0, 0.0),
        (Unreliable(up=1.0, rule=PartlyBinding()), 0.5, 0.5),
        (PartlyBinding(rule=Unreliable(up=1.0)), 0.5, 0.5),
    ],
)  # fmt: skip
def test_what_goes_on_without_an_input(rule: Production, binding: float, goes_on: float) -> None:
    """Its supplier is down: nothing, half of the usual, or all is made; the need that is not met vanishes."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore"},
        {"name": "print", "kind": "supplier", "item": "label"},
        {"name": "mill", "kind": "plant", "item": "can", "lead_time": 0},
        {"name": "shop", "kind": "buyer", "item": "can", "demand": 8},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "mine", "buyer": "mill"}, {"seller": "print", "buyer": "mill", "quantity": 3, "binding": binding},
        {"seller": "mill", "buyer": "shop"},
    ]  # fmt: skip
    model = SupplyModel(
        listed(name="mill", agents=agents, lanes=lanes), demand=Constant(), ordering=Jit(cover=0.0), production=rule,
        crisis={"down": Shock({"name": "print"}, start=5, duration=10)}, serving=Backorder(),
    )  # fmt: skip
    mill, label = maker(model, "mill"), model.layout.names.tolist().index("mill/label")
    made, used = [], []
    for _ in range(14):
        model.step()
        made.append(model.making["started"][mill, 0])
        used.append(model.points["output"][label, 0])
    assert made[:5] == [8] * 5
    assert made[5:] == [8 * goes_on] * 9
    assert used == [24] * 5 + [0] * 9
    assert model.points["owed"][label, 0] == 3 * model.making["open_orders"][mill, 0]
