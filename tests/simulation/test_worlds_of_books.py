"""Worlds of books: alone or among others, repeated, gone back, and with rates that differ by level."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.behaviours.information import Counts, Losses, MasterData, OrderLines, Posting
from jitagents.behaviours.ordering import BaseStock, Jit, Ordering
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.worlds import Worlds
from tests.simulation.erring_books import CHAIN, ERRING, same, tables


@settings(max_examples=10)
@given(st.permutations(range(4)), st.integers(0, 3))
def test_a_world_is_the_same_alone_and_among_others(order: list[int], alone: int) -> None:
    """Whatever replications stand beside it, and in whatever order."""
    network = serial(stages=3, lead_time=2, demand=10.0)
    together = SupplyModel(network, worlds=Worlds(order), ordering=Jit(), information=ERRING)
    single = SupplyModel(network, worlds=Worlds([alone]), ordering=Jit(), information=ERRING)
    for model in (together, single):
        model.run_for(50)
    here, there = tables(together), tables(single)
    assert all(np.array_equal(here[name][:, [order.index(alone)]], there[name], equal_nan=True) for name in there)


@pytest.mark.parametrize("rule", [Jit(), BaseStock()], ids=["jit", "base_stock"])
def test_a_model_that_goes_back_has_the_master_data_of_that_day(rule: Ordering) -> None:
    """What audits have found since is wrong again."""
    worlds = list(range(4))
    model = SupplyModel(CHAIN, worlds=len(worlds), ordering=rule, information=ERRING)
    model.run_for(10)
    early = model.repeat(worlds)
    model.run_for(60)
    model.continue_from(early, worlds)
    for _ in range(40):
        model.step()
        early.step()
        assert same(model, early)


@pytest.mark.parametrize("index", [[0], [1, 1], [0, 2]])
def test_some_worlds_are_repeated_without_the_others(index: list[int]) -> None:
    """Those that are left out have rare events of their own, which nobody has any more."""
    model = SupplyModel(CHAIN, worlds=4, ordering=Jit(), information=ERRING)
    model.run_for(10)
    more = model.repeat(index)
    for _ in range(40):
        model.step()
        more.step()
    there = tables(model)
    assert all(np.array_equal(column, there[name][:, index], equal_nan=True) for name, column in tables(more).items())


@pytest.mark.parametrize("run", [1, 3])
def test_repeated_worlds_go_on_comparing_orders(run: int) -> None:
    """What has come in since the last planning run, and what was lost, is known to the true orders of both."""
    model = SupplyModel(CHAIN, worlds=3, ordering=Jit(), information=replace(ERRING, run=run))
    model.compare_orders()
    model.run_for(10)
    more = model.repeat([2, 0])
    for _ in range(20):
        model.step()
        more.step()
        for name in ("true_order", "wrong_order"):
            assert np.array_equal(more.points[name], model.points[name][:, [2, 0]])


RATES: dict[str, Any] = {
    "receipt": (Posting, "miss", (0.0, 0.3)),
    "issue": (Posting, "miskey", (0.1, 0.4)),
    "losses": (Losses, "receipts", (0.0, 0.05)),
    "counts": (Counts, "a", (0.0, 9.0)),
    "order_lines": (OrderLines, "dropped", (0.0, 0.2)),
    "master_data": (MasterData, "lead_time_wrong", (0.0, 0.9)),
}


@pytest.mark.parametrize("part", RATES)
def test_levels_of_a_rate_are_worlds(part: str) -> None:
    """A rate by world gives each world what it has alone, on the same random numbers."""
    kind, name, values = RATES[part]
    worlds = Worlds(range(2), levels=2)

    def model(value: Any, worlds: Worlds) -> SupplyModel:
        inner = replace(getattr(ERRING, part), **{name: value})
        made = SupplyModel(CHAIN, worlds=worlds, ordering=Jit(), information=replace(ERRING, **{part: inner}))
        made.run_for(50)
        return made

    assert isinstance(getattr(ERRING, part), kind)
    together = tables(model(worlds.by_level(values), worlds))
    for level, value in enumerate(values):
        alone = tables(model(value, Worlds(range(2))))
        columns = slice(2 * level, 2 * level + 2)
        assert all(np.array_equal(together[name][:, columns], alone[name], equal_nan=True) for name in alone)
