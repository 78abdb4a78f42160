"""The sketch of quantiles: as accurate as it says, and the same in whatever order values come."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from jitagents.results.estimate import Floats
from jitagents.summaries.sketch import ACCURACY, Sketch, buckets, values_of

NUMBERS = st.one_of(st.floats(width=64, allow_nan=True), st.floats(-100, 100), st.sampled_from([0.0, -0.0, 2.0**-1022]))
VALUES = arrays(float, st.tuples(st.integers(1, 60), st.integers(1, 4)), elements=NUMBERS)
ROUNDING = 1e-12
TINY = 2.0**-1000
"""Below it, the value that stands for a bucket is rounded more than it should be off."""


def sketch(*parts: Floats) -> Sketch:
    made = Sketch()
    for part in parts:
        made.add(part)
    return made.settled()


@given(VALUES, st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_quantiles_are_as_accurate_as_stated(values: Floats, shares: list[float]) -> None:
    found = sketch(values).quantiles(np.arange(values.shape[1]), shares)
    for column, row in zip(values.T, found, strict=True):
        known = np.sort(column[~np.isnan(column)])
        if not len(known):
            assert np.isnan(row).all()
            continue
        exact = known[[int(np.floor(share * (len(known) - 1))) for share in shares]]
        finite = np.isfinite(exact)
        assert (row[~finite] == exact[~finite]).all()
        off = np.abs(row[finite] - exact[finite])
        assert (off <= (ACCURACY + ROUNDING) * np.abs(exact[finite]) + TINY).all()
    assert ACCURACY < 0.01


@given(VALUES, st.randoms())
def test_the_order_of_values_changes_nothing(values: Floats, random: "np.random.Generator") -> None:
    rows = [*range(len(values))]
    random.shuffle(rows)
    cut = len(rows) // 2
    whole = sketch(values)
    for other in (sketch(values[rows[cut:]], values[rows[:cut]]), sketch(*(values[[row]] for row in rows))):
        assert (other.keys == whole.keys).all()
        assert (other.counts == whole.counts).all()
    merged = sketch(values[:cut])
    merged.take(sketch(values[cut:]))
    assert (merged.settled().counts == whole.counts).all()


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_buckets_ascend_with_values(one: float, other: float) -> None:
    low, high = buckets(np.array(sorted([one, other])))
    assert low <= high
    assert buckets(np.array([-one])) == -buckets(np.array([one]))


@given(st.floats(2.0**-1000, 2.0**1000))
def test_a_value_is_near_what_stands_for_its_bucket(value: float) -> None:
    near = values_of(buckets(np.array([value, -value])))
    assert near == pytest.approx([value, -value], rel=ACCURACY + ROUNDING)


def test_a_sketch_grows_with_the_range_of_its_values_only() -> None:
    random = np.random.default_rng(1)
    made, sizes = Sketch(), list[int]()
    for _ in range(3):
        for _ in range(20):
            made.add(random.lognormal(3, 0.5, (2_000, 3)))
        sizes.append(len(made.settled().keys))
    assert sizes[2] < 1.1 * sizes[0], "three times as many values"
