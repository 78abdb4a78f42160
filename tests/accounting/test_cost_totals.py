"""Costs as a whole: the sum of the parts, and rates that leave no part out."""

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.accounting import accumulators
from jitagents.accounting.cost_parts import PARTS
from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.behaviours.demand import NegativeBinomial
from jitagents.behaviours.inspection import Incoming
from jitagents.behaviours.ordering import Panic, SafetyStock
from jitagents.behaviours.production import LongestQueue, Overtime, Yield
from jitagents.behaviours.serving import PartlyLost
from jitagents.behaviours.sourcing import Panel
from jitagents.behaviours.transport import Expediting
from jitagents.config import composed, plain
from jitagents.crises import Shock
from jitagents.network import listed
from jitagents.relations import Relations
from jitagents.scenario.setup import costs_of
from jitagents.simulation.exemptions import Exemption
from tests.accounting.conftest import by_name, kept
from tests.properties.case import DAYS, WARMUP, Case
from tests.properties.cases import cases

SELDOM = (
    accumulators.spoiled,
    accumulators.loads,
    accumulators.overtime,
    accumulators.expressed,
    accumulators.changeovers,
)
"""Sums that only some rules and networks count."""
RATES = [item.name for item in fields(Costs) if item.name not in ("breaks", "parts")]


@st.composite
def drawn_costs(draw: st.DrawFn) -> Costs:
    rate = st.sampled_from([0.0, 0.3, 1.0])
    rates: dict[str, Any] = {name: draw(rate) for name in RATES}
    breaks: list[dict[float, float]] = [{}, {3: 0.1}, {2: 0.05, 9.5: 0.4}]
    return Costs(**rates, breaks=draw(st.sampled_from(breaks)))


@settings(max_examples=10)
@given(cases(), drawn_costs())
def test_the_total_is_the_sum_of_its_parts(case: Case, costs: Costs) -> None:
    model = case.model()
    ledger = Ledger(model, costs, DAYS, measures=by_name(["cost", *(f"cost_{part}" for part in PARTS)]))
    model.observers.append(ledger)
    model.run_for(DAYS + WARMUP)
    found = ledger.metrics()
    parts = [found[f"cost_{part}"] for part in PARTS]
    assert np.isfinite(found["cost"]).all()
    np.testing.assert_allclose(sum(parts), found["cost"], rtol=1e-12, atol=1e-12 * np.abs(parts).max())
    assert min(part.min() for part in parts) >= -1e-9


def test_the_standard_costs_carry_stock_at_a_quarter_of_its_value_a_year() -> None:
    standard = costs_of(plain(composed([])))
    assert standard == Costs()
    assert standard.capital + standard.storage + standard.obsolescence == pytest.approx(0.25, rel=1e-12)


def test_total_cost_of_ownership_leaves_no_part_out() -> None:
    """Every part has a rate, and shows where there is something to pay for: what the rules of the network count."""
    more = (
        "cancel_fee=0.1", "penalty=0.01", "scrap=0.1", "changeover=10", "volume=0.07", "storage_volume=0.15",
        "engineering_changes=0.1",
    )  # fmt: skip
    costs = costs_of(plain(composed(["costs=ownership", *(f"costs.{rate}" for rate in more)])))
    assert all(getattr(costs, name) for name in RATES)
    assert costs.capital + costs.storage + costs.obsolescence == pytest.approx(0.25, rel=1e-12)
    agents = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 1, "capacity": 12},
        {"name": "mill", "kind": "plant", "item": "bar", "lead_time": 1, "capacity": 6, "value": 3},
        {"name": "shop", "kind": "buyer", "item": "bar", "demand": 6, "value": 4, "demand_sd": 4, "shelf_life": 2},
        {"name": "other mine", "kind": "supplier", "item": "ore", "lead_time": 1},
    ]
    for item in ("knife", "fork"):  # of one line
        agents.append({"name": item, "kind": "supplier", "item": item, "lead_time": 1, "capacity": 12, "line": "press"})
        agents.append({"name": f"{item} shop", "kind": "buyer", "item": item, "demand": 4})
    lanes: list[dict[str, Any]] = [
        *({"seller": item, "buyer": f"{item} shop"} for item in ("knife", "fork")),
        {"seller": "mine", "buyer": "mill", "lead_time": 3, "load": 5, "load_cost": 9.0, "duty": 0.1, "hedging": 0.02},
        {"seller": "other mine", "buyer": "mill", "lead_time": 3, "state": "candidate"},
        {"seller": "mill", "buyer": "shop", "lead_time": 4, "quality_cost": 0.5, "administration": 365.0},
    ]  # a lane without a stated freight pays a share of the value
    books = kept(
        listed(name="works", agents=agents, lanes=lanes), 200, warmup=20, costs=costs, demand=NegativeBinomial(),
        ordering=Panic(SafetyStock()), serving=PartlyLost(),
        production=Overtime(threshold=0.5, rule=Yield(rate=0.9, escape=0.5)), inspection=Incoming(),
        transport=Expediting(), sourcing=Panel(sources=2.0, start=1.0, qualification=100.0),
        relation=Relations(bonus=0.01, reserved=1.0, reservation_fee=0.01),
        exemptions=[Exemption({"name": ["knife", "fork"]}, production=LongestQueue())],
        crisis={"outage": Shock({"name": "mine"}, "shipping", start=40, duration=60)},
    )  # fmt: skip
    paid = {part: float(books.metrics()[f"cost_{part}"][:, 0].max()) for part in PARTS}
    assert min(paid.values()) > 0, paid
    assert all(books.total(of).any() for of in SELDOM)
