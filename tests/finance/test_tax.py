"""Tax on the profit of firms, by hand: daily accrual, quarterly instalments, losses carried forward, failures."""

from typing import Any

import numpy as np
import pytest

from jitagents.column import Array
from jitagents.crises import Liquidation, Shock
from jitagents.model import SupplyModel
from jitagents.network import Network
from jitagents.simulation.money.credit import Credit
from jitagents.simulation.money.taxes import Taxes
from jitagents.simulation.money.treasury import Treasury
from jitagents.worlds import Worlds
from tests.accounting.test_cash import kept, one
from tests.finance.firms import chain, ledger, row, simulated

AT_ONCE: dict[str, Any] = {"terms": 0, "customer_terms": 0, "outside_terms": 0}


def network() -> Network:
    """A shop that earns 30 a day, and a source that earns 10: of 5, it works for 1 and buys outside for 3."""
    return chain(8.0, 5.0, agents={"supplier_1": {"value_added": 1.0, "cost": 4.0}, "shop": {"cost": 4.0}})


def books_of(model: SupplyModel) -> Treasury:
    assert model.treasury is not None
    return model.treasury


def taxed(**agents: Any) -> tuple[Taxes, Credit]:
    """Taxes of a quarter of the profit, and the cash of a shop and its source, both without a history."""
    model = simulated(chain(5.0, 5.0, agents=agents), ledger())
    credit = books_of(model).credit
    taxes = Taxes(0.25, credit)
    taxes.open(np.zeros((2, 1)))
    return taxes, credit


def close(taxes: Taxes, day: int, *equity: float) -> list[float]:
    """Tax of a day, by agent, after which equity is less by it."""
    taxes.close(day, np.reshape(equity, (-1, 1)), None)
    return [float(one) for one in taxes.accrued[:, 0]]


def test_tax_accrues_day_by_day_and_is_paid_by_the_quarter() -> None:
    model = simulated(network(), ledger(tax=0.25, **AT_ONCE))
    books, shop, source = books_of(model), row(model, "shop"), row(model, "supplier_1")
    paid = dict[int, Array]()
    for day in range(1, 367):
        before = books.credit.net_cash[:, 0].copy()
        model.step()
        assert books.tax[[shop, source], 0] == pytest.approx([7.5, 2.5])
        change = books.credit.net_cash[:, 0] - before
        if abs(change[shop] - 30.0) > 1e-6:
            paid[day] = (np.array([30.0, 10.0]) - change[[shop, source]]) / [7.5, 2.5]
    assert {day: found.tolist() for day, found in paid.items()} == {
        91: pytest.approx([91, 91]), 182: pytest.approx([91, 91]), 274: pytest.approx([92, 92]),
        365: pytest.approx([91, 91]),
    }  # fmt: skip


def test_the_measure_and_the_margin_after_tax() -> None:
    found = kept(network(), ledger(tax=0.25, **AT_ONCE))
    assert [one(found, "tax", scope) for scope in ("agent:shop", "agent:supplier_1", "network")] == pytest.approx(
        [7.5, 2.5, 10.0]
    )
    assert one(found, "net_margin", "agent:shop") == pytest.approx((30 - 7.5) / 80)
    assert one(found, "net_margin") == pytest.approx((40 - 10) / 80)
    free = kept(network(), ledger(**AT_ONCE))
    assert one(free, "tax") == 0
    assert one(free, "net_margin") == pytest.approx(40 / 80)


def test_losses_are_carried_forward_and_what_was_paid_too_much_comes_back() -> None:
    """A loss of 100 in the first year; 40, then 120 in the second, of which 20 are taxed; at its end only 10 are."""
    taxes, credit = taxed()
    assert close(taxes, 100, -100, 0) == [0, 0]
    assert close(taxes, 365, -100, 0) == [0, 0]
    assert close(taxes, 366, -60, 0) == [0, 0]
    assert close(taxes, 400, 20, 0) == [5, 0]
    assert close(taxes, 365 + 91, 15, 0) == [0, 0]
    assert credit.net_cash[:, 0].tolist() == [-5, 0]
    assert close(taxes, 500, 5, 0) == [-2.5, 0]
    assert close(taxes, 365 + 182, 7.5, 0) == [0, 0]
    assert credit.net_cash[:, 0].tolist() == [-5, 0], "the state pays back at the end of the year"
    assert close(taxes, 730, 7.5, 0) == [0, 0]
    assert credit.net_cash[:, 0].tolist() == [-2.5, 0]
    assert close(taxes, 731, 17.5, 0) == [2.5, 0], "nothing is left to carry"


def test_agents_of_a_firm_are_taxed_together_and_those_with_a_profit_bear_it() -> None:
    both = {name: {"firm": "both"} for name in ("shop", "supplier_1")}
    taxes, credit = taxed(**both)
    assert close(taxes, 91, 100, -40) == [15, 0]
    assert credit.net_cash[:, 0].tolist() == [-15, 0]
    apart, _ = taxed()
    assert close(apart, 91, 100, -40) == [25, 0]


@pytest.mark.parametrize("loss", [0.0, 0.65])
def test_the_state_loses_like_other_creditors(loss: float) -> None:
    """The source is wound up on day 50 and owes 49 days of 2.5."""
    crisis = {"end": Shock({"name": "supplier_1"}, Liquidation(loss_given_default=loss), start=50, duration=1000)}
    model = simulated(network(), ledger(tax=0.25, **AT_ONCE), worlds=Worlds(range(1), twins=True), crisis=crisis)
    books, source = books_of(model), row(model, "supplier_1")
    model.run_for(49)
    assert books.taxes is not None
    assert books.taxes.owed[source] == pytest.approx([122.5, 122.5])
    before = float(books.credit.net_cash[source, 1])
    model.step()
    assert books.settlement.forgone[2, source] == pytest.approx([0.0, loss * 122.5])
    assert books.credit.net_cash[source, 1] - before == pytest.approx(-(1 - loss) * 122.5)
    model.run_for(50)
    assert books.taxes.owed[source, 1] == 0


def test_rates_by_world_are_those_of_worlds_alone() -> None:
    rates = [0.0, 0.25, 0.4]
    together = simulated(network(), ledger(tax=np.array([rates]), **AT_ONCE), worlds=3)
    together.run_for(100)
    for world, rate in enumerate(rates):
        alone = simulated(network(), ledger(tax=rate, **AT_ONCE))
        alone.run_for(100)
        np.testing.assert_array_equal(books_of(together).credit.net_cash[:, [world]], books_of(alone).credit.net_cash)
        np.testing.assert_array_equal(books_of(together).equity()[:, [world]], books_of(alone).equity())
    assert books_of(together.repeat([0])).credit.net_cash.shape == (2, 1)
