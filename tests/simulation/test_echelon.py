"""Echelon position and demand: the units that they count; an order moves only the position of the ordering row."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pytest

from jitagents.behaviours.base import Memory, Seen
from jitagents.behaviours.demand import Gamma
from jitagents.behaviours.information import Delayed
from jitagents.behaviours.ordering import BaseStock
from jitagents.behaviours.serving import LostSale
from jitagents.behaviours.sourcing import Split
from jitagents.model import SupplyModel
from jitagents.network import Network, listed, serial
from jitagents.simulation.exemptions import Exemption


@dataclass(frozen=True)
class Looking(BaseStock):
    """Base stock that could look at the echelon."""

    echelon: ClassVar[bool] = True


def assembly(delay: int = 0) -> Network:
    """A shop and a plant that buy the same part; the plant sells back scrap, half a unit of which is in a part."""
    agents: list[dict[str, Any]] = [
        {"name": "shop", "kind": "buyer", "item": "car", "demand": 4.0, "demand_sd": 2.0},
        {"name": "stall", "kind": "buyer", "item": "part", "demand": 3.0, "demand_sd": 2.0},
        {"name": "plant", "kind": "plant", "item": "car", "lead_time": 1},
        {"name": "left", "kind": "plant", "item": "part", "lead_time": 2},
        {"name": "right", "kind": "supplier", "item": "part", "lead_time": 1},
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 1},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "plant", "buyer": "shop", "lead_time": 1, "order_delay": delay},
        {"seller": "left", "buyer": "stall", "lead_time": 2},
        {"seller": "left", "buyer": "plant", "lead_time": 1, "quantity": 3, "share": 0.7, "order_delay": delay},
        {"seller": "right", "buyer": "plant", "lead_time": 3, "quantity": 3, "share": 0.3},
        {"seller": "mine", "buyer": "left", "lead_time": 1, "quantity": 0.5},
        {"seller": "plant", "buyer": "left", "lead_time": 1, "quantity": 0.1, "order_delay": 2},
    ]
    return listed(name="assembly", agents=agents, lanes=lanes, whole=False)


def model_of(network: Network, **stages: Any) -> SupplyModel:
    return SupplyModel(network, worlds=3, demand=Gamma(), sourcing=Split(), ordering=Looking(), **stages)


@pytest.mark.parametrize("delay", [0, 1, 3])
@pytest.mark.parametrize("more", [{}, {"serving": LostSale()}, {"start": "empty"}])
def test_the_position_rises_by_the_rows_order_and_falls_by_final_demand_alone(delay: int, more: dict[str, Any]) -> None:
    """Whatever the others order, ship, make and receive, on lanes with order delay and round a cycle."""
    model = model_of(assembly(delay), **more)
    for _ in range(40):
        before = model.echelon.columns["echelon_position"] + model.points["order"] * (model.clock.day > 0)
        model.step()
        np.testing.assert_allclose(
            model.echelon.columns["echelon_position"], before - model.echelon.columns["echelon_demand"], atol=1e-9
        )
    assert model.echelon.columns["echelon_demand"].std() > 0.1


def test_the_demand_is_final_demand_in_own_units_and_has_the_planned_mean() -> None:
    model = model_of(assembly())
    np.testing.assert_allclose(
        model.echelon.columns["echelon_demand"], np.broadcast_to(model.planned.plan.rate, (9, 3))
    )
    model.step()
    echelon_demand = dict(zip(model.layout.names, model.echelon.columns["echelon_demand"], strict=True))
    shop, stall = model.points["demand"][model.layout.market_rows]
    plant = echelon_demand["plant"]
    np.testing.assert_allclose(echelon_demand["left"], stall + 0.7 * 3 * plant)
    np.testing.assert_allclose(plant, shop + 0.1 * echelon_demand["left"])
    np.testing.assert_allclose(echelon_demand["mine"], 0.5 * echelon_demand["left"])
    np.testing.assert_allclose(echelon_demand["plant/part"], 3 * plant)


def test_the_position_of_a_line_is_what_lies_at_and_below_a_stage_less_final_backorders() -> None:
    network = serial(stages=3, lead_time=2, demand=5.0, whole=False)
    model = SupplyModel(network, worlds=3, demand=Gamma(sd=6.0), ordering=Looking(cover=0.0))
    model.run_for(10)
    model.echelon.count(model.clock.day)
    stock, on_order, owed = (model.points[name] for name in ("stock", "on_order", "owed"))
    below = np.vstack((np.zeros((1, 3)), model.lanes["under_way"]))
    assert owed[0].any()
    np.testing.assert_allclose(
        model.echelon.columns["echelon_position"], np.cumsum(stock + below, axis=0) + on_order - owed[0]
    )


def test_nothing_is_counted_for_rows_that_do_not_ask() -> None:
    exemptions = [Exemption({"name": "left"}, ordering=Looking())]
    model = SupplyModel(assembly(), demand=Gamma(), sourcing=Split(), ordering=BaseStock(), exemptions=exemptions)
    asking = [name for name in model.by_name if model.by_name[name].decision.truth.echelon_position is not None]
    assert asking == ["left"]
    assert model.echelon.columns["echelon_position"].shape == (1, 1)
    everyone = SupplyModel(assembly(), demand=Gamma(), sourcing=Split(), ordering=Looking())
    for each in (model, everyone):
        each.run_for(7)
    of_left = everyone.layout.names.tolist().index("left")
    np.testing.assert_allclose(
        model.echelon.columns["echelon_position"][0], everyone.echelon.columns["echelon_position"][of_left]
    )


@dataclass(frozen=True)
class Watching(Delayed):
    """Late records, by an information system that could look at the echelon."""

    echelon: ClassVar[bool] = True


def test_an_information_behaviour_may_ask_and_what_is_shown_is_read_only() -> None:
    model = SupplyModel(assembly(), demand=Gamma(), ordering=BaseStock(), information=Watching())
    model.run_for(2)
    decision = model.by_name["plant"].decision
    for view in (decision.truth, decision.seen):
        assert isinstance(view, Seen)
        assert view.echelon_demand is not None
        assert view.echelon_demand.shape == (1, 1)
        assert not view.echelon_demand.flags.writeable
    row = model.layout.names.tolist().index("plant")
    assert decision.seen.echelon_demand is not None
    assert decision.seen.echelon_demand[0, 0] == model.echelon.columns["echelon_demand"][row, 0]


def test_a_wrapper_asks_for_what_its_rule_asks() -> None:
    @dataclass(frozen=True)
    class Wrapper(BaseStock):
        rule: Any = None

        def __call__(self, seen: Seen, memory: Memory) -> Any:
            return self.rule(seen, memory)

    assert Wrapper(rule=Looking()).echelon
    assert not Wrapper(rule=BaseStock()).echelon
