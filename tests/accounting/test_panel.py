"""What a panel costs and what becomes of it, counted by hand."""

from typing import Any

import numpy as np
import pytest

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.sourcing import Panel, Primary, Split
from jitagents.crises import Shock
from jitagents.network import Network, listed
from tests.accounting.conftest import kept

DAYS, PRICE = 40, 8.0
FREE: dict[str, Any] = {
    "capital": 0,
    "storage": 0,
    "obsolescence": 0,
    "backorder_rate": 0,
    "lost_sale": 0,
    "sorting": 0,
}


def network(*lanes: dict[str, Any]) -> Network:
    """A shop that asks for 100 a day, with a supplier for each lane."""
    names = "abc"[: len(lanes)]
    return listed(
        name="panel",
        whole=False,
        agents=[
            {"name": "shop", "kind": "buyer", "item": "good", "demand": 100, "value": 10},
            *({"name": name, "kind": "supplier", "item": "good", "lead_time": 1, "value": PRICE} for name in names),
        ],
        lanes=[
            {"seller": name, "buyer": "shop", "lead_time": 2, "administration": 36_500} | lane
            for name, lane in zip(names, lanes, strict=True)
        ],
    )


def told(ledger: Ledger, measure: str, scope: str = "network") -> float:
    return float(ledger.metrics()[measure][ledger.scopes.names.index(scope), 0])


def run(sourcing: Any, *lanes: dict[str, Any], warmup: int = 0, **costs: Any) -> Ledger:
    return kept(
        network(*lanes), DAYS, costs=Costs(**FREE | costs), demand=Constant(), ordering=Jit(), sourcing=sourcing,
        warmup=warmup,
    )  # fmt: skip


GROWING = Panel(sources=2.0, start=5.0, qualification=10.0, ramp=0.0, shares="fixed")
"""Sought on day 5, in use from day 15 on, with half of the flow."""


@pytest.mark.parametrize("warmup", [0, 3])
def test_a_candidate_is_counted_and_paid_for(warmup: int) -> None:
    """One supplier for 14 days and two for 26; each costs 100 a day, and the qualification 5,000 once."""
    ledger = run(GROWING, {}, {"state": "candidate"}, warmup=warmup, qualification=5000.0)
    for scope in ("network", "agent:shop"):
        assert told(ledger, "suppliers_in_use", scope) == pytest.approx((14 + 2 * 26) / DAYS)
        assert told(ledger, "qualifications", scope) == 1.0
        assert told(ledger, "cost_qualification", scope) == pytest.approx(5000 / DAYS)
        assert told(ledger, "cost_administration", scope) == pytest.approx(100 * (14 + 2 * 26) / DAYS)
        assert told(ledger, "effective_suppliers", scope) == pytest.approx(1 / ((14 + 26 / 2) / DAYS))
        parts = ("administration", "qualification", "volume")
        paid = sum(told(ledger, f"cost_{part}", scope) for part in parts)
        assert told(ledger, "panel_cost", scope) == pytest.approx(paid)
    assert told(ledger, "qualifications", "agent:a") == 0.0


def test_a_lane_states_what_its_qualification_costs() -> None:
    ledger = run(GROWING, {}, {"state": "candidate", "qualification_cost": 700}, qualification=5000.0)
    assert told(ledger, "cost_qualification") == pytest.approx(700 / DAYS)


@pytest.mark.parametrize("sourcing", [Split(), Panel()])
def test_half_of_a_flow_is_dearer_by_the_curve(sourcing: Any) -> None:
    """A curve of 95 %: each half is asked 2^.07 = 1.0497 of the price; the network pays itself."""
    ledger = run(sourcing, {"share": 0.5}, {"share": 0.5}, volume=0.07)
    surcharge = 100 * PRICE * (2**0.07 - 1)
    assert told(ledger, "cost_volume", "agent:shop") == pytest.approx(surcharge)
    assert told(ledger, "cost_volume") == pytest.approx(0.0, abs=1e-9)
    assert told(run(sourcing, {}, volume=0.07), "cost_volume", "agent:shop") == pytest.approx(0.0, abs=1e-12)


def test_shares_that_the_network_plans_have_an_effective_number() -> None:
    """.6 and .4: HHI .52, effective 1.923; the third is not in use."""
    ledger = run(Split(), {"share": 0.6}, {"share": 0.4}, {"state": "approved"})
    assert told(ledger, "suppliers_in_use") == 2.0
    assert told(ledger, "effective_suppliers") == pytest.approx(1 / 0.52)
    assert told(ledger, "qualifications") == told(ledger, "class_changes") == told(ledger, "phase_outs") == 0.0
    assert told(ledger, "cost_administration") == pytest.approx(300.0), "without a panel, all sources are kept"
    assert told(run(Primary(), {"share": 0.6}, {"share": 0.4}), "effective_suppliers") == 1.0


def test_a_supplier_that_fails_changes_class_once_and_leaves() -> None:
    """Down from day 12 to the end, and nobody is told: A on day 10, D on days 20 and 30, when it is phased out."""
    ledger = kept(
        network({"share": 0.5}, {"share": 0.5}), 39, demand=Constant(), ordering=Jit(),
        sourcing=Panel(review=10.0, lag=1000.0),
        crisis={"fire": Shock(target={"name": "a"}, severity=1.0, start=12, duration=100)},
    )  # fmt: skip
    assert told(ledger, "class_changes") == 1.0
    assert told(ledger, "phase_outs") == 1.0
    assert told(ledger, "suppliers_in_use") == pytest.approx((2 * 29 + 10) / 39)


def test_volume_prices_by_world() -> None:
    """An elasticity by level: each world pays by its own."""
    ledger = kept(
        network({"share": 0.5}, {"share": 0.5}), 5, costs=Costs(**FREE, volume=np.array([[0.0, 0.07]])), worlds=2,
        demand=Constant(), ordering=Jit(), sourcing=Split(),
    )  # fmt: skip
    paid = ledger.metrics()["cost_volume"][ledger.scopes.names.index("agent:shop")]
    assert paid == pytest.approx([0.0, 100 * PRICE * (2**0.07 - 1)])
