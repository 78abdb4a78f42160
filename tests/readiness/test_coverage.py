"""Coverage of indicators by hand: flows with data, flows beyond a cut point, and the words on them."""

import numpy as np
import pandas as pd
import pytest

from jitagents.readiness.coverage import blunt, coverage, without_data
from jitagents.readiness.rules import ElectreTri

SELLERS = ["a", "b", "c", "d"]
FLOWS = pd.DataFrame({"seller": SELLERS, "buyer": "shop", "site": "shop", "item": "x", "price": 1.0, "days": np.nan})


def delivered(days: dict[str, tuple[int, ...]]) -> pd.DataFrame:
    """Lines ordered a hundred days apart, received after so many days, promised after ten."""
    lines = [(name, 100.0 * line, lead) for name, own in days.items() for line, lead in enumerate(own)]
    table = pd.DataFrame(lines, columns=["seller", "ordered", "lead"]).assign(buyer="shop", units=5.0, defects=np.nan)
    received = table["ordered"] + table.pop("lead")
    return table.assign(
        promised=table["ordered"] + 10, received=received, ordered_units=table["units"], received_units=table["units"]
    )


TABLE = delivered({"a": (8, 8), "b": (40, 40), "c": (60, 60)})


def row(table: pd.DataFrame, name: str) -> dict[str, float]:
    return {str(key): value for key, value in table.set_index("indicator").loc[name].to_dict().items()}


def test_flows_are_counted_by_hand() -> None:
    """Lead times of 8, 40 and 60 days, of which two are beyond the 30 that score 0; the fourth flow has no line."""
    table = coverage(FLOWS, {"deliveries": TABLE}, ElectreTri())
    lead = row(table, "lead_time")
    assert (lead["measured"], lead["assumed"], lead["unknown"], lead["at_0"], lead["at_1"]) == (3, 0, 1, 2, 0)
    assert (lead["lower"], lead["median"], lead["upper"]) == (24, 40, 50)
    on_time = row(table, "otif")
    assert (on_time["at_0"], on_time["at_1"]) == (2, 1)
    counts = row(table, "record_accuracy")
    assert (counts["measured"], counts["unknown"]) == (0, 4)
    assert np.isnan(counts["median"])


def test_what_the_network_states_is_assumed() -> None:
    stated = {"lead_time": np.array([99.0, np.nan, np.nan, 15.0])}
    lead = row(coverage(FLOWS, {"deliveries": TABLE}, ElectreTri(), stated), "lead_time")
    assert (lead["measured"], lead["assumed"], lead["unknown"]) == (3, 1, 0)  # a history counts before the network
    assert lead["at_0"] == 2


def test_words_on_what_says_little() -> None:
    table = coverage(FLOWS, {"deliveries": TABLE}, ElectreTri())
    assert "lead_time (2 of 3 score 0; the middle half lies from 24 to 50)" in blunt(table)
    assert {"weekly_cv", "ppm", "record_accuracy"} <= {*without_data(table)}
    assert not {"lead_time", "otif"} & {*without_data(table)}
    wide = ElectreTri(ends={"lead_time": [1, 100], "otif": None})
    told = blunt(coverage(FLOWS, {"deliveries": TABLE}, wide))
    assert not any(one.startswith(("lead_time (", "otif")) for one in told)


@pytest.mark.parametrize("flows", [1, 2])
def test_one_flow_alone_cannot_be_told_apart(flows: int) -> None:
    table = coverage(FLOWS[1 : 1 + flows], {"deliveries": TABLE}, ElectreTri())
    assert any(one.startswith("lead_time (") for one in blunt(table)) == (flows > 1)
