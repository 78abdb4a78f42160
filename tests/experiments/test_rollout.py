"""The experiment on roll-outs: what its findings rest on holds in a few replications too."""

import pytest

from jitagents.results import Results
from jitagents.study import load


@pytest.fixture(scope="module")
def results() -> Results:
    levels = "levels={crisis.outage.start: [110, 300]}"
    return load("single", ["+experiment=rollout", "workers=1", "replications=4", levels]).run(progress=False)


def of(results: Results, metric: str, day: int, column: str) -> dict[str, float]:
    table = results.summary([metric], ["network"])
    table = table[table["crisis.outage.start"] == day]
    return dict(zip(table["variant"], table[column], strict=True))


def test_waves_are_safe_while_they_have_not_arrived(results: Results) -> None:
    half_way, done = (of(results, "area", day, "crisis") for day in (110, 300))
    assert half_way["waves"] == half_way["gates"] == half_way["never"] == 0
    assert half_way["big_bang"] > 4
    assert done["waves"] == pytest.approx(done["big_bang"], abs=0.5)


def test_stock_is_freed_later_in_waves(results: Results) -> None:
    stock = of(results, "stock_value", 300, "calm")
    assert stock["big_bang"] < 0.8 * stock["waves"] < 0.8 * 0.8 * stock["never"]


def test_an_outage_within_a_window_ends_the_programme(results: Results) -> None:
    assert of(results, "waves_failed", 110, "calm")["gates"] == 0
    assert of(results, "waves_failed", 110, "crisis")["gates"] == 1
    assert of(results, "waves_failed", 110, "crisis")["charted"] == 1
    assert of(results, "waves_failed", 300, "crisis")["gates"] == 0
    assert of(results, "extension_day", 300, "calm")["gates"] == 210


def test_a_gate_that_adjusts_goes_on_with_more_cover(results: Results) -> None:
    assert of(results, "cover_added", 110, "calm")["adjusted"] == 0
    assert of(results, "cover_added", 110, "crisis")["adjusted"] > 0
    assert 210 < of(results, "extension_day", 110, "crisis")["adjusted"] < 364


def test_orders_fall_the_more_the_farther_upstream(results: Results) -> None:
    table = results.summary(["order_drop"], [f"tier:{tier}" for tier in (2, 3, 4)])
    drop = table[table["crisis.outage.start"] == 300].set_index(["variant", "scope"])["calm"]
    assert drop["big_bang"].is_monotonic_increasing
    assert drop["big_bang"]["tier:4"] == 1.0
    assert (drop["waves"] < drop["big_bang"]).all()
