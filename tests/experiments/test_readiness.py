"""The experiment on readiness: what its findings rest on holds for some flows and a few replications too."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from jitagents.readiness.assessment import assess
from jitagents.readiness.rules import ElectreTri
from jitagents.readiness.verification import Verification, verify
from jitagents.study import load

ROOT = Path(__file__).parents[2]
ORDERS = ROOT.parent / "shared" / "data" / "supplygraph" / "sales_order_units.csv"
ALONE = [("castings_eu", "powertrain_eu"), ("trim_eu", "cockpit_eu")]
SECOND = [("cable_asia", "harness_mexico"), ("steel_na", "castings_eu")]


@pytest.fixture(scope="module")
def found() -> Verification:
    study = load("single", ["+experiment=readiness", "workers=1", "replications=3"])
    return verify(study, [*ALONE, *SECOND, ("powertrain_eu", "plant_suv")])


def test_the_only_source_next_door_loses_and_the_second_one_over_the_ocean_saves(found: Verification) -> None:
    pairs = list(zip(found.table["seller"], found.table["buyer"], strict=True))
    low, high = (dict(zip(pairs, found.table[f"loss_{end}"], strict=True)) for end in ("low", "high"))
    assert min(low[pair] for pair in ALONE) > 0
    assert max(high[pair] for pair in SECOND) < 0


def test_what_is_dear_pays_in_spite_of_the_crises(found: Verification) -> None:
    row = found.table.iloc[-1]
    assert row["outage"] > 0
    assert row["loss_high"] < 0
    assert 1 < row["bearable"] < 3


def test_calm_saves_a_quarter_of_the_value_of_what_is_freed(found: Verification) -> None:
    """Goods under way are the same, so that the whole saving is that of stock."""
    assert found.calm.mean(axis=1) == pytest.approx(-0.25 * found.freed.mean(axis=1), rel=0.01)
    assert (found.calm.mean(axis=1) < 0).all()


def test_the_orders_of_a_real_maker_leave_four_levers_unknown() -> None:
    if not ORDERS.exists():
        pytest.skip("SupplyGraph (Wasi et al. 2024) is not in ../shared/data: github.com/CIOL-SUST/SupplyGraph")
    wide = pd.read_csv(ORDERS, parse_dates=["Date"]).rename(columns={"Date": "date"})
    demand = wide.melt("date", var_name="seller", value_name="units").assign(buyer="market")
    demand["date"] = (demand["date"] - pd.Timestamp(0)).dt.days.astype(float)
    products = list(dict.fromkeys(demand["seller"]))
    flows = pd.DataFrame({"seller": products, "buyer": "market", "site": "market", "item": products, "price": 1.0})
    table = assess(flows.assign(days=np.nan), {"demand": demand}, ElectreTri())
    assert len(table) == 41
    assert table[["supplier", "process", "data", "exposure"]].isna().all(axis=None)
    assert set(table["mode"]) <= {"stock", "hybrid"}
    assert (table["demand"] <= 0.1).sum() >= (table["pattern"] == "lumpy").sum() > 0
