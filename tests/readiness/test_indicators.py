"""Indicators and levers by hand."""

import numpy as np
import pandas as pd
import pytest

from jitagents.errors import InputError
from jitagents.readiness.assessment import assess
from jitagents.readiness.indicators import indicators, mase, weekly
from jitagents.readiness.levers import INDICATORS, counted, lever_scores
from jitagents.readiness.rules import LEVERS, ElectreTri, Weakest

FLOWS = pd.DataFrame(
    {"seller": ["mill", "mine"], "buyer": "shop", "site": "store", "item": ["flour", "salt"], "price": [2.0, 1.0],
     "days": [5.0, 3.0]}
)  # fmt: skip
LANE = {"seller": "mill", "buyer": "shop"}
DEMAND = pd.DataFrame({**LANE, "date": [0.0, 8.0, 15.0, 20.0], "units": [8.0, 10.0, 7.0, 5.0]})
DELIVERIES = pd.DataFrame(
    {
        **LANE,
        "ordered": [0.0, 4.0, 8.0, 12.0],
        "promised": [5.0, 5.0, 12.0, np.nan],
        "received": [4.0, 6.0, 14.0, np.nan],
        "ordered_units": [10.0] * 4,
        "received_units": [10.0, 10.0, 9.0, np.nan],
        "defects": [0.0, 0.0, 0.029, np.nan],
    }
)
COUNTS = pd.DataFrame({"site": "store", "item": "flour", "booked": [100.0, 100.0, 0.0, 5.0], "counted": [98, 97, 0, 5]})
EXPOSURE = pd.DataFrame({**LANE, "time_to_recover": [30.0, 0.0], "time_to_survive": [12.0, 3.0]})
HISTORIES = {"demand": DEMAND, "deliveries": DELIVERIES, "counts": COUNTS, "exposure": EXPOSURE}


def test_weeks() -> None:
    assert weekly(DEMAND)["mill", "shop"].tolist() == [8.0, 10.0, 12.0]


def test_the_values_by_hand() -> None:
    """Smoothed forecasts of the weeks 8, 10, 12 are 8 and 8.4: errors 2 and 3.6, changes 2 and 2."""
    values = {name: column[0] for name, column in indicators(FLOWS, HISTORIES).items()}
    mill = {name: value for name, value in values.items() if not np.isnan(value)}
    assert mill == pytest.approx(
        {
            "weekly_cv": 0.2,
            "pattern": 1.0,
            "mase": 1.4,
            "otif": 1 / 3,
            "lead_time_cv": 0.5,  # days 4, 2, 6
            "lead_time": 4.0,
            "ppm": 1000.0,
            "lot": 10 / (30 / 21),
            "frequency": 0.25,
            "record_accuracy": 0.75,
            "confirmation": 0.75,
            "master_data": 2 / 3,  # 4 and 6 days are within a fifth of 5
            "uncovered": 0.6,
        }
    )


def test_without_data_all_is_unknown() -> None:
    for found in ({}, HISTORIES):
        values = {name: column[1] for name, column in indicators(FLOWS, found).items()}
        assert np.isnan([*values.values()]).all()


def test_the_ends_of_each_indicator() -> None:
    for item in INDICATORS.values():
        ends = np.array([item.good, item.bad, 2 * item.good - item.bad, 2 * item.bad - item.good, np.nan])
        middle = np.array([(item.good + item.bad) / 2])
        assert item.score(ends)[:4].tolist() == [1.0, 0.0, 1.0, 0.0]
        assert np.isnan(item.score(ends)[4])
        assert item.score(middle) == pytest.approx([0.5])


def test_a_lever_is_its_weakest_indicator_and_unknown_only_if_all_are() -> None:
    values = {name: np.array([item.good, np.nan, np.nan]) for name, item in INDICATORS.items()}
    values["lead_time"] = np.array([40.0, 1.0, np.nan])
    scores = pd.DataFrame(lever_scores(values, INDICATORS), columns=LEVERS)
    assert scores.to_numpy()[0].tolist() == [1.0, 0.0, 1.0, 1.0, 1.0]
    assert scores.loc[1, "supplier"] == 1.0
    assert np.isnan(scores.drop(columns="supplier").to_numpy()[1]).all()
    assert np.isnan(scores.to_numpy()[2]).all()


def test_the_table_does_not_depend_on_the_order_of_lines() -> None:
    table = assess(FLOWS, HISTORIES, ElectreTri())
    turned = {name: frame.iloc[::-1] for name, frame in HISTORIES.items()}
    pd.testing.assert_frame_equal(assess(FLOWS.iloc[::-1], turned, ElectreTri()), table)
    mill = table.set_index("seller").loc["mill"]
    assert (mill["weakest"], mill["xyz"], mill["pattern"], mill["abc"]) == ("demand", "X", "smooth", "A")
    assert mill["value"] == pytest.approx(30 / 21 * 2)
    assert (mill["kraljic"], mill["unknown"]) == ("strategic", "utilisation, latency, stop_value")
    mine = table.set_index("seller").loc["mine"]
    assert (mine["mode"], mine["weakest"], mine["abc"], mine["kraljic"]) == ("unknown",) * 4
    assert table["seller"].iloc[-1] == "mine"
    assert mine["unknown"] == ", ".join(name for name in INDICATORS if name != "sources")


def test_a_flow_with_all_at_the_good_end_is_ready() -> None:
    values = {name: np.array([item.good]) for name, item in INDICATORS.items()}
    scores = lever_scores(values, INDICATORS)
    assert ElectreTri().modes(scores) == Weakest().modes(scores) == [3]


def test_less_than_a_week_of_demand_is_unknown() -> None:
    values = indicators(FLOWS, {"demand": DEMAND.iloc[:1]})
    assert np.isnan(values["weekly_cv"]).all()
    assert np.isnan(values["pattern"]).all()


def test_what_the_network_states_counts_where_no_history_does() -> None:
    stated = {"utilisation": np.array([0.89, np.nan]), "weekly_cv": np.array([9.0, 0.7])}
    table = assess(FLOWS, {"demand": DEMAND}, Weakest(), stated).set_index("seller")
    assert table["assumed"].to_dict() == {"mill": "utilisation", "mine": "weekly_cv"}
    assert table.loc["mill", "process"] == pytest.approx(0.5)
    assert table.loc["mine", "demand"] == pytest.approx(0.5)
    assert "weekly_cv" not in str(table.loc["mine", "unknown"])
    assert table["score"].to_dict() == pytest.approx({"mill": 0.0, "mine": 0.4})  # MASE of 1.4; no data


def test_a_flow_without_data_has_no_score() -> None:
    assert assess(FLOWS, {}, Weakest())["score"].isna().all()


def test_the_scaled_error_needs_weeks_that_change() -> None:
    assert np.isnan(mase(np.array([1.0, 2.0])))
    assert np.isnan(mase(np.full(9, 4.0)))
    assert mase(np.array([1.0, 2.0, 1.0])) == pytest.approx((1 + 0.2) / 2)


def test_orders_without_any_promise_are_not_recorded_ones() -> None:
    none = {"deliveries": DELIVERIES.assign(promised=np.nan)}
    assert np.isnan(indicators(FLOWS, none)["confirmation"]).all()


def test_the_ends_of_an_indicator_may_be_stated_or_it_is_left_out() -> None:
    rule = Weakest(ends={"lead_time": [4, 8], "pattern": None, "mase": None})
    stated = {"lead_time": np.array([5.0, 9.0]), "sources": np.array([1.5, np.nan])}
    table = assess(FLOWS, {"demand": DEMAND}, rule, stated).set_index("seller")
    assert table["supplier"].to_dict() == {"mill": 0.75, "mine": 0.0}
    assert table.loc["mill", "demand"] == pytest.approx(1.0)  # the weeks alone, of CV .2
    assert "pattern" not in str(table.loc["mine", "unknown"])
    without = Weakest(ends={"utilisation": None, "lot": None, "frequency": None})
    assert assess(FLOWS, {"demand": DEMAND}, without)["process"].isna().all()


def test_sources_are_left_out_unless_asked_for() -> None:
    """One source may be a choice; how many are good is for the user to say."""
    stated = {"sources": np.array([1.25, np.nan])}
    assert assess(FLOWS, {}, Weakest(), stated)["supplier"].isna().all()
    asked = assess(FLOWS, {}, Weakest(ends={"sources": [2, 1]}), stated).set_index("seller")
    assert asked.loc["mill", "supplier"] == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ({"leadtime": [1, 2]}, "did you mean 'lead_time'"),
        ({"lead_time": 3}, "two different numbers"),
        ({"lead_time": [3, 3]}, "two different numbers"),
        ({"lead_time": [3, float("nan")]}, "two different numbers"),
        ({"lead_time": ["a", "b"]}, "two different numbers"),
    ],
)
def test_ends_that_are_none_are_refused(ends: dict[str, object], told: str) -> None:
    with pytest.raises(InputError, match=told):
        counted(ends)  # type: ignore[arg-type]
