"""Kanban after a stop, with lost cards, and by lots (Monden 1983, ch. 2; Hopp & Spearman 2011, ch. 4)."""

from math import ceil
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.base import remember
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import BaseStock, Jit, Kanban, Ordering, SignalKanban
from jitagents.behaviours.serving import Backorder
from jitagents.crises import Shock
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.exemptions import Exemption
from tests.behaviours.conftest import plan, seen
from tests.science.conftest import levels, recorded, row

MADE_AS_ORDERED = Exemption({"name": "outside"}, ordering=Jit(cover=0.0))


def line(rule: Ordering, rate: float, lead_time: int, days: int, **more: Any) -> dict[str, np.ndarray]:
    """A stage that buys from a source without limits; its records at the end of each day `(days, worlds)`."""
    model = SupplyModel(
        serial(stages=1, lead_time=lead_time, demand=rate), demand=Constant(), serving=Backorder(), ordering=rule,
        exemptions=[MADE_AS_ORDERED], **more,
    )  # fmt: skip
    kept = recorded(model, days, "owed", "stock", "output", "order")
    return {name: column[:, row(model, "stage_1")] for name, column in kept.items()}


@pytest.mark.parametrize(
    ("rate", "lead_time", "stop", "extra"),
    [(6.0, 4, 8, 4), (6.0, 4, 8, 2), (6.0, 4, 11, 1), (9.0, 3, 5, 3), (3, 6, 9, 2)],
)
def test_extra_cards_catch_up_after_a_stop(rate: float, lead_time: int, stop: int, extra: int) -> None:
    """K C = D L cards never catch up; E more clear n lumps of (K + E) C, one a lead time, less D L each.

    After a stop of T days, at least a lead time, D T is owed as the first lump comes, L days after the end of the stop:
    n is the least for which n (K + E) C >= D T + D (1 + (n - 1) L).
    """
    container, start = 3.0, 5
    cards = rate * lead_time / container
    worlds, shares = levels([0.0, extra / cards])
    crisis = {"stop": Shock(target={"name": "outside"}, what="supply", severity=1.0, start=start, duration=stop)}
    rule = Kanban(container=container, cards=cards, extra_cards=shares)
    owed = line(rule, rate, lead_time, 200, crisis=crisis, worlds=worlds)["owed"]
    lumps = ceil((rate * stop + rate - rate * lead_time) / (extra * container))
    first = start + stop + lead_time  # the day on which the first lump comes
    assert owed[first - 2].tolist() == [rate * stop] * 2
    cleared = first + (lumps - 1) * lead_time
    assert (owed[first - 1 : cleared - 1, 1] > 0).all()
    assert owed[cleared - 1, 1] == 0
    assert owed[first - 1 :, 0].min() == rate * (stop + 1 - lead_time), "without them it is never cleared"


def test_extra_cards_are_withdrawn() -> None:
    """Issued beyond a day of backorders, in use until there are none, and then not ordered again."""
    rule = Kanban(container=2.0, cards=5.0, extra_cards=0.5, patience=1.0).fit(plan(rate=10.0))
    memory = remember(rule, 1, 1)
    days = [(10, 5), (11, 8), (3, 8), (0, 5), (9, 5)]
    issued = [np.max(rule.issued(seen(plan(rate=10.0), owed=owed), memory)) for owed, _ in days]
    assert issued == [cards for _, cards in days]


def test_lost_cards_let_fewer_through_until_an_audit() -> None:
    """8 cards, 1 % lost a day: 7 are left on days 1 to 13, 6 on days 14 to 28; cards x container / lead time pass."""
    worlds, shares = levels([0.0, 0.01])
    rule = Kanban(container=3.0, cards=8.0, lost_cards=shares)
    output = line(rule, 6.0, 4, 28, start="empty", worlds=worlds)["output"]
    assert output[4:, 0].mean() == 6.0
    assert output[4:16, 1].mean() == 7 * 3 / 4, "of what was ordered up to day 12"
    assert output[20:28, 1].mean() == 6 * 3 / 4, "of what was ordered on days 17 to 24"
    audited = Kanban(container=3.0, cards=8.0, lost_cards=0.01, audit=10).fit(plan(phase=3.0))
    memory = remember(audited, 1, 1)
    left = [np.max(audited.issued(seen(plan(phase=3.0), day), memory)) for day in range(1, 18)]
    share = [0.99**day for day in (*range(1, 7), 0, *range(1, 10), 0)]
    assert left == pytest.approx([8 * part for part in share])


@pytest.mark.parametrize("rule", [Kanban(container=5.0, safety=0.2), SignalKanban(container=5.0, safety=0.2)])
def test_a_supplier_without_stock_takes_its_own_time(rule: Kanban | SignalKanban) -> None:
    """ceil(10 x (3 + 1) x 1.2 / 5) = 10 containers by delivery, ceil(10 x (8 + 1) x 1.2 / 5) = 22 by reach."""
    known = plan(rate=10.0, lead_time=3.0, reach=8.0)
    by_reach = type(rule)(container=5.0, safety=0.2, lead_time="reach")
    assert [one.needed(known).item() for one in (rule, by_reach)] == [10, 22]


@pytest.mark.parametrize(("basis", "cards"), [("delivery", 6), ("reach", 16)])
def test_reach_is_enough_where_the_supplier_makes_to_order(basis: str, cards: int) -> None:
    """6 a day, 2 days of delivery after 5 of making: a card is away for 7 days, of which delivery knows 2.

    ceil(6 x (2 + 1) / 3) = 6 cards let 6 x 3 / 7 through; ceil(6 x (7 + 1) / 3) = 16 are enough.
    """
    rule = Kanban(container=3.0, safety=0.0, lead_time=basis)
    model = SupplyModel(
        serial(stages=2, lead_time=[2, 5], demand=6.0), demand=Constant(), serving=Backorder(), ordering=rule,
        start="empty", exemptions=[Exemption({"name": "stage_2"}, ordering=BaseStock(level=0.0))],
    )  # fmt: skip
    kept = recorded(model, 210, "output", "on_order")
    stage = row(model, "stage_1")
    assert kept["on_order"][20:, stage].max() <= 3 * cards
    assert kept["output"][70:, stage].mean() == pytest.approx(min(6, cards * 3 / 7), rel=1e-12)


@pytest.mark.parametrize(("rate", "lead_time", "lot"), [(6.0, 2, 24.0), (5.0, 3, 40.0), (6.0, 4, 12.0)])
def test_a_signal_orders_a_lot_when_stock_falls_to_it(rate: float, lead_time: int, lot: float) -> None:
    """A lot every lot / demand days; a lot that is less than the demand of a lead time caps output at lot / L."""
    kept = line(SignalKanban(container=4.0, lot=lot), rate, lead_time, 240, start="empty")
    orders = kept["order"][120:, 0]
    assert set(np.unique(orders)) == {0.0, lot}
    through = min(rate, lot / lead_time)
    assert orders.mean() == pytest.approx(through, rel=lot / (120 * through))
    assert (kept["owed"][120:, 0] == 0).all() == (through == rate)


def test_the_triangle_hangs_at_full_containers() -> None:
    """10 a day, 3 + 1 days, 15 % more: 46 units are 6 containers of 8; a lot of 5 days is 7 of them."""
    rule = SignalKanban(container=8.0).fit(plan(rate=10.0, lead_time=3.0))
    assert rule.signal(plan()).item() == 48
    assert np.asarray(rule.lot).item() == 56
    for stock, on_order, order in [(49, 0, 0), (48, 0, 56), (0, 0, 56), (0, 56, 0)]:
        assert rule(seen(plan(), stock=stock, on_order=on_order), {}).item() == order
