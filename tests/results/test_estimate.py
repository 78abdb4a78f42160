"""Estimates: multiples, signs, shares in percent, to a table and back."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.results.claims import Claim
from jitagents.results.estimate import Estimate
from jitagents.results.facts import Stated
from jitagents.results.intervals import interval

NUMBERS = st.floats(-1e6, 1e6)
FACTORS = st.sampled_from([-100.0, -2.0, -1.0, 0.0, 0.5, 1.0, 3.0])
CLAIM = Claim("mean", "", "fill_rate", "calm", ("jit",), ("",))


@given(st.lists(NUMBERS, min_size=2, max_size=8), FACTORS)
def test_a_multiple_is_the_estimate_of_multiples(sample: list[float], factor: float) -> None:
    found, expected = interval(sample).one.times(factor), interval(factor * np.array(sample)).one
    for name in ("mean", "low", "high"):
        assert getattr(found, name) == pytest.approx(getattr(expected, name), rel=1e-6, abs=1e-3)
    assert found.low <= found.high
    assert found.replications == len(sample)


@pytest.mark.parametrize(
    ("ends", "sign", "unsure"),
    [
        ((2.0, 1.0, 3.0), "up", False),
        ((-2.0, -3.0, -1.0), "down", False),
        ((2.0, -1.0, 5.0), "flat", True),
        ((2.0, 0.0, 4.0), "flat", True),
        ((0.0, 0.0, 0.0), "none", False),
        ((0.0, -1.0, 1.0), "flat", True),
        ((2.0, np.nan, np.nan), "up", False),
    ],
)
def test_the_sign_is_said_only_if_it_is_clear(ends: tuple[float, float, float], sign: str, unsure: bool) -> None:
    assert (Estimate(*ends).sign, Estimate(*ends).unsure) == (sign, unsure)


def test_a_share_is_told_in_percent_and_nothing_else_is() -> None:
    share, units = Estimate(0.25, 0.2, 0.3, 9, "share"), Estimate(0.25, 0.2, 0.3, 9, "units")
    assert (str(share.in_percent), share.in_percent.unit) == ("25.0 ± 5.0", "%")
    assert share.in_percent.in_percent == share.in_percent
    assert units.in_percent is units


def test_it_stands_in_a_table_and_comes_back() -> None:
    values = np.random.default_rng(3).normal(7, 2, (5, 30))
    table = pd.DataFrame(interval(values).columns("cost"))
    assert list(table) == ["cost", "cost_low", "cost_high"]
    for number, row in table.iterrows():
        one = interval(values[int(str(number))]).one
        read = Estimate.read(row, "cost", "money")
        assert (read.mean, read.low, read.high, read.unit) == (one.mean, one.low, one.high, "money")
        assert str(read) == str(one)
        assert one.replications == 30


def test_a_claim_is_of_what_is_said() -> None:
    stated = Stated.of(Estimate(0.25, 0.2, 0.3, 9), CLAIM)
    assert (stated.unit, stated.claim.factor) == ("share", 1.0)
    told = stated.in_percent.times(-1)
    assert (str(told), told.claim.factor, told.claim.metric) == ("−25.0 ± 5.0", -100.0, "fill_rate")
    assert stated.claim == CLAIM
