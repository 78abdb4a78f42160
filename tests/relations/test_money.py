"""Money between a seller and a buyer, counted by hand."""

from typing import Any

import numpy as np
import pytest

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.behaviours.demand import Constant, NegativeBinomial
from jitagents.behaviours.ordering import BaseStock
from jitagents.behaviours.serving import LostSale
from jitagents.errors import InputError
from jitagents.finance import FirmLedger
from jitagents.model import SupplyModel
from jitagents.network import Network, listed, serial
from jitagents.relations import Relation, Relations
from tests.accounting.conftest import Given, kept

DAYS = 5


def one_shop() -> Network:
    """A mine with 12 units, and a shop without any; units cost 10."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 9, "stock": 12, "value": 10},
        {"name": "shop", "kind": "buyer", "item": "ore", "demand": 10, "stock": 0, "value": 50},
    ]
    return listed(agents=agents, lanes=[{"seller": "mine", "buyer": "shop"}], name="one_shop", whole=False)


def money(part: str, costs: Costs | None = None, **terms: Any) -> dict[str, float]:
    """Money of a measure over the five days, by scope.

    The shop orders 10, 10, 2, 0 and 0 units; 10 and 2 are shipped, on the first two days; then the mine is empty.
    """
    ledger = kept(
        one_shop(), DAYS, measures=[part], costs=costs, relation=Relations(**terms), ordering=BaseStock(level=10.0),
        serving=LostSale(), demand=Constant(), start="empty",
    )  # fmt: skip
    return by_scope(ledger, part)


def by_scope(ledger: Ledger, part: str) -> dict[str, float]:
    names = [name.removeprefix("agent:") for name in ledger.scopes.names]
    return dict(zip(names, ledger.metrics()[part][:, 0] * ledger.days, strict=True))


def test_the_penalty_of_a_late_seller() -> None:
    """Owed beyond the day of the order: 0, 8, 10, 10, 10 unit days, at 1 % of a price of 10."""
    paid = money("cost_penalty", penalty=0.01)
    assert paid["mine"] == pytest.approx(3.8)
    assert paid["shop"] == 0.0
    assert paid["network"] == pytest.approx(0.0, abs=1e-12)


def test_the_penalty_is_paid_for_so_many_days_at_most() -> None:
    """Eight units for two days and two units for two days."""
    assert money("cost_penalty", penalty=0.01, penalty_days=2)["mine"] == pytest.approx(2.0)
    assert money("cost_penalty", penalty=0.01, penalty_days=9)["mine"] == pytest.approx(3.8)


def test_a_general_penalty_and_that_of_a_relation_add_up() -> None:
    """The cap is of the relation alone."""
    paid = money("cost_penalty", Costs(penalty=0.02), penalty=0.01, penalty_days=2)
    assert paid["mine"] == pytest.approx(2 * 3.8 + 2.0)


def test_the_penalty_of_stock_outside_its_limits() -> None:
    """A shop that is to hold 1 to 2 days, 10 to 20 units, begins with 15, gets nothing and sells 10 a day.

    At the end of the days 5, 0, 0, 0 and 0 are there, so that 5, 10, 10, 10 and 10 units are missing, at 1 % of a price
    of 10. A shop with 47 units, whose customers come later, holds 27 too many.
    """
    later = Given(units=(0.0,) * DAYS + (20.0,) * DAYS)
    for stock, demand, outside in ((15.0, Constant(), 45.0), (47.0, later, 5 * 27.0)):
        network = one_shop()
        network.agents["stock"] = [0.0, stock]
        network.agents["lead_time"] = [60.0, np.nan]
        relation = Relations(decides="seller", least=1.0, most=2.0, outside=0.01)
        ledger = kept(
            network, DAYS, measures=["cost_penalty"], relation=relation, serving=LostSale(), start="empty",
            demand=demand,
        )  # fmt: skip
        paid = by_scope(ledger, "cost_penalty")
        assert paid["mine"] == pytest.approx(0.1 * outside)
        assert paid["network"] == pytest.approx(0.0, abs=1e-12)
    with pytest.raises(InputError, match="outside: needs least and most"):
        Relations(decides="seller", outside=0.01)


def test_the_bonus_of_what_is_shipped_on_time() -> None:
    """10 of the first 10 units, 2 of the second 10, none of the last 2."""
    paid = money("cost_bonus", bonus=0.02)
    assert (paid["shop"], paid["mine"]) == (pytest.approx(12 * 0.2), 0.0)
    assert paid["network"] == pytest.approx(0.0, abs=1e-12)


def test_the_fee_of_what_is_reserved() -> None:
    """Half of a flow of 10, at a tenth of the price, on five days."""
    paid = money("cost_reservation", reserved=0.5, reservation_fee=0.1)
    assert (paid["shop"], paid["network"]) == (pytest.approx(25.0), pytest.approx(0.0, abs=1e-12))


def test_the_price_and_the_administration_of_a_relation() -> None:
    assert money("cost_purchase", Costs(purchase=1.0), price=-0.1)["shop"] == pytest.approx(12 * 9.0)
    assert money("cost_administration", administration=365.0)["shop"] == pytest.approx(DAYS)


def test_what_one_party_pays_the_other_one_earns() -> None:
    """Revenue of the mine: 12 units at 11, a bonus of 12 x .22 and a fee of 27.5; the shop sells 12 units at 50."""
    terms = {"price": 0.1, "bonus": 0.02, "reserved": 0.5, "reservation_fee": 0.1, "penalty": 0.01}
    earned = money("revenue", Costs(purchase=1.0), **terms)
    assert earned["mine"] == pytest.approx(12 * 11 + 12 * 0.22 + 27.5)
    assert earned["shop"] == pytest.approx(12 * 50 + 38 * 0.11)
    assert earned["network"] == pytest.approx(600.0)


@pytest.mark.parametrize("ownership", ["shipment", "receipt", "use"])
def test_the_holding_cost_moves_with_the_ownership_and_its_sum_stays(ownership: str) -> None:
    costs = Costs(capital=0.365, storage=0.0, obsolescence=0.0, pipeline=0.5)
    stages: dict[str, Any] = {"ordering": BaseStock(), "demand": NegativeBinomial(), "rng": 3}
    names = ["cost_capital", "cost_pipeline", "stock_units", "pipeline"]
    network = serial(stages=2, demand=10, value=[3.0, 2.0])
    ledgers = [
        kept(network, 40, measures=names, costs=costs, relation=relation, **stages)
        for relation in (Relations(), Relations(ownership=ownership))
    ]
    (capital, under_way), (usual, usual_way) = (
        (by_scope(ledger, "cost_capital"), by_scope(ledger, "cost_pipeline")) for ledger in reversed(ledgers)
    )
    stock = by_scope(ledgers[0], "stock_units")["stage_1"]
    way = usual_way["stage_2"]
    shop, seller = usual["stage_1"], usual["stage_2"]
    assert shop == pytest.approx(3.0 * 0.001 * stock)
    moved = shop if ownership == "use" else 0.0
    assert capital["stage_1"] == pytest.approx(shop - moved, abs=1e-9)
    assert capital["stage_2"] == pytest.approx(seller + moved)
    assert under_way["stage_1"] == pytest.approx(way if ownership == "shipment" else 0.0)
    for with_terms, without in ((capital, usual), (under_way, usual_way)):
        assert with_terms["network"] == pytest.approx(without["network"])


def test_terms_by_level_are_each_level_alone() -> None:
    """A number that differs by world is, in each of them, what it is alone."""
    values = np.array([[0.0, 0.01, 0.05]])
    stages: dict[str, Any] = {"ordering": BaseStock(level=10.0), "serving": LostSale(), "demand": Constant()}
    together = kept(
        one_shop(), DAYS, measures=["cost_penalty"], worlds=3, relation=Relations(penalty=values), start="empty",
        **stages,
    )  # fmt: skip
    mine = together.scopes.names.index("agent:mine")
    alone = [money("cost_penalty", penalty=value)["mine"] for value in values[0].tolist()]
    assert (together.metrics()["cost_penalty"][mine] * DAYS).tolist() == pytest.approx(alone)


def test_terms_of_some_lanes() -> None:
    others = {"all": Relation(lanes={"buyer": "shop"}, penalty=0.02)}
    assert money("cost_penalty", penalty=0.01, others=others)["mine"] == pytest.approx(7.6)
    with pytest.raises(InputError, match=r"relation\.others\.all\.lanes\.buyer"):
        money("cost_penalty", others={"all": Relation(lanes={"buyer": "ship"}, penalty=0.02)})


def test_the_ledger_of_firms_follows_the_relation() -> None:
    """A unit is invoiced at its use, at the changed price, and paid ten days later."""
    relation = Relations(ownership="use", payment=10, price=0.1)
    model = SupplyModel(one_shop(), relation=relation, finance=FirmLedger(terms=45.0), demand=Constant())
    assert model.network.lanes[["invoiced", "terms"]].to_numpy().tolist() == [["use", 10.0]]
    assert model.treasury is not None
    assert model.treasury.worth.price.tolist() == [[pytest.approx(11.0)]]
    usual = SupplyModel(one_shop(), finance=FirmLedger(terms=45.0), demand=Constant())
    assert usual.treasury is not None
    assert usual.treasury.worth.price.tolist() == [[10.0]]
