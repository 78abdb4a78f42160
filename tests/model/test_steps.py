"""Each step of the day writes the columns that it declares, and no others."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jitagents.behaviours.allocation import OldestFirst
from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.information import Books, Counts, Losses, OrderLines, Posting
from jitagents.behaviours.inspection import Incoming
from jitagents.behaviours.ordering import Kanban, Mrp, Panic, SafetyStock
from jitagents.behaviours.production import Unreliable, Yield
from jitagents.behaviours.serving import LostSale
from jitagents.behaviours.sourcing import Panel, Split
from jitagents.behaviours.transport import Expediting, MilkRuns
from jitagents.calendars import Calendars
from jitagents.crises import Shock
from jitagents.crises.effects import Lane, Liquidation, Switching
from jitagents.finance import FirmLedger
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.relations import Relations
from jitagents.simulation.steps import WRITES

DAYS = 25
WHEN: dict[str, Any] = {"start": 5, "duration": 6}
CRISIS = {
    "outage": Shock({"name": ["mine", "forge"]}, "supply", severity=0.8, **WHEN),
    "blockade": Shock({"name": "depot"}, "shipping", severity=0.7, **WHEN),
    "flood": Shock({"name": "forge"}, "receiving", **WHEN),
    "fire": Shock({"name": "depot"}, "stock", severity=0.5, **WHEN),
    "closure": Shock({"seller": "mine"}, "lane", **WHEN),
    "sinking": Shock({"seller": "forge"}, Lane(goods="lost"), **WHEN),
    "scrap": Shock({"name": "smithy"}, "yield", severity=0.5, **WHEN),
    "leaving": Shock({"seller": "forge"}, Switching(cancel=True), start=9, duration=3),
    "typing": Shock({"seller": "forge"}, "orders_lost", severity=0.5, **WHEN),
}


def small(**columns: Any) -> Network:
    """A network with a source, a distributor, two plants, a carrier and a buyer.

    Args:
        columns: of every agent.
    """
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore", "capacity": 30, "lead_time": 2},
        {"name": "depot", "kind": "supplier", "item": "ore"},
        {"name": "forge", "kind": "plant", "item": "tool", "capacity": 8, "lead_time": 1},
        {"name": "smithy", "kind": "plant", "item": "tool", "lead_time": 0},
        {"name": "town", "kind": "buyer", "item": "tool", "demand": 7, "demand_sd": 3},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "mine", "buyer": "depot", "lead_time": 2, "load": 5},
        {"seller": "depot", "buyer": "forge", "quantity": 2, "carrier": "cart"},
        {"seller": "depot", "buyer": "smithy", "quantity": 2, "carrier": "cart", "order_delay": 1},
        {"seller": "forge", "buyer": "town", "share": 0.6, "lead_time": 3},
        {"seller": "smithy", "buyer": "town", "share": 0.4},
    ]
    agents = [agent | columns for agent in agents]
    return listed(name="small", agents=agents, lanes=lanes, carriers=[{"name": "cart", "capacity": 15}])


def plants() -> SupplyModel:
    """A model whose plants rework units and let some escape, and whose lanes leave every second day."""
    production = Unreliable(rule=Yield(rate=0.8, bad="rework", escape=0.5))
    transport = MilkRuns(every=2)
    return SupplyModel(
        small(), worlds=4, demand=Poisson(), sourcing=Split(), ordering=SafetyStock(), production=production,
        transport=transport, inspection=Incoming(share=0.3),
    )  # fmt: skip


def crisis() -> SupplyModel:
    """A model in a crisis, with express transport."""
    return SupplyModel(
        small(),
        worlds=4,
        demand=Poisson(),
        sourcing=Split(),
        ordering=Panic(Kanban()),
        crisis=CRISIS,
        transport=Expediting(),
    )


def perishables() -> SupplyModel:
    """A model of perishable goods, with lost sales."""
    return SupplyModel(
        small(shelf_life=3), worlds=4, demand=Poisson(), sourcing=Split(), ordering=SafetyStock(), serving=LostSale(),
        allocation=OldestFirst(),
    )  # fmt: skip


def resting() -> SupplyModel:
    """A model whose sites plan, and rest with their carrier on two days of seven."""
    network = small()
    network.carriers["calendar"] = "standard"
    week = Calendars(week=(1, 1, 1, 1, 1, 0, 0))
    model = SupplyModel(network, worlds=4, demand=Poisson(), sourcing=Split(), ordering=Mrp(), calendar=week)
    model.count_messages()
    return model


def books() -> SupplyModel:
    """A model whose agents have books of their own, with losses, some of them bad, counts and dropped lines."""
    kept = Books(
        issue=Posting(miss=0.2), losses=Losses(stock=0.1, misplaced=0.1), counts=Counts(a=3.0, b=3.0, c=3.0),
        order_lines=OrderLines(dropped=0.2),
    )  # fmt: skip
    model = SupplyModel(
        small(), worlds=4, demand=Poisson(), sourcing=Split(), ordering=SafetyStock(), information=kept,
        production=Yield(rate=0.8, escape=0.5),
    )  # fmt: skip
    model.compare_orders()
    return model


def panels() -> SupplyModel:
    """A model whose town reviews its suppliers every other day, while the forge fails, and qualifies another one."""
    network = small()
    later = network.lanes.iloc[[-1]].assign(mode="road", state="candidate", share=np.nan)
    lanes = pd.concat([network.lanes, later], ignore_index=True)
    network = Network.of(network.agents, lanes, network.carriers, name="small")
    town = Panel(review=4, qualification=3, knockout=0.9, smoothing=1.0, lag=50, overdue=50, sources=3)
    outage = {"outage": Shock({"name": "forge"}, "supply", start=7, duration=20)}
    return SupplyModel(network, worlds=4, demand=Poisson(), sourcing=town, ordering=SafetyStock(), crisis=outage)


def failing() -> SupplyModel:
    """A model of firms without cash, one of which is wound up, and whose customers trust it no more."""
    return SupplyModel(
        small(), worlds=4, demand=Poisson(), sourcing=Split(), ordering=SafetyStock(),
        finance=FirmLedger(cash=0.0, line=0.0, terms=2.0, outside_terms=0.0, fixed_cost=0.3),
        crisis={"fails": Shock({"name": "forge"}, Liquidation(), start=5, duration=100)},
        relation=Relations(shared_demand=0.5, trust_pace=0.1),
    )  # fmt: skip


MODELS = {
    "plants": plants, "crisis": crisis, "perishables": perishables, "resting": resting, "books": books,
    "failing": failing, "panels": panels,
}  # fmt: skip


def columns(model: SupplyModel) -> dict[str, np.ndarray]:
    """Copies of all columns of state, as `table.column`."""
    state = model.state
    tables = {name: getattr(state, name) for name in ("points", "making", "buying", "lanes", "carriers")}
    return {f"{name}.{column}": table[column].copy() for name, table in tables.items() for column in table}


def written(model: SupplyModel, monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """The columns that each step changes during some days."""
    changed: dict[str, set[str]] = defaultdict(set)

    def watched(name: str, step: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            before = columns(model)
            step()
            after = columns(model)
            changed[name] |= {key for key in after if not np.array_equal(before[key], after[key])}

        return run

    for name in WRITES:
        monkeypatch.setattr(model.daily_steps, name, watched(name, getattr(model.daily_steps, name)))
    model.run_for(DAYS)
    return changed


@pytest.fixture(scope="module")
def changed() -> dict[str, dict[str, set[str]]]:
    """The columns that each step changes in each model."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        return {name: written(make(), monkeypatch) for name, make in MODELS.items()}


@pytest.mark.parametrize("step", WRITES)
def test_a_step_writes_only_what_it_declares(step: str, changed: dict[str, dict[str, set[str]]]) -> None:
    for name, steps in changed.items():
        assert steps[step] <= WRITES[step], name


@pytest.mark.parametrize("step", WRITES)
def test_what_a_step_declares_it_writes_in_some_model(step: str, changed: dict[str, dict[str, set[str]]]) -> None:
    assert set().union(*(steps[step] for steps in changed.values())) == WRITES[step]


def test_the_steps_are_those_of_the_day_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    model, called = plants(), []
    for name in WRITES:
        monkeypatch.setattr(model.daily_steps, name, lambda name=name: called.append(name))
    model.step()
    assert called == list(WRITES)
