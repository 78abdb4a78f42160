"""Plans that bind orders: a frozen schedule, a band, and none."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.base import remember
from jitagents.behaviours.demand import NegativeBinomial
from jitagents.behaviours.forecasting import ExponentialSmoothing
from jitagents.behaviours.ordering import BaseStock, Jit, Ordering, QuantityFlexibility
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.relations import Relations
from jitagents.simulation.exemptions import Exemption
from tests.behaviours.conftest import plan, seen
from tests.science.conftest import row


def orders(rule: Ordering, days: list[tuple[float, float]]) -> list[float]:
    """What one row orders from day to day, of which demand and forecast are given; its mean flow is 10."""
    known = plan()
    fitted = rule.fit(known)
    memory = remember(fitted, 1, 1)
    fitted.begin(seen(known), memory)
    return [
        float(fitted(seen(known, day, demand=demand, forecast=forecast), memory)[0, 0])
        for day, (demand, forecast) in enumerate(days, start=1)
    ]


DAYS = [(16.0, 20.0), (4.0, 8.0), (0.0, 8.0), (30.0, 10.0), (10.0, 10.0)]


@pytest.mark.parametrize(
    ("up", "down", "expected"),
    [
        (0.0, 0.0, [10, 10, 20, 8, 8]),  # the forecasts of two days before; before day 1 the mean flow
        (0.5, 0.5, [15, 5, 10, 12, 12]),  # due: 16; 5; 0; 20, of which 8 wait; 18
        (0.5, None, [15, 5, 0, 12, 12]),
        (None, 0.5, [16, 5, 10, 19, 10]),
        (None, None, [16, 4, 0, 30, 10]),
    ],
)
def test_orders_stay_within_the_band(up: float | None, down: float | None, expected: list[float]) -> None:
    assert orders(QuantityFlexibility(Jit(), ahead=2, up=up, down=down), DAYS) == expected


def path(**stages: Any) -> np.ndarray:
    model = SupplyModel(
        serial(stages=3, demand=10), worlds=10, rng=2, demand=NegativeBinomial(), forecasting=ExponentialSmoothing(),
        ordering=BaseStock(), **stages,
    )  # fmt: skip
    found = []
    for _ in range(60):
        model.step()
        found.append(model.points["order"].copy())
    return np.array(found)


def test_a_plan_that_is_a_term_is_the_ordering_rule() -> None:
    bound = {"name": ["stage_1", "stage_2"]}
    rule = QuantityFlexibility(BaseStock(), ahead=5, up=0.2, down=0.3)
    by_term = path(relation=Relations(plan_days=5, up=0.2, down=0.3))
    by_rule = path(exemptions=[Exemption(bound, ordering=rule)])
    assert np.array_equal(by_term, by_rule)
    assert not np.array_equal(by_term, path())


def test_a_term_changes_the_rule_of_an_exemption_too() -> None:
    shop = [Exemption({"name": "stage_1"}, ordering=Jit())]
    both = [
        Exemption({"name": "stage_1"}, ordering=QuantityFlexibility(Jit(), ahead=3, up=0.1, down=0.1)),
        Exemption({"name": "stage_2"}, ordering=QuantityFlexibility(BaseStock(), ahead=3, up=0.1, down=0.1)),
    ]
    assert np.array_equal(
        path(exemptions=shop, relation=Relations(plan_days=3, up=0.1, down=0.1)), path(exemptions=both)
    )


def test_an_open_band_is_no_commitment() -> None:
    assert np.array_equal(path(relation=Relations(plan_days=5)), path())


def test_a_narrow_band_calms_the_orders_upstream() -> None:
    """The variance that the second stage sees falls with the width of the band (Tsay & Lovejoy 1999)."""
    spread = []
    for width in (0.1, 0.4, None):
        model = SupplyModel(
            serial(stages=3, demand=10, whole=False), worlds=40, rng=2, demand=NegativeBinomial(),
            relation=Relations(plan_days=5, up=width, down=width), ordering=Jit(),
        )  # fmt: skip
        days = []
        for _ in range(200):
            model.step()
            days.append(model.points["order"][row(model, "stage_1")].copy())
        spread.append(np.array(days)[50:].var(axis=0))
    for narrow, wide in ((spread[0], spread[1]), (spread[1], spread[2])):
        gap = wide - narrow
        assert gap.mean() > 4 * gap.std(ddof=1) / np.sqrt(len(gap))


@pytest.mark.parametrize(
    ("terms", "words"),
    [({"up": 0.1}, "plan_days = 0: up and down are a band"), ({"plan_days": 3, "decides": "seller"}, "plan_days")],
)
def test_a_band_needs_a_plan_of_a_buyer_that_decides(terms: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        Relations(**terms)


def test_bands_widen_with_the_days_ahead() -> None:
    """The band of two days before binds first, and what it lets through is bound by that of the day before."""
    far = QuantityFlexibility(Jit(), ahead=2, up=0.5, down=0.5)
    both = QuantityFlexibility(far, ahead=1, up=0.1, down=0.1)
    days = [(10.0, 10.0), (30.0, 10.0), (0.0, 12.0), (10.0, 10.0)]
    assert orders(far, days) == [10, 15, 15, 10]  # 15 of the second day's 30 wait for the third
    # Plans of the day before: 10, 10, 10 and 12; of 15, 15 and 10 there are 4, 8 and then 4.8 that wait.
    assert orders(both, days) == pytest.approx([10, 11, 11, 13.2])


def test_bands_that_are_terms_are_ordering_rules() -> None:
    bound = {"name": ["stage_1", "stage_2"]}
    rule = QuantityFlexibility(
        QuantityFlexibility(BaseStock(), ahead=9, up=0.6, down=0.5), ahead=5, up=0.2, down=0.3
    )  # fmt: skip
    by_term = path(relation=Relations(plan_days=5, up=0.2, down=0.3, bands={9: [0.6, 0.5]}))
    assert np.array_equal(by_term, path(exemptions=[Exemption(bound, ordering=rule)]))


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ({"bands": {9: [0.5, 0.5]}}, "beyond plan_days = 0"), ({"plan_days": 9, "bands": {9: [0.5, 0.5]}}, "beyond"),
        ({"plan_days": 5, "bands": {9: [0.5]}}, r"must be \[up, down\]"),
        ({"plan_days": 5, "bands": {9: [0.5, 1.5]}}, "down at most 1"), ({"bands": 3}, "must be a mapping"),
    ],
)  # fmt: skip
def test_bands_must_be_pairs_of_shares(terms: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        Relations(**terms)
