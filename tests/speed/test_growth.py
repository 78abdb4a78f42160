"""Growth of cost: exponents of known laws, and works that differ in one dimension alone."""

import json
import resource
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.accounting.measures import chosen
from jitagents.config import composed, plain
from jitagents.speed.__main__ import in_own_process, main
from jitagents.speed.growth import SIZES, exponents, growth, seconds_of, sized


@given(st.sampled_from([*SIZES]), st.floats(-1, 3), st.floats(1e-3, 1e3))
def test_the_exponent_of_a_power_is_found(dimension: str, power: float, scale: float) -> None:
    sizes = SIZES[dimension]
    assert exponents(sizes, [scale * float(size) ** power for size in sizes]) == pytest.approx((power, power))


def test_a_step_does_not_hide_behind_what_a_day_costs_at_least() -> None:
    sizes = SIZES["agents"]
    fitted, steepest = exponents(sizes, [1 + (size / sizes[-2]) ** 2 for size in sizes])
    assert fitted < 1 < steepest


@pytest.mark.parametrize("dimension", SIZES)
def test_works_differ_in_one_dimension_alone(dimension: str) -> None:
    small, large = (sized(dimension, size) for size in SIZES[dimension][:2])
    ratio = SIZES[dimension][1] / SIZES[dimension][0]
    of_each = {
        "agents": len(large.network.agents) / len(small.network.agents),
        "lanes": len(large.network.lanes) / len(small.network.lanes),
        "worlds": large.worlds / small.worlds,
        "days": large.days / small.days,
    }
    grown = {"agents", "lanes"} if dimension == "agents" else {dimension}  # lanes for each agent stay
    assert {name for name, one in of_each.items() if abs(one / ratio - 1) < 0.02} == grown
    assert all(one == 1 for name, one in of_each.items() if name not in grown)


def test_a_line_has_a_number_for_each_size() -> None:
    found = growth("days", [(1.0, 1.0), (10.0, 100.0), (100.0, 10_000.0)])
    assert found["sizes"] == [*SIZES["days"]]
    assert found["seconds"] == [1.0, 10.0, 100.0]
    assert found["exponent"] == found["steepest"] == 1.0
    assert found["bare_exponent"] == found["bare_steepest"] == 2.0


def test_seconds_of_some_days() -> None:
    model, bare = seconds_of("days", 3, chosen(plain(composed([]))))
    assert 0 < bare < model < 60


def test_a_process_of_its_own_does_not_count_the_memory_of_this_one() -> None:
    filled = np.ones(50_000_000)  # 400 MB
    here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    there = in_own_process(resource.getrusage, resource.RUSAGE_SELF).ru_maxrss
    assert there < here - filled.nbytes / 1024 / 2


def test_a_line_for_a_work(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["speed", "--work", "serial"])
    main()
    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert told["work"] == "serial"
    assert told["agent_days_per_s"] == pytest.approx(4 * 1000 * told["days"] / told["seconds"], rel=0.01)
    assert 0 < told["of_bare_flows"] < 2
    assert told["peak_mb"] > 0
