"""Random networks in which all that money knows is on at once: balances, worlds alone, orders of tables, chunks."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.accounting.charges import charge
from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import MEASURES
from jitagents.accounting.measures.measure import Single
from jitagents.column import Array
from jitagents.crises import Administration, Insolvency, Liquidation, Rescue
from jitagents.finance import FirmLedger, Lateness
from jitagents.model import SupplyModel
from jitagents.relations import Relations
from jitagents.results import Results
from jitagents.worlds import Worlds
from tests.finance.test_conservation import every_day, short_years
from tests.properties.case import DAYS, WARMUP, Case
from tests.properties.cases import cases
from tests.studies.conftest import small

__all__ = ["short_years"]

RATES = {"one firm": 0.06, "another": 0.11}
COSTS = Costs(
    storage_volume=0.15, engineering_changes=0.5, written_off=0.6, order=3.0, penalty=0.02, transport=0.03,
    line_stop=0.2, breaks={5: 0.1}, cancel_fee=0.1, purchase=1.0, value_added=1.0,
)  # fmt: skip
MONEY = [
    name for name, one in MEASURES.items()
    if isinstance(one, Single) and (one.unit.startswith("money") or name in ("net_margin", "return_on_capital"))
]  # fmt: skip
"""Measures in money, and those of profit."""


@st.composite
def moneyed(draw: st.DrawFn) -> Case:
    """A case with firms, costs of capital, volumes, duty, cover, terms, consignment, late payers, tax and failures."""
    case = draw(cases(relating=True))
    for agent in case.agents:
        firm = draw(st.sampled_from(["", *RATES]))
        agent |= {"firm": firm, "wacc": RATES.get(firm, draw(st.sampled_from([np.nan, 0.2])))}
        agent |= {"unit_volume": draw(st.sampled_from([np.nan, 0.3, 2.0]))}
        agent |= {name: draw(st.sampled_from([np.nan, 0.0, 40.0])) for name in ("cash", "credit_line")}
    for lane in case.lanes:
        lane |= {"duty": draw(st.sampled_from([0.0, 0.07])), "hedging": draw(st.sampled_from([0.0, 0.02]))}
        lane |= {"terms": draw(st.sampled_from([np.nan, 0.0, 5.0]))}
        lane |= {"invoiced": draw(st.sampled_from(["", "shipment", "receipt", "use"]))}
    late = draw(st.sampled_from([None, Lateness(mean=3.0)]))
    case.stages["finance"] = FirmLedger(
        terms=4.0, customer_terms=2.0, outside_terms=3.0, tax=0.3, margin=0.3, interest=0.2, deposit=0.02, cash=2.0,
        line=2.0, fixed_wages=0.3, discount=0.02, duty=0.01, pays=draw(st.sampled_from(["in_full", "as_able"])),
        lateness=late,
    )  # fmt: skip
    failing: Any = draw(st.sampled_from([None, Liquidation(loss_given_default=0.4), Administration(), Rescue()]))
    if failing is not None:
        case.crisis["failing"] = Insolvency(what=failing, grace=1, duration=draw(st.sampled_from([None, 4.0])))
    return case


def accounts(model: SupplyModel) -> dict[str, Array]:
    """Books of agents and lanes after a run, and the measures of money, all in the order of names."""
    ledger = Ledger(model, COSTS, DAYS - WARMUP, measures=[MEASURES[name] for name in MONEY], promise=1)
    model.observers.append(ledger)
    model.run_for(DAYS)
    books, layout, lanes = model.treasury, model.layout, model.network.lanes.iloc[model.layout.lane_order]
    assert books is not None
    agents = np.argsort(layout.names[layout.agent_rows].astype(str))
    ways = np.lexsort([lanes[name].to_numpy(str) for name in ("mode", "seller", "buyer")])
    found = {name: column[agents] for name, column in (("cash", books.credit.net_cash), ("equity", books.equity()))}
    found |= {"tax": books.tax[agents], "bills": books.open_bills[ways]}
    scopes = np.argsort(np.array(ledger.scopes.names))
    return found | {name: numbers[scopes] for name, numbers in ledger.metrics().items()}


@settings(max_examples=25)
@given(moneyed())
def test_money_is_conserved_with_all_of_it_on(case: Case) -> None:
    every_day(charge(case.model(), COSTS, promise=1))


@settings(max_examples=15)
@given(moneyed(), st.integers(0, 2))
def test_the_books_of_a_world_are_the_same_alone(case: Case, number: int) -> None:
    together = accounts(charge(case.model(Worlds(range(3), twins=True, entropy=3)), COSTS, promise=1))
    alone = accounts(charge(case.model(Worlds([number], twins=True, entropy=3)), COSTS, promise=1))
    for name, numbers in together.items():
        np.testing.assert_array_equal(numbers[:, [number, 3 + number]], alone[name], name)


@settings(max_examples=15)
@given(moneyed(), st.integers(0, 1000))
def test_the_books_do_not_know_the_order_of_the_tables(case: Case, seed: int) -> None:
    models = case.model(), case.model(shuffle=np.random.default_rng(seed))
    kept, shuffled = (accounts(charge(model, COSTS, promise=1)) for model in models)
    for name, numbers in kept.items():
        np.testing.assert_array_equal(numbers, shuffled[name], name)


@settings(max_examples=15)
@given(moneyed())
def test_stock_bears_the_rate_of_its_owner_and_its_room(case: Case) -> None:
    """Worked out again, agent by agent, where no relation moves the stock."""
    case.stages["relation"] = Relations()
    model = charge(case.model(), COSTS, promise=1)
    ledger = Ledger(model, COSTS, DAYS, measures=[MEASURES["cost_capital"], MEASURES["cost_storage"]])
    model.observers.append(ledger)
    layout, worth, table = model.layout, model.planned.valuation, model.network.agents
    held, room = np.zeros((2, layout.agent_rows.stop, model.worlds.count))
    rate = dict(zip(table["name"], table["wacc"].fillna(float(np.max(COSTS.capital))), strict=True))
    volume = dict(zip(table["name"], table["unit_volume"], strict=True))
    for _ in range(WARMUP + DAYS):
        model.step()
        if not 1 <= model.clock.measured <= DAYS:
            continue
        for row in range(layout.rows):
            stock, agent = model.points["stock"][row], layout.owner[row]
            sellers = [layout.names[seller] for seller in layout.lane_seller[layout.lane_buyer == row]]
            sizes = [volume[name] for name in (sellers if row >= layout.agent_rows.stop else [layout.names[row]])]
            size = np.nanmax([*sizes, -1.0])
            held[agent] += stock * worth.cost[row] * rate[layout.names[agent]] / 365
            by_value = worth.cost[row] * COSTS.storage / 365
            room[agent] += stock * (size * COSTS.storage_volume if size >= 0 else by_value)
        for place, row in enumerate(layout.maker_rows.tolist()):
            units = model.points["on_order"][row] - model.making["open_orders"][place]
            held[row] += units * worth.in_process[row] * rate[layout.names[row]] / 365
            if np.isnan(volume[layout.names[row]]):
                room[row] += units * worth.in_process[row] * COSTS.storage / 365
    for name, told in (("cost_capital", held), ("cost_storage", room)):
        found = ledger.metrics()[name]
        for row in range(layout.agent_rows.stop):
            scope = ledger.scopes.names.index(f"agent:{layout.names[row]}")
            np.testing.assert_allclose(found[scope] * DAYS, told[row], rtol=1e-9, atol=1e-9)


def taxed(*more: str) -> Results:
    measures = "[cash_conversion_cycle, tax, net_margin, lowest_cash, cost, cost_storage, cost_engineering_change]"
    overrides = (
        "finance=slow_payers", "costs=ownership", "costs.engineering_changes=.2", "costs.storage_volume=.15",
        f"measures={measures}", "levels={finance.tax: [0, .25]}", "days=100", "costs.order=0", "finance.margin=.5",
    )  # fmt: skip
    return small(*overrides, *more).run(progress=False)


@pytest.mark.parametrize("chunk", [1, 3])
def test_chunks_change_no_bit_of_a_study_with_tax(chunk: int) -> None:
    whole, cut = (one.replications for one in (taxed(), taxed(f"chunk={chunk}")))
    for name in whole.columns:
        assert whole[name].equals(cut[name]), name
    rows = whole[whole["scope"] == "network"].set_index(["level", "replication"])["tax.calm"]
    assert (rows["finance.tax=0"] == 0).all()
    assert (rows["finance.tax=0.25"] > 0).all()
