"""Sparse columns: emptied and written where something is, and continued in other worlds."""

import numpy as np

from jitagents.simulation.books.sparse_column import SparseColumn


def test_what_is_written_stays_for_a_day() -> None:
    """The column holds what was written last, and nothing else."""
    column = np.zeros((3, 4))
    sparse = SparseColumn(column)
    sparse.write(np.array([1, 7]), np.array([2.0, 5.0]))
    np.testing.assert_array_equal(np.flatnonzero(column), [1, 7])
    sparse.write(np.array([7, 8]), np.array([1.0, 3.0]))
    np.testing.assert_array_equal(np.flatnonzero(column), [7, 8])
    np.testing.assert_array_equal(column[[1, 2], [3, 0]], [1.0, 3.0])
    sparse.write(np.zeros(0, dtype=np.int64), np.zeros(0))
    assert not column.any()


def test_other_worlds_empty_what_they_have_taken_over() -> None:
    """Whatever column they continue, it is empty once nothing is written."""
    index, before = np.array([3, 0, 3]), np.zeros((3, 4))
    old = SparseColumn(before)
    old.write(np.array([0, 3, 6, 11]), np.arange(1.0, 5.0))
    column = np.ascontiguousarray(before[:, index])
    new = SparseColumn(column)
    new.continue_from(old, index)
    assert column.any()
    new.write(np.array([4]), np.array([9.0]))
    np.testing.assert_array_equal(np.flatnonzero(column), [4])
