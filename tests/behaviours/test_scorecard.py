"""The review of a panel of suppliers: scores, classes, phase-out and shares, by hand."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.base import Memory, remember
from jitagents.behaviours.sourcing import Panel
from jitagents.behaviours.sourcing.base import ACTIVE, LEFT, PROBATION
from jitagents.errors import InputError
from tests.behaviours.offered import Floats, offers

CRITERIA = {"quality": 0.8, "delivery": 0.9, "price": 1.0, "speed": 0.5, "finance": 0.6, "warning": 1.0}


def column(*numbers: float) -> Floats:
    return np.array(numbers, dtype=float).reshape(-1, 1)


def scored(**criteria: float) -> float:
    return float(Panel().score({name: column(value) for name, value in (CRITERIA | criteria).items()})[0, 0])


def test_the_score_is_the_weighted_mean_of_the_criteria() -> None:
    """.30 x .8 + .25 x .9 + .25 x 1 + .10 x .5 + .05 x .6 + .05 x 1 = .845; the weights add up to 1."""
    assert scored() == pytest.approx(0.845)
    assert scored(finance=np.nan) == pytest.approx((0.845 - 0.03) / 0.95), "what is not rated does not count"


@pytest.mark.parametrize(
    ("score", "delivery", "number"),
    [
        (0.85, 1, 1),
        (0.849, 1, 2),
        (0.70, 1, 2),
        (0.699, 1, 3),
        (0.55, 1, 3),
        (0.549, 1, 4),
        (0.9, 0.55, 1),
        (0.9, 0.5, 4),
    ],
)
def test_classes_begin_at_their_least_score(score: float, delivery: float, number: int) -> None:
    assert Panel().classes(column(score), column(delivery))[0, 0] == number


def test_classes_fall() -> None:
    with pytest.raises(InputError, match=r"Panel.class_a, class_b, class_c: must fall"):
        Panel(class_b=0.9)
    with pytest.raises(InputError, match="must fall"):
        Panel(class_c=np.array([[0.5, 0.8]]))


class Days:
    """A panel and the days of its three suppliers, each of which has 10 units a day ordered, 2 days ahead."""

    def __init__(self, rule: Panel, **known: Any) -> None:
        usual: dict[str, Any] = {"lead_time": 2, "price": 1, "share": [0.4, 0.4, 0.2], "placed": 10}
        self.known = usual | known
        first = offers([0, 0, 0], day=0, **self.known)
        self.rule = rule.suited(first)
        self.memory: Memory = remember(self.rule, 3, 1)
        self.rule.prepare(first, self.memory)
        self.day = 0

    def run(self, last: int, late: bool = False, **today: Any) -> Floats:
        """Let days pass; the share of each supplier on the last. The first delivers every other order a day late."""
        while self.day < last:
            self.day += 1
            first = 20.0 * (self.day % 2 == 0 and self.day > 2) if late else 10.0 * (self.day > 2)
            arrived = [first, 10.0 * (self.day > 2), 10.0 * (self.day > 2)]
            arguments: dict[str, Any] = self.known | today
            offered = offers([0, 0, 0], day=self.day, arrived=arrived, **arguments)
            share = self.rule(offered, self.memory)
            assert share.sum() == pytest.approx(1.0, abs=1e-12)
        return np.asarray(share[:, 0])

    def of(self, name: str) -> list[float]:
        return [float(number) for number in self.memory[name][:, 0]]


def test_equal_suppliers_stay_as_planned() -> None:
    days = Days(Panel(review=20))
    assert days.run(100) == pytest.approx([0.4, 0.4, 0.2], abs=1e-12)
    assert days.of("class") == [1, 1, 1]
    assert days.of("score") == pytest.approx([1.0, 1.0, 1.0])


def test_half_the_orders_on_time_is_phased_out_at_the_second_review() -> None:
    """Not before: the first puts it on probation. Its share goes to the others, in proportion to equal scores."""
    days = Days(Panel(review=20, shares="fixed"))
    before = days.run(19, late=True)
    assert days.of("standing") == [ACTIVE] * 3
    days.run(20, late=True)
    assert days.of("standing") == [PROBATION, ACTIVE, ACTIVE]
    assert days.of("class")[0] == 4
    assert days.run(39, late=True) == pytest.approx(before)
    after = days.run(40, late=True)
    assert days.of("standing") == [LEFT, ACTIVE, ACTIVE]
    assert after == pytest.approx([0.0, 2 / 3, 1 / 3])


def test_the_last_supplier_stays_however_poor_it_is() -> None:
    """Nothing ever comes from the first two, and too little from the third: it stays, on probation."""
    days = Days(Panel(review=10))
    for day in range(1, 51):
        today = days.known | {"arrived": [0.0, 0.0, 4.0 * (day > 2)], "price": [2, 2, 1]}
        days.rule(offers([0, 0, 0], day=day, **today), days.memory)
    assert days.of("standing") == [LEFT, LEFT, PROBATION]


def test_a_smoothed_score_by_hand() -> None:
    """Delivery alone counts. First review .5, then always on time: .5 + .4 x .5 = .7, then .82."""
    only: dict[str, Any] = {"quality": 0, "price": 0, "speed": 0, "finance": 0, "warning": 0, "delivery": 1}
    days = Days(Panel(review=20, poor_reviews=9, **only))
    seen = []
    for last in (20, 40, 60):
        days.run(last, late=last == 20)
        seen.append(days.of("score")[0])
    assert seen == pytest.approx([0.5, 0.7, 0.82])


@pytest.mark.parametrize(("band", "moves"), [(0.03, False), (0.02, True)])
def test_scores_within_the_dead_band_move_nothing(band: float, moves: bool) -> None:
    """Prices 100, 100 and 92: price scores .92, .92 and 1 by a weight of a half: .96, .96 and 1, their mean .973."""
    weights: dict[str, Any] = {"price": 0.5, "delivery": 0.5, "quality": 0, "speed": 0, "finance": 0, "warning": 0}
    days = Days(Panel(review=10, band=band, **weights), price=[100, 100, 92])
    share = days.run(30)
    assert days.of("score") == pytest.approx([0.96, 0.96, 1.0])
    # The first two lie .0133 below the mean, the third .0267 above it.
    weighed = [2.92 / 3, 2.92 / 3, 1.0]
    expected = [part / sum(weighed) for part in weighed] if moves else [0.4, 0.4, 0.2]
    assert share == pytest.approx(expected)


def agreed(rule: Panel, weighed: list[float], share: tuple[float, ...] = (0.5, 0.3, 0.2)) -> list[float]:
    made = offers([0, 0, 0], share=share)
    memory = remember(rule, 3, 1)
    memory["agreed"][...], memory["weighed"][...], memory["reviews"][...] = column(*share), column(*weighed), 1.0
    targets = rule.targets(made, memory, np.ones((3, 1), dtype=bool))
    return [float(part) for part in targets[:, 0]]


def test_rules_of_shares_by_hand() -> None:
    free: dict[str, Any] = {"least": 0.0, "most": 1.0}
    scores = [0.9, 0.6, 0.5]
    assert agreed(Panel(shares="fixed", **free), scores) == pytest.approx([0.5, 0.3, 0.2])
    assert agreed(Panel(shares="proportional", **free), scores) == pytest.approx([0.45, 0.3, 0.25])
    assert agreed(Panel(shares="winner", **free), scores) == pytest.approx([0.7, 0.15, 0.15])
    mean = 2.0 / 3
    factors = [part * np.exp(2 * (score - mean)) for part, score in zip((0.5, 0.3, 0.2), scores, strict=True)]
    told = agreed(Panel(shares="multiplicative", pace=2, **free), scores)
    assert told == pytest.approx([factor / sum(factors) for factor in factors])
    assert agreed(Panel(shares="winner", least=0.2, most=0.6), scores) == pytest.approx([0.6, 0.2, 0.2])
