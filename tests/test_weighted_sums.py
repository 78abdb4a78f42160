"""Weighted sums are those of SciPy's sparse matrices, to the last bit, in memory of any order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from jitagents.weighted_sums import WeightedSums


@given(
    sums=st.integers(1, 8), rows=st.integers(1, 12), worlds=st.integers(0, 5), density=st.floats(0.0, 1.0),
    order=st.sampled_from(["C", "F", "every second"]), seed=st.integers(0, 2**32 - 1),
)  # fmt: skip
def test_sums_are_those_of_scipy_to_the_last_bit(
    sums: int, rows: int, worlds: int, density: float, order: str, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    matrix = sparse.csr_array(rng.normal(size=(sums, rows)) * (rng.random((sums, rows)) < density))
    values = rng.normal(size=(rows, 2 * worlds))[:, ::2]
    if order != "every second":
        values = np.array(values, order="C" if order == "C" else "F")
    expected = matrix @ values
    found = WeightedSums(matrix)
    np.testing.assert_array_equal(found @ values, expected)
    out = np.full((sums, 2 * worlds), np.nan)
    assert found.write(values, out[:, ::2]) is not None
    np.testing.assert_array_equal(out[:, ::2], expected)
    assert np.isnan(out[:, 1::2]).all(), "what lies between is not touched"


@pytest.mark.parametrize("other", [np.arange(3), np.eye(3, dtype=bool), np.ones(3), np.eye(3, dtype=np.float32)])
def test_other_products_are_left_to_scipy(other: np.ndarray) -> None:
    matrix = sparse.csr_array(np.arange(6.0).reshape(2, 3))
    np.testing.assert_array_equal(WeightedSums(matrix) @ other, matrix @ other)


@pytest.mark.parametrize(("rows", "worlds"), [(2, 4), (3, 5)])
def test_other_shapes_are_refused(rows: int, worlds: int) -> None:
    sums = WeightedSums(np.ones((2, 3)))
    with pytest.raises(ValueError, match="2 sums over 3 rows"):
        sums.write(np.ones((rows, worlds)), np.empty((2, 4)))
