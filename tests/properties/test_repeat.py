"""Worlds that are repeated go on to the last bit as if they had been there from the start."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.agents import Buyer
from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.ordering import Jit
from jitagents.continuation import Stateful
from jitagents.crises import Shock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.parameters import in_worlds
from jitagents.worlds import Worlds
from tests.properties.books import state
from tests.properties.case import DAYS, Case
from tests.properties.cases import cases
from tests.properties.test_independence import assert_same, at_level

LEVELS = (0.3, 1.0)


@settings(max_examples=20)
@given(cases(), st.data())
def test_repeated_worlds_go_on_as_if_there_from_the_start(case: Case, data: st.DataObject) -> None:
    """Random networks, rules and crises, whose severity and times differ by level."""
    twins, replications = data.draw(st.booleans()), data.draw(st.integers(1, 3))
    worlds = Worlds(range(replications), levels=len(LEVELS), twins=twins, entropy=3)
    for name, disruption in list(case.crisis.items())[:1]:
        case.crisis[name] = at_level(disruption, worlds.by_level(LEVELS))
    index = data.draw(st.lists(st.integers(0, worlds.count - 1), min_size=1, max_size=5))
    past = data.draw(st.integers(1, DAYS - 1))
    model = case.model(worlds)
    model.run_for(past)
    before = state(model)
    more = model.repeat(index)
    assert_same(state(more), before, of_right=index)
    more.run_for(DAYS - past)
    case.crisis = in_worlds(case.crisis, np.array(index), worlds.count)
    straight = case.model(worlds.repeat(index))
    straight.run_for(DAYS)
    assert_same(state(more), state(straight))
    model.run_for(DAYS - past)
    assert_same(state(more), state(model), of_right=index)


def chain(**arguments: Any) -> SupplyModel:
    """A chain of three stages with random demand."""
    return SupplyModel(serial(stages=3, demand=10), demand=Poisson(), **arguments)


class Moody(Buyer):
    """A buyer that draws numbers of its own from the generators of Mesa."""

    def decide(self) -> None:
        super().decide()
        self.order = self.order + self.model.rng.integers(5) + self.model.random.randrange(5)


def test_the_generators_of_mesa_go_on_too() -> None:
    model = chain(worlds=2, classes={"buyer": Moody})
    model.run_for(5)
    more = model.repeat([1, 1, 0])
    for one in (model, more):
        one.run_for(5)
    assert_same(state(more), state(model), of_right=[1, 1, 0])


def test_numbers_by_world_are_those_of_the_worlds_that_go_on() -> None:
    """Parameters of rules, of demand and of the crisis, beside those that are the same everywhere."""
    worlds = Worlds(range(2), levels=2, twins=True, shared_calm=True)
    cover, severity = worlds.by_level([0.0, 4.0]), worlds.by_level([0.2, 1.0])
    crisis = {"fire": Shock({"name": worlds.by_level(["stage_2", "stage_3"])}, severity=severity, start=2)}
    model = chain(worlds=worlds, ordering=Jit(cover=cover), crisis=crisis)
    model.run_for(3)
    index = [5, 0, 2, 5]
    more = model.repeat(index)
    ordering = more.stages.ordering
    assert isinstance(ordering, Jit)
    assert np.asarray(ordering.cover).tolist() == cover[:, index].tolist()
    for one in (model, more):
        one.run_for(10)
    assert_same(state(more), state(model), of_right=index)


class Demanded(Stateful):
    """An observer that adds up demand."""

    changing = ("total",)

    def __init__(self, worlds: int) -> None:
        self.total = np.zeros(worlds)

    def __call__(self, model: SupplyModel) -> None:
        self.total += model.points["demand"].sum(axis=0)


def test_the_sums_of_an_observer_go_on() -> None:
    model, index = chain(worlds=2), np.array([1, 0, 1])
    before, after = Demanded(2), Demanded(3)
    model.observers.append(before)
    model.run_for(5)
    more = model.repeat(index)
    after.continue_from(before, index)
    more.observers.append(after)
    for one in (model, more):
        one.run_for(5)
    assert after.total.tolist() == before.total[index].tolist()


def test_the_present_worlds_are_left_as_they_are() -> None:
    model, alone = chain(worlds=3), chain(worlds=3)
    for one in (model, alone):
        one.run_for(4)
    model.repeat([2, 2]).run_for(6)
    for one in (model, alone):
        one.run_for(4)
    assert_same(state(model), state(alone))


@pytest.mark.parametrize(
    ("index", "words"),
    [
        ([0, 3], "there is no world 3; the worlds are 0 to 2"),
        ([-1], "there is no world -1"),
        ([0.0, 1.0], "must be a list of whole numbers"),
        ([True, False, True], "must be a list of whole numbers"),
        ([[0, 1]], "must be a list of whole numbers"),
        ([], "must be a list of whole numbers"),
        (1, "must be a list of whole numbers"),
        (["a"], "must be a list of whole numbers"),
        ([[0], [1, 2]], "must be a list of whole numbers"),
        (None, "must be a list of whole numbers"),
    ],
)
def test_an_index_that_is_none_is_refused(index: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        chain(worlds=3).repeat(index)


def test_repeated_worlds_are_not_compared_in_pairs() -> None:
    worlds = Worlds(range(2), twins=True).repeat([0, 3])
    for pairs in ("calm", "crisis"):
        with pytest.raises(InputError, match="need not come in pairs"):
            getattr(worlds, pairs)


def test_worlds_can_be_repeated_again() -> None:
    worlds = Worlds(range(2), levels=2, twins=True)
    again = worlds.repeat([7, 0, 4]).repeat([0, 0, 2])
    assert again.places.tolist() == [7, 7, 4]
    assert again.disrupted.tolist() == [[1.0, 1.0, 1.0]]
    assert again.by_level([0.5, 1.5]).tolist() == [[1.5, 1.5, 0.5]]
    assert again.by_replication([3.0, 8.0]).tolist() == [[8.0, 8.0, 3.0]]
