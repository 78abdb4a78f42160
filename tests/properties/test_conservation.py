"""Nothing is lost and nothing appears: what entered is what left, what is on hand, and what is under way."""

import numpy as np
from hypothesis import given, settings

from tests.properties.books import Books, state
from tests.properties.conftest import DAYS, Case, cases


@settings(max_examples=25)
@given(cases())
def test_every_day_balances(case: Case) -> None:
    model = case.model()
    books, before = Books(model), state(model)
    books.check_standing(before)
    for _ in range(DAYS):
        model.step()
        now = state(model)
        books.check_day(before, now)
        before = now


@settings(max_examples=25)
@given(cases())
def test_what_entered_is_what_left_and_what_is_there(case: Case) -> None:
    """Over the whole run and network: good units enter, units that are served, consumed or spoiled leave."""
    model = case.model()
    books, first = Books(model), state(model)
    entered, left = np.zeros((2, model.worlds.count))
    for _ in range(DAYS):
        model.step()
        now = state(model)
        entered += now["making.good"].sum(axis=0)
        left += now["points.output"][books.buyer | books.input].sum(axis=0) + now["points.spoiled"].sum(axis=0)
    last = state(model)
    inside = [
        sum(kept[name].sum(axis=0) for name in ("points.stock", "lanes.under_way", "making.in_process"))
        for kept in (first, last)
    ]
    books.same(inside[0] + entered, inside[1] + left, "entered and left")


@settings(max_examples=25)
@given(cases())
def test_nothing_is_shipped_that_is_not_owed_or_not_there(case: Case) -> None:
    model, spare = case.model(), 0.0
    for _ in range(DAYS):
        before = state(model)
        model.step()
        now = state(model)
        assert (now["lanes.allocated"] <= before["lanes.owed"] + now["lanes.ordered"] + 1e-9).all()
        assert (now["points.output"] <= now["points.shippable"]).all() or not model.strikes.shipping
        assert (now["making.started"] <= now["making.kits"]).all()
        spare += now["making.capacity"] + now["making.overtime"] - now["making.started"] - now["making.reworked"]
        assert (spare >= -1e-9).all()
