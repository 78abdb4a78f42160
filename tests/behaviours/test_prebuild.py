"""Stock that is built before an announced crisis: how much, when, and that none of it is left in the end."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.behaviours.base import Seen, remember
from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.ordering import BaseStock, EchelonBaseStock, Jit, Kanban, LotMultiples, Ordering, Prebuild
from jitagents.behaviours.serving import LostSale
from jitagents.crises import Demand, Shock
from jitagents.model import SupplyModel
from jitagents.network import serial
from tests.behaviours.conftest import plan, seen

DAYS, START = 70, 25


def orders(rule: Ordering, warned: list[float], demand: float = 10.0) -> list[float]:
    """What one row, whose mean flow is 10 a day, orders from day to day."""
    known = plan()
    fitted = rule.fit(known)
    memory = remember(fitted, 1, 1)
    return [
        float(fitted(seen(known, day, demand=demand, warned=days), memory)[0, 0])
        for day, days in enumerate(warned, start=1)
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Prebuild(Jit()), [10, 50, 10, 0, 0, 0, 0, 10]),
        (Prebuild(Jit(), share=0.5), [10, 30, 10, 5, 5, 5, 5, 10]),
        (Prebuild(Jit(), most=2.0), [10, 30, 10, 10, 10, 0, 0, 10]),
        (Prebuild(Jit(), over=2.0), [10, 30, 20, 10, 0, 0, 0, 10]),
        (Prebuild(Jit(), share=0.42), [10, 27, 10, 6, 6, 6, 5, 10]),
    ],
)
def test_what_is_built_at_once_or_bit_by_bit_and_worked_off(rule: Ordering, expected: list[float]) -> None:
    """Warned two days ahead of four days; in whole units where the rule orders whole units."""
    assert orders(rule, [0, 4, 4, 3, 2, 1, 0, 0]) == expected


def test_fractions_stay_fractions() -> None:
    assert orders(Prebuild(Jit(), share=0.42), [0, 1], demand=10.5) == [10.5, pytest.approx(14.7)]


def test_the_rule_does_not_see_the_extra() -> None:
    shown = []

    class Spy(BaseStock):
        def __call__(self, seen: Seen, memory: Any) -> Any:
            shown.append(float(seen.position[0, 0]))
            return super().__call__(seen, memory)

    known, rule = plan(), Prebuild(Spy(level=60.0))
    memory = remember(rule, 1, 1)
    assert rule(seen(known, stock=60, warned=2.0), memory).item() == 20
    assert rule(seen(known, stock=80, warned=2.0), memory).item() == 0
    assert shown == [60, 60]


def output(rule: Ordering, what: Any = "supply", **shock: Any) -> npt.NDArray[np.float64]:
    """What a line of two sells day by day, and then its stock at the end."""
    network = serial(stages=2, lead_time=[2, 1], demand=10.0)
    target = {"name": "stage_1" if isinstance(what, Demand) else "stage_2"}
    crisis = {"disruption": Shock(target, what, start=START, **shock)}
    model = SupplyModel(network, demand=Constant(), ordering=rule, serving=LostSale(), crisis=crisis)
    days = []
    for _ in range(DAYS):
        model.step()
        days.append(float(model.by_name["stage_1"].output[0]))
    return np.array([*days, *(float(model.by_name[name].stock[0]) for name in ("stage_1", "stage_2"))])


FOLLOWED = [Jit(cover=1.0), BaseStock(cover=1.0), LotMultiples(Jit(cover=1.0), lot=4.0)]
RULES = [*FOLLOWED, EchelonBaseStock(), Kanban()]
"""Rules; by the last two the supplier does not make at once what it is asked for all at once."""


@pytest.mark.parametrize("rule", FOLLOWED)
def test_enough_warning_and_nothing_is_lost_and_no_stock_is_left(rule: Ordering) -> None:
    calm = output(rule, severity=0.0, duration=8)
    plain, built = (output(one, severity=1.0, duration=8, warning=6) for one in (rule, Prebuild(rule)))
    assert plain[:DAYS].sum() < calm[:DAYS].sum() - 40
    assert built[:DAYS].sum() == calm[:DAYS].sum()
    assert built[DAYS:].sum() == pytest.approx(calm[DAYS:].sum(), abs=4)


@pytest.mark.parametrize("rule", RULES[-2:])
def test_what_the_supplier_does_not_make_ahead_is_lost_and_no_stock_is_left(rule: Ordering) -> None:
    plain, built = (output(one, duration=8, warning=6) for one in (rule, Prebuild(rule)))
    assert built[:DAYS].sum() > plain[:DAYS].sum()
    assert built[DAYS:].sum() == plain[DAYS:].sum()


@pytest.mark.parametrize("rule", RULES)
def test_without_a_warning_it_is_the_rule_itself(rule: Ordering) -> None:
    for duration in (0, 8):
        assert np.array_equal(output(rule, duration=duration), output(Prebuild(rule), duration=duration))


def test_a_surge_that_is_announced_is_met() -> None:
    surge = {"severity": 0.5, "duration": 6, "warning": 4}
    plain, built = (output(one, Demand(), **surge)[:DAYS].sum() for one in (Jit(cover=0.5), Prebuild(Jit(cover=0.5))))
    assert built == DAYS * 10 + 6 * 5 > plain


@settings(max_examples=15)
@given(
    levels=st.tuples(*[st.integers(0, 60)] * 3),
    warnings=st.tuples(st.integers(0, 12), st.integers(0, 12)),
    duration=st.integers(1, 12),
    severity=st.sampled_from([0.4, 1.0]),
    capacity=st.sampled_from([None, 12.0, 20.0]),
    over=st.sampled_from([1.0, 3.0]),
)
def test_an_earlier_warning_never_adds_to_the_loss(
    levels: tuple[int, ...],
    warnings: tuple[int, int],
    duration: int,
    severity: float,
    capacity: float | None,
    over: float,
) -> None:
    """Base stock in line, path by path: what is sold in all never falls."""
    network = serial(stages=3, demand=8.0, capacity=capacity, whole=False)
    rule = Prebuild(BaseStock(level={f"stage_{n + 1}": float(level) for n, level in enumerate(levels)}), over=over)
    sold = []
    for warning in sorted(warnings):
        shock = Shock({"name": "stage_3"}, "supply", severity=severity, start=15, duration=duration, warning=warning)
        model = SupplyModel(
            network, worlds=3, rng=3, demand=Poisson(8.0), ordering=rule, serving=LostSale(), crisis={"shock": shock}
        )
        total, days = np.zeros(3), []
        for _ in range(40):
            model.step()
            total += model.by_name["stage_1"].output
            days.append(total.copy())
        sold.append(np.array(days))
    assert (sold[1] >= sold[0] - 1e-9).all()
