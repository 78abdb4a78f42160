"""An outage of the information system: what is ordered meanwhile, and what is entered afterwards."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.ordering import BaseStock, Jit, Kanban, Ordering
from jitagents.behaviours.serving import LostSale
from jitagents.crises import Dark, Effect, Late, Shock, SystemOutage
from jitagents.model import SupplyModel
from jitagents.network import serial

CHAIN = serial(stages=3, lead_time=2, demand=10.0)
AT_ONCE = 1e6
"""Days of missing entries made a day, so that all are made on the first one."""
START, DOWN = 12, 5


def run(effect: Effect | None, days: int = 50, **stages: Any) -> np.ndarray:
    """Stock and orders of all stages, day by day `(days, 2, rows, worlds)`."""
    crisis = {} if effect is None else {"down": Shock({}, effect, start=START, duration=DOWN)}
    model = SupplyModel(CHAIN, worlds=5, crisis=crisis, **{"demand": Poisson(), "ordering": Jit()} | stages)
    kept = []
    for _ in range(days):
        model.step()
        kept.append(np.stack([model.points["stock"], model.points["order"]]))
    return np.stack(kept)


@pytest.mark.parametrize("fallback", ["none", "last_order", "mean_flow"])
@pytest.mark.parametrize("rule", [Jit(), BaseStock(level=60.0)], ids=["jit", "base_stock"])
def test_with_all_entries_at_once_it_is_dark_records(fallback: str, rule: Ordering) -> None:
    outage = SystemOutage(fallback=fallback, rpo=0.0, entry_rate=AT_ONCE)
    assert np.array_equal(run(outage, ordering=rule), run(Dark(fallback=fallback), ordering=rule))


def test_a_count_by_hand_is_a_late_record() -> None:
    outage = SystemOutage(fallback="manual", rpo=0.0, entry_rate=AT_ONCE, count_lag=3, count_error=0.0)
    assert np.array_equal(run(outage), run(Late(3)))
    assert not np.array_equal(run(outage), run(SystemOutage(fallback="manual", rpo=0.0, entry_rate=AT_ONCE)))


@pytest.mark.parametrize(("rpo", "rate"), [(0.0, 1.0), (3.0, 1.0), (2.0, 2.0)])
def test_records_are_late_until_all_entries_are_made(rpo: float, rate: float) -> None:
    """The backlog is the recovery time and point, and shrinks by what is entered beside the usual entries."""
    crisis = {"down": Shock({}, SystemOutage(rpo=rpo, entry_rate=rate), start=START, duration=DOWN)}
    model = SupplyModel(CHAIN, worlds=5, crisis=crisis, demand=Poisson(), ordering=BaseStock())
    shop, asked = model.by_name["stage_1"].row, [np.full(5, 10.0)]
    for day in range(1, 45):
        model.step()
        asked.append(model.points["demand"][shop].copy())
        since = day - (START + DOWN - 1)
        late = int(np.ceil(max(rpo + DOWN - since * rate, 0))) if since > 0 else 0
        seen = model.decision_of(shop).seen
        if START <= day < START + DOWN:
            assert np.array_equal(seen.demand[0], asked[START - 1])
        else:
            assert np.array_equal(seen.demand[0], asked[day - late]), day


def test_paper_cards_go_on() -> None:
    assert np.array_equal(run(SystemOutage(), ordering=Kanban()), run(None, ordering=Kanban()))
    assert not np.array_equal(run(SystemOutage(paper=False), ordering=Kanban()), run(None, ordering=Kanban()))


def test_fallbacks_differ_in_what_they_lose() -> None:
    """Ordering what is counted by hand loses less than the last order again, and that less than nothing at all."""

    def lost(effect: Effect) -> float:
        model = SupplyModel(
            CHAIN, worlds=100, demand=Poisson(), ordering=Jit(cover=2.0), serving=LostSale(),
            crisis={"down": Shock({}, effect, start=START, duration=10)},
        )  # fmt: skip
        total = 0.0
        for _ in range(80):
            model.step()
            total += float(model.buying["lost"].mean())
        return total

    hand = lost(SystemOutage(fallback="manual", entry_rate=AT_ONCE, count_lag=1))
    last = lost(SystemOutage(entry_rate=AT_ONCE))
    nothing = lost(SystemOutage(fallback="none", entry_rate=AT_ONCE))
    assert hand < last < nothing
