"""The same chain in three ways: all take the same path."""

import numpy as np
import pytest

pytest.importorskip("simpy")

from experiments.side_by_side import in_jitagents
from experiments.side_by_side.chain import LEVEL, Path
from experiments.side_by_side.compare import BY_HAND, compare


@pytest.mark.parametrize("package", BY_HAND)
def test_the_path_is_the_same_to_the_last_unit(package: str) -> None:
    demand, ours = in_jitagents.simulate(5, 300)
    theirs = BY_HAND[package](demand)
    for name, one, other in zip(Path._fields, ours, theirs, strict=True):
        np.testing.assert_array_equal(one, other, err_msg=f"{package}: {name}")


def test_the_path_is_one_on_which_something_happens() -> None:
    """Sales are lost, suppliers run out, and what was sold is ordered again until there is no more to have."""
    demand, path = in_jitagents.simulate(5, 300)
    assert (path.lost > 0).mean() > 0.01
    assert (path.stock == 0).any(axis=(0, 2)).all()
    np.testing.assert_array_equal(path.orders[:, 0], demand - path.lost)
    sold = (demand - path.lost).sum(axis=0)
    assert (abs(path.orders[:, -1].sum(axis=0) - sold) <= LEVEL).all()


def test_the_table_says_how_many_times_as_fast() -> None:
    table = compare(worlds=4, part=2, days=20, times=1)
    assert table["worlds that ran"].tolist() == [4, 2, 2]
    assert table["jitagents is so many times as fast"].iloc[0] == 1
    assert (table["agent-days/s"] > 0).all()
