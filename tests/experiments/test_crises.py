"""Experiments on crises: what their findings rest on holds in a few replications too."""

import numpy as np
import pytest

from jitagents.results import Results
from jitagents.study import load


def run(name: str, *overrides: str) -> Results:
    return load("single", [f"+experiment={name}", "workers=1", "replications=6", *overrides]).run(progress=False)


def lost(results: Results, level: str = "") -> dict[str, float]:
    """Days of output lost in the network, by variant, at a level."""
    table = results.summary(["days_lost"], ["network"])
    table = table[table["level"].str.contains(level, regex=False)]
    return dict(zip(table["variant"], table["crisis"], strict=True))


def test_one_outage_takes_its_days_less_the_buffer() -> None:
    """Duration - cover, but for the noise of demand; half of it and more from who goes on splitting orders."""
    results = run("single_vs_dual_source_once", "replications=40", "levels={crisis.outage.duration: [20, 40]}")
    for duration in (20, 40):
        found = lost(results, f"={duration}")
        for name, cover in (("single_2", 2), ("buffer_10", 10), ("buffer_30", 30)):
            assert found[name] == pytest.approx(max(0, duration - cover), abs=1)
        assert found["dear_2"] == 0
        assert 2 < found["backup_5"] < found["backup_2"] < found["split_2"]  # days until it delivers at full rate
        assert found["split_2"] > duration / 2


def test_buffers_are_best_for_short_outages_and_a_second_source_for_long_ones() -> None:
    levels = "levels={crisis.recurrent_outages.mttr: [1, 40]}"
    results = run("single_vs_dual_source", "replications=40", levels)
    cost = results.summary(["cost"], ["network"]).pivot_table(index="variant", columns="level", values="crisis")
    short, long = (cost[f"crisis.recurrent_outages.mttr={days}"] for days in (1, 40))
    assert short["single_2"] < short.min() + 1  # a backup that nobody has the time to start costs the same
    assert short["buffer_30"] < short["dear_2"] - 100
    assert long["dear_2"] < long["single_2"]
    assert long.idxmin() == "backup_5"


def test_an_assembly_loses_more_if_its_suppliers_fail_one_by_one() -> None:
    results = run("recurrent_outages", "levels={crisis.outages.mttr: [2], crisis.outages.common: [0, 1]}")
    alone, together = (lost(results, f"common={share}") for share in (0, 1))
    assert alone["jit"] > 1.5 * together["jit"] > 0
    assert alone["buffer_3"] < 0.15 * alone["jit"]


def test_just_in_time_never_asks_again_for_what_was_not_recorded() -> None:
    found = lost(run("information_blackout"))
    assert found["jit_wrong"] > 20
    assert found["base_stock_wrong"] == found["safety_stock_wrong"] == 0
    assert 16 < found["jit_dark"] < 20
    assert found["jit_dark"] == pytest.approx(found["safety_stock_dark"], abs=1)


def test_the_plants_lose_what_was_reported_by_the_end_of_june() -> None:
    """A fifth of a year's output (ACEA 2020); and chips take away the dip of October."""
    results = run("pandemic_wave", "days=300", "replications=3", "loss_map=false")
    days = results.daily(["output"], ["tier:1"])
    jit, hybrid = (days[days["variant"] == name] for name in ("jit", "hybrid"))
    missing = (jit["calm"] - jit["crisis"]).to_numpy()
    assert missing[59:181].sum() / (365 * jit["calm"].mean()) == pytest.approx(0.2, abs=0.03)
    october = slice(273, 295)
    assert missing[october].mean() > 30 > (hybrid["calm"] - hybrid["crisis"]).to_numpy()[october].mean()
    assert np.allclose(jit["crisis"].to_numpy()[:180], hybrid["crisis"].to_numpy()[:180], rtol=0.05, atol=10)
