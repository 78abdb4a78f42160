"""The tree of moments: the moments of all values, and the same bits however the replications were divided."""

from itertools import pairwise
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from jitagents import InputError
from jitagents.results.estimate import Floats
from jitagents.results.intervals import interval
from jitagents.summaries.tree import Block, Tree, blocks_of, joined_ranges, stacked

VALUES = arrays(
    float,
    st.tuples(st.integers(1, 70), st.just(3)),
    elements=st.one_of(st.just(np.nan), st.floats(-1e6, 1e6), st.sampled_from([0.0, 1e-9, 1.0])),
)


def bits(tree: Tree) -> dict[Block, bytes]:
    return {block: stacked([moments]).tobytes() for block, moments in tree.blocks.items()}


def tree_of(values: Floats, first: int, cuts: list[int], order: list[int]) -> Tree:
    """The tree of replications that come in parts, in some order."""
    ends = sorted({0, *(cut % len(values) for cut in cuts), len(values)})
    parts = [range(*pair) for pair in pairwise(ends)]
    tree = Tree()
    for part in sorted(parts, key=lambda one: order[one.start % len(order)]):
        tree.add(first + part.start, values[part.start : part.stop])
    return tree


@given(VALUES, st.integers(0, 1000), st.lists(st.integers(0, 100)), st.permutations(range(9)), st.integers(1, 100))
def test_chunks_and_their_order_change_no_bit(
    values: Floats, first: int, cuts: list[int], order: list[int], at_once: int
) -> None:
    one = tree_of(values, first, [], [0])
    with patch("jitagents.summaries.tree.AT_ONCE", at_once):
        other = tree_of(values, first, cuts, order)
    assert bits(one) == bits(other)
    assert stacked([one.total()]).tobytes() == stacked([other.total()]).tobytes()


@given(VALUES, st.integers(0, 1000))
def test_moments_are_those_of_all_values(values: Floats, first: int) -> None:
    tree = Tree()
    tree.add(first, values)
    found, whole = tree.total(), interval(values.T)
    size = np.nanmax(np.abs(values), initial=1.0)
    known = found.count > 0
    assert (found.count == whole.replications).all()
    np.testing.assert_allclose(found.estimate().mean, whole.mean, rtol=0, atol=1e-12 * size)
    np.testing.assert_allclose(
        found.variance[known], np.nanvar(values[:, known], axis=0), rtol=1e-12, atol=1e-12 * size**2
    )
    half = whole.high - whole.low
    np.testing.assert_allclose(found.estimate().high - found.estimate().low, half, rtol=1e-9, atol=1e-9 * size)


@given(st.floats(-1e9, 1e9), st.integers(2, 70), st.integers(0, 99))
def test_equal_values_have_their_mean_and_no_width(value: float, count: int, first: int) -> None:
    tree = Tree()
    tree.add(first, np.full((count, 1), value))
    found = tree.total().estimate()
    assert found.mean == found.low == found.high == value


@given(VALUES, st.integers(0, 1000), st.integers(0, 100))
def test_parts_taken_together_are_one_run_to_the_last_bit(values: Floats, first: int, cut: int) -> None:
    at = cut % len(values)
    one, other = Tree(), Tree()
    one.add(first, values[:at])
    other.add(first + at, values[at:])
    other.take(one)
    assert bits(other) == bits(tree_of(values, first, [], [0]))


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_few_blocks_are_held(first: int, count: int) -> None:
    blocks = [*blocks_of(range(first, first + count))]
    assert joined_ranges(block.numbers for block in blocks) == [range(first, first + count)]
    assert len(blocks) <= 2 * count.bit_length()


def test_replications_that_are_there_are_not_counted_again() -> None:
    tree = Tree()
    tree.add(5, np.ones((10, 1)))
    with pytest.raises(InputError, match="replications 12 to 14 are there already"):
        tree.add(12, np.ones((9, 1)))
    with pytest.raises(InputError, match="replications 5 to 14 are there already"):
        tree.take(tree)
    assert tree.held == [range(5, 15)]
    tree.add(20, np.ones((1, 1)))
    assert tree.held == [range(5, 15), range(20, 21)]
    with pytest.raises(ValueError, match="without replications"):
        Tree().total()
