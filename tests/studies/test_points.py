"""Levels as points: no level is lost, a design runs as worlds, each point is worth a study of its own."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from scipy.stats import qmc

from jitagents import InputError, Results, load
from jitagents.points import label, told
from jitagents.scenario.sweep import Sweep
from tests.studies.conftest import chosen, small

DURATION, COVER = "crisis.outage.duration", "ordering.cover"
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53)


@given(NUMBERS)
def test_a_number_is_told_to_its_last_digit(number: float) -> None:
    assert float(told(number)) == number


@given(st.lists(st.tuples(st.text(max_size=6), st.text(max_size=6)), unique=True, max_size=20))
def test_no_two_points_have_the_same_label(points: list[tuple[str, str]]) -> None:
    assert len({label({"a": one, "b": two}) for one, two in points}) == len(points)


def test_plain_values_are_told_plainly() -> None:
    assert [told(one) for one in (5, 5.0, 0.1, 1e6, "mill", "Acme, Inc.", "")] == [
        "5", "5", "0.1", "1000000", "mill", '"Acme, Inc."', '""',
    ]  # fmt: skip


def test_levels_that_agree_in_six_digits_are_all_there() -> None:
    results = small("ordering=base_stock", "levels={ordering.cover: [1.0000001, 1.0000002, 3]}").run(progress=False)
    assert results.points[COVER].tolist() == [1.0000001, 1.0000002, 3]
    assert results.replications.groupby("level", sort=False)["replication"].nunique().tolist() == [4, 4, 4]


POINTS: list[dict[str, Any]] = [{DURATION: 5, COVER: 1}, {DURATION: 10, COVER: 2.5}, {DURATION: 5, COVER: 0}]


def test_a_point_is_worth_a_study_of_its_own(tmp_path: Any) -> None:
    text = "levels=[" + ", ".join(f"{{{DURATION}: {one[DURATION]}, {COVER}: {one[COVER]}}}" for one in POINTS) + "]"
    study = small("ordering=base_stock", text)
    assert study.hash == small("ordering=base_stock").sweep(POINTS).hash
    swept = study.run(tmp_path, progress=False)
    assert swept.points.drop(columns="level").to_dict("records") == POINTS
    assert_frame_equal(Results.open(tmp_path).points, swept.points)
    assert swept.swept == {DURATION: [5, 10], COVER: [1, 2.5, 0]}
    for level, point in zip(swept.levels, POINTS, strict=True):
        alone = small("ordering=base_stock", *(f"{key}={value}" for key, value in point.items())).run(progress=False)
        there = chosen(swept.replications, level=level, **point)
        assert_frame_equal(there, alone.replications.drop(columns="level"), check_exact=True)
    assert swept.why("stage_1", level=swept.levels[1]).amount >= 0


def test_a_design_of_another_package(tmp_path: Any) -> None:
    drawn = qmc.scale(qmc.LatinHypercube(2).random(64), [2, 0], [20, 5])
    drawn[:, 0] = drawn[:, 0].round()  # whole days
    design = pd.DataFrame(drawn, columns=[DURATION, COVER])
    study = load("single", ["network=serial", "days=20", "warmup=2", "replications=2", "workers=1",
                            "ordering=base_stock", "crisis.outage.start=3"], levels=design)  # fmt: skip
    results = study.run(progress=False)
    assert np.array_equal(results.points[[DURATION, COVER]].to_numpy(), drawn)
    assert len(results.summary(["output_lost"], ["network"])) == 64
    assert study.sweep(design.head(3)).hash != study.hash
    assert study.sweep({DURATION: np.arange(5, 20, 5)}).levels == study.sweep({DURATION: range(5, 20, 5)}).levels


def test_names_and_numbers_in_one_point() -> None:
    key = "crisis.outage.target.name"
    study = small(f"levels=[{{{key}: stage_2, {DURATION}: 3}}, {{{key}: stage_4, {DURATION}: 6}}]")
    assert [*study.levels.points] == [("stage_2", 3), ("stage_4", 6)]
    with pytest.raises(InputError, match="did you mean 'stage_4'"):
        small(f"levels=[{{{key}: stage_2}}, {{{key}: stge_4}}]")


def test_a_design_says_how_it_rounds_what_must_be_whole() -> None:
    ranges = "design.ranges={crisis.outage.duration: [5, 20], ordering.cover: [1, 3]}"
    with pytest.raises(
        InputError, match=r"must be whole days; design\.whole=\[crisis\.outage\.duration\] rounds them$"
    ):
        small("design=sobol", ranges)
    assert len(small("design=sobol", ranges, f"design.whole=[{DURATION}]").levels.points) == 64
    with pytest.raises(InputError, match=r"must be 0 or more \(days\)$"):
        small("design=sobol", "design.ranges={ordering.cover: [-3, -1]}")


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ([{COVER: 1}, {COVER: 1.0}], r"levels\[1\]: the point ordering.cover=1 stands there twice"),
        ([{COVER: 1}, {DURATION: 1}], "all points must have the same keys"),
        ([{COVER: 1}, 5], r"levels\[1\] = 5: must be a mapping"),
        ([{}], r"levels\[0\] = {}: must be a mapping"),
        ([{COVER: "a"}], "must be a list of numbers, which 'a' is not"),
        ([{COVER: float("inf")}], "which inf is not"),
        ({COVER: [1, 1.0]}, "may stand there once"),
        ({COVER: []}, "must be a list of numbers, as"),
        ({COVER: 5}, "must be a list of numbers, as"),
        ({COVER: [True]}, "which True is not"),
        ({"ordering.covr": [1]}, "did you mean 'cover'"),
        (5, "must be a mapping {key"),
        (pd.DataFrame({COVER: []}), "the table has no rows"),
        (pd.DataFrame([[1, 2]], columns=[COVER, COVER]), "the column 'ordering.cover' stands there twice"),
    ],
)
def test_levels_that_are_none(levels: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        small("ordering=base_stock").sweep(levels)


@pytest.mark.parametrize("bad", ["mill", 7.0])
def test_one_bad_value_of_many_has_a_short_message(bad: Any) -> None:
    with pytest.raises(InputError) as told:
        small("ordering=base_stock").sweep({COVER: [*map(float, range(5_000)), bad]})
    assert len(str(told.value)) < 200


def test_without_levels_there_is_one_without_a_name() -> None:
    assert Sweep().labels == [""]
    assert small().sweep([]).levels == Sweep()


def test_the_level_of_one_agent_may_differ_by_world() -> None:
    """Whether one rule has a number for each agent or one for all, and whatever stands in other worlds."""
    stated = [f"ordering.level={{{', '.join(f'stage_{n}: {30 + n}' for n in range(1, 5))}}}", "ordering=base_stock"]
    swept = small(*stated, "levels={ordering.level.stage_2: [25, 32, 40]}").run(progress=False)
    alone = small(*stated).run(progress=False)
    (middle,) = (label for label in swept.levels if label.endswith("=32"))
    columns = ["replication", "scope", "cost.calm", "cost.crisis", "days_lost.crisis"]
    found = chosen(swept.replications, level=middle)[columns]
    assert_frame_equal(found, chosen(alone.replications, level="")[columns], check_exact=True)
    assert swept.summary(["stock_units"], ["agent:stage_2"])["calm"].is_monotonic_increasing
