"""Experiments on crises: what their findings rest on holds in a few replications too."""

import numpy as np
import pytest

from jitagents.behaviours.serving import LostSale
from jitagents.config import composed, plain
from jitagents.results import Results
from jitagents.scenario.setup import stages_of
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
    """A second source that takes days to start is too late for outages of five days."""
    levels = "levels={crisis.recurrent_outages.mttr: [1, 5, 40]}"
    results = run("single_vs_dual_source", "replications=40", levels)
    cost = results.summary(["cost"], ["network"]).pivot_table(index="variant", columns="level", values="crisis")
    short, week, long = (cost[f"crisis.recurrent_outages.mttr={days}"] for days in (1, 5, 40))
    assert week.idxmin() == "buffer_10"
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


def test_nobody_who_goes_on_by_hand_loses_much_in_the_dark() -> None:
    """Who repeats the last order loses a day or so, and cards on paper need no records at all."""
    dark = "crisis.dark.what={_target_: jitagents.crises.Dark, fallback: last_order, paper: true}"
    days = "crisis.dark.duration=20"
    variants = f"variants={{jit: [ordering=jit, ordering.cover=1, {days}], kanban: [ordering=kanban, {days}]}}"
    found = lost(run("information_blackout", dark, variants))
    assert found["kanban"] == 0 < found["jit"] < 4


def test_dealers_serve_all_that_is_wanted_in_a_pandemic_and_plants_lose_what_was_reported() -> None:
    """A fifth of a year's output by the end of June (ACEA 2020); the closure is felt where demand does not fall."""
    results = run("pandemic_wave", "days=300", "replications=3", "loss_map=false")
    served = results.summary(["fill_rate"], ["network"]).set_index("variant")["crisis"]
    assert (served[["jit", "hybrid", "customers_alone"]] == 1).all()
    assert served["works_alone"] < served["asia_alone"] < served["asia_alone_hybrid"] < 1
    sold = results.daily(["output"], ["network"]).pivot_table(index="day", columns="variant", values="crisis")
    assert (sold["jit"] == sold["customers_alone"]).all()
    days = results.daily(["output"], ["tier:1"])
    jit = days[days["variant"] == "jit"]
    missing = (jit["calm"] - jit["crisis"]).to_numpy()
    assert missing[59:181].sum() / (365 * jit["calm"].mean()) == pytest.approx(0.2, abs=0.03)


HELD = {"network.exemptions.dealers", "network.exemptions.die_bank"}


@pytest.mark.parametrize(
    ("name", "held"),
    [("stress", set()), ("ranking", set()), ("recurrent_outages", set()), ("tension_calibration", set()),
     ("pandemic_wave", HELD)],
)  # fmt: skip
def test_who_holds_stock_of_his_own_is_as_the_readme_says(name: str, held: set[str]) -> None:
    config = plain(composed(["study=single", f"+experiment={name}"]))
    assert {one.place for one in stages_of(config)["exemptions"]} == held
    assert isinstance(stages_of(config)["serving"], LostSale)


def test_weeks_of_cars_at_dealers_hide_the_removal_of_anybody() -> None:
    cover = "{_target_: jitagents.behaviours.ordering.Jit, cover: 45}"
    dealers = f"network.exemptions={{dealers: {{where: {{kind: buyer}}, ordering: {cover}}}}}"
    bare, held = (run("ranking", "replications=1", *more).ranking() for more in ([], [dealers]))
    assert (bare["loss"] > 0).all()
    assert (held["loss"] == 0).all()


def test_tension_foretells_what_five_days_of_stock_let_through() -> None:
    results = run("tension_calibration", "replications=3", "variants={five_days: [ordering.cover=5]}")
    found = results.summary(scopes=["network"]).pivot_table(index="level", columns="metric", values="crisis")
    assert len(found) == 36
    assert found["measured_transmission"].max() > 0.2
    np.testing.assert_allclose(found["network_tension"], found["measured_transmission"], atol=0.06)
