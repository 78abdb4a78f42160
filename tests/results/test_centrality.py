"""Centralities on networks where they can be worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from jitagents.results.centrality import MEASURES, centralities


def network(value: dict[str, float], rate: float, *lanes: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Agents with their values and one rate for all; lanes as `seller buyer`, each with that rate."""
    agents = pd.DataFrame({"name": list(value), "value": list(value.values()), "rate": rate})
    ends = [lane.split() for lane in lanes]
    return agents, pd.DataFrame(ends, columns=["seller", "buyer"]).assign(rate=rate)


@pytest.fixture
def line() -> pd.DataFrame:
    return centralities(*network({"shop": 5.0, "plant": 3.0, "mine": 1.0}, 10.0, "mine plant", "plant shop"))


def test_a_line_by_hand(line: pd.DataFrame) -> None:
    assert list(line.columns) == list(MEASURES)
    assert line["spend"].tolist() == [50.0, 30.0, 10.0]
    assert line["degree"].tolist() == [0.5, 1.0, 0.5]
    assert line["betweenness"].tolist() == [0.0, 0.5, 0.0], "one of the two ordered pairs of others"
    assert line["closeness"].tolist() == pytest.approx([0.0, 0.5, 2 / 3]), "share reached / mean distance"
    katz = np.array([1.0, 1.5, 1.75])
    assert line["katz"].to_numpy() == pytest.approx(katz / np.linalg.norm(katz))
    assert line["pagerank"].is_monotonic_increasing
    assert line["pagerank"].sum() == pytest.approx(1.0)


def test_importance_follows_the_money_upstream() -> None:
    """A plant that spends nine times as much with one supplier as with the other."""
    table = centralities(*network({"plant": 10.0, "engines": 9.0, "screws": 1.0}, 1.0, "engines plant", "screws plant"))
    for measure in ("pagerank", "katz"):
        assert table[measure].idxmax() == "engines"
        assert table[measure]["screws"] < table[measure]["engines"]
    assert table["degree"]["screws"] == table["degree"]["engines"]


def test_lanes_without_flow_and_cycles_do_no_harm() -> None:
    agents, lanes = network({"a": 1.0, "b": 1.0, "c": 1.0}, 1.0, "a b", "b a", "c b")
    lanes.loc[2, "rate"] = 0.0
    table = centralities(agents, lanes)
    assert np.isfinite(table.to_numpy()).all()
    lanes["rate"] = 0.0
    assert np.isfinite(centralities(agents, lanes).to_numpy()).all()


def test_the_order_of_agents_is_kept() -> None:
    agents, lanes = network({"z": 1.0, "a": 2.0, "m": 3.0}, 1.0, "m a", "a z")
    assert list(centralities(agents, lanes).index) == ["z", "a", "m"]
