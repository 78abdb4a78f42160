"""Who owns the stock, who gains, and who should pay whom."""

from typing import Any

import numpy as np
import pytest

from jitagents import Results, load
from jitagents.accounting import accumulators
from jitagents.behaviours.demand import NegativeBinomial
from jitagents.behaviours.ordering import BaseStock
from jitagents.errors import InputError
from jitagents.network import serial
from jitagents.relations import Relations
from tests.accounting.conftest import kept
from tests.relations.test_money import by_scope


@pytest.mark.parametrize("ownership", ["shipment", "receipt", "use"])
def test_stock_by_owner_adds_up_to_all_stock(ownership: str) -> None:
    """Goods of 2 on their way, and of 3 in the shop."""
    stages: dict[str, Any] = {"ordering": BaseStock(), "demand": NegativeBinomial(), "rng": 3}
    names = ["stock_owned", "stock_units", "pipeline", "stock_value"]
    ledger = kept(
        serial(stages=2, demand=10, value=[3.0, 2.0]), 40, measures=names, relation=Relations(ownership=ownership),
        **stages,
    )  # fmt: skip
    owned, units, value = (by_scope(ledger, name) for name in ("stock_owned", "stock_units", "stock_value"))
    moving = 2.0 * float(ledger.total(accumulators.under_way)[0, 0])
    shop = 3.0 * units["stage_1"]
    expected = {"shipment": shop + moving, "receipt": shop, "use": 0.0}[ownership]
    assert owned["stage_1"] == pytest.approx(expected)
    assert owned["network"] == pytest.approx(value["network"] + moving)
    assert owned["stage_1"] + owned["stage_2"] == pytest.approx(owned["network"])


@pytest.fixture(scope="module")
def results() -> Results:
    """A shop and its seller; terms that only move money, and terms that cost the buyer more than anybody gains."""
    variants = {
        "transaction": [],
        "dearer": ["relation.price=0.1"],
        "consignment": ["relation.ownership=use"],
        "wasteful": ["relation.administration=36500"],
        "managed": ["relation.decides=seller", "relation.least=1", "relation.most=1"],
    }
    network = ["network=serial", "network.stages=2", "network.value=[30, 20]", "ordering=safety_stock"]
    measures = ["measures=[profit, revenue, cost, cost_penalty, cost_bonus]", "scopes=[network, agents]"]
    overrides = [*network, *measures, "costs=ownership", "crisis=none", "days=60", "replications=8", "workers=1"]
    settled = [f"variants={{{', '.join(f'{name}: [{chr(44).join(over)}]' for name, over in variants.items())}}}"]
    return load("single", overrides=[*overrides, *settled]).run(progress=False)


def gains(results: Results, variant: str, column: str = "gain") -> dict[str, float]:
    table = results.gains(variant, "transaction").set_index("party")
    return {str(party).removeprefix("agent:"): float(table.loc[party, column]) for party in table.index}


def test_a_dearer_price_moves_money_from_the_buyer_to_the_seller(results: Results) -> None:
    """A tenth of a price of 20 for each unit shipped; nothing is gained, so that no payment leaves both better off."""
    gain = gains(results, "dearer")
    assert gain["stage_2"] == pytest.approx(-gain["stage_1"])
    assert gain["stage_2"] > 0
    assert gain["all"] == pytest.approx(0.0, abs=1e-9)


def test_consignment_moves_the_holding_cost(results: Results) -> None:
    gain = gains(results, "consignment")
    assert gain["stage_1"] == pytest.approx(-gain["stage_2"])
    assert gain["stage_1"] > 0


def test_a_relation_that_costs_more_than_it_brings_is_no_bargain(results: Results) -> None:
    assert gains(results, "wasteful")["all"] == pytest.approx(-100.0)
    assert np.isnan(gains(results, "wasteful", "pays")["stage_1"])


def test_payments_leave_everybody_with_the_same_gain(results: Results) -> None:
    gain, pays = gains(results, "managed"), gains(results, "managed", "pays")
    assert gain["all"] == pytest.approx(gain["stage_1"] + gain["stage_2"])
    assert gain["all"] > 0
    assert pays["stage_1"] + pays["stage_2"] == pytest.approx(0.0, abs=1e-9)
    assert gain["stage_1"] - pays["stage_1"] == pytest.approx(gain["all"] / 2)
    assert pays["all"] == 0.0


def test_the_profit_of_all_parties_is_that_of_the_network(results: Results) -> None:
    """Money between parties is conserved."""
    frame = results.replications
    agents = frame[frame["scope"].str.startswith("agent:")].groupby(["variant", "replication"])["profit.calm"].sum()
    whole = frame[frame["scope"] == "network"].groupby(["variant", "replication"])["profit.calm"].sum()
    assert np.allclose(agents, whole)


def test_what_cannot_be_told_is_refused(results: Results) -> None:
    with pytest.raises(InputError, match="no profit is known of them in the crisis"):
        results.gains("dearer", "transaction", crisis=True)
    with pytest.raises(InputError, match="dear"):
        results.gains("dear", "transaction")
