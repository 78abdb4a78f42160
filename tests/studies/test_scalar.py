"""Rules of plain numbers: the same decisions as those of arrays, for one agent and one world at a time."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from jitagents import InputError, SupplyModel, Worlds
from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.ordering import BaseStock, MinMax, Ordering
from jitagents.column import Array
from jitagents.network import serial
from jitagents.parameters import Number, param
from jitagents.studies.scalar import scalar
from tests.studies.conftest import chosen, small


@dataclass(frozen=True)
class Smoothed(Ordering):
    """Orders up to some days of smoothed demand, and nothing while there is enough; by arrays."""

    days: Number = param(3.0, "days", "of demand", low=0)
    memory: ClassVar[dict[str, int]] = {"mean": 0}

    def opening(self, plan: Plan) -> Array:
        return BaseStock(cover=2.0).fit(plan).opening(plan)

    def begin(self, seen: Seen, memory: Memory) -> None:
        memory["mean"][...] = seen.plan.rate

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        memory["mean"][...] = 0.7 * memory["mean"] + 0.3 * seen.demand
        level = (self.days + seen.plan.lead_time) * memory["mean"]
        return np.where(seen.position < level, level - seen.position, 0.0)


def smoothed(seen: Any, memory: dict[str, float], days: float = 3.0) -> float:
    """The same, by a function with a memory."""
    memory["mean"] = 0.7 * memory.get("mean", seen.plan.rate) + 0.3 * seen.demand
    level = (days + seen.plan.lead_time) * memory["mean"]
    if seen.position < level:
        return level - seen.position
    return 0


class SmoothedByOne:
    """The same, by a class."""

    def __init__(self, days: float = 3.0) -> None:
        self.days = days
        self.mean: float | None = None

    def decide(self, seen: Any) -> float:
        last = seen.plan.rate if self.mean is None else self.mean
        self.mean = 0.7 * last + 0.3 * seen.demand
        level = (self.days + seen.plan.lead_time) * self.mean
        return level - seen.position if seen.position < level else 0


FORMS = {"function": smoothed, "class": SmoothedByOne, "object": SmoothedByOne()}


def test_all_forms_give_the_same_numbers_to_the_last_bit() -> None:
    study = small("ordering=base_stock", "ordering.cover=2", "replications=3").with_rule(Smoothed, "arrays")
    for name, rule in FORMS.items():
        study = study.with_rule(rule, name)
    results = study.run(progress=False).replications
    expected = chosen(results, variant="arrays")
    for name in FORMS:
        assert_frame_equal(chosen(results, variant=name), expected, check_exact=True)
    assert not chosen(results, variant="base_stock").equals(expected)


def test_parameters_differ_by_level() -> None:
    study = small("ordering=base_stock", "ordering.cover=2", "replications=2")
    levels = {"ordering.days": [1.0, 4.0]}
    frames = []
    for rule in (Smoothed, smoothed, SmoothedByOne):
        mine = replace(study, configs={"mine": study.with_rule(rule, "mine", days=3.0).configs["mine"]})
        frames.append(mine.sweep(levels).run(progress=False).replications)
    assert_frame_equal(frames[1], frames[0], check_exact=True)
    assert_frame_equal(frames[2], frames[0], check_exact=True)


@pytest.mark.parametrize("rule", FORMS.values(), ids=FORMS)
def test_a_repeated_world_goes_on_with_a_memory_of_its_own(rule: Any) -> None:
    model = SupplyModel(serial(stages=3), worlds=3, rng=4, ordering=scalar(rule, BaseStock()))
    model.run_for(6)
    more = model.repeat([2, 0, 2])
    model.run_for(5)
    more.run_for(5)
    assert np.array_equal(more.points["order"], model.points["order"][:, [2, 0, 2]])


@given(reorder=st.floats(0, 90), more=st.floats(0, 90), seed=st.integers(0, 99))
@settings(max_examples=6)
def test_min_max_by_plain_numbers(reorder: float, more: float, seed: int) -> None:
    def decide(seen: Any) -> float:
        if seen.position <= reorder:
            return level - seen.position
        return 0

    level, orders = reorder + more, []
    rule = MinMax(reorder=reorder, level=level)
    for ordering in (rule, scalar(decide, rule)):
        model = SupplyModel(serial(stages=2), worlds=Worlds(range(2), entropy=seed), ordering=ordering)
        model.run_for(4)
        orders.append(model.points["order"].copy())
    assert np.array_equal(orders[0], orders[1])


def test_what_is_seen_is_of_the_agent() -> None:
    def decide(seen: Any) -> float:
        told[seen.plan.name] = (seen.plan.role, seen.plan.item, seen.plan.lead_time, seen.day)
        return float(seen.demand)

    told = dict[str, tuple[Any, ...]]()
    model = SupplyModel(serial(stages=2), ordering=scalar(decide, BaseStock()))
    model.run_for(2)
    plan = model.planned.plan
    assert told == {
        str(plan.names[row]): (plan.role[row], plan.items[row], plan.lead_time[row, 0], 2) for row in range(len(plan))
    }


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (lambda seen: seen.positon, "for stage_1: AttributeError on day 1, line .*did you mean 'position'"),
        (lambda seen: seen.plan.lead_tme, "did you mean 'lead_time'"),
        (lambda seen: 1 / 0, "for stage_1: ZeroDivisionError on day 1, line .*division by zero"),
        (lambda seen: None, "returned nothing on day 1"),
        (lambda seen: -1, "ordered -1 for stage_1 on day 1"),
        (lambda seen: float("nan"), "ordered nan for stage_1"),
        (lambda seen: "many", "needs numbers"),
        (lambda: 3, r"must take the records of the day, `decide\(seen\)`"),
        (lambda seen, days: 3, "needs days; give it a default"),
    ],
)
def test_what_is_wrong_is_told_before_the_first_day(rule: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        small("replications=1").with_rule(rule, "mine")


def test_its_slowness_is_told_once_as_measured() -> None:
    def slow(seen: Any) -> float:
        sum(range(2000))
        return float(seen.demand)

    notices = small("replications=4").with_rule(slow).notices
    assert len([one for one in notices if "times as long as under jit" in one]) == 1
