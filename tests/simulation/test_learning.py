"""Learning in a roll-out: its curve, what spills over to later waves, and what it changes, to the last bit."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.information import Books, Posting
from jitagents.behaviours.ordering import BaseStock, Jit
from jitagents.behaviours.production import Batches, LongestQueue, Production, ProductWheel, Yield
from jitagents.behaviours.transport import Gamma
from jitagents.crises import Shock, SlowLane
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.exemptions import Exemption
from jitagents.simulation.learning import Learning
from jitagents.simulation.regimes import When
from jitagents.simulation.rollout import Gate, Rollout, Wave
from jitagents.simulation.wave_learning import WaveLearning
from tests.simulation.test_lines import two_items
from tests.simulation.test_regimes import assert_equal

NEVER_LEARNS = {"start": 0.0, "end": 0.0}
"""Maturity stays 0, so that each factor counts in full for good."""
FIRST_DAY = Rollout({"pilot": Wave(start=1)})


def chain(rollout: Rollout | None, waves: tuple[str, ...] = ("pilot",), **changes: Any) -> SupplyModel:
    """A chain of three whose stages go over to just-in-time one after the other, the makers first."""
    exempt = [
        Exemption({"name": f"stage_{number}"}, ordering=Jit(cover=2.0), when=When(wave=wave), place=wave)
        for number, wave in enumerate(waves, start=2)
    ]
    usual: dict[str, Any] = {"demand": Poisson(), "ordering": BaseStock(cover=4.0), "worlds": 2, "rng": 2}
    network = serial(stages=3, lead_time=2, demand=10.0, capacity=30.0)
    return SupplyModel(network, exemptions=exempt, rollout=rollout, **{**usual, **changes})


def learner(model: SupplyModel) -> WaveLearning:
    assert model.waves is not None
    assert model.waves.learner is not None
    return model.waves.learner


def test_maturity_halves_its_gap_in_every_half_life() -> None:
    """From 0.4 to 0.95 with a half-life of 60 days: 0.4, 0.5611, 0.675 and 0.8125 on days 0, 30, 60 and 120."""
    model = chain(replace(FIRST_DAY, learning=Learning(lead_times=1.5)))
    seen = []
    for _ in range(121):
        model.step()
        seen.append(learner(model).maturity[0, 0])
    assert [seen[day] for day in (0, 30, 60, 120)] == pytest.approx([0.4, 0.5611, 0.675, 0.8125], abs=5e-5)


def test_a_share_of_what_the_most_mature_wave_has_learnt_spills_over() -> None:
    """After 60 days the pilot has 0.675, 0.275 above the start; its follower begins with that, half of it, or none."""
    share = np.array([[0.0, 0.5, 1.0]])
    waves = {"first": Wave(start=1), "second": Wave(start=41), "third": Wave(after="first", wait=60)}
    learning = Learning(spill_over=share, lead_times=1.5)
    model = SupplyModel(
        serial(stages=3, lead_time=2, demand=10.0), worlds=3, rollout=Rollout(waves, learning=learning),
        exemptions=[
            Exemption({"name": f"stage_{number}"}, ordering=Jit(), when=When(wave=wave), place=wave)
            for number, wave in enumerate(waves, start=1)
        ],
    )  # fmt: skip
    model.run_for(61)
    first, second, third = learner(model).maturity
    pilot = 0.95 - 0.55 * 2 ** (-60 / 60)
    assert first.tolist() == pytest.approx([pilot] * 3)
    begun = 0.4 + share[0] * (0.55 - 0.55 * 2 ** (-40 / 60))
    assert second.tolist() == pytest.approx((0.95 - (0.95 - begun) * 2 ** (-20 / 60)).tolist())
    assert third.tolist() == pytest.approx((0.4 + share[0] * (np.maximum(first, second) - 0.4)).tolist())
    model.run_for(1)
    assert learner(model).mean.tolist() == pytest.approx(learner(model).maturity.mean(axis=0).tolist())


@given(
    start=st.floats(0, 1), gain=st.floats(0, 1), half_life=st.floats(1, 1000), days=st.floats(0, 1000),
    shares=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)  # fmt: skip
def test_who_begins_higher_stays_higher_and_nobody_passes_the_end(
    start: float, gain: float, half_life: float, days: float, shares: tuple[float, float]
) -> None:
    end = start + gain * (1 - start)
    before = Learning(half_life, start, end).after(np.array([start]), np.array([days]))
    low, high = sorted(shares)
    lower, higher = (Learning(half_life, start, end, share) for share in (low, high))
    first = [rule.first(before) for rule in (lower, higher)]
    assert start <= first[0] <= first[1] <= before + 1e-12
    later = [lower.after(one, np.array([days])) for one in first]
    assert first[0] - 1e-12 <= later[0] <= later[1] + 1e-12
    assert later[1] <= end + 1e-12


def test_who_knows_all_at_once_changes_no_bit() -> None:
    mature = Learning(start=1.0, end=1.0, lead_times=9.0, bad_units=9.0, setups=9.0, record_errors=9.0)
    more: dict[str, Any] = {
        "production": Yield(rate=0.75, rule=Batches(batch=4.0, setup=0.1)),
        "information": Books(issue=Posting(miss=0.1)),
    }
    assert_equal(chain(replace(FIRST_DAY, learning=mature), **more), chain(FIRST_DAY, **more))


@pytest.mark.parametrize(
    ("lever", "usual", "worse"),
    [
        ("setups", Batches(batch=4.0, setup=0.125), Batches(batch=4.0, setup=0.25)),
        ("bad_units", Yield(rate=0.875), Yield(rate=0.75)),
        ("bad_units", Yield(rate=0.875, bad="rework", escape=0.5), Yield(rate=0.75, bad="rework", escape=0.5)),
    ],
)
def test_makers_are_as_bad_as_the_factor_says(lever: str, usual: Production, worse: Production) -> None:
    """Maturity 0 for good and a factor of 2 are the same as twice the parameter."""
    doubled = replace(FIRST_DAY, learning=Learning(**NEVER_LEARNS, **{lever: 2.0}))
    twice = [Exemption({"name": "stage_2"}, production=rule, place="x") for rule in (usual, worse)]
    pilot = Exemption({"name": "stage_2"}, ordering=Jit(cover=2.0), when=When(wave="pilot"), place="y")
    network = serial(stages=2, lead_time=2, demand=10.0, capacity=16.0)
    slow, stated = (
        SupplyModel(
            network, demand=Poisson(), ordering=BaseStock(cover=4.0), worlds=2, rng=3, rollout=rollout,
            exemptions=[pilot, exemption],
        )
        for rollout, exemption in zip((doubled, FIRST_DAY), twice, strict=True)
    )  # fmt: skip
    assert_equal(slow, stated)


@pytest.mark.parametrize("lines", [ProductWheel, LongestQueue])
def test_set_ups_of_shared_lines_take_as_much_longer(lines: type[ProductWheel | LongestQueue]) -> None:
    both = Exemption({"kind": "supplier"}, ordering=Jit(cover=2.0), when=When(wave="pilot"), place="y")
    doubled = replace(FIRST_DAY, learning=Learning(**NEVER_LEARNS, setups=2.0))
    slow, stated = (
        SupplyModel(
            two_items(), demand=Poisson(), ordering=BaseStock(cover=9.0), production=lines(setup=setup), worlds=2,
            rng=3, rollout=rollout, exemptions=[both],
        )
        for rollout, setup in ((doubled, 0.125), (FIRST_DAY, 0.25))
    )  # fmt: skip
    assert_equal(slow, stated)


def test_records_are_as_wrong_as_the_factor_says() -> None:
    """Where nothing is learnt, a factor of 2 on every chance is the same as twice the chances."""
    pilot = Exemption({"kind": ["buyer", "supplier"]}, ordering=Jit(cover=2.0), when=When(wave="pilot"), place="y")
    posting = Posting(miss=0.125, miskey=0.125, late=2)
    twice = replace(posting, miss=0.25, miskey=0.25)
    learning = Learning(**NEVER_LEARNS, record_errors=2.0)
    network = serial(stages=3, lead_time=2, demand=10.0)
    wrong, stated = (
        SupplyModel(
            network, demand=Poisson(), ordering=BaseStock(cover=4.0), worlds=2, rng=3, rollout=rollout,
            information=Books(issue=one, receipt=one), exemptions=[pilot],
        )
        for rollout, one in ((replace(FIRST_DAY, learning=learning), posting), (FIRST_DAY, twice))
    )  # fmt: skip
    assert_equal(wrong, stated)


@pytest.mark.parametrize("cv", [0.0, 0.5])
def test_goods_are_as_slow_as_the_factor_says(cv: float) -> None:
    """The lanes to those whom the wave reaches take twice as long, as if a crisis slowed them for good."""
    slow = {"slow": Shock({"buyer": "stage_1"}, SlowLane(factor=2.0), start=1, duration=999)}
    learning = Learning(**NEVER_LEARNS, lead_times=2.0)
    pilot = Exemption({"name": "stage_1"}, ordering=Jit(cover=2.0), when=When(wave="pilot"), place="y")
    network = serial(stages=3, lead_time=2, demand=10.0)
    learnt, struck = (
        SupplyModel(
            network, demand=Poisson(), ordering=BaseStock(cover=4.0), worlds=2, rng=3, rollout=rollout,
            exemptions=[pilot], crisis=crisis, transport=Gamma(cv=cv),
        )
        for rollout, crisis in ((replace(FIRST_DAY, learning=learning), {}), (FIRST_DAY, slow))
    )  # fmt: skip
    assert_equal(learnt, struck)


def test_lead_times_are_whole_days_the_nearest_ones() -> None:
    """Two days at a factor of 1.5 are 3 at maturity 0, and 2 from above a half on."""
    model = chain(replace(FIRST_DAY, learning=Learning(10.0, 0.0, 1.0, lead_times=1.5)))
    inexperience = model._parts.inexperience
    assert inexperience is not None
    assert inexperience.lead_times is not None
    days = []
    for _ in range(40):
        model.step()
        days.append((inexperience.lead_times * inexperience.planned).max())
    maturity = 1 - 2.0 ** (-np.arange(40) / 10)
    assert days == np.floor(2 * (1.5 - 0.5 * maturity) + 0.5).tolist()


def test_a_wave_that_is_taken_back_is_as_it_was_before() -> None:
    """It learns no more, and nothing is slow any longer."""
    gate = Gate(window=7, stock=0.0, fill=1.0, fill_fails=1.0, patience=0)
    model = chain(Rollout({"pilot": Wave(start=3)}, gate, Learning(lead_times=2.0)))
    model.run_for(20)
    assert model._parts.inexperience is not None
    assert model._parts.inexperience.lead_times is not None
    assert (model._parts.inexperience.lead_times == 1.0).all()
    assert learner(model).maturity[0].tolist() == pytest.approx([0.95 - 0.55 * 2 ** (-6 / 60)] * 2)


def test_a_repeated_model_goes_on_learning() -> None:
    once = chain(replace(FIRST_DAY, learning=Learning(lead_times=2.0, half_life=5.0)))
    once.run_for(6)
    again = once.repeat([1, 0, 1])
    for model in (once, again):
        model.run_for(6)
    assert np.array_equal(again.points["stock"], once.points["stock"][:, [1, 0, 1]])
    assert np.array_equal(learner(again).maturity, learner(once).maturity[:, [1, 0, 1]])


@pytest.mark.parametrize(
    ("lever", "told"),
    [
        ("setups", "makes anything with a set-up"), ("bad_units", "makes bad units"),
        ("record_errors", "enters anything wrongly"), ("lead_times", "buys over a lane"),
    ],
)  # fmt: skip
def test_a_lever_with_nothing_to_act_on_is_refused(lever: str, told: str) -> None:
    last = Exemption({"name": "stage_3"}, ordering=Jit(), when=When(wave="pilot"), place="y")
    with pytest.raises(InputError, match=rf"rollout\.learning\.{lever}: nobody whom a wave reaches {told}"):
        SupplyModel(serial(stages=3), exemptions=[last], rollout=replace(FIRST_DAY, learning=Learning(**{lever: 2.0})))


@pytest.mark.parametrize(
    ("node", "told"),
    [
        (5, "rollout.learning = 5: must be a mapping"), ({"setup": 2}, "did you mean 'setups'"),
        ({"end": 0.2}, "rollout.learning.end = 0.2: lies below the start"),
        ({"spill_over": 2}, "rollout.learning.spill_over = 2: must lie between 0 and 1"),
    ],
)  # fmt: skip
def test_bad_learning_is_refused(node: Any, told: str) -> None:
    with pytest.raises(InputError, match=told):
        Rollout.of({"waves": {"pilot": {"start": 3}}, "learning": node})
