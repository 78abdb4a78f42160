"""Precision: the rule that ends a study is right as often as it says, and asks for as many replications as it takes."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.results.estimate import Floats
from jitagents.results.intervals import interval
from jitagents.results.precision import judged
from jitagents.scenario.precision import LEAST, Aim

MOST = 100_000
ENOUGH = 3.5
"""Standard errors."""


def ended(draws: Floats, aims: Sequence[Aim], first: int = LEAST) -> int:
    """The replications at which the rule ends."""
    count = first
    while not (found := judged(draws[:, :count], aims, [aim.measure for aim in aims])).is_narrow:
        count = found.next(MOST)
        assert count <= draws.shape[1]
    return count


def test_all_of_several_intervals_hold_the_mean_as_often_as_they_say() -> None:
    """Three means, two of them known in absolute terms, one as a share: at least 95 % of sequences cover all three."""
    rng, sequences, means = np.random.default_rng(3), 400, np.array([[0.0], [5.0], [20.0]])
    aims, covered = [Aim("a", 0.3, False), Aim("b", 0.4, False), Aim("c", 0.02, True)], 0
    for _ in range(sequences):
        draws = rng.normal(means, [[1.0], [1.5], [2.0]], (3, 1_000))
        count = ended(draws, aims, first=30)
        found = interval(draws[:, :count], 1 - 0.05 / 3)
        covered += bool(((found.low <= means[:, 0]) & (means[:, 0] <= found.high)).all())
    assert (covered / sequences - 0.95) / sqrt(0.95 * 0.05 / sequences) > -ENOUGH


def test_it_takes_as_many_replications_as_the_variance_asks_for() -> None:
    """n = (1.96 s / b)^2 = 384 for b = s / 10: the mean of the ends has a known place (Chow & Robbins 1965)."""
    rng = np.random.default_rng(4)
    ends = np.array([ended(rng.normal(0, 1, (1, 2_000)), [Aim("a", 0.1, False)]) for _ in range(60)])
    assert abs(ends.mean() / (1.96 / 0.1) ** 2 - 1) < 0.1


@given(st.floats(0.001, 0.5), st.floats(0.1, 1e6))
def test_a_share_of_the_mean_holds_for_the_error(share: float, scale: float) -> None:
    """|estimate - mean| <= g x mean wherever the mean lies in the interval, not of the estimate alone."""
    draws = scale * np.random.default_rng(5).normal(1.0, 0.1, (1, 50))
    found, aim = interval(draws), Aim("a", share, True)
    half, estimate = float(found.high[0] - found.low[0]) / 2, float(found.mean[0])
    assert judged(draws, [aim], ["a"]).is_narrow == (half <= share * (estimate - half) * (1 + 1e-9))


def test_what_does_not_vary_is_known_and_one_value_is_not() -> None:
    aim = [Aim("a", 0.01, True)]
    assert judged(np.zeros((1, 12)), aim, ["a"]).is_narrow
    assert not judged(np.array([[1.0, np.nan, np.nan]]), aim, ["a"]).is_narrow


def test_it_says_which_measures_were_always_0() -> None:
    """A rare loss that has not come yet has an interval without width, too."""
    noise, never = np.random.default_rng(7).normal(9, 1, 12), np.zeros(12)
    aims = [Aim(name, 0.01, True) for name in "abc"]
    assert "always" not in judged(np.stack([noise, noise, 9 + never]), aims, "abc").words
    found = judged(np.stack([noise, never, never]), aims, "abc")
    assert found.words.startswith("a ± ")
    assert found.words.endswith("; b and 1 more: always 0 so far, which counts as narrow")
    assert judged(never[None], aims[:1], "a").words.startswith("a ± 0 %, 1 % wanted; a: always 0")


def test_steps_are_bounded() -> None:
    noise = np.random.default_rng(6).normal(0, 1, (1, 20))
    assert judged(noise, [Aim("a", 1e-6, False)], ["a"]).next(MOST) == 40
    assert judged(noise, [Aim("a", 1e-6, False)], ["a"]).next(30) == 30


@pytest.mark.parametrize(
    "stated", [0, -1, 1, 1.5, True, "0.1", None, [0.1], {"absolute": 0}, {"abs": 1}, {}, float("nan")]
)
def test_half_widths_that_are_none(stated: object) -> None:
    assert Aim.of("a", stated) is None
