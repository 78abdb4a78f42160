"""Kanban: how many cards are enough, and what fewer of them let through (Monden 1983; Hopp & Spearman 2011, ch. 4)."""

from math import ceil

import numpy as np
import pytest

from jitagents.behaviours.base import Plan
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Kanban
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.exemptions import Exemption
from tests.science.conftest import levels, recorded, row


def plan(rate: float, lead_time: float) -> Plan:
    """The plan of one stock point."""
    ones = np.ones((1, 1))
    return Plan(
        names=np.array(["cell"], dtype=object), items=np.array(["part"], dtype=object), rate=rate * ones,
        demand_sd=0 * ones, lead_time=lead_time * ones, lead_time_sd=0 * ones, reach=lead_time * ones, value=ones,
        cost=ones, sources=ones, phase=0 * ones, base_stock=ones, role=np.array(["buyer"], dtype=object),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rate", "interval", "safety", "container"),
    [(480.0, 1.5, 0.15, 40.0), (480.0, 1.5, 0.0, 40.0), (100.0, 3.0, 0.2, 25.0), (7.0, 2.0, 0.0, 5.0)],
)
def test_cards_by_the_formula(rate: float, interval: float, safety: float, container: float) -> None:
    """ceil(demand x (lead time + a day's wait) x (1 + safety) / container); 21 in the textbook's example."""
    fitted = Kanban(container=container, safety=safety).fit(plan(rate, interval - 1))
    assert fitted.cards == ceil(round(rate * interval * (1 + safety) / container, 9))
    assert (rate, safety) != (480.0, 0.15) or fitted.cards == 21


@pytest.mark.parametrize(
    ("rate", "lead_time", "container"), [(4.0, 3, 2.0), (6.0, 4, 3.0), (6.0, 2, 2.0), (5.0, 3, 5.0), (4.0, 1, 1.0)]
)
def test_enough_cards_never_run_out_and_fewer_run_at_cards_over_lead_time(
    rate: float, lead_time: int, container: float
) -> None:
    """With steady demand D: K >= ceil(D L / C) meets it all on its day; K C < D L lets K C / L through."""
    enough, cycles = ceil(rate * lead_time / container), 12
    cards = [float(number) for number in range(1, enough + 4)]
    worlds, by_world = levels(cards)
    model = SupplyModel(
        serial(stages=1, lead_time=lead_time, demand=rate), worlds=worlds, start="empty", demand=Constant(),
        ordering=Kanban(container=container, cards=by_world),
    )  # fmt: skip
    kept = recorded(model, lead_time * (cycles + 1), "output", "owed")
    stage = row(model, "stage_1")
    output, owed = kept["output"][lead_time:, stage], kept["owed"][:, stage]
    through = np.minimum(np.array(cards) * container / lead_time, rate)
    assert output.mean(axis=0) == pytest.approx(through, rel=1e-12)
    runs_out = owed.max(axis=0) > 0
    assert runs_out.tolist() == [number < enough for number in cards]


def test_cards_in_series_hold_what_is_on_hand_and_on_order_at_their_units() -> None:
    """No stage ever has more on hand and on order than its cards stand for; the scarcest stage sets the pace.

    Upstream a card waits for the day to end: today's shipment frees it for tomorrow's order; a loop has L + 1 days.
    """
    cards = {"stage_1": 9.0, "stage_2": 5.0, "stage_3": 9.0}
    own = [Exemption({"name": name}, ordering=Kanban(container=2.0, cards=number)) for name, number in cards.items()]
    model = SupplyModel(
        serial(stages=3, lead_time=2, demand=8.0), start="empty", demand=Constant(), ordering=Kanban(), exemptions=own
    )
    kept = recorded(model, 30 + 60, "stock", "on_order", "output")
    held = kept["stock"] + kept["on_order"]
    for name, number in cards.items():
        assert held[:, row(model, name)].max() <= 2.0 * number
    assert kept["output"][30:, row(model, "stage_1")].mean() == pytest.approx(5 * 2.0 / (2 + 1), rel=1e-12)
