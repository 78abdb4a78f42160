"""Random networks with relations: goods and orders are conserved, and money between parties is."""

import numpy as np
from hypothesis import given, settings

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from tests.accounting.conftest import by_name
from tests.properties.case import DAYS, Case
from tests.properties.cases import cases
from tests.properties.relations import stated, terms
from tests.properties.test_conservation import check_days


def test_random_cases_have_every_term_but_classes() -> None:
    assert stated() == terms() - {"allocation_class"}


@settings(max_examples=15)
@given(cases(relating=True))
def test_every_day_balances(case: Case) -> None:
    check_days(case)


@settings(max_examples=10)
@given(cases(relating=True))
def test_payments_of_relations_cancel_out_in_the_network(case: Case) -> None:
    """What one party pays under a relation, another one earns: profits of agents add up to that of the network."""
    model = case.model()
    names = ["profit", "cost_penalty", "cost_bonus", "cost_reservation", "stock_owned"]
    ledger = Ledger(model, Costs(purchase=1.0, value_added=1.0, scrap=0.0), DAYS - 3, measures=by_name(names))
    model.observers.append(ledger)
    model.run_for(DAYS)
    metrics, agents = ledger.metrics(), [name.startswith("agent:") for name in ledger.scopes.names]
    for name in ("profit", "stock_owned"):
        whole = metrics[name][0]
        assert np.allclose(metrics[name][agents].sum(axis=0), whole, rtol=1e-9, atol=1e-7), name
    for name in ("cost_penalty", "cost_bonus", "cost_reservation"):
        assert np.allclose(metrics[name][0], 0.0, atol=1e-9), name
