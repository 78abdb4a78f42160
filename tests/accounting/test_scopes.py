"""Tiers, the network and single days: what they add up, whatever else is measured."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.accounting import accumulators, order_line_accumulators
from jitagents.accounting.costs import Costs
from jitagents.accounting.daily import DAILY
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import MEASURES
from tests.accounting.recorded import SINGLE, followed, scope_of
from tests.properties.case import DAYS, Case
from tests.properties.cases import cases


@settings(max_examples=15)
@given(cases())
def test_sums_over_tiers_and_the_network(case: Case) -> None:
    """What is a sum adds up from agents to tiers and the network; what faces final demand, over the buyers."""
    ledger, _ = followed(case)
    found, names = ledger.metrics(), ledger.scopes.names
    agents: dict[int, list[int]] = {tier: [] for tier in range(ledger.scopes.daily - 1)}
    for row in range(ledger.layout.agent_rows.stop):
        agents[int(ledger.layout.tier[row])].append(scope_of(ledger, row))
    everyone = [scope for tier in agents.values() for scope in tier]
    buyers = [scope_of(ledger, row) for row in range(ledger.layout.market_rows.stop)]
    of_one_item = ("stock_units", "pipeline", "work_in_process", "net_stock", "output", "throughput", "lost_units")
    everywhere = (*of_one_item[:3], "stock_value", "cash_tied_up", "line_stop_days", "stop_equivalents", "cost")
    for name in (*everywhere, *of_one_item[3:], "output_value", "lost_demand"):
        parts = {names.index(f"tier:{tier}"): scopes for tier, scopes in agents.items()}
        parts[0] = everyone if name in everywhere else buyers
        for whole, scopes in parts.items():
            if name not in of_one_item or not np.isnan(found[name][whole]).any():
                np.testing.assert_allclose(found[name][whole], found[name][scopes].sum(axis=0), atol=1e-9)
            assert np.isnan(found[name][whole]).all() == (name in of_one_item and items_of(ledger, name, scopes) > 1)
    for name in ("ready_rate", "orders_placed"):
        np.testing.assert_allclose(found[name][0], found[name][buyers].mean(axis=0))


def items_of(ledger: Ledger, name: str, scopes: Sequence[int]) -> int:
    """How many items agents have, with their inputs where it is stock that is counted."""
    layout = ledger.layout
    agents = [ledger.scopes.names[scope].removeprefix("agent:") for scope in scopes]
    rows = np.arange(layout.rows if name == "stock_units" else layout.agent_rows.stop)
    return len({layout.items[row] for row in rows if layout.names[layout.owner[row]] in agents})


@settings(max_examples=15)
@given(cases())
def test_histories(case: Case) -> None:
    ledger, record = followed(case, ["fill_rate", "cost"], [*DAILY.values()])
    firms, tier, buyers = ledger.layout.agent_rows, ledger.layout.tier, ledger.layout.market_rows
    places = {(name, scope): at for at, names in enumerate(ledger.daily) for scope, name in enumerate(names) if name}
    agents = np.arange(firms.stop)
    members = [agents[buyers], *(agents[tier[firms] == number] for number in range(ledger.scopes.daily - 1))]
    for name in ("output", "owed", "order"):
        for scope, rows in enumerate(members):
            units = record[f"points.{name}"][:, rows]
            worth = (units * ledger.planned.plan.value[rows]).sum(axis=1)
            kept = {asked: ledger.histories[:, places[asked, scope], scope] for asked, at in places if at == scope}
            np.testing.assert_allclose(kept[f"{name}_value"], worth, rtol=1e-6, atol=1e-6)
            assert (name in kept) == (len({*ledger.layout.items[rows]}) == 1)
            np.testing.assert_allclose(kept.get(name, units.sum(axis=1)), units.sum(axis=1), rtol=1e-6, atol=1e-6)
    sales, service, cost = (ledger.histories[:, places[name, 0]] for name in ("sales", "service", "cost"))
    worth = record["points.output"][:, buyers] * ledger.planned.plan.value[buyers]
    np.testing.assert_allclose(sales[:, 0], worth.sum(axis=1), rtol=1e-6, atol=1e-6)
    wanted, filled = (record[f"buying.{name}"].sum(axis=1) for name in ("wanted", "filled"))
    met = np.divide(filled, wanted, out=np.ones_like(filled), where=wanted > 0)
    np.testing.assert_allclose(service[:, 0], met, rtol=1e-6, atol=1e-6)
    final = {0, *(1 + tier[buyers])}
    for number in range(ledger.scopes.daily):
        assert np.isnan(service[:, number]).all() == (number not in final)
        if number not in final:
            assert not sales[:, number].any()
    total = ledger.metrics()["cost"][: ledger.scopes.daily] * DAYS
    np.testing.assert_allclose(cost.astype(float).sum(axis=0), total, rtol=1e-5, atol=1e-4)
    assert not np.isnan(cost).any()


@settings(max_examples=12)
@given(cases(), st.lists(st.sampled_from(SINGLE), unique=True, min_size=1, max_size=6))
def test_a_measure_does_not_depend_on_the_others(case: Case, names: list[str]) -> None:
    every, _ = followed(case)
    some, _ = followed(case, names)
    assert list(some.metrics()) == [name for name in SINGLE if name in names]
    for name, value in some.metrics().items():
        np.testing.assert_array_equal(value, every.metrics()[name], err_msg=name)


def test_only_what_is_asked_for_is_added_up() -> None:
    case = Case(
        [{"name": "a", "kind": "supplier", "item": "x"}, {"name": "b", "kind": "buyer", "item": "x", "demand": 9.0}],
        [{"seller": "a", "buyer": "b"}],
    )
    accounted = {"stock", "owed", "order", "output", "demand"}
    for names, sums in (
        (["output"], set()),
        (["pipeline", "output"], {accumulators.under_way}),
        (["otif"], {order_line_accumulators.delivered_lines, order_line_accumulators.customer_lines}),
        (["shipped_on_time"], {order_line_accumulators.lines, order_line_accumulators.customer_lines}),
    ):
        ledger, _ = followed(case, names)
        assert {*ledger.totals} - accounted == sums
    free = Ledger(case.model(), Costs(order=0.0), DAYS, measures=[MEASURES["cost"]])
    dear = Ledger(case.model(), Costs(order=1.0), DAYS, measures=[MEASURES["cost"]])
    assert {*dear.totals} - {*free.totals} == {accumulators.orders, accumulators.orders_on_lanes}
