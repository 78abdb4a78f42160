"""Production rules by hand: what a maker starts when it sees this, and what becomes of it."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.base import Clock, Memory, remember
from jitagents.behaviours.production import (
    Batches,
    Blocking,
    Overtime,
    PartlyBinding,
    Production,
    ProductionView,
    Supply,
    Unreliable,
    UpToCapacity,
    Work,
    Yield,
)
from jitagents.errors import InputError


def view(
    open_orders: float, capacity: float = np.inf, kits: float = np.inf, day: int = 1, **more: Any
) -> ProductionView:
    """One maker in one world."""
    clock, (units, most, ready) = Clock(), (np.array([[number]]) for number in (open_orders, capacity, kits))
    clock.day = day
    seen: dict[str, Any] = {name: np.array([[value]]) for name, value in more.items() if name in ("held", "rework")}
    chance = {name: np.array([[value]]) for name, value in more.items() if name in ("uptime", "yield")}
    nominal = np.array([[more.get("nominal", capacity)]])
    return ProductionView(
        units, most, ready, nominal=nominal, clock=clock, whole=more.get("whole", True), chance=chance, **seen
    )


def work(rule: Production, *seen: Any, **more: Any) -> Work:
    """One day of one maker that remembers nothing."""
    return rule(view(*seen, **more), remember(rule, 1, 1))


def started(rule: Production, *seen: float, **more: Any) -> float:
    return float(work(rule, *seen, **more).started[0, 0])


def days(rule: Production, orders: list[float], capacity: float, kits: float = np.inf, **more: Any) -> list[float]:
    """Units started day by day, when so much is ordered each day."""
    memory: Memory = remember(rule, 1, 1)
    waiting, done = 0.0, []
    for day, ordered in enumerate(orders, start=1):
        waiting += ordered
        done.append(float(rule(view(waiting, capacity, kits, day, **more), memory).started[0, 0]))
        waiting -= done[-1]
    return done


@pytest.mark.parametrize(("limits", "expected"), [((9, 5, 7), 5), ((9, 50, 7), 7), ((3, 5, 7), 3), ((9, 0, 7), 0)])
def test_the_tightest_limit_decides(limits: tuple[float, float, float], expected: float) -> None:
    assert started(UpToCapacity(), *limits) == expected


# ---------------------------------------------------------------- batches


def test_a_batch_waits_until_it_is_full() -> None:
    assert days(Batches(batch=4.0), [3.0, 0.0, 1.0, 9.0, 0.0, 0.0], np.inf) == [0, 0, 4, 8, 0, 0]
    assert days(Batches(batch=4.0), [20.0, 0.0], np.inf, kits=7.0) == [4, 4]


def test_a_batch_leaves_when_the_capacity_for_all_of_it_is_spent() -> None:
    """Batches of 6 at 4 a day: 4, 8, 12 units of capacity; nothing is saved up on idle days."""
    assert days(Batches(batch=6.0), [12.0, 0.0, 0.0, 0.0, 6.0, 0.0], 4.0) == [0, 6, 6, 0, 0, 6]


def test_every_campaign_begins_with_a_setup() -> None:
    """A setup of 1.5 days at 4 a day is 6 units of capacity: batches of 2 leave after 8; in campaigns after 8, 10."""
    assert days(Batches(batch=2.0, setup=1.5), [6.0, *[0.0] * 7], 4.0) == [0, 2, 0, 2, 0, 2, 0, 0]
    assert days(Batches(batch=2.0, setup=1.5, campaign=2), [6.0, 2.0, *[0.0] * 5], 4.0) == [0, 2, 2, 0, 4, 0, 0]


def test_a_campaign_waits_for_all_its_batches() -> None:
    rule = Batches(batch=2.0, campaign=3)
    assert days(rule, [4.0, 1.0, 1.0, 0.0, 0.0], 2.0) == [0, 0, 2, 2, 2]
    assert days(rule, [5.0, 0.0, 8.0, 0.0], np.inf) == [0, 0, 12, 0]


def test_a_setup_takes_no_time_where_capacity_is_unlimited() -> None:
    assert days(Batches(batch=2.0, setup=9.0), [5.0, 1.0], np.inf) == [4, 2]


def test_whole_batches_of_whole_units() -> None:
    assert started(Batches(batch=2.5), 8.0) == 6
    assert started(Batches(batch=2.5), 8.0, whole=False) == 7.5


# ---------------------------------------------------------------- limits


@pytest.mark.parametrize(("luck", "expected"), [(0.0, 5), (0.69, 5), (0.7, 0), (0.99, 0)])
def test_a_machine_that_is_down_starts_nothing(luck: float, expected: float) -> None:
    assert started(Unreliable(up=0.7), 9.0, 5.0, uptime=luck) == expected


@pytest.mark.parametrize(("up", "mttr"), [(0.1, 8.0), (0.0, 99.0), (np.array([[0.5, 0.2]]), 3.0)])
def test_a_machine_fails_once_a_day_at_most(up: Any, mttr: float) -> None:
    with pytest.raises(InputError, match=r"mttr: must be at least \(1 - up\) / up, here (9|inf|4) days"):
        Unreliable(up=up, mttr=mttr)
    Unreliable(up=0.1, mttr=9.0)


@pytest.mark.parametrize(("held", "expected"), [(0, 5), (6, 4), (10, 0), (14, 0)])
def test_a_full_buffer_blocks(held: float, expected: float) -> None:
    assert started(Blocking(buffer=10.0), 9.0, 5.0, held=float(held)) == expected
    assert started(Blocking(buffer=10.9), 9.0, 5.0, held=float(held)) == expected


@pytest.mark.parametrize(
    ("orders", "capacity", "made", "beyond"),
    [(20, 10, 10, 0), (21, 10, 13, 3), (12, 5, 7, 2), (21, 0, 0, 0), (1e6, np.inf, 1e6, 0)],
)
def test_overtime_begins_above_the_threshold(orders: float, capacity: float, made: float, beyond: float) -> None:
    """Of 1.5 units the half is rounded up on day 1."""
    done = work(Overtime(most=0.3, threshold=2.0), float(orders), float(capacity))
    assert (done.started, done.counts["overtime"]) == (made, beyond)


def test_no_overtime_is_counted_where_inputs_are_short() -> None:
    done = work(Overtime(most=0.5, threshold=0.0), 100.0, 10.0, 12.0)
    assert (done.started, done.counts["overtime"]) == (12, 2)
    assert work(Overtime(most=0.5, threshold=0.0), 100.0, 10.0, 4.0).counts["overtime"] == 0


@pytest.mark.parametrize(
    ("binding", "kits", "allowed"), [(1.0, 4, 4), (1.0, 0, 0), (0.5, 4, 7), (0.5, 0, 5), (0.5, 40, 25), (0, 0, np.inf)]
)
def test_an_important_input_stops_half_of_production(binding: float, kits: float, allowed: float) -> None:
    """Half of what its stock is enough for, and half of the usual 10."""
    one = np.ones((1, 1))
    for whole in (True, False):
        assert PartlyBinding().kits(Supply(kits * one, binding * one, 10.0 * one, whole, 1)) == allowed
        assert UpToCapacity().kits(Supply(kits * one, binding * one, 10.0 * one, whole, 1)) == kits


# ---------------------------------------------------------------- yield


def test_scrap_is_part_of_what_is_started() -> None:
    done = work(Yield(rate=0.75, random=False), 8.0, 20.0, whole=False)
    assert (done.started, done.counts["scrapped"]) == (8, 2)


def test_rework_goes_first_and_takes_capacity() -> None:
    rule = Yield(rate=0.75, random=False, bad="rework")
    done = work(rule, 30.0, 20.0, rework=12.0, whole=False)
    assert (done.started, done.counts["reworked"], done.counts["flawed"]) == (8, 12, 5)
    done = work(rule, 30.0, 10.0, rework=12.0, whole=False)
    assert (done.started, done.counts["reworked"], done.counts["flawed"]) == (0, 10, 2.5)


def test_a_share_of_whole_units_is_right_in_the_long_run() -> None:
    bad = [float(work(Yield(rate=0.9, random=False), 7.0, day=day).counts["scrapped"][0, 0]) for day in range(1, 1001)]
    assert set(bad) <= {0.0, 1.0}
    assert sum(bad) == pytest.approx(700, abs=2)


@pytest.mark.parametrize("rate", [0.3, 0.8, 1.0])
def test_luck_is_binomial_and_shared(rate: float) -> None:
    """Even numbers give binomial ones, and a better process never has more bad units for the same luck."""
    luck, count = (np.arange(20000) + 0.5)[None] / 20000, 12.0
    ones, clock = np.ones_like(luck), Clock()
    seen = ProductionView(count * ones, np.inf * ones, np.inf * ones, ones, clock, whole=True, chance={"yield": luck})
    bad = [Yield(rate=each)(seen, {}).counts["scrapped"] for each in (rate, rate * 0.9)]
    assert bad[0].mean() == pytest.approx(count * (1 - rate), abs=1e-3)
    assert bad[0].var() == pytest.approx(count * rate * (1 - rate), abs=1e-2)
    assert (bad[0] <= bad[1]).all()


# ---------------------------------------------------------------- wrapping


def test_rules_wrap_each_other_and_keep_their_memories_apart() -> None:
    rule = Unreliable(up=0.5, rule=Overtime(most=1.0, threshold=0.0, rule=Batches(batch=6.0)))
    assert set(rule.depths()) == {"rule.rule.spent", "rule.rule.due"}
    memory, waiting = remember(rule, 1, 1), 12.0
    for luck, expected in ((0.1, 0.0), (0.9, 0.0), (0.1, 6.0), (0.1, 6.0), (0.1, 0.0)):
        done = rule(view(waiting, 2.0, uptime=luck), memory).started[0, 0]
        assert done == expected
        waiting -= done


def test_a_rule_is_not_wrapped_twice_by_its_own_kind() -> None:
    with pytest.raises(InputError, match="a Yield inside already"):
        Yield(rule=Overtime(rule=Yield()))


def test_overtime_is_what_is_worked_beyond_capacity_even_in_batches() -> None:
    """At 2 and 2 more a day a batch of 6 takes 4 and then 2 units of capacity: two of overtime."""
    rule = Overtime(most=1.0, threshold=0.0, rule=Batches(batch=6.0))
    memory = remember(rule, 1, 1)
    done = [rule(view(6.0, 2.0, day=day), memory) for day in (1, 2)]
    assert [float(one.started[0, 0]) for one in done] == [0, 6]
    assert [float(one.counts["overtime"][0, 0]) for one in done] == [2, 0]
