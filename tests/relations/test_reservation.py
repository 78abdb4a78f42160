"""Reserved units: who gets what by hand, and how much should be reserved."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.allocation import OldestFirst, Priority
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import BaseStock
from jitagents.behaviours.serving import LostSale
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.relations import Relation, Relations, best_reservation
from tests.relations.conftest import three_shops


def given(relation: Relations, **stages: Any) -> list[float]:
    """Units that each shop is given on day 1, of the 12 that there are, while each wants 10."""
    model = SupplyModel(
        three_shops(), relation=relation, ordering=BaseStock(level=10.0), serving=LostSale(), demand=Constant(),
        start="empty", **stages,
    )  # fmt: skip
    model.step()
    assert model.lanes["ordered"].ravel().tolist() == [10.0] * 3
    by_name = dict(zip(model.layout.names[model.layout.lane_buyer], model.lanes["allocated"][:, 0], strict=True))
    return [float(by_name[name]) for name in "abc"]


def of(name: str, **terms: Any) -> Relation:
    return Relation(lanes={"buyer": name}, **terms)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ({}, [4.0, 4.0, 4.0]),
        ({"a": of("a", reserved=0.8)}, [8 + 4 * 2 / 22, 4 * 10 / 22, 4 * 10 / 22]),
        ({"a": of("a", reserved=1.2)}, [10.0, 1.0, 1.0]),
        ({"a": of("a", reserved=0.8), "b": of("b", reserved=0.8)}, [6.0, 6.0, 0.0]),
        ({"a": of("a", reserved=0.8), "b": of("b", reserved=0.1)}, [8 + 3 * 2 / 21, 1 + 3 * 9 / 21, 3 * 10 / 21]),
    ],
)
def test_three_customers_by_hand(others: dict[str, Relation], expected: list[float]) -> None:
    assert given(Relations(others=others)) == pytest.approx(expected)


def test_what_is_left_goes_by_class() -> None:
    """Eight are reserved by a; of the other four, b of the first class gets all."""
    others = {"a": of("a", reserved=0.8, allocation_class=2), "b": of("b", allocation_class=1)}
    relation = Relations(allocation_class=2, others=others)
    assert given(relation, allocation=Priority()) == pytest.approx([8.0, 4.0, 0.0])


def test_nobody_is_given_more_than_is_owed_not_even_by_rounding() -> None:
    """Less than nothing would be owed then, and be divided on a day without orders."""
    rng = np.random.default_rng(0)
    reserved, owed = rng.uniform(0.0, 2.0, (1, 1000)), rng.uniform(0.0, 30.0, (3, 1000))
    model = SupplyModel(three_shops(), relation=Relations(reserved=reserved), demand=Constant(), worlds=1000)
    allocated = np.empty_like(owed)
    model.goods.rationing.divide(np.full((1, 1000), 100.0), owed, allocated)
    assert (allocated <= owed).all()
    np.testing.assert_allclose(allocated, owed)


def test_a_rule_that_remembers_orders_is_refused() -> None:
    with pytest.raises(InputError, match=r"relation\.reserved: needs an allocation rule without memory"):
        given(Relations(reserved=1.0), allocation=OldestFirst())


def test_the_best_reservation_is_that_of_the_newsvendor() -> None:
    assert best_reservation(100.0, 30.0, 40.0, 5.0) == pytest.approx(134.51, abs=0.005)
    assert best_reservation(100.0, 30.0, 40.0, 40.0) == 0.0
    assert best_reservation(100.0, 0.0, 40.0, 5.0) == 100.0
    for wrong in ((100.0, 30.0, 0.0, 5.0), (100.0, 30.0, 40.0, -1.0)):
        with pytest.raises(InputError):
            best_reservation(*wrong)


def test_no_other_reservation_earns_more() -> None:
    """Margin 40 of what is sold, min(D, R), less 5 for each unit reserved: the same 200,000 demands for all R."""
    demand = np.random.default_rng(1).normal(100.0, 30.0, 200_000)
    best = best_reservation(100.0, 30.0, 40.0, 5.0)
    earned = {change: 40.0 * np.minimum(demand, best + change) - 5.0 * (best + change) for change in (-8.0, 0.0, 8.0)}
    for change in (-8.0, 8.0):
        gain = earned[0.0] - earned[change]
        assert gain.mean() > 3 * gain.std() / np.sqrt(len(gain))
