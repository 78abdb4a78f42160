"""Sourcing over time: records of suppliers, shares that follow them, and the dual index."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.behaviours.base import Memory, remember
from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.information import Delayed, Exact
from jitagents.behaviours.inspection import Incoming
from jitagents.behaviours.ordering import BaseStock
from jitagents.behaviours.production import Yield
from jitagents.behaviours.sourcing import (
    DualIndex,
    Offers,
    Primary,
    Scored,
    Sourcing,
)
from jitagents.behaviours.sourcing.record import follow, good, times
from jitagents.behaviours.sourcing.scored import hold
from jitagents.crises import Shock
from jitagents.flow import Groups
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.simulation.exemptions import Exemption
from tests.behaviours.offered import Floats, offers


def run_record(arrivals: list[float], lead: int = 3) -> tuple[float, float, float]:
    """On-time part, mean and spread of lead times on a lane on which 10 units a day are ordered."""
    rule = Scored(smoothing=0.2).suited(offers([0, 0, 0], lead_time=lead))
    memory = remember(rule, 3, 1)
    for day, units in enumerate(arrivals, start=1):
        today = offers([0, 0, 0], day=day, arrived=units, placed=10, lead_time=lead)
        follow(today, memory, rule.smoothing)
    return tuple(float(part[0, 0]) for part in times(today, memory))  # type: ignore[return-value]


@pytest.mark.parametrize(("late", "on_time", "mean"), [(0, 1.0, 3.0), (-1, 1.0, 2.0), (1, 0.0, 4.0), (3, 0.0, 6.0)])
def test_a_record_knows_how_long_orders_took(late: int, on_time: float, mean: float) -> None:
    arrivals = [10.0 * (day > 3 + late) for day in range(1, 60)]
    assert run_record(arrivals) == pytest.approx((on_time, mean, 0.0), abs=1e-3)


def test_a_record_knows_a_part_that_comes_late_and_the_spread() -> None:
    """Half of each day's order takes 3 days and half 5, in the order in which it was placed."""
    arrivals = [5.0 * (day > 3) + 5.0 * (day > 5) for day in range(1, 80)]
    on_time, mean, sd = run_record(arrivals)
    assert on_time == pytest.approx(0.0, abs=1e-3), "10 units behind: what is due today is never there"
    assert mean == pytest.approx(4.0, abs=1e-3)
    assert sd == pytest.approx(0.0, abs=1e-2)
    lumps = [20.0 * (day > 3) * (day % 2) for day in range(1, 80)]
    on_time, mean, sd = run_record(lumps)
    assert mean == pytest.approx(3.5, abs=1e-3)
    assert sd == pytest.approx(0.5, abs=1e-3)
    assert on_time == pytest.approx(0.5, abs=0.1)


def two_sources(rank: tuple[int, int] = (1, 2), lead: tuple[int, int] = (2, 2), **more: Any) -> Network:
    """Two sources that make to order on the same day, and a shop."""
    agents: list[dict[str, Any]] = [
        {"name": name, "kind": "supplier", "item": "x", "lead_time": 0} for name in ("left", "right")
    ]
    agents.append({"name": "shop", "kind": "buyer", "item": "x", "demand": 10.0})
    lanes = [
        {"seller": name, "buyer": "shop", "lead_time": days, "rank": place}
        for name, days, place in zip(("left", "right"), lead, rank, strict=True)
    ]
    return listed(name="two", agents=agents, lanes=lanes, **more)


def two_model(sourcing: Sourcing, network: Network, level: float = 60.0, **more: Any) -> SupplyModel:
    levels = BaseStock(level={"shop": level, "left": 0.0, "right": 0.0})
    setup: dict[str, Any] = {"worlds": 20, "start": "empty", "demand": Poisson(10.0)}
    return SupplyModel(network, ordering=levels, sourcing=sourcing, **setup | more)


def ordered(model: SupplyModel, days: int) -> Floats:
    """Units ordered on the lanes `(days, 2, worlds)`, from left and from right, whatever their rank."""
    kept = []
    for _ in range(days):
        model.step()
        kept.append(model.lanes["ordered"].copy())
    order = model.network.lanes["seller"].to_numpy()[model.layout.lane_order].tolist()
    return np.stack(kept)[:, [order.index("left"), order.index("right")]]


def test_equal_suppliers_keep_equal_shares_and_a_late_one_loses() -> None:
    scored = Scored(pace=0.2, smoothing=0.1, least=0.1, most=0.9)
    calm = ordered(two_model(scored, two_sources()), 150)
    assert np.abs(calm[-60:].sum(axis=0)[0] - calm[-60:].sum(axis=0)[1]).max() <= 60, "one unit a day, of rounding"
    down = {"slow": Shock({"name": "left"}, severity=0.8, start=20, duration=100)}
    units = ordered(two_model(scored, two_sources(), crisis=down), 120)
    part = units[:, 0].sum(axis=1) / units.sum(axis=(1, 2))
    assert part[:15].mean() == pytest.approx(0.5, abs=0.05)
    assert part[-20:].mean() == pytest.approx(0.1, abs=0.03), "the least share"


def test_what_is_sent_back_tells_against_a_supplier() -> None:
    """Of 10 a day the right one sends 4 bad ones; by quality alone the ratings are 1 and .6 in the long run."""
    by_quality = Scored(delivery=0.0, speed=0.0, steadiness=0.0, price=0.0, quality=1.0, pace=0.0, smoothing=0.2)
    rule = by_quality.suited(offers([0, 0, 0]))
    memory = remember(rule, 3, 1)
    rule.prepare(offers([0, 0, 0], day=0), memory)
    for day in range(1, 60):
        bad = [0, 4.0 * (day > 3), 30 * (day == 50)]
        rule(offers([0, 0, 0], day=day, arrived=10.0 * (day > 3), placed=10, lead_time=3, returned=bad), memory)
    assert good(memory)[:2, 0] == pytest.approx([1, 0.6], abs=1e-4)
    assert good(memory)[2, 0] == pytest.approx(1 - 3 * 0.2 * 0.8**9, abs=1e-4)


def test_orders_leave_a_supplier_whose_units_are_sent_back() -> None:
    """Six in ten units from the left are good, and all that come are inspected. What is bad is ordered there again:
    with a share s the left one is asked for s / .6 of demand, the right one for 1 - s."""
    only: dict[str, Any] = {"delivery": 0.0, "speed": 0.0, "steadiness": 0.0, "price": 0.0, "pace": 0.2}
    flawed = Exemption({"name": "left"}, production=Yield(rate=0.6, escape=1.0))
    setup: dict[str, Any] = {"exemptions": [flawed], "inspection": Incoming()}
    for weight, share in ((1.0, 0.1), (0.0, 0.5)):
        rule = Scored(**only, quality=weight, least=0.1, most=0.9)
        units = ordered(two_model(rule, two_sources(), **setup), 200)[-60:]
        part = share / 0.6 / (share / 0.6 + 1 - share)
        assert units[:, 0].sum() / units.sum() == pytest.approx(part, abs=0.02), weight


@given(
    st.lists(st.floats(1e-6, 10.0), min_size=6, max_size=6),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_shares_are_held_within_limits_and_keep_their_order(weights: list[float], low: float, high: float) -> None:
    """Limits that cannot hold for a number of suppliers give way to equal shares."""
    buyers, column = Groups(np.array([0, 0, 0, 1, 2, 2]), 3), np.array(weights)[:, None]
    found = hold(buyers, column, low, high)
    assert buyers.sum(found, np.empty((3, 1)))[:, 0] == pytest.approx([1, 1, 1])
    for group, count in ((slice(0, 3), 3), (slice(3, 4), 1), (slice(4, 6), 2)):
        part = found[group, 0]
        assert (part >= min(low, 1 / count) - 1e-9).all()
        assert (part <= max(low, high, 1 / count) + 1e-9).all()
        assert (np.diff(part[np.argsort(column[group, 0], kind="stable")]) >= -1e-12).all()


# ---------------------------------------------------------------- dual index


def test_dual_index_at_its_ends_is_single_sourcing() -> None:
    """Express level far below: all regular; far above: all express: paths of shops with that source alone."""
    network = two_sources(lead=(5, 2))
    for level, alone in ((-1e6, (1, 2)), (1e6, (2, 1))):
        dual, single = two_model(DualIndex(level=level), network), two_model(Primary(), two_sources(alone, (5, 2)))
        assert np.array_equal(ordered(dual, 50), ordered(single, 50))
        for column in ("stock", "owed", "on_order"):
            assert np.array_equal(*(getattr(model.by_name["shop"], column) for model in (dual, single)))


def overshoot(delta: float, gain: int, days: int, runs: int, seed: int) -> tuple[Floats, Floats]:
    """Overshoot and express orders of Veeraraghavan & Scheller-Wolf 2008 on the last day, `(runs,)` each.

    Their recursion: with the last l - 1 regular orders X, overshoot O and demand d, the order that comes within reach
    lifts O - d; what is below zero is ordered express, and the regular order fills up to delta.
    """
    rng = np.random.default_rng(seed)
    over, regular, express = np.full(runs, delta), np.zeros((gain, runs)), np.zeros(runs)
    for _ in range(days):
        reached, regular[:-1] = regular[0].copy(), regular[1:]
        after = over - rng.poisson(10.0, runs) + reached
        over, express = np.maximum(after, 0.0), np.maximum(-after, 0.0)
        regular[-1] = delta - over - regular[:-1].sum(axis=0)
    return over, express


@pytest.mark.parametrize("delta", [30.0, 55.0])
def test_dual_index_is_the_published_policy(delta: float) -> None:
    """Express orders and the law of the overshoot, against a simulation of the published recursion."""
    days, level, gain = 40, 70.0, 4
    model = two_model(DualIndex(level=level - delta), two_sources(lead=(6, 2)), level, worlds=3000)
    units = ordered(model, days)
    assert units.sum(axis=1).mean(axis=1) == pytest.approx(10, abs=0.5), "never the full quantity from both"
    found_over, found_express = delta - units[-gain:, 0].sum(axis=0), units[-1, 1]
    over, express = overshoot(delta, gain, days, 60_000, 5)
    later, _ = overshoot(delta + 5.0, gain, days, 60_000, 5)
    assert abs(two_samples(found_express, express)) < 4
    assert abs(two_samples(found_over, over)) < 4
    assert abs(two_samples(found_over**2, over**2)) < 4
    assert abs(two_samples((found_over == 0.0) * 1.0, (over == 0.0) * 1.0)) < 4
    assert abs(two_samples(found_over, later)) > 6


def two_samples(left: Floats, right: Floats) -> float:
    """Difference of two means in standard errors."""
    error = np.sqrt(left.var(ddof=1) / len(left) + right.var(ddof=1) / len(right))
    return float((left.mean() - right.mean()) / error)


def test_the_express_level_follows_from_the_flow() -> None:
    """Mean flow of 10 a day, 2 days of express lead time and half a day of cover: 25 units."""
    network = two_sources(lead=(6, 2))
    assert DualIndex().suited(offers([0, 0, 0], lead_time=[6, 2, 3])).window == 3
    by_cover, by_level = (
        ordered(two_model(rule, network), 40) for rule in (DualIndex(cover=0.5), DualIndex(level=25.0))
    )
    assert np.array_equal(by_cover, by_level)
    assert by_cover[:, 1].sum() > 0


@dataclass(frozen=True)
class Looking(DualIndex):
    """Keeps what it was shown."""

    shown: list[Floats] = field(default_factory=list)

    def __call__(self, offers: Offers, memory: Memory) -> Floats:
        self.shown.append(offers.position.copy())
        return super().__call__(offers, memory)


@pytest.mark.parametrize("days", [0, 2])
def test_the_position_is_what_the_records_of_the_buyer_show(days: int) -> None:
    rule = Looking()
    model = two_model(rule, two_sources(), information=Delayed(days) if days else Exact(), start="steady")
    for day in range(1, 9):
        model.step()
        shop = model.by_name["shop"]
        true = shop.stock + shop.on_order - shop.owed - shop.order
        assert rule.shown[day - 1].shape == (2, 20)
        assert np.array_equal(rule.shown[day - 1][0], rule.shown[day - 1][1])
        assert np.array_equal(rule.shown[day - 1][0], true) == (days == 0)
