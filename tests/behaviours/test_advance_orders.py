"""Orders known in advance are lead time saved, path by path (Hariharan & Zipkin 1995)."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.information import AdvanceOrders, Exact, Information
from jitagents.behaviours.ordering import BaseStock, Jit, Ordering
from jitagents.behaviours.serving import Backorder, LostSale
from jitagents.crises import Shock
from jitagents.crises.effects import Supply
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.exemptions import Exemption
from tests.science.conftest import recorded, row

START, DAYS = 15, 40


def stock(lead_time: int, ordering: Ordering, **changes: Any) -> np.ndarray:
    """Net stock of a shop whose source makes to order at once `(days, worlds)`."""
    at_once = [Exemption({"name": "outside"}, ordering=BaseStock(level=0.0), information=Exact())]
    network = serial(stages=1, lead_time=lead_time, demand=10.0, order_delay=0)
    model = SupplyModel(
        network,
        demand=Poisson(),
        ordering=ordering,
        serving=Backorder(),
        exemptions=at_once,
        worlds=5,
        rng=8,
        **changes,
    )
    model.run_for(START)
    days = recorded(model, DAYS, "stock", "owed")
    shop = row(model, "stage_1")
    return np.asarray(days["stock"][:, shop] - days["owed"][:, shop])


@pytest.mark.parametrize("days", [1, 3, 4])
def test_base_stock_with_advance_orders_has_a_shorter_lead_time(days: int) -> None:
    rule = BaseStock(level=45.0)
    assert np.array_equal(stock(5, rule, information=AdvanceOrders(days=days)), stock(5 - days, rule))
    assert not np.array_equal(stock(5, rule, information=AdvanceOrders(days=days)), stock(5, rule))


def test_just_in_time_passes_on_what_will_be_due() -> None:
    """The orders of today are those that customers will come for: stock varies as with a lead time of 5 - 3 days."""
    ahead, short = stock(5, Jit(cover=2.0), information=AdvanceOrders(days=3)), stock(2, Jit(cover=2.0))
    assert np.array_equal(np.diff(ahead, axis=0), np.diff(short, axis=0))


def test_orders_for_longer_than_the_lead_time_leave_no_doubt() -> None:
    """With all demand of the lead time known, stock is what it was meant to be, every day."""
    level = stock(2, BaseStock(level=20.0), information=AdvanceOrders(days=2))
    assert np.array_equal(level, np.full_like(level, 20.0))


def position(information: Information) -> np.ndarray:
    """Stock and orders less the customers known, of a shop whose source fails for 12 days, `(days, worlds)`."""
    model = SupplyModel(
        serial(stages=1, lead_time=2, demand=10.0, order_delay=0),
        demand=Poisson(),
        ordering=Jit(cover=1.0),
        serving=LostSale(),
        information=information,
        crisis={"fails": Shock({"name": "outside"}, Supply(), 1.0, start=START, duration=12)},
        worlds=5,
        rng=8,
    )
    days, shop, shown = [], row(model, "stage_1"), model.extras.extras
    for _ in range(60):
        model.step()
        known = shown["announced"][-3:, shop].sum(axis=0) if "announced" in shown else 0.0
        days.append(model.points["stock"][shop] + model.points["on_order"][shop] - known)
    return np.asarray(days)


def test_customers_who_go_away_unserved_are_not_ordered_for() -> None:
    """Just-in-time keeps its position where it began, whoever has ordered and gone away."""
    exact, ahead = position(Exact()), position(AdvanceOrders(days=3))
    assert exact[-1] == pytest.approx(exact[0])
    assert ahead[-1] == pytest.approx(ahead[0])
