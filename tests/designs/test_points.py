"""Points of designs: inside their ranges, as many as said, each once; and ranges that are none."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.designs import Grid, LatinHypercube, Morris, Pairs, PointFile, RangedDesign, Saltelli, Sobol
from jitagents.errors import InputError
from jitagents.reading import Dialect

RANGES: dict[str, list[float]] = {
    "ordering.cover": [1.0, 5.0],
    "crisis.outage.duration": [3, 9],
    "costs.capital": [-0.5, 0.5],
}
DESIGNS = (Grid(RANGES), Pairs(RANGES), Sobol(RANGES), LatinHypercube(RANGES), Saltelli(RANGES), Morris(RANGES))


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: type(design).__name__)
def test_points_lie_in_their_ranges(design: RangedDesign) -> None:
    values = design.values()
    assert values.shape == (design.size, 3)
    low, high = np.array(list(RANGES.values())).T
    assert ((values >= low) & (values <= high)).all()
    points = design.points()
    assert len(points) == len({tuple(point.values()) for point in points})
    assert all(list(point) == list(RANGES) for point in points)
    assert len(design.runs()) == design.size


@given(ends=st.tuples(st.integers(-50, 50), st.integers(1, 60)), count=st.sampled_from([64, 256]))
def test_whole_numbers_are_equally_likely(ends: tuple[int, int], count: int) -> None:
    low, high = ends[0], ends[0] + ends[1]
    values = Sobol({"days": [low, high]}, ["days"], count).values()[:, 0]
    assert (values == np.round(values)).all()
    found = np.array([(values == value).sum() for value in range(low, high + 1)])
    assert (
        abs(found - count / len(found)).max() <= 2
    )  # a net: each slice of equal width holds its share but for its ends


def test_a_grid_and_pairs_hold_the_ends() -> None:
    ranges = {"a": [0, 1], "b": [10, 30]}
    grid = [tuple(point.values()) for point in Grid(ranges, steps=3).points()]
    assert grid == [(a, b) for a in (0, 0.5, 1) for b in (10, 20, 30)]
    assert [tuple(point.values()) for point in Pairs(ranges, steps=3).points()] == [(0, 10), (0.5, 20), (1, 30)]


def test_a_latin_hypercube_has_one_point_in_each_slice() -> None:
    unit = LatinHypercube(RANGES, count=20).unit()
    assert (np.sort(np.floor(unit * 20), axis=0) == np.arange(20)[:, None]).all()


def test_a_seed_draws_the_same_points() -> None:
    for kind in (Sobol, LatinHypercube, Saltelli, Morris):
        assert kind(RANGES, seed=7).points() == kind(RANGES, seed=7).points() != kind(RANGES, seed=8).points()


@pytest.mark.parametrize(
    ("kind", "options", "words"),
    [
        (Sobol, {"ranges": {}}, "must be a mapping of keys to ranges"),
        (Sobol, {"ranges": {"a": [2, 1]}}, r"ranges.a = \[2, 1\]: must be two numbers, the lowest and the highest"),
        (Sobol, {"ranges": {"a": [1, 2, 3]}}, "must be two numbers"),
        (Sobol, {"ranges": {"a": [0, True]}}, "must be two numbers"),
        (Sobol, {"ranges": {"a": [0, float("nan")]}}, "must be two numbers"),
        (Sobol, {"ranges": {"a": [0, 1]}, "count": 100}, "count = 100: must be a power of 2, as 64 or 128"),
        (Sobol, {"ranges": {"a": [0, 1]}, "count": 10**9}, "count = 1000000000: must lie between 2 and 100000"),
        (Saltelli, {"ranges": {"a": [0, 1]}, "base": 3}, "base = 3: must be a power of 2, as 2 or 4"),
        (Morris, {"ranges": {"a": [0, 1]}, "levels": 3}, "levels = 3: must be even"),
        (Pairs, {"ranges": {"alpha": [0, 1]}, "whole": ["alfa"]}, "did you mean 'alpha'"),
        (Pairs, {"ranges": {"a": [0.2, 1.8]}, "whole": ["a"]}, "must hold two whole numbers"),
        (Grid, {"ranges": {f"k{n}": [0, 1] for n in range(30)}}, "points would be needed; allowed: 1,000,000 at most"),
    ],
)
def test_bad_values(kind: type[RangedDesign], options: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        kind(**options)


def test_points_of_a_file(tmp_path: Path) -> None:
    expected = [
        {"ordering.cover": 1.5, "crisis.outage.target.name": "2120"},
        {"ordering.cover": 2.25, "crisis.outage.target.name": "mill"},
    ]
    (tmp_path / "office.csv").write_text("ordering.cover;crisis.outage.target.name\n1,5;2120\n2,25;mill\n")
    assert PointFile(str(tmp_path / "office.csv")).points() == expected
    pd.DataFrame(expected).to_excel(tmp_path / "book.xlsx", index=False, engine="xlsxwriter")
    assert PointFile(str(tmp_path / "book.xlsx")).points() == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ordering.cover\n1\nmuch\n", "line 3: ordering.cover = 'much' is no number"),
        ("ordering.cover,costs.capital\n1,\n", "line 2: costs.capital = '' is empty; every point needs"),
        ("ordering.cover,ordering.cover\n1,2\n", "stands there twice"),
        ("", "the file is empty; its first line must name the columns"),
    ],
)
def test_a_bad_file(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text(text)
    with pytest.raises(InputError, match=words):
        PointFile(str(tmp_path / "points.csv"), Dialect()).points()
