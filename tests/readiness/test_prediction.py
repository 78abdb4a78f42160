"""Agreement of scores and losses: textbook numbers, scipy, and what follows from the definitions."""

import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from jitagents.readiness.prediction import auc, falling_trend, kendall, loss_by_mode, predict, spearman
from jitagents.readiness.rules import MODES

NUMBERS = st.lists(st.tuples(st.integers(0, 4), st.integers(-4, 4)), min_size=3, max_size=12)


@given(NUMBERS)
def test_the_correlations_are_those_of_scipy(pairs: list[tuple[int, int]]) -> None:
    score, saved = np.array(pairs, dtype=float).T
    if len(set(score)) > 1 and len(set(saved)) > 1:
        assert spearman(score, saved) == pytest.approx(scipy.stats.spearmanr(score, saved).statistic)
        assert kendall(score, saved) == pytest.approx(scipy.stats.kendalltau(score, saved).statistic)
    else:
        assert np.isnan(spearman(score, saved))
        assert np.isnan(kendall(score, saved))


def test_the_area_is_the_share_of_pairs_in_the_right_order() -> None:
    """Two flows that pay, three that do not: of six pairs 4 are right, one is a tie."""
    score, saved = np.array([0.9, 0.5, 0.5, 0.7, 0.1]), np.array([1.0, 2.0, -1.0, -2.0, -3.0])
    assert auc(score, saved) == pytest.approx(4.5 / 6)
    assert np.isnan(auc(score, np.abs(saved)))


def test_a_perfect_rule_and_its_opposite() -> None:
    losses = np.arange(20.0)[:, None] - 10.5 + np.zeros((1, 4))
    right, wrong = (predict("rule", sign * np.arange(20.0), losses) for sign in (-1, 1))
    assert (right.spearman.mean, right.kendall.mean, right.auc.mean) == pytest.approx((1, 1, 1))
    assert (wrong.spearman.mean, wrong.kendall.mean, wrong.auc.mean) == pytest.approx((-1, -1, 0))
    assert (right.flows, right.paying) == (20, 11)
    assert right.words.startswith("rule predicts: ")
    assert wrong.words.startswith("rule predicts the opposite: ")


def test_a_score_of_chance_covers_0_as_often_as_its_interval_says() -> None:
    rng, held = np.random.default_rng(3), 0
    for _ in range(60):
        held += predict("chance", rng.random(30), rng.normal(size=(30, 8))).words.startswith("chance does not predict")
    assert abs(held - 0.95 * 60) / np.sqrt(60 * 0.95 * 0.05) < 4


def test_flows_without_a_score_are_left_out() -> None:
    losses = np.array([[1.0, 1.0], [2.0, 2.0], [-9.0, -9.0]])
    assert predict("rule", np.array([2.0, 1.0, np.nan]), losses).spearman.mean == pytest.approx(1)
    level = predict("rule", np.ones(3), losses)
    assert level.words == "rule cannot be judged: it puts all flows on a par"


def test_the_loss_of_each_mode_by_hand() -> None:
    losses = np.array([[1.0, 3.0], [2.0, 4.0], [-1.0, -1.0]])
    table = loss_by_mode(["jit", "jit", "stock"], losses, MODES)
    assert table["mode"].tolist() == ["stock", "jit"]
    assert table["loss"].tolist() == [-1.0, 2.5]
    half = scipy.stats.t.ppf(0.975, 1) * 1.0  # means 1.5 and 3.5: sd sqrt 2, by sqrt 2
    assert table["loss_high"].tolist() == pytest.approx([-1.0, 2.5 + half])


def test_the_trend_by_hand() -> None:
    """Losses 6, 5 | 4, 3 | 2, 1 fall in all 12 pairs; expected 6, variance (36 x 15 - 3 x 4 x 7) / 72."""
    z, p = falling_trend(["stock", "stock", "hybrid", "hybrid", "jit", "jit"], np.arange(6.0, 0, -1), MODES)
    assert z == pytest.approx((12 - 6) / np.sqrt((36 * 15 - 84) / 72))
    assert p == pytest.approx(scipy.stats.norm.sf(z))
    assert np.isnan(falling_trend(["jit"], np.ones(1), MODES)).all()
