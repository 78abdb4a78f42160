"""The check of the warm-up: MSER-5 on series of which the truncation point is known."""

import numpy as np
import pytest

from jitagents.results.warm_up import mser_5, too_short
from jitagents.study import load


@pytest.mark.parametrize("away", [0, 5, 20, 45])
def test_what_is_off_by_a_step_is_left_out_to_the_day(away: int) -> None:
    """What is left is constant from there on, so that its error is 0, and more days cannot better it."""
    assert mser_5([9.0] * away + [3.0] * (100 - away)) == away


def test_a_batch_that_is_off_in_part_is_left_out_in_full() -> None:
    assert mser_5([9.0] * 21 + [3.0] * 79) == 25


def test_the_error_by_hand() -> None:
    """Batch means 4, 1, 0, 1, 0, 1: squares about the mean over n^2 are .3009, .048, .0625 and .0741 for d = 0 to 3."""
    assert mser_5(np.repeat([4.0, 1.0, 0.0, 1.0, 0.0, 1.0], 5)) == 5


def test_a_swing_around_the_mean_takes_nothing_out() -> None:
    """A sum of squares over n^2 that grows as days are left out: the first is the best."""
    assert mser_5(np.tile(np.repeat([1.0, -1.0], 5), 20)) == 0


def test_at_most_half_is_left_out() -> None:
    assert mser_5(np.arange(100.0)) <= 50
    assert mser_5([5.0] * 70 + [0.0] * 30) <= 50


def test_too_few_days_say_nothing() -> None:
    assert mser_5([9.0] * 5 + [3.0] * 14) == 0
    assert mser_5([]) == 0


SMALL = ("network=serial", "network.stages=2", "demand=constant", "ordering=base_stock", "crisis=none", "workers=1",
         "replications=2", "days=60", "variants={only: []}", "figures={}")  # fmt: skip


def test_a_study_that_begins_empty_is_told_how_long_it_warms_up() -> None:
    """Nothing is on hand nor under way on day 1: what the chain holds comes some days later."""
    results = load("single", [*SMALL, "warmup=0", "start=empty", "network.lead_time=8"]).run(progress=False)
    (sentence,) = too_short(results)
    assert "warm-up of 0 days is too short by MSER-5 (White 1997): under only, the calm " in sentence
    days = int(sentence.rpartition("=")[2])
    longer = load("single", [*SMALL, f"warmup={days}", "start=empty", "network.lead_time=8"]).run(progress=False)
    assert too_short(longer) == []
    assert sentence in results.report()


def test_a_steady_study_is_told_nothing() -> None:
    assert too_short(load("single", [*SMALL, "warmup=0"]).run(progress=False)) == []
