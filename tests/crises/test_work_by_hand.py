"""Work by hand while the information system is down: a share of the capacity, worked out by hand too."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.ordering import BaseStock, Jit, Kanban, Ordering
from jitagents.behaviours.serving import LostSale
from jitagents.crises import Shock, SystemOutage
from jitagents.model import SupplyModel
from jitagents.network import serial
from tests.crises.conftest import DEMAND, bakery, diary, line

START, DOWN, DAYS = 3, 4, 16
FALLBACKS = ["none", "last_order", "mean_flow", "manual"]


def outage(share: Any, fallback: str = "manual", **more: Any) -> SystemOutage:
    """An outage after which all entries are made at once, and whose counts are those of today."""
    usual = {"rpo": 0.0, "entry_rate": 1e6, "count_lag": 0, "count_error": 0.0}
    return SystemOutage(fallback=fallback, capacity_share=share, **{**usual, **more})


@pytest.mark.parametrize("fallback", ["last_order", "mean_flow", "manual"])
@pytest.mark.parametrize(("capacity", "share"), [(12.0, 0.5), (14.0, 0.65), (12.0, 0.9), (np.inf, 0.7), (11.0, 0.0)])
def test_a_site_ships_what_its_capacity_by_hand_allows(capacity: float, share: float, fallback: str) -> None:
    """min(demand, share x capacity) a day, or x mean flow if it is unlimited; then all that waits, by its capacity."""
    shock = Shock({"name": "mill"}, outage(share, fallback), start=START, duration=DOWN)
    found = diary(line(capacity=capacity), DAYS, shock, ordering=Jit())
    base, waiting, shipped, owed = capacity if np.isfinite(capacity) else DEMAND, 0.0, [], []
    for day in range(1, DAYS + 1):
        room = share * base if START <= day < START + DOWN else capacity
        shipped.append(min(waiting + DEMAND, room))
        waiting += DEMAND - shipped[-1]
        owed.append(waiting)
    assert found("mill-shop", "allocated") == pytest.approx(shipped)
    assert found("mill", "owed") == pytest.approx(owed, abs=1e-9)
    assert max(owed) == pytest.approx(DOWN * max(DEMAND - share * base, 0.0))


def test_a_plant_draws_less_of_its_inputs() -> None:
    """Of 10 cakes a day 6 are baked on three days; what its customers wait for is baked on the day after."""
    shock = Shock({"name": "bakery"}, outage(0.6), start=2, duration=3)
    found = diary(bakery(), 7, shock, ordering=Jit())
    assert found("bakery", "started") == [10, 6, 6, 6, 22, 10, 10]
    assert found("bakery-shop", "allocated") == [10, 6, 6, 6, 22, 10, 10]


def test_a_shop_that_sells_to_final_customers_goes_on() -> None:
    """It neither makes nor ships."""
    shock = Shock({"name": "shop"}, outage(0.2), start=2, duration=3)
    found = diary(line(), 7, shock, ordering=Jit())
    assert found("shop", "filled") == found("mill-shop", "allocated") == [10] * 7


@pytest.mark.parametrize("fallback", FALLBACKS)
@pytest.mark.parametrize("rule", [Jit(cover=2.0), BaseStock(), Kanban()], ids=["jit", "base_stock", "kanban"])
def test_a_world_with_all_its_capacity_is_not_changed_by_others(rule: Ordering, fallback: str) -> None:
    """To the last bit; cards save the others nothing."""

    def run(effect: SystemOutage) -> np.ndarray:
        model = SupplyModel(
            serial(stages=3, lead_time=2, demand=10.0), worlds=2, demand=Poisson(), ordering=rule, serving=LostSale(),
            crisis={"down": Shock({}, effect, start=10, duration=5)},
        )  # fmt: skip
        kept = []
        for _ in range(50):
            model.step()
            kept.append(np.concatenate([model.points[name] for name in ("stock", "order", "owed")]))
        return np.stack(kept)

    swept, usual = run(SystemOutage(fallback, capacity_share=np.array([[1.0, 0.5]]))), run(SystemOutage(fallback))
    assert np.array_equal(swept[..., 0], usual[..., 0])
    assert np.array_equal(swept[..., 1], run(SystemOutage(fallback, capacity_share=0.5))[..., 1])
    assert not np.array_equal(swept[..., 1], usual[..., 1])
