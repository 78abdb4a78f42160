"""Lines: CONWIP in Factory Physics' Penny Fab (Hopp & Spearman 2011, ch. 7), and cards that take days to arrive."""

from math import ceil
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import BaseStock, Conwip, Jit, Kanban, Ordering, PassOn, TwoBin, WipCap
from jitagents.model import SupplyModel
from jitagents.network import Network, listed, serial
from jitagents.simulation.exemptions import Exemption
from tests.science.conftest import MAKE_TO_ORDER, recorded, row

HOURS = 2
"""Of a step: the time at each of the four stations."""
OUTSIDE = [Exemption({"name": "outside"}, ordering=BaseStock(level=MAKE_TO_ORDER))]


def penny_fab() -> Network:
    """Four stations of one penny a step, each a step from the next, and customers that take all that there is."""
    agents: list[dict[str, Any]] = [{"name": "customers", "kind": "buyer", "item": "penny_4", "demand": 2, "stock": 0}]
    lanes: list[dict[str, Any]] = []
    for number in range(1, 5):
        kind, buyer = "plant" if number > 1 else "supplier", f"station_{number + 1}" if number < 4 else "customers"
        station = {"name": f"station_{number}", "kind": kind, "item": f"penny_{number}", "capacity": 1, "stock": 0}
        agents.append(station | {"lead_time": 0})
        stock = {} if buyer == "customers" else {"stock": 0}
        lanes.append({"seller": f"station_{number}", "buyer": buyer, "lead_time": 1} | stock)
    return listed(name="penny fab", agents=agents, lanes=lanes)


def released_by(rule: Conwip | WipCap) -> list[Exemption]:
    """The line's configuration: its head releases by cards, all others pass on what they get."""
    return [Exemption({"name": "station_1"}, ordering=rule)]


@pytest.mark.parametrize("cards", range(1, 13))
def test_throughput_and_cycle_time_of_the_penny_fab(cards: int) -> None:
    """Best case: min(w / 8, 1/2) pennies an hour, max(8, 2 w) hours; work in process stays at w."""
    head = released_by(Conwip(cards=float(cards)))
    model = SupplyModel(penny_fab(), start="empty", demand=Constant(), ordering=PassOn(), exemptions=head)
    warmup, steps = 24, 12 * 12
    kept = recorded(model, warmup + steps, "order", "output")
    out, released = kept["output"][:, row(model, "customers"), 0], kept["order"][:, row(model, "station_1"), 0]
    assert out[warmup:].sum() / (HOURS * steps) == pytest.approx(min(cards / 8, 0.5), rel=1e-12)
    assert (np.cumsum(released) - np.cumsum(out) == cards).all()
    entered, left = (np.repeat(np.arange(len(units)), units.astype(int)) for units in (released, out))
    hours = HOURS * (left - entered[: len(left)])
    assert (hours[left >= warmup] == max(8, 2 * cards)).all()


@pytest.mark.parametrize("rule", [PassOn(), BaseStock(level=1e6), Kanban(container=1.0, cards=99.0)])
def test_a_cap_around_a_rule_that_never_stops_is_conwip(rule: Ordering) -> None:
    paths = []
    for head in (WipCap(rule, cards=5.0), Conwip(cards=5.0)):
        exemptions = released_by(head)
        model = SupplyModel(penny_fab(), start="empty", demand=Constant(), ordering=PassOn(), exemptions=exemptions)
        paths.append(recorded(model, 60, "order", "output"))
    for column in ("order", "output"):
        np.testing.assert_array_equal(paths[0][column], paths[1][column])


@pytest.mark.parametrize("cap", [2.0, 5.0, 99.0])
def test_hybrid_kanban_conwip_keeps_to_both_caps(cap: float) -> None:
    """Two cards in each of three loops, and a cap on all from the first loop down to customers who take no more."""
    loop = Kanban(container=1.0, cards=2.0)
    exemptions = [
        Exemption({"kind": ["supplier", "plant"]}, ordering=Jit(cover=0.0)),
        Exemption({"name": "customers"}, ordering=Kanban(container=1.0, cards=3.0)),
        Exemption({"kind": "input", "item": "penny_1"}, ordering=WipCap(loop, cards=cap)),
    ]
    model = SupplyModel(penny_fab(), start="empty", demand=Constant(0.0), ordering=loop, exemptions=exemptions)
    model.run_for(40)
    held = model.points["stock"] + model.points["on_order"]
    assert model.points["stock"].sum() == min(cap, 2 * 3 + 3)
    assert held.max() <= 3


def test_without_cards_the_line_keeps_what_is_in_it_before_day_1() -> None:
    model = SupplyModel(penny_fab(), demand=Constant(1.0), ordering=PassOn(), exemptions=released_by(Conwip(cover=2.0)))
    assert (recorded(model, 40, "output")["output"][:, row(model, "customers"), 0] == 1).all()


@pytest.mark.parametrize("delay", [0, 1, 3])
@pytest.mark.parametrize(("rate", "lead_time", "container"), [(4.0, 3, 2.0), (6.0, 2, 3.0), (5.0, 3, 5.0)])
def test_a_card_under_way_is_a_day_more_of_lead_time(delay: int, rate: float, lead_time: int, container: float) -> None:
    """With steady demand D: K >= ceil(D (L + delay) / C) meets it all on its day, one card fewer does not."""
    enough = ceil(rate * (lead_time + delay) / container)
    for cards in (enough, enough - 1):
        model = SupplyModel(
            serial(stages=1, lead_time=lead_time, demand=rate), start="empty", demand=Constant(), exemptions=OUTSIDE,
            ordering=Kanban(container=container, cards=float(cards), card_delay=delay),
        )  # fmt: skip
        kept, stage = recorded(model, 120, "output", "owed", "stock", "on_order"), row(model, "stage_1")
        assert (kept["stock"] + kept["on_order"])[:, stage].max() <= cards * container
        assert bool(kept["owed"][:, stage].any()) == (cards < enough)
        cycles = (lead_time + delay) * (60 // (lead_time + delay))
        through = kept["output"][-cycles:, stage].mean()
        assert through == pytest.approx(min(cards * container / (lead_time + delay), rate), rel=1e-12)


def test_the_formula_counts_the_days_of_a_card() -> None:
    model = SupplyModel(serial(stages=1, lead_time=3, demand=40.0), demand=Constant(), ordering=Kanban(card_delay=2))
    fitted = model.by_name["stage_1"].decision.profile.ordering
    assert isinstance(fitted, Kanban)
    assert np.asarray(fitted.cards).item() == ceil(40 * (3 + 1 + 2) * 1.15 / 20)


@pytest.mark.parametrize(("size", "runs_out"), [(15.0, False), (10.0, True)])
def test_two_bins_that_last_until_the_other_is_back_never_run_out(size: float, runs_out: bool) -> None:
    """A bin must hold the demand of the days after its fellow's order and before its return: three of 5 units."""
    model = SupplyModel(
        serial(stages=1, lead_time=4, demand=5.0), start="empty", demand=Constant(), ordering=TwoBin(bin=size),
        exemptions=OUTSIDE,
    )  # fmt: skip
    kept, stage = recorded(model, 60, "owed", "order"), row(model, "stage_1")
    assert set(kept["order"][:, stage].ravel()) == {0.0, size}
    assert bool(kept["owed"][:, stage].any()) == runs_out
