"""Exemptions: other behaviours for some stock points, and for them alone."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.forecasting import Naive
from jitagents.behaviours.information import Delayed
from jitagents.behaviours.ordering import BaseStock, Jit, SafetyStock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.simulation.exemptions import Exemption

DAYS = 12


def orders(model: SupplyModel) -> dict[str, np.ndarray]:
    """The orders of each stock point, day by day, by name."""
    kept = []
    for _ in range(DAYS):
        model.step()
        kept.append(model.points["order"].copy())
    return dict(zip(model.layout.names.tolist(), np.stack(kept, axis=1), strict=True))


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ({"name": "town"}, {"town"}),
        ({"kind": "input"}, {"forge/ore", "forge/wood", "smithy/ore", "smithy/wood"}),
        ({"name": "forge/ore"}, {"forge/ore"}),
        ({"kind": "input", "item": "wood"}, {"forge/wood", "smithy/wood"}),
        ({"tier": 0}, {"town", "city"}),
        ({"any": [{"name": "mine"}, {"kind": "plant"}]}, {"mine", "forge", "smithy"}),
    ],
)
def test_only_those_selected_order_otherwise(
    make: Callable[..., SupplyModel], where: dict[str, Any], names: set[str]
) -> None:
    level = 10_000.0
    model = make(ordering=Jit(), exemptions=[Exemption(where, ordering=BaseStock(level=level))])
    opening = dict(zip(model.layout.names.tolist(), model.points["stock"] + model.points["on_order"], strict=True))
    assert {name for name, position in opening.items() if (position >= level).all()} == names


def test_all_exempted_is_none_exempted(make: Callable[..., SupplyModel]) -> None:
    other: dict[str, Any] = {"ordering": SafetyStock(z=1.0), "forecasting": Naive(), "information": Delayed(days=1)}
    everyone = orders(make(ordering=Jit(), exemptions=[Exemption({}, **other)]))
    model = orders(make(**other))
    assert everyone.keys() == model.keys()
    assert all(np.array_equal(everyone[name], model[name]) for name in model)


def test_two_exemptions_of_one_stage_for_one_row_are_refused(make: Callable[..., SupplyModel]) -> None:
    twice = [Exemption({"tier": 0}, ordering=BaseStock(level=900.0)), Exemption({"name": "town"}, ordering=Jit())]
    with pytest.raises(InputError, match="town"):
        make(ordering=Jit(), exemptions=twice)
    apart = [Exemption({"name": "city"}, ordering=BaseStock(level=900.0)), Exemption({"name": "town"}, ordering=Jit())]
    model = make(ordering=Jit(), exemptions=apart)
    assert (model.by_name["city"].stock + model.by_name["city"].on_order >= 900).all()
    assert (model.by_name["town"].stock < 900).all()


def test_other_behaviours_remain_those_of_the_model(make: Callable[..., SupplyModel]) -> None:
    """An exemption for information leaves ordering and forecasting as they are."""
    plain = orders(make())
    late = orders(make(exemptions=[Exemption({"name": "town"}, information=Delayed(days=0))]))
    assert all(np.array_equal(plain[name], late[name]) for name in plain)
    later = orders(make(exemptions=[Exemption({"name": "town"}, information=Delayed(days=3))]))
    assert not np.array_equal(plain["town"], later["town"])
    assert np.array_equal(plain["city"], later["city"])


@pytest.mark.parametrize("where", [{"name": "twon"}, {"nme": "town"}, {"kind": "inputs"}])
def test_a_selector_of_no_rows_is_refused(make: Callable[..., SupplyModel], where: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"exemptions.where"):
        make(exemptions=[Exemption(where, ordering=Jit())])
