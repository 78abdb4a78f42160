"""The losses of agents: means over all replications, however they were cut."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from jitagents.results.losses import merged, sums


def part(replications: int, lost: list[list[float]], output: list[float], variant: str = "jit") -> pd.DataFrame:
    """Sums over some replications."""
    columns = {
        "variant": variant, "level": "", "agent": ["a", "b"], "replications": replications, "grain": 0.25,
        "output": output,
    }  # fmt: skip
    return pd.DataFrame(columns | {"lost": [np.array(days, dtype=float) for days in lost]})


def test_means_are_sums_over_replications() -> None:
    table = merged([part(1, [[4, 0], [1, 1]], [10, 20]), part(3, [[0, 24], [3, 15]], [42, 60])])
    assert table["agent"].tolist() == ["a", "b"]
    assert table["output"].tolist() == [13, 20]
    assert [days.tolist() for days in table["lost"]] == [[1, 6], [1, 4]]
    assert table["replications"].tolist() == [4, 4]


def test_variants_stay_apart_and_in_order() -> None:
    table = merged(
        [part(2, [[2], [4]], [1, 1], "z"), part(2, [[6], [8]], [1, 1], "a"), part(2, [[6], [8]], [1, 1], "z")]
    )
    assert table["variant"].tolist() == ["z", "z", "a", "a"]
    assert [float(days[0]) for days in table["lost"]] == [2, 3, 3, 4]


@given(st.lists(st.lists(st.integers(-(2**40), 2**40), min_size=2, max_size=2), min_size=1, max_size=9))
def test_sums_come_back_from_their_means(lost: list[list[int]]) -> None:
    """Whole multiples of the grain, divided by a number that is no power of two."""
    whole = part(7, [[days[0] / 4 for days in lost], [days[1] / 4 for days in lost]], [0.25, 2.0**20])
    assert_frame_equal(sums(merged([whole])), whole, check_exact=True)


def test_nothing_kept_is_nothing() -> None:
    assert merged([pd.DataFrame(), pd.DataFrame()]).empty
    assert sums(pd.DataFrame()).empty
