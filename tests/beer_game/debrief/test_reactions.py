"""Reactions of orders to what is seen: exact for players who order up to a position."""

import numpy as np
import pytest

from jitagents.beer_game import SEATS, Chain, Setup, records_of
from jitagents.beer_game.debrief import Debrief
from jitagents.behaviours.ordering import BaseStock
from tests.beer_game.debrief.conftest import passed_on

SETUP = Setup(customers="uniform", seed=1)


def test_who_orders_up_to_a_position_sees_stock_and_supply_line_alike() -> None:
    rules = {seat: BaseStock(level=36) for seat in SEATS}
    frame = Debrief(records_of(Chain(SETUP, rules).play(), ["1"]), SETUP).reactions
    told = frame[frame["net_stock"].notna()]
    assert len(told) >= 2
    np.testing.assert_allclose(told[["net_stock", "supply_line"]], -1, atol=1e-8)
    np.testing.assert_allclose(told["slip"], 0, atol=1e-8)
    np.testing.assert_allclose(told["net_stock_error"], 0, atol=1e-8)


def test_too_few_weeks_tell_nothing() -> None:
    setup = Setup(weeks=4)
    assert Debrief(passed_on(setup), setup).reactions["net_stock"].isna().all()


def test_simulated_people_see_less_of_the_supply_line(lesson: Debrief) -> None:
    frame = lesson.reactions
    assert frame["net_stock"].median() < 0
    assert frame["net_stock"].median() < frame["supply_line"].median()
    assert frame["slip"].median() == pytest.approx(0.36, abs=0.6)
