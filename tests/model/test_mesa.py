"""Mesa's own tools on the model: agents by type, data collector, time, events."""

from collections.abc import Callable

import mesa
import numpy as np
import pytest

from jitagents.agents import Buyer, Carrier, Maker, Plant, Supplier
from jitagents.crises import Shock
from jitagents.model import SupplyModel


def test_agents_by_type(make: Callable[..., SupplyModel]) -> None:
    model = make()
    names = {kind: {agent.name for agent in agents} for kind, agents in model.agents_by_type.items()}
    assert names == {
        Buyer: {"town", "city"}, Supplier: {"mine", "farm", "depot"}, Plant: {"forge", "smithy"}, Carrier: {"cart"},
    }  # fmt: skip
    assert isinstance(model, mesa.Model)
    assert model.by_name["forge"] in model.agents
    assert {agent.name: agent.tier for agent in model.agents_by_type[Supplier]} == {"mine": 3, "farm": 2, "depot": 2}


def test_data_collector_keeps_copies(make: Callable[..., SupplyModel]) -> None:
    """A column is a view that goes on changing; what was collected on a day must stay."""
    model = make()
    collector = mesa.DataCollector(
        model_reporters={"waiting": lambda model: model.buyers.get("owed").sum()},
        agenttype_reporters={Buyer: {"stock": "stock"}, Carrier: {"loaded": "loaded"}},
    )
    seen = []
    for _ in range(6):
        model.step()
        collector.collect(model)
        seen.append({agent.unique_id: agent.stock.copy() for agent in model.agents_by_type[Buyer]})
    kept = collector.get_agenttype_vars_dataframe(Buyer)["stock"]
    for day, stocks in enumerate(seen, start=1):
        for number, stock in stocks.items():
            assert np.array_equal(kept[(day, number)], stock)
    assert len({tuple(column) for column in kept}) > 4
    assert len(collector.get_model_vars_dataframe()) == 6


@pytest.mark.parametrize(("name", "missing"), [("depot", "capacity"), ("town", "capacity"), ("mine", "wanted")])
def test_a_column_that_an_agent_has_no_part_in_is_no_attribute(
    make: Callable[..., SupplyModel], name: str, missing: str
) -> None:
    """As of any Python object: `hasattr` is false, so that Mesa's tools can tell."""
    agent = make().by_name[name]
    assert hasattr(agent, "stock")
    assert not hasattr(agent, missing)


def test_run_for_counts_days(make: Callable[..., SupplyModel]) -> None:
    model, other = make(), make()
    model.run_for(7)
    for _ in range(7):
        other.step()
    assert model.clock.day == other.clock.day == 7
    assert model.time == 7
    assert np.array_equal(model.points["stock"], other.points["stock"])


def test_measured_days_are_counted_from_the_end_of_the_warmup(make: Callable[..., SupplyModel]) -> None:
    model = make(warmup=5)
    assert model.clock.measured == -5
    model.run_for(6)
    assert (model.clock.day, model.clock.measured) == (6, 1)


def test_an_event_closes_a_plant(make: Callable[..., SupplyModel]) -> None:
    model = make()

    forge = model.by_name["forge"]
    assert isinstance(forge, Maker)

    def close() -> None:
        forge.capacity = 0.0

    model.schedule_event(close, at=10.0)
    model.run_for(9)
    assert model.by_name["forge"].started.any()
    model.run_for(3)
    for _ in range(10):
        model.step()
        assert not model.by_name["forge"].started.any()
        assert (model.by_name["forge"].capacity == 0).all()
    assert model.by_name["smithy"].started.any()


def test_a_crisis_elsewhere_leaves_what_an_event_has_set(make: Callable[..., SupplyModel]) -> None:
    """A shock that passes gives back what it took, and nothing else."""
    model = make(crisis={"outage": Shock({"name": "mine"}, start=6, duration=3)})

    smithy = model.by_name["smithy"]
    assert isinstance(smithy, Maker)

    def close() -> None:
        smithy.capacity = 0.0

    model.schedule_event(close, at=3.0)
    model.run_for(4)
    for _ in range(10):
        model.step()
        assert not model.by_name["smithy"].started.any()


def test_agent_set_language(make: Callable[..., SupplyModel]) -> None:
    """Mesa's AgentSet reads and writes the same columns."""
    model = make()
    model.run_for(4)
    buyers = model.agents_by_type[Buyer]
    assert {tuple(stock) for stock in buyers.get("stock")} == {tuple(stock) for stock in model.buyers.get("stock")}
    buyers.do("decide")
    buyers.set("stock", 5.0)
    assert (model.buyers.get("stock") == 5).all()


@pytest.mark.parametrize("name", ["town", "forge", "mine", "depot"])
def test_a_handle_is_a_writable_view_of_its_row(make: Callable[..., SupplyModel], name: str) -> None:
    model = make()
    agent, row = model.by_name[name], model.layout.names.tolist().index(name)
    agent.stock = 3.0
    agent.stock += 1
    assert (model.points["stock"][row] == 4).all()
    model.run_for(2)
    assert np.array_equal(agent.stock, model.points["stock"][row])
    assert agent.stock.shape == (6,)
    with pytest.raises(AttributeError):
        agent.sotck  # noqa: B018
