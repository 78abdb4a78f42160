"""Experiments on records: what their READMEs claim, in few replications."""

from typing import Any

import pandas as pd

from jitagents import load


def means(name: str, metric: str, world: str, *overrides: str) -> "pd.Series[Any]":
    """Means of a measure of the network, by variant (and value of the swept key)."""
    results = load("single", [f"+experiment={name}", *overrides]).run(progress=False)
    table = results.summary(metric, "network")
    keys = ["variant", *(key for key in table if str(key).startswith("information."))]
    return table.set_index(keys)[world]


def test_a_leak_stops_a_line_and_weekly_counts_save_it() -> None:
    """Of 99 % without a leak, 2 % leave 12 % without counts, 75, 94 and 98 % with rarer and more frequent ones."""
    served = means("counts", "fill_rate", "calm", "replications=10", "levels={information.losses.receipts: [0, 0.02]}")
    leaking = served.xs(0.02, level=1)
    assert (served.xs(0.0, level=1) > 0.985).all()
    assert leaking["never"] < 0.2
    assert 0.7 < leaking["quarterly"] < 0.8
    assert 0.93 < leaking["monthly"] < 0.96
    assert leaking["weekly"] > 0.98


def test_what_is_ordered_in_an_outage_and_entered_afterwards() -> None:
    lost = means("cyber", "days_lost", "crisis", "replications=40")
    assert lost["paper_cards"] == 0.0
    assert lost["entered_at_once"] < 0.7
    assert lost["entered_at_once"] < min(lost["last_order"], lost["mean_flow"])
    assert max(lost["last_order"], lost["mean_flow"]) < lost["by_hand"] < lost["maersk"] < lost["nothing"]


def test_wrong_lead_times_starve_cards_more_than_plans() -> None:
    swept = "levels={information.master_data.lead_time_wrong: [0, 0.8]}"
    served = means("master_data", "fill_rate", "calm", "replications=40", swept)
    lost = served.xs(0.0, level=1) - served.xs(0.8, level=1)
    assert lost["plan"] < 0.03
    assert (lost[["jit", "kanban", "stock"]] > 0.04).all()


def test_just_in_time_by_records_needs_data_and_cards_do_not() -> None:
    """At level 3, an ERP system with EDI: days that wrong records take, of 728, by method."""
    methods = {"jit": "jit", "kanban": "kanban", "stock": "safety_stock"}
    variants = ", ".join(f"{name}: [ordering={rule}, information=maturity_3]" for name, rule in methods.items())
    study = load("single", ["+experiment=records", "replications=15", f"variants={{{variants}}}"])
    table = study.with_perfect_books().run(progress=False).value_of_data()
    lost = table[table["metric"] == "days_lost_to_data"].set_index("variant")["calm"]
    assert 19 < lost["jit"] < 34
    assert max(lost["kanban"], lost["stock"]) < 15
