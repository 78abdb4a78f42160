"""A rule gives the same results agent by agent as for the whole population at once."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest

from jitagents.agents import Buyer, Carrier, Input, Plant, Seller, StockPoint, Supplier
from jitagents.behaviours.information import Delayed, Exact
from jitagents.behaviours.ordering import Hybrid, Jit, Kanban, Push, SafetyStock
from jitagents.behaviours.production import Batches, Overtime, Unreliable, Yield
from jitagents.behaviours.serving import Goodwill
from jitagents.column import Column
from jitagents.crises import Shock
from jitagents.model import SupplyModel
from tests.model.conftest import Kept

RULES = {"serve": Buyer, "decide": StockPoint, "produce": None, "ship": Seller, "load": Carrier}


def handles(model: SupplyModel) -> tuple[list[Any], list[Any]]:
    """All bulk handles of agents and carriers, and all members one by one."""
    populations = (model.buyers, model.suppliers, model.plants, model.carriers)
    blocks = [block for population in populations for block in population.blocks]
    return blocks, [member for population in populations for member in population]


def with_rule(candidates: Iterable[Any], rule: str) -> list[Any]:
    """Handles that have the rule; a distributor produces nothing."""
    if rule == "produce":
        return [handle for handle in candidates if "making" in handle.place]
    return [handle for handle in candidates if isinstance(handle, RULES[rule] or object)]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("ordering", [SafetyStock(review=2), Push(review=3), Kanban(), Hybrid(days=3.0)])
@pytest.mark.parametrize("information", [Exact(), Delayed(days=2)])
def test_one_by_one_and_in_bulk(make: Callable[..., SupplyModel], rule: str, ordering: Any, information: Any) -> None:
    down = {"down": Shock({"name": "mine"}, start=6, duration=20, severity=0.5)}
    model = make(ordering=ordering, serving=Goodwill(), crisis=down, information=information)
    bulk, single = handles(model)
    for _ in range(4):
        model.run_for(5)
        compare(model, rule, with_rule(bulk, rule), with_rule(single, rule))


def compare(model: SupplyModel, rule: str, bulk: list[Any], single: list[Any]) -> None:
    """Run a rule in bulk, restore the state, and run it one by one."""
    model.points["order"] = -1.0  # so that a decision is seen even where it is yesterday's
    kept = Kept(model)
    before, ends = kept.now(), []
    for group in (bulk, single):
        for handle in group:
            getattr(handle, rule)()
        ends.append(kept.now())
        kept.restore()
    assert all(np.array_equal(*pair) for pair in zip(*ends, strict=True))
    if rule in ("serve", "decide"):
        assert not all(np.array_equal(*pair) for pair in zip(before, ends[0], strict=True))


@pytest.mark.parametrize(
    "production",
    [
        Batches(batch=3.0, setup=0.5),
        Unreliable(rule=Yield(bad="rework")),
        Overtime(threshold=0.5, rule=Yield(rate=0.5)),
    ],
)
def test_makers_work_one_by_one_and_in_bulk(make: Callable[..., SupplyModel], production: Any) -> None:
    model = make(production=production)
    bulk, single = handles(model)
    for _ in range(4):
        model.run_for(5)
        compare(model, "produce", with_rule(bulk, "produce"), with_rule(single, "produce"))


@pytest.mark.parametrize("information", [Exact(), Delayed(days=2)])
def test_inputs_decide_one_by_one_and_in_bulk(make: Callable[..., SupplyModel], information: Any) -> None:
    model = make(information=information)
    model.run_for(5)
    compare(model, "decide", list(model.inputs.blocks), list(model.inputs))


class Hoarder(Buyer):
    """A buyer that orders twice its demand, and counts its days."""

    days = Column("days", "lived")

    def decide(self) -> None:
        self.days += 1
        self.order = 2 * self.demand


@pytest.mark.parametrize("key", ["buyer", "town"])
def test_a_subclass_rules_in_bulk(make: Callable[..., SupplyModel], key: str) -> None:
    model = make(ordering=Jit(), classes={key: Hoarder})
    model.run_for(9)
    hoarders = model.agents_by_type[Hoarder]
    assert {agent.name for agent in hoarders} == ({"town", "city"} if key == "buyer" else {"town"})
    for agent in model.buyers:
        asked = 2 if isinstance(agent, Hoarder) else 1
        assert np.array_equal(agent.order, asked * agent.demand)
        assert agent.order.any()
    assert all((agent.days == 9).all() for agent in hoarders)


def test_a_subclass_rules_the_same_one_by_one(make: Callable[..., SupplyModel]) -> None:
    model = make(classes={"buyer": Hoarder})
    model.run_for(3)
    for agent in model.buyers:
        agent.order = 0
        agent.decide()
        assert np.array_equal(agent.order, 2 * agent.demand)


def test_classes_of_plants_and_suppliers(make: Callable[..., SupplyModel]) -> None:
    class Idle(Plant):
        def produce(self) -> None:
            self.started = 0

    class Generous(Supplier):
        def ship(self) -> None:
            super().ship()

    plain, other = make(), make(classes={"forge": Idle, "supplier": Generous})
    plain.run_for(8)
    other.run_for(8)
    assert type(other.by_name["forge"]) is Idle
    assert type(other.by_name["depot"]) is Generous
    assert plain.by_name["forge"].started.any()
    assert not other.by_name["forge"].started.any()
    assert not other.by_name["forge"].finished.any()
    assert other.by_name["smithy"].started.any()


def test_inputs_have_their_own_rows(make: Callable[..., SupplyModel]) -> None:
    model = make()
    assert {member.name for member in model.inputs} == {"forge/ore", "forge/wood", "smithy/ore", "smithy/wood"}
    assert all(isinstance(member, Input) for member in model.inputs)
