"""Regret: by hand on written samples, and its laws on any."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from jitagents.accounting.measures import DEFINITIONS
from jitagents.results.cube import Cube
from jitagents.results.regret import regret

NAMES = ("never", "at a stroke", "in waves")


def sample(values: np.ndarray, metric: str = "cost") -> Cube:
    """Values of three variants `(3, replications)` in the crisis, and none in calm."""
    cells = pd.DataFrame({"variant": NAMES, "level": "", "scope": "network"})
    crisis = values[:, None, :].astype(float)
    return Cube(cells, (metric,), np.full_like(crisis, np.nan), crisis, (DEFINITIONS[metric],))


def test_regret_by_hand() -> None:
    """Two worlds without an outage, in which a stroke is best, and two with one, in which waves are."""
    costs = np.array([[10, 10, 10, 10], [4, 4, 20, 20], [6, 6, 8, 8]])
    table = regret(sample(costs), most=False).set_index("variant")
    assert table["crisis"].tolist() == [(6 + 6 + 2 + 2) / 4, (12 + 12) / 4, (2 + 2) / 4]
    assert table["crisis_most"].tolist() == [6, 12, 2]
    assert table["crisis_best"].tolist() == [0, 0.5, 0.5]
    assert table["calm"].isna().all()


def test_equally_good_ones_share_the_first_place() -> None:
    table = regret(sample(np.array([[1, 5], [1, 2], [1, 2]])), most=False).set_index("variant")
    assert table["crisis_best"].tolist() == pytest.approx([1 / 6, 5 / 12, 5 / 12])


def test_the_most_is_best_of_what_is_earned() -> None:
    table = regret(sample(np.array([[3, 3], [5, 1], [4, 4]]), "profit"), most=True).set_index("variant")
    assert table["crisis"].tolist() == [1.5, 1.5, 0.5]


@given(arrays(float, (3, 5), elements=st.floats(-1e6, 1e6)), st.floats(-1e3, 1e3))
def test_somebody_is_the_best_and_what_all_have_does_not_matter(values: np.ndarray, more: float) -> None:
    table = regret(sample(values), most=False)
    assert (table["crisis"] >= 0).all()
    assert table["crisis_best"].sum() == pytest.approx(1.0)
    again = regret(sample(values + more), most=False)
    np.testing.assert_allclose(again["crisis"], table["crisis"], atol=1e-6)
