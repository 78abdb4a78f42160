"""The structure of purchases, by hand."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from jitagents.study import load
from jitagents.supply_base import SupplyBase, cost_of_sources, hhi, supply_base

AGENTS = pd.DataFrame(
    [
        ("shop", "buyer", "bike", "here", "shop", 500.0, 10.0),
        ("works", "plant", "bike", "here", "maker", 400.0, 10.0),
        ("frames_a", "plant", "frame", "here", "a", 100.0, 8.0),
        ("frames_b", "plant", "frame", "there", "b", 100.0, 2.0),
        ("tubes", "supplier", "tube", "there", "tubes", 10.0, 35.0),
        ("other_tubes", "supplier", "tube", "there", "other", 10.0, 5.0),
        ("paint", "supplier", "paint", "here", "maker", 5.0, 10.0),
    ],
    columns=["name", "kind", "item", "region", "firm", "value", "rate"],
)
LANES = pd.DataFrame(
    [
        ("works", "shop", "bike", 10.0, np.nan),
        ("frames_a", "works", "frame", 8.0, np.nan),
        ("frames_b", "works", "frame", 2.0, np.nan),
        ("tubes", "frames_a", "tube", 32.0, np.nan),
        ("tubes", "frames_b", "tube", 3.0, np.nan),
        ("other_tubes", "frames_b", "tube", 5.0, 12.0),
        ("paint", "works", "paint", 10.0, np.nan),
    ],
    columns=["seller", "buyer", "item", "rate", "price"],
)


@pytest.fixture
def base() -> SupplyBase:
    return supply_base(AGENTS, LANES)


def flow(base: SupplyBase, buyer: str, item: str) -> dict[str, Any]:
    flows = base.flows[(base.flows["buyer"] == buyer) & (base.flows["item"] == item)]
    return {str(key): value for key, value in flows.to_dict("records")[0].items()}


def firm(base: SupplyBase, name: str) -> dict[str, Any]:
    return {str(key): value for key, value in base.firms[base.firms["firm"] == name].to_dict("records")[0].items()}


def test_two_sources_at_four_to_one(base: SupplyBase) -> None:
    frames = flow(base, "works", "frame")
    assert frames["sources"] == 2
    assert frames["spend"] == 1000
    assert frames["hhi"] == pytest.approx(0.68)
    assert frames["effective_sources"] == pytest.approx(1 / 0.68)
    assert frames["largest_share"] == pytest.approx(0.8)
    assert frames["region_hhi"] == pytest.approx(0.68)


def test_what_sources_have_in_common(base: SupplyBase) -> None:
    """One has all of its tubes from `tubes`, the other 3 of 8: so much runs through it, whichever delivers."""
    frames = flow(base, "works", "frame")
    assert frames["overlap"] == pytest.approx(3 / 8)
    assert frames["shared"] == "tubes"
    assert np.isnan(flow(base, "shop", "bike")["overlap"])  # a single source has nothing in common with others
    assert np.isnan(flow(base, "frames_b", "tube")["overlap"])  # sources that buy nothing here


def test_firms_depend_on_each_other_both_ways(base: SupplyBase) -> None:
    maker, tubes, shop = (firm(base, name) for name in ("maker", "tubes", "shop"))
    assert maker["spend"] == 1000  # the paint is its own
    assert maker["single_sourced"] == 0
    assert maker["supplier_hhi"] == pytest.approx(0.68)
    assert (maker["customers"], maker["largest_customer"], maker["dependence"]) == (1, "shop", 1.0)
    assert tubes["revenue"] == 350
    assert (tubes["largest_customer"], tubes["dependence"]) == ("a", pytest.approx(320 / 350))
    assert shop["single_sourced"] == 1
    assert (shop["revenue"], shop["largest_customer"], shop["dependence"]) == (5000, "final demand", 0)
    assert firm(base, "other")["revenue"] == 60  # at the price of the lane


def test_money_spent_is_money_earned(base: SupplyBase) -> None:
    final = (AGENTS["rate"] * AGENTS["value"])[AGENTS["kind"] == "buyer"].sum()
    assert base.firms["revenue"].sum() == pytest.approx(base.firms["spend"].sum() + final)


def test_the_diamond_of_the_car_maker() -> None:
    """Both makers of boards buy their chips at the one fab."""
    base = load().supply_base
    boards = base.flows[base.flows["item"] == "control board"]
    assert len(boards) > 0
    assert boards["shared"].eq("chip_fab").all()
    assert boards["overlap"].to_numpy() == pytest.approx(1)
    assert boards["effective_sources"].to_numpy() == pytest.approx(1 / boards["hhi"].to_numpy())


def test_the_panel_behind_a_flow_by_hand() -> None:
    """One source of frames delivers; one is approved, one is qualified in 90 days; two of the three buy at `tubes`."""
    more = pd.DataFrame([("frames_c", "plant", "frame", "there", "c", 100.0, 0.0)], columns=AGENTS.columns)
    lanes = pd.DataFrame(
        [
            ("frames_a", "works", "frame", 10.0, "active", 210.0, 1.0),
            ("frames_b", "works", "frame", 0.0, "approved", 210.0, 0.0),
            ("frames_c", "works", "frame", 0.0, "candidate", 90.0, 0.0),
            ("tubes", "frames_a", "tube", 30.0, "active", 210.0, 3.0),
            ("other_tubes", "frames_a", "tube", 10.0, "active", 210.0, 1.0),
            ("tubes", "frames_b", "tube", 0.0, "active", 210.0, 2.0),
            ("other_tubes", "frames_b", "tube", 0.0, "active", 210.0, 2.0),
            ("other_tubes", "frames_c", "tube", 0.0, "active", 210.0, 4.0),
        ],
        columns=["seller", "buyer", "item", "rate", "state", "qualification", "per_unit"],
    ).assign(price=np.nan)
    agents = pd.concat([AGENTS.assign(rate=[10.0, 10, 10, 0, 30, 10, 10]), more], ignore_index=True)
    base = supply_base(agents, lanes)
    frames = flow(base, "works", "frame")
    assert (frames["sources"], frames["approved"], frames["candidates"]) == (1, 1, 1)
    assert frames["switching_time"] == 0
    assert (frames["panel_overlap"], frames["panel_shared"]) == (pytest.approx(0.25), "other_tubes")  # .25, .5 and 1
    assert set(base.flows["buyer"]) == {"works", "frames_a"}  # who buys nothing has no flow
    alone = flow(supply_base(agents, lanes[lanes["seller"] != "frames_b"]), "works", "frame")
    assert (alone["approved"], alone["candidates"], alone["switching_time"]) == (0, 1, 90)
    single = flow(supply_base(agents, lanes[~lanes["seller"].isin(["frames_b", "frames_c"])]), "works", "frame")
    assert (single["approved"], single["candidates"]) == (0, 0)
    assert np.isnan(single["switching_time"])


def test_a_panel_shows_those_that_deliver_nothing() -> None:
    """Three more may deliver at once; where all buy at the common fab, they have all in common, and else nothing."""
    for rule, overlap, shared in (("Split", 0, ""), ("Primary", 1, "common fab")):
        target = f"exemptions.parts.sourcing._target_=jitagents.behaviours.sourcing.{rule}"
        last = "network.lanes.3.state=candidate"
        study = load("single", overrides=["+experiment=panel", "variants={one: []}", "levels=null", target, last])
        good = flow(study.supply_base, "shop", "good")
        assert (good["sources"], good["approved"], good["candidates"], good["switching_time"]) == (1, 2, 1, 0)
        assert (good["panel_overlap"], good["panel_shared"]) == (pytest.approx(overlap), shared)


def test_no_amount_has_no_concentration() -> None:
    assert np.isnan(hhi(np.zeros(2)))
    assert hhi(np.array([3.0])) == 1


def test_how_many_sources_pay() -> None:
    """The example of Berger, Gerstenfeld & Zeng 2004 as worked out by hand: three sources are best."""
    costs = [cost_of_sources(n, outage=0.04, common=0.005, loss=10e6, administration=10_000) for n in (1, 2, 3, 4)]
    assert costs == pytest.approx([458_000, 85_920, 80_636.8, 90_025.472])
    assert int(np.argmin(costs)) == 2
