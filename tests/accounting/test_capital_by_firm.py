"""The cost of capital by firm: who finances the stock, by hand."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import BaseStock, Jit
from jitagents.behaviours.serving import Backorder
from jitagents.errors import InputError
from jitagents.network import listed
from jitagents.relations import Relations
from tests.accounting.conftest import Given, by_name, kept, told
from tests.accounting.test_cost_totals import drawn_costs
from tests.accounting.test_costs import DEMAND
from tests.properties.case import DAYS, WARMUP, Case
from tests.properties.cases import cases

PARTS = ("cost_capital", "cost_storage", "cost_obsolescence", "cost_pipeline")
COSTS = Costs(capital=0.5, storage=0.02, obsolescence=0.03, pipeline=0.5, backorder_rate=0)


def shop(ownership: str | None = None, rates: tuple[float, float] = (0.10, 0.06), **columns: Any) -> Ledger:
    """A shop with 35 unit days at 4 on hand, and 48 at 3 on their way from outside, as in `test_costs`."""
    agents: list[dict[str, Any]] = [
        {"name": "shop", "kind": "buyer", "item": "x", "demand": 3, "value": 4, "wacc": rates[0], **columns},
        {"name": "outside", "kind": "supplier", "item": "x", "lead_time": 0, "stock": 0, "value": 3, "wacc": rates[1]},
    ]
    network = listed(name="shop", agents=agents, lanes=[{"seller": "outside", "buyer": "shop", "lead_time": 2}])
    ordering = BaseStock(level={"shop": 10.0, "outside": 0.0})
    return kept(
        network, len(DEMAND), measures=PARTS, costs=COSTS, demand=Given(DEMAND), ordering=ordering,
        serving=Backorder(), start="empty", relation=Relations(ownership=ownership),
    )  # fmt: skip


def money(ledger: Ledger, part: str, scope: str) -> float:
    """Money of a part over all days, times 365."""
    name = scope if scope == "network" else f"agent:{scope}"
    return float(told(ledger, f"cost_{part}", name)[0]) * len(DEMAND) * 365


def test_each_firm_pays_its_own_cost_of_capital() -> None:
    """Of 35 unit days at 4 the shop pays 10 %; of 48 at 3 the source pays half of 6, 2 and 3 %."""
    ledger = shop()
    assert money(ledger, "capital", "shop") == pytest.approx(35 * 4 * 0.10)
    assert money(ledger, "capital", "outside") == 0
    assert money(ledger, "storage", "shop") == pytest.approx(35 * 4 * 0.02)
    assert money(ledger, "pipeline", "outside") == pytest.approx(48 * 3 * 0.5 * (0.06 + 0.02 + 0.03))


def test_consignment_costs_the_chain_the_difference_of_both_rates() -> None:
    """The same goods, financed at 6 % in place of 10: the stock moves, and the chain saves 4 % of its cost."""
    owned, kept_for = shop(), shop("use")
    assert money(kept_for, "capital", "shop") == pytest.approx(0, abs=1e-9)
    assert money(kept_for, "capital", "outside") == pytest.approx(35 * 4 * 0.06)
    saved = money(owned, "capital", "network") - money(kept_for, "capital", "network")
    assert saved == pytest.approx(35 * 4 * (0.10 - 0.06))
    for part in ("storage", "obsolescence", "pipeline"):
        assert money(kept_for, part, "network") == pytest.approx(money(owned, part, "network"))


def test_goods_under_way_bear_the_rate_of_their_owner() -> None:
    """At shipment they are the shop's, as without a relation they are the source's."""
    moved = money(shop("shipment"), "pipeline", "network") - money(shop("receipt"), "pipeline", "network")
    assert moved == pytest.approx(48 * 3 * 0.5 * (0.10 - 0.06))
    assert money(shop("shipment"), "pipeline", "outside") == 0


def test_a_stated_holding_cost_stays_whoever_finances_it() -> None:
    """It is divided by the rates of the owner."""
    for ownership, rate in ((None, 0.10), ("use", 0.06)):
        ledger = shop(ownership, holding_cost=2.0)
        held = [money(ledger, part, "network") / 365 for part in ("capital", "storage", "obsolescence")]
        assert sum(held) == pytest.approx(35 * 2.0)
        assert held[0] == pytest.approx(35 * 2.0 * rate / (rate + 0.05))


def test_inputs_and_work_in_process_are_the_plants_and_agents_of_a_firm_pay_alike() -> None:
    """Ten bars a day at 5, three days in work, and a day of ore at 2; the shop states the rate of its firm."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 0, "value": 2, "firm": "group"},
        {"name": "mill", "kind": "plant", "item": "bar", "lead_time": 3, "value": 5, "cost": 5, "wacc": 0.2},
        {"name": "shop", "kind": "buyer", "item": "bar", "demand": 10, "value": 5, "firm": "group", "wacc": 0.07},
    ]
    lanes = [{"seller": "mine", "buyer": "mill"}, {"seller": "mill", "buyer": "shop"}]
    network = listed(name="works", agents=agents, lanes=lanes, whole=False)
    assert network.agents["wacc"].tolist() == [0.07, 0.2, 0.07]
    costs = Costs(capital=0.5, storage=0, obsolescence=0, pipeline=1.0, backorder_rate=0)
    ledger = kept(network, 10, warmup=20, measures=PARTS, costs=costs, demand=Constant(), ordering=Jit(cover=1.0))
    held = {name: float(told(ledger, "cost_capital", f"agent:{name}")[0]) * 365 for name in ("mill", "mine", "shop")}
    ore, bars = float(ledger.stock[ledger.layout.input_rows][0, 0]) / 10, ledger.stock[:, 0] / 10
    own = dict(zip(ledger.layout.names.tolist(), bars.tolist(), strict=True))
    in_process = 5 - 3 / 2  # half of the work is done
    working = 3 * 10  # units started on the last three days
    assert held["mill"] == pytest.approx(0.2 * (ore * 2 + own["mill"] * 5 + working * in_process))
    assert held["mine"] == pytest.approx(0.07 * own["mine"] * 2)
    assert held["shop"] == pytest.approx(0.07 * own["shop"] * 5)
    agents[0]["wacc"] = 0.08
    with pytest.raises(InputError, match=r"agents: shop: wacc = 0\.07 differs from that of another agent of its firm"):
        listed(name="works", agents=agents, lanes=lanes)


@settings(max_examples=10)
@given(cases(relating=True), drawn_costs())
def test_the_same_rate_everywhere_is_the_rate_of_the_cost_model_to_the_last_bit(case: Case, costs: Costs) -> None:
    names = [*PARTS, "cost"]
    found = []
    for stated in (False, True):
        for row in case.agents if stated else ():
            row["wacc"] = float(np.ravel(costs.capital)[0])
        model = case.model()
        ledger = Ledger(model, costs, DAYS, measures=by_name(names))
        model.observers.append(ledger)
        model.run_for(DAYS + WARMUP)
        found.append(ledger.metrics())
    for name in names:
        np.testing.assert_array_equal(found[0][name], found[1][name])
