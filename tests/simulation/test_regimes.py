"""Regimes: behaviours that change on a day, or with a crisis."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.allocation import OldestFirst
from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.forecasting import MovingAverage, Naive
from jitagents.behaviours.information import Delayed
from jitagents.behaviours.ordering import (
    AnchorAndAdjust,
    BaseStock,
    Jit,
    Kanban,
    LotMultiples,
    Mrp,
    Ordering,
)
from jitagents.behaviours.production import Yield
from jitagents.behaviours.serving import Goodwill
from jitagents.behaviours.sourcing import Scored
from jitagents.crises import Shock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.exemptions import Exemption
from jitagents.simulation.regimes import When
from jitagents.worlds import Worlds
from tests.properties.books import state

DAYS, NEVER = 14, 10_000
OTHERS: dict[str, Any] = {
    "ordering": Kanban(), "forecasting": Naive(), "information": Delayed(days=1), "production": Yield(rate=0.7),
    "sourcing": Scored(pace=2.0, smoothing=0.5), "serving": Goodwill(leaving=0.5), "allocation": OldestFirst(),
}  # fmt: skip


def days_of(model: SupplyModel, days: int = DAYS) -> dict[str, np.ndarray]:
    """All columns of state, day by day."""
    kept = []
    for _ in range(days):
        model.step()
        kept.append(state(model))
    return {name: np.stack([day[name] for day in kept]) for name in kept[0]}


def assert_equal(left: SupplyModel, right: SupplyModel) -> None:
    ends = days_of(left), days_of(right)
    assert ends[0].keys() == ends[1].keys()
    for name in ends[0]:
        assert np.array_equal(ends[0][name], ends[1][name]), name


@pytest.mark.parametrize("stage", OTHERS)
def test_a_regime_that_holds_from_the_first_day_is_an_exemption_without_days(
    make: Callable[..., SupplyModel], stage: str
) -> None:
    always = Exemption({}, **{stage: OTHERS[stage]})
    for warmup, start in ((0, "steady"), (3, "empty")):
        timed = replace(always, when=When(start=-warmup))
        plain, switching = (make(exemptions=[some], warmup=warmup, start=start) for some in (always, timed))
        assert_equal(plain, switching)


@pytest.mark.parametrize("stage", OTHERS)
def test_a_regime_that_never_holds_changes_nothing(make: Callable[..., SupplyModel], stage: str) -> None:
    never = [
        Exemption({}, **{stage: OTHERS[stage]}, when=When(start=NEVER)),
        Exemption({}, **{stage: OTHERS[stage]}, when=When(during="crisis")),
    ]
    assert_equal(make(), make(exemptions=never))


@pytest.mark.parametrize("stage", OTHERS)
def test_a_switch_in_one_world_is_that_of_a_model_in_which_all_switch(
    make: Callable[..., SupplyModel], stage: str
) -> None:
    """Days differ by world; so do rules and their memories, whatever the others do."""
    starts = [1.0, 3.0, 6.0, NEVER]
    worlds = Worlds(range(2), levels=4, entropy=3)
    other = {stage: OTHERS[stage]}

    def switching(start: Any, worlds: Worlds) -> dict[str, np.ndarray]:
        exempt = [Exemption({"any": [{"tier": 0}, {"tier": 1}]}, **other, when=When(start=start))]
        return days_of(make(exemptions=exempt, worlds=worlds, rng=0))

    together = switching(worlds.by_level(starts), worlds)
    for level, start in enumerate(starts):
        alone = switching(start, Worlds(range(2), entropy=3))
        for name, columns in alone.items():
            assert np.array_equal(together[name][..., 2 * level : 2 * level + 2], columns), name
    assert any(not np.array_equal(columns[..., 0], columns[..., 6]) for columns in together.values())


CHAIN: dict[str, Any] = {"demand": Constant(), "forecasting": MovingAverage(window=2)}


def chain(**changes: Any) -> SupplyModel:
    """A shop of 10 a day that is supplied in 3 days by a source that makes to order in a day."""
    network = serial(stages=1, lead_time=3, demand=10.0, whole=False)
    return SupplyModel(network, **CHAIN | changes)


@pytest.mark.parametrize(("first", "second"), [(60.0, 85.0), (85.0, 60.0), (60.0, 60.0)])
def test_stock_moves_by_the_difference_of_two_levels_after_the_lead_time(first: float, second: float) -> None:
    """Base stock S1 until day 5, S2 from then on: a rise comes in at once, a fall by days without orders."""
    exempt = [
        Exemption({"name": "outside"}, ordering=BaseStock(level=1e6)),
        Exemption({"tier": 0}, ordering=BaseStock(level=second), when=When(start=5)),
    ]
    days = days_of(chain(ordering=BaseStock(level=first), exemptions=exempt), 20)
    stock, order = days["points.stock"][:, 0, 0], days["points.order"][:, 0, 0]
    wanted = np.full(20, 10.0)
    left = second - first
    for day in range(4, 20):
        wanted[day] = max(10.0 + left, 0.0)
        left = left + 10.0 - wanted[day]
    assert np.allclose(order, wanted, rtol=0, atol=1e-9)
    assert stock[:7] == pytest.approx(np.full(7, stock[0]))
    assert stock[-1] - stock[0] == pytest.approx(second - first)
    arrived = np.concatenate((np.full(3, 10.0), wanted))[:20]
    assert stock == pytest.approx(stock[0] + np.cumsum(arrived - 10.0))


@pytest.mark.parametrize("wrap", [lambda rule: rule, lambda rule: LotMultiples(rule, lot=5.0)])
@pytest.mark.parametrize(("before", "after"), [(1.0, 4.0), (4.0, 1.0), (6.5, 0.5)])
def test_just_in_time_moves_to_its_position(before: float, after: float, wrap: Callable[[Ordering], Any]) -> None:
    """What it passes on never moves its position: the switch does, as base stock of the same cover would."""
    outside = Exemption({"name": "outside"}, ordering=BaseStock(level=1e6))
    kept = []
    for rule in (BaseStock, Jit):
        exempt = [outside, Exemption({"tier": 0}, ordering=wrap(rule(cover=after)), when=When(start=5))]
        kept.append(days_of(chain(ordering=wrap(rule(cover=before)), exemptions=exempt), 20))
    orders = [days["points.order"][:, 0, 0] for days in kept]
    assert orders[0].sum() == pytest.approx(200 + 10 * (after - before), abs=5)
    if not isinstance(wrap(Jit()), LotMultiples):
        assert orders[1] == pytest.approx(orders[0], abs=1e-9)
        hole = np.flatnonzero(orders[1] < 1e-9)
        assert len(hole) == int(max(before - after, 0.0))


def test_a_switch_back_leaves_the_position_where_it_was() -> None:
    """Eight days of more cover from day 3 on; then the stock is used up by days without orders."""
    exempt = [
        Exemption({"name": "outside"}, ordering=BaseStock(level=1e6)),
        Exemption({"tier": 0}, ordering=Jit(cover=3.0), when=When(start=3, end=10)),
    ]
    order = days_of(chain(ordering=Jit(cover=1.0), exemptions=exempt), 15)["points.order"][:, 0, 0]
    assert order.tolist() == [10, 10, 30, 10, 10, 10, 10, 10, 10, 10, 0, 0, 10, 10, 10]


def test_the_last_regime_that_holds_counts() -> None:
    exempt = [
        Exemption({"name": "outside"}, ordering=BaseStock(level=1e6)),
        Exemption({"tier": 0}, ordering=BaseStock(level=100.0), when=When(start=2)),
        Exemption({"tier": 0}, ordering=BaseStock(level=130.0), when=When(start=4, end=6)),
    ]
    order = days_of(chain(ordering=BaseStock(level=90.0), exemptions=exempt), 12)["points.order"][:, 0, 0]
    assert order.tolist() == [10, 20, 10, 40, 10, 10, 0, 0, 0, 10, 10, 10]


SHOCK = {"fire": Shock({"name": "outside"}, "shipping", start=4, duration=3)}


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        (When(during="fire", lag=0), 4, 6),
        (When(during="crisis", lag=2), 6, 8),
        (When(since="fire", lag=1), 5, 99),
        (When(after="crisis", lag=0), 7, 99),
        (When(after="fire", lag=3), 10, 99),
    ],
)
def test_a_crisis_switches_its_worlds_alone(when: When, first: int, last: int) -> None:
    """A shock on days 4 to 6; the calm twin never switches. Levels are far apart, so that an order tells the regime."""
    exempt = [Exemption({"tier": 0}, ordering=BaseStock(level=1e6), when=when)]
    model = chain(ordering=BaseStock(level=60), exemptions=exempt, crisis=SHOCK, worlds=Worlds(range(1), twins=True))
    order = days_of(model, 14)["points.order"][:, 0]
    assert (order[:, 0] == 10.0).all()
    assert np.flatnonzero(order[:, 1] > 1e5).tolist() == [first - 1]
    assert (order[: first - 1, 1] == 10.0).all()
    if last < 99:  # nothing is ordered afterwards: the position is above the level
        assert not order[last:, 1].any()


def test_days_switch_in_calm_too() -> None:
    exempt = [Exemption({"tier": 0}, ordering=BaseStock(level=90.0), when=When(start=2))]
    model = chain(ordering=BaseStock(level=70.0), exemptions=exempt, crisis=SHOCK, worlds=Worlds(range(1), twins=True))
    order = days_of(model, 3)["points.order"][:, 0]
    assert order.tolist() == [[10, 10], [30, 30], [10, 10]]


def test_a_calm_model_has_no_disruptions_to_switch_by() -> None:
    by_name = [Exemption({"tier": 0}, ordering=Jit(), when=When(during="fires"))]
    chain(exemptions=by_name)
    with pytest.raises(InputError, match=r"when.during: there is no disruption 'fires'; did you mean 'fire'"):
        chain(exemptions=by_name, crisis=SHOCK)


def test_plans_reach_sellers_from_those_that_plan_only_for_a_time(make: Callable[..., SupplyModel]) -> None:
    """Material requirements planning of the plants until day 5: afterwards they plan the mean flow."""
    exempt = [Exemption({"kind": "plant"}, ordering=Mrp(horizon=5), when=When(end=5))]
    model = make(exemptions=exempt, demand=Poisson())
    rows = [model.by_name[name].row for name in ("forge", "smithy")]
    mean = model.planned.plan.rate[rows][:, None]
    told = []
    for _ in range(8):
        model.step()
        releases = model.releases._releases[rows]
        told.append(bool(np.array_equal(releases, np.broadcast_to(mean, releases.shape))))
    assert told == [False] * 5 + [True] * 3


def test_the_memory_of_a_rule_begins_anew_with_every_switch() -> None:
    """Anchoring on days 3 to 4 and from day 8 on: on day 8 nothing is known of the demand of days 3 and 4."""
    rule = AnchorAndAdjust(theta=0.5)
    exempt = [
        Exemption({"tier": 0}, ordering=rule, when=When(start=3, end=4)),
        Exemption({"tier": 0}, ordering=rule, when=When(start=8)),
    ]
    model = chain(demand=Poisson(), exemptions=exempt, worlds=5)
    model.run_for(8)
    [buyer] = model.buyers
    expected, demand = buyer.decision.memories[2]["2.expected"], buyer.demand
    assert expected[0] == pytest.approx(10.0 + 0.5 * (demand - 10.0))
    assert len(np.unique(demand)) > 1


def test_a_new_rule_of_allocation_knows_what_a_closed_lane_holds_back() -> None:
    """The lane is closed on days 5 to 8, and on day 7 the rule changes: on day 9 all that was ordered leaves."""
    exempt = [Exemption({"tier": 1}, allocation=OldestFirst(), when=When(start=7))]
    closure = {"closure": Shock({}, "lane", start=5, duration=4)}
    model = chain(exemptions=exempt, crisis=closure)
    for day in range(1, 15):
        before = model.points["stock"].sum() + model.lanes["under_way"].sum()
        model.step()
        inside = model.points["stock"].sum() + model.lanes["under_way"].sum()
        change = model.received[model.works.rows].sum() - model.points["output"][model.layout.market_rows].sum()
        assert inside - before == pytest.approx(change), day
        assert model.lanes["owed"].sum() == pytest.approx(10.0 * (day - 4) if 5 <= day < 9 else 0.0), day


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({}, "must state days"),
        ({"start": 3, "during": "crisis"}, "must state days"),
        ({"during": "crisis", "after": "crisis"}, "has during and after"),
        ({"start": 3.5}, "must be a whole day"),
        ({"start": 5, "end": 4}, "lies before the start"),
        ({"during": "crisis", "lag": -1}, "lag"),
    ],
)
def test_bad_days_are_refused(arguments: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError) as error:
        When(**arguments)
    assert told in error.value.faults[0]
