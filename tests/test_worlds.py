"""Worlds: pairs of calm and crisis, whether levels share their calm worlds or not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.random_streams import Drawn
from jitagents.worlds import Worlds


@st.composite
def many(draw: st.DrawFn) -> Worlds:
    replications = range(draw(st.integers(1, 4)))
    return Worlds(replications, draw(st.integers(1, 4)), draw(st.booleans()), 3, draw(st.booleans()))


@given(many())
def test_every_pair_has_a_calm_world_of_its_replication(worlds: Worlds) -> None:
    number = np.empty(worlds.count)
    number[worlds.crisis] = np.tile(worlds.replications, worlds.levels)
    if worlds.twins:
        own = Worlds(worlds.replications, 1 if worlds.shared_calm else worlds.levels)
        number[: worlds.count - worlds.pairs] = np.tile(worlds.replications, own.levels)
    assert np.array_equal(number[worlds.calm], number[worlds.crisis])
    assert number[worlds.calm].shape == (worlds.pairs,)
    assert worlds.disrupted.sum() == worlds.pairs
    assert worlds.disrupted[0, worlds.crisis].all()
    assert not worlds.twins or not worlds.disrupted[0, worlds.calm].any()


@given(many())
def test_the_values_of_levels_come_back(worlds: Worlds) -> None:
    values = [float(level) for level in range(worlds.levels)]
    by_world = worlds.by_level(values)
    assert by_world.shape == (1, worlds.count)
    assert worlds.level_values(by_world).tolist() == values
    assert worlds.level_values(7.0).tolist() == [7.0] * worlds.levels


def test_names_may_differ_by_level() -> None:
    worlds = Worlds(range(2), levels=2, twins=True, shared_calm=True)
    assert worlds.by_level(["mill", "orchard"]).tolist() == [["mill", "mill", "mill", "mill", "orchard", "orchard"]]


@given(many())
def test_levels_and_twins_share_the_draws_of_a_replication(worlds: Worlds) -> None:
    drawn = Drawn(worlds, "luck", [lambda rng, day, days, _: rng.random((days, 3))], 3)
    today = np.empty(drawn.shape)
    drawn.on(1, today)
    assert np.array_equal(today[:, worlds.calm], today[:, worlds.crisis])
    assert len(np.unique(today[0])) == len(worlds.replications)


def test_laws_that_differ_by_level_have_no_calm_world_in_common() -> None:
    samplers = [lambda rng, day, days, _: rng.random((days, 1))] * 2
    drawn = Drawn(Worlds(levels=2, twins=True, shared_calm=True), "luck", samplers, 1)
    with pytest.raises(ValueError, match="shape"):
        drawn.on(1, np.empty(drawn.shape))


@pytest.mark.parametrize("first", [1, 7, 1000])
def test_how_many_days_are_drawn_first_changes_no_number(first: int) -> None:
    worlds, days = Worlds(range(2)), range(1, 30)

    def numbers(first: int | None) -> np.ndarray:
        drawn = Drawn(worlds, "luck", [lambda rng, day, days, _: rng.random((days, 3))], 3, days=12, first=first)
        found = np.empty((len(days), *drawn.shape))
        for day, today in zip(days, found, strict=True):
            drawn.on(day, today)
        return found

    assert np.array_equal(numbers(first), numbers(None))
