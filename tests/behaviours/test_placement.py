"""Placements: the same money wherever it goes, all of it, and nothing but just-in-time where nothing is spent."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from jitagents.behaviours.base import Plan
from jitagents.behaviours.criticality import Criticality
from jitagents.behaviours.ordering import Hybrid, Jit, Panic
from jitagents.behaviours.placement import Critical, Path, Placement, Uniform, price
from jitagents.errors import InputError
from tests.behaviours.conftest import plan

ROWS = 5
NAMES = [f"row_{number}" for number in range(ROWS)]
ITEMS = ["car", "chip", "chip", "cable", "chip"]
SOURCES = [0, 1, 2, 1, 1]
POSITIVE = st.floats(0.01, 1e4)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Five rows: one that makes what it holds, one critical, and two that buy the same item."""
    rate, value = (draw(arrays.arrays(float, ROWS, elements=POSITIVE)) for _ in range(2))
    return plan(ROWS, names=NAMES, items=ITEMS, sources=SOURCES, rate=rate, value=value)


def paths() -> st.SearchStrategy[Placement]:
    names = st.sampled_from(["chip", "cable", *NAMES])
    step = st.dictionaries(names, st.floats(0.1, 20), min_size=1, max_size=3)
    return st.builds(Path, st.lists(step, min_size=1, max_size=5))


PLACEMENTS = st.one_of(st.just(Uniform()), st.just(Critical()), paths())
UNSPENT = st.lists(st.floats(0, 1), min_size=1, max_size=4)


def buffers(rule: Hybrid, known: Plan) -> np.ndarray:
    return rule.fit(known).buffer(known)


@given(plans(), PLACEMENTS, UNSPENT, st.floats(1, 1e6))
def test_the_money_is_spent_to_the_last_whatever_the_placement(
    known: Plan, placement: Placement, unspent: list[float], money: float
) -> None:
    rule = Hybrid(days=None, money=money, unspent=np.array([unspent]), placement=placement)
    spent = (known.value * buffers(rule, known)).sum(axis=0)
    assert spent == pytest.approx((1 - np.array(unspent)) * money, rel=1e-9, abs=1e-9 * money)
    assert buffers(rule, known).min() >= 0


@given(plans(), PLACEMENTS)
def test_unspent_it_is_just_in_time_bit_for_bit(known: Plan, placement: Placement) -> None:
    rule = Hybrid(cover=0.5, days=None, money=1e6, unspent=1.0, placement=placement).fit(known)
    opening = np.broadcast_to(rule.opening(known), (ROWS, 1))
    assert np.array_equal(opening, Jit(cover=0.5).opening(known))


@given(plans(), PLACEMENTS, UNSPENT)
def test_an_unspent_part_by_world_is_that_of_each_world_alone(
    known: Plan, placement: Placement, unspent: list[float]
) -> None:
    def added(value: Any) -> np.ndarray:
        return buffers(Hybrid(days=None, money=1e4, placement=placement, unspent=value), known)

    together = np.broadcast_to(added(np.array([unspent])), (ROWS, len(unspent)))
    for world, value in enumerate(unspent):
        assert together[:, [world]] == pytest.approx(np.broadcast_to(added(value), (ROWS, 1)), rel=1e-12)


@given(plans(), paths(), st.floats(0, 1), st.floats(0, 1))
def test_more_money_never_takes_cover_away(known: Plan, path: Path, share: float, other: float) -> None:
    critical = np.zeros(ROWS, dtype=bool)
    less, more = (path(known, critical, np.array([[1e5 * part]])) for part in sorted((share, other)))
    assert (more >= less * (1 - 1e-12)).all()


@given(plans(), paths(), paths(), st.floats(0, 1))
def test_a_longer_path_costs_more_and_begins_as_the_shorter_one(
    known: Plan, path: Path, tail: Path, share: float
) -> None:
    critical, longer = np.zeros(ROWS, dtype=bool), Path([*path.steps, *tail.steps])
    cost, cost_of_longer = (_cost(one, known) for one in (path, longer))
    assert cost_of_longer >= cost
    money = np.array([[share * cost]])
    assert longer(known, critical, money) == pytest.approx(path(known, critical, money), rel=1e-9, abs=1e-12)


def _cost(path: Path, known: Plan) -> float:
    """What all steps of a path cost."""
    days = np.zeros((ROWS, 1))
    for step in path.steps:
        for name, added in step.items():
            bought = (known.items == name) & (known.sources[:, 0] > 0)
            days[:, 0] += added * (known.names == name if name in NAMES else bought)
    return price(known, days).item()


def test_uniform_gives_all_that_is_bought_the_same_days() -> None:
    known = plan(ROWS, names=NAMES, items=ITEMS, sources=SOURCES, rate=[1, 2, 3, 4, 5], value=[9, 1, 2, 1, 3])
    days = Uniform()(known, np.ones(ROWS, dtype=bool), np.array([[54.0]]))
    assert days[:, 0] == pytest.approx([0, 2, 2, 2, 2])  # a day of all of it costs 2 + 6 + 4 + 15


def test_a_path_buys_its_steps_one_after_the_other() -> None:
    known = plan(ROWS, names=NAMES, items=ITEMS, sources=SOURCES, rate=1, value=[9, 1, 1, 5, 1])
    path = Path([{"chip": 2}, {"cable": 4, "row_0": 1}, {"row_4": 3}])
    days = path(known, np.zeros(ROWS, dtype=bool), np.array([[3.0, 6.0, 20.5, 35.0, 38.0, 76.0]]))
    chips = [1, 2, 2, 2, 2, 4]
    assert days == pytest.approx(np.array([
        [0, 0, 0.5, 1, 1, 2], chips, chips, [0, 0, 2, 4, 4, 8], [1, 2, 2, 2, 5, 10],
    ]))  # fmt: skip


def test_days_are_priced_on_the_critical_flows_wherever_they_go() -> None:
    known = plan(ROWS, names=NAMES, items=ITEMS, sources=SOURCES, rate=10, value=[9, 1, 2, 3, 4])
    critical = Criticality(names=["row_1", "row_3"])
    for placement in (Critical(), Uniform(), Path([{"chip": 1}])):
        rule = Hybrid(days=6.0, criticality=critical, placement=placement)
        assert (known.value * buffers(rule, known)).sum() == pytest.approx(6 * 10 * (1 + 3))


def test_a_wrapped_rule_keeps_its_buffers() -> None:
    known = plan(ROWS, names=NAMES, items=ITEMS, sources=SOURCES)
    rule = Panic(rule=Hybrid(days=None, money=500.0, placement=Uniform())).fit(known)
    assert (known.value * rule.buffer(known)).sum() == pytest.approx(500)
    assert not Jit().buffer(known).any()


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([{"chp": 1}], r"placement.steps\[0\]: there is no item and no flow 'chp'; did you mean 'chip'"),
        ([{"chip": 1}, {"car": 1}], r"steps\[1\]: there is no item and no flow 'car'"),  # it is made, not bought
        ([{"chip": 1}, {"row_9": 1}], r"steps\[1\].*'row_9'; did you mean 'row_"),
    ],
)
def test_a_name_that_nobody_has_is_told_with_the_nearest(steps: list[dict[str, float]], told: str) -> None:
    known = plan(ROWS, names=NAMES, items=ITEMS, sources=SOURCES)
    with pytest.raises(InputError, match=told):
        Hybrid(placement=Path(steps)).fit(known)


@pytest.mark.parametrize("step", [{}, {"chip": -1}, {"chip": "six"}, {"chip": True}, {"chip": None}, "chip", 6])
def test_steps_are_days_by_name(step: Any) -> None:
    with pytest.raises(InputError, match=r"Path.steps\[1\] = .*: must be a mapping of flows or items to days"):
        Path([{"chip": 1}, step])


@pytest.mark.parametrize(
    ("placement", "told"),
    [(Path([]), "steps: cost nothing"), (Uniform(), "nothing is bought"), (Critical(), "marks no flow")],
)
def test_money_needs_something_to_be_spent_on(placement: Placement, told: str) -> None:
    made = plan(2, sources=0)
    with pytest.raises(InputError, match=f"{told}, so that the money cannot be spent"):
        Hybrid(days=None, money=5.0, placement=placement).fit(made)
    assert not buffers(Hybrid(days=None, money=5.0, unspent=1.0, placement=placement), made).any()
