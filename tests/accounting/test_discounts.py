"""Quantity discounts: granted on what is ordered, paid out with what is shipped."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from jitagents.accounting.costs import Costs
from jitagents.accounting.rebates import Rebates
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.serving import Backorder
from jitagents.crises import Shock
from jitagents.errors import InputError
from jitagents.network import listed
from jitagents.worlds import Worlds
from tests.accounting.conftest import Given, kept, told


@pytest.mark.parametrize(
    ("capacity", "rebated"),
    # Ordered are 20 at 10 % off, then 1 and 1 at full price; a unit that waits bears the mean discount.
    [(20, 2.0), (0, 0.0), (10, 2.0), (5, 0.5 + 5 * 1.5 / 16 + 5 * (1.5 - 7.5 / 16) / 12)],
)
def test_a_discount_is_granted_on_what_is_shipped(capacity: int, rebated: float) -> None:
    """A supplier that dies with the orders that it owes leaves its customer no discount on them."""
    lanes = {name: np.zeros((1, 1)) for name in ("ordered", "allocated", "owed")}
    today = SimpleNamespace(price_factor=None)
    model: Any = SimpleNamespace(lanes=lanes, disruptions=SimpleNamespace(today=today))
    rebates = Rebates(model, Costs(breaks={20: 0.1}).discount)
    owed = 0.0
    for ordered in (20.0, 1.0, 1.0):
        shipped = min(owed + ordered, capacity)
        owed += ordered - shipped
        for name, units in (("ordered", ordered), ("allocated", shipped), ("owed", owed)):
            lanes[name][...] = units
        rebates.add()
    assert rebates.total.item() == pytest.approx(rebated, rel=1e-12)


@pytest.mark.parametrize("duration", [3, 99])
def test_a_discount_is_paid_out_with_what_is_shipped(duration: int) -> None:
    """The mine ships nothing for a while or for ever; orders are 4 and 6 in turn, a fifth off from 6 on."""
    agents = [{"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 0, "value": 2}]
    agents.append({"name": "shop", "kind": "buyer", "item": "ore", "demand": 5})
    books = kept(
        listed(name="pit", agents=agents, lanes=[{"seller": "mine", "buyer": "shop"}]), 30,
        worlds=Worlds(twins=True), costs=Costs(purchase=1.0, breaks={6: 0.2}), demand=Given((4.0, 6.0) * 50),
        ordering=Jit(cover=0.0), serving=Backorder(),
        crisis={"outage": Shock({"name": "mine"}, "shipping", start=11, duration=duration)},
    )  # fmt: skip
    calm, crisis = told(books, "cost_purchase", "agent:shop") * 30
    assert calm == pytest.approx(15 * 2 * (4 + 6 * 0.8), rel=1e-12)
    assert crisis == pytest.approx(calm if duration == 3 else calm / 3, rel=1e-12)


@pytest.mark.parametrize("breaks", [{0: 0.1}, {"many": 0.1}, {10: 1.5}, {10: "half"}, {10: -0.1}])
def test_breaks_that_cannot_be(breaks: dict[Any, Any]) -> None:
    with pytest.raises(InputError, match=r"Costs\.breaks = .*quantity: discount"):
        Costs(breaks=breaks)
