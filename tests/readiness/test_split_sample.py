"""Cut points chosen on one half of the flows and judged on the other, and cut points that are relative."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.readiness.coverage import blunt, coverage
from jitagents.readiness.levers import INDICATORS, relative
from jitagents.readiness.rules import Average, ElectreTri, Weakest
from jitagents.readiness.split_sample import split_sample
from tests.readiness.test_coverage import FLOWS, TABLE, row

USED = {name: INDICATORS[name] for name in ("lead_time", "otif")}


def test_relative_ends_are_tenths_of_the_flows() -> None:
    """Of lead times 100 to 200 days a tenth is up to 110, which scores 1; of services the best tenth is the highest."""
    values = {"lead_time": np.linspace(100, 200, 11), "otif": np.linspace(0.5, 1.0, 11)}
    found = relative(USED, values, ())
    assert (found["lead_time"].good, found["lead_time"].bad) == pytest.approx((110, 190))
    assert (found["otif"].good, found["otif"].bad) == pytest.approx((0.95, 0.55))
    assert relative(USED, values, ["otif"])["otif"] == USED["otif"]
    alike = {"lead_time": np.full(5, 99.0), "otif": np.full(5, np.nan)}
    assert relative(USED, alike, ()) == USED


def test_relative_ends_tell_flows_apart_that_are_all_beyond_the_cut_points() -> None:
    """Two of three lead times are beyond 30 days; between the tenths of the three each has a score of its own."""
    rule = ElectreTri(relative=True)
    table = coverage(FLOWS, {"deliveries": TABLE}, rule)
    assert (row(table, "lead_time")["good"], row(table, "lead_time")["bad"]) == pytest.approx((14.4, 56.0))
    assert not any(one.startswith("lead_time (") for one in blunt(table))
    stated = coverage(FLOWS, {"deliveries": TABLE}, ElectreTri(relative=True, ends={"lead_time": [1, 30]}))
    assert row(stated, "lead_time")["bad"] == 30


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=30, unique=True), st.floats(0.5, 2), st.floats(0, 100))
def test_relative_scores_do_not_depend_on_the_unit(days: list[float], factor: float, more: float) -> None:
    values, used = np.array(days), {"lead_time": INDICATORS["lead_time"]}
    left, right = (
        relative(used, {"lead_time": one}, ())["lead_time"].score(one) for one in (values, factor * values + more)
    )
    if np.ptp(values) > 1.0:
        np.testing.assert_allclose(left, right, atol=1e-6)


def test_a_score_that_is_right_for_all_flows_is_right_on_the_other_half() -> None:
    """Savings fall with the lead time, so that every pair is in the right order, whatever is chosen where."""
    days = np.linspace(2, 29, 40)
    found = split_sample({"lead_time": days}, {"lead_time": INDICATORS["lead_time"]}, Average(), 15.5 - days)
    assert found.chosen.mean == pytest.approx(1.0)
    assert found.judged.mean == pytest.approx(1.0, abs=0.02)  # the ends of one half may level flows of the other
    assert found.words.startswith("With cut points chosen on half of the flows the AUC is 1.00 there, and ")


def test_what_is_chosen_by_chance_looks_better_than_it_is() -> None:
    """Without any relation the other half has an AUC of a half; on its own half the best of four choices has more."""
    rng, chosen, judged = np.random.default_rng(5), [], []
    for _ in range(25):
        values = {name: rng.random(40) * scale for name, scale in (("lead_time", 40.0), ("otif", 1.0))}
        found = split_sample(values, USED, Weakest(), rng.normal(size=40))
        chosen.append(found.chosen.mean)
        judged.append(found.judged.mean)
    error = np.std(judged, ddof=1) / 5
    assert abs(np.mean(judged) - 0.5) < 4 * error
    assert np.mean(chosen) > np.mean(judged) + 2 * error


def test_flows_that_all_pay_leave_nothing_to_judge() -> None:
    found = split_sample({"lead_time": np.arange(6.0)}, {"lead_time": INDICATORS["lead_time"]}, Weakest(), np.ones(6))
    assert np.isnan(found.judged.mean)
    assert found.words.startswith("Cut points cannot be judged")
