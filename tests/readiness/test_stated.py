"""Values that a network states, and the exposure that is simulated, by hand."""

from pathlib import Path

import numpy as np
import pytest

from jitagents import Study, load
from jitagents.readiness.assessment import flows_of
from jitagents.readiness.stated import stated_values
from jitagents.readiness.survival import simulated_exposure

AGENTS = """name,kind,item,demand,demand_sd,value,capacity,ttr
shop,buyer,bread,10,4,8,,
mill,plant,bread,,,6,16,
farm,supplier,corn,,,1,,12
"""
LANES = """seller,buyer,quantity,lead_time,lead_times,order_delay,load,binding
mill,shop,1,2,,1,40,1
farm,mill,2,,3:0.5 5:0.5,0,,0.5
"""


@pytest.fixture
def study(tmp_path: Path) -> Study:
    (tmp_path / "agents.csv").write_text(AGENTS)
    (tmp_path / "lanes.csv").write_text(LANES)
    files = [f"network.{name}={tmp_path / name}.csv" for name in ("agents", "lanes")]
    stated = ["ordering=jit", "serving=lost_sale", "replications=2", "warmup=20", "days=60", "workers=1"]
    return load("single", ["network=tables", *files, "demand=gamma", "crisis=none", *stated])


def test_the_values_by_hand(study: Study) -> None:
    flows = flows_of(study.network)
    found = {
        name: dict(zip(flows["seller"], column, strict=True)) for name, column in stated_values(study, flows).items()
    }
    assert {name: values["mill"] for name, values in found.items()} == pytest.approx(
        {
            "weekly_cv": 0.4 / np.sqrt(7), "lead_time": 3.0, "lead_time_cv": np.nan, "lot": 4.0, "latency": 1.0,
            "utilisation": 0.625, "stop_value": np.nan, "sources": 1.0,
        },
        nan_ok=True,
    )  # fmt: skip
    assert {name: values["farm"] for name, values in found.items()} == pytest.approx(
        {
            "weekly_cv": 0.4 / np.sqrt(7), "lead_time": 4.0, "lead_time_cv": 0.25, "lot": np.nan, "latency": np.nan,
            "utilisation": np.nan, "stop_value": 0.5 * 10 * 6 / (20 * 1), "sources": 1.0,
        },
        nan_ok=True,
    )  # fmt: skip


def test_the_days_on_record_include_the_delay_of_orders(study: Study) -> None:
    assert flows_of(study.network)["days"].tolist() == [3.0, 4.0]


def test_the_order_of_flows_does_not_matter(study: Study) -> None:
    flows = flows_of(study.network)
    turned = stated_values(study, flows.iloc[::-1])
    for name, column in stated_values(study, flows).items():
        np.testing.assert_array_equal(turned[name][::-1], column)


def test_the_exposure_is_the_time_to_survive_beside_the_time_to_recover() -> None:
    """Days of stock from the customer up are 4, 2, 3 and 0: an outage is felt when what lies below it is used up."""
    stated = ["network.demand=10", "network.capacity=10", "network.whole=false", "network.stock=[40, 20, 30, 0]"]
    usual = ["demand=constant", "serving=lost_sale", "replications=1", "workers=1", "warmup=5", "days=60"]
    study = load("single", ["network=serial", *stated, *usual])
    found = simulated_exposure(study, flows_of(study.network), ttr=8).set_index("seller")
    assert found["time_to_survive"].to_dict() == {"stage_2": 4, "stage_3": 6, "stage_4": 9}
    assert set(found["time_to_recover"]) == {8.0}
    assert found["usual"].all()


def test_a_time_to_recover_that_the_network_states_counts(study: Study) -> None:
    found = simulated_exposure(study, flows_of(study.network), ttr=9).set_index("seller")
    assert found["time_to_recover"].to_dict() == {"mill": 9.0, "farm": 12.0}
    assert found["usual"].to_dict() == {"mill": True, "farm": False}


def test_sources_count_less_by_what_they_share() -> None:
    """The boards of a cockpit come .6 and .4 from two makers whose chips all come from one fab: one source."""
    study = load("single", ["network=automotive"])
    flows = flows_of(study.network)
    found = dict(
        zip(zip(flows["seller"], flows["buyer"], strict=True), stated_values(study, flows)["sources"], strict=True)
    )
    assert found["boards_eu", "cockpit_eu"] == found["boards_asia", "cockpit_eu"] == pytest.approx(1.0)
    assert found["steel_eu", "stampings_eu"] == pytest.approx(1 / (0.8**2 + 0.2**2))
    assert found["chip_fab", "boards_eu"] == 1.0
