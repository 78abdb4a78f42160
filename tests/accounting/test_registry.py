"""The registry: every measure is told completely, chosen by name, and missed by nobody who does not draw it."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from jitagents import Results
from jitagents.accounting.cost_parts import PARTS
from jitagents.accounting.daily import DAILY, USUAL
from jitagents.accounting.measures import MEASURES, chosen
from jitagents.config import composed, plain
from jitagents.errors import InputError
from tests.studies.conftest import small

NAMES = {
    "fill_rate", "cycle_service_level", "ready_rate", "otif", "shipped_on_time", "order_age", "days_of_cover",
    "stock_turns", "stock_units", "stock_value", "stock_owned", "net_stock", "work_in_process", "pipeline",
    "order_lead_time",
    "cycle_time", "throughput", "output", "output_value", "bullwhip", "net_stock_amplification", "order_drop",
    "line_stop_days",
    "stop_equivalents", "orders_placed", "cash_tied_up", "added_stock", "lost_units", "lost_demand", "cost",
    "changeovers", "changeover_days",
    "flow_tension", "network_tension", "measured_transmission",
    "revenue", "profit", "cancelled", "ppm", "escapes", "returns", "forecast_bias", "mape", "mase",
    "waves_passed", "waves_failed", "windows_held", "cover_added", "maturity", "extension_day",
    "suppliers_in_use", "effective_suppliers", "class_changes", "phase_outs", "qualifications", "panel_cost", "trust",
    "longest_line_stop", "output_lost", "days_lost", "sales_lost", "margin_lost", "service_lost", "cost_added",
    "depth_day", "depth_week", "area", "days_of_loss", "caught_up", "first_loss", "last_loss", "not_recovered",
    "tiers_short",
    "agents_short", "tiers_idle", "agents_idle", "ripple_speed", "amplification", "value_amplification",
    "persistence",
    "record_accuracy", "record_error", "record_error_share", "hidden_stock", "phantom_days", "frozen_days",
    "exception_messages", "wrong_orders", "nervousness",
    "days_inventory", "days_receivable", "days_payable", "cash_conversion_cycle", "working_capital", "debt",
    "interest", "tax", "lowest_cash", "days_short", "defaults", "net_margin", "return_on_capital",
    *(f"cost_{part}" for part in PARTS),
}  # fmt: skip


def test_every_measure_of_the_textbooks_is_there() -> None:
    assert {*MEASURES} == NAMES


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_is_told(name: str) -> None:
    one = MEASURES[name]
    assert all((one.unit, one.label, one.formula, one.source))
    assert any(character.isdigit() for character in one.source), "a source has a year"
    assert one.label == one.label.strip()
    assert not one.formula.endswith(".")


def test_the_standard_measures_are_known_and_draw_everything() -> None:
    standard = [measure.name for measure in chosen(plain(composed([])))]
    results = small("replications=2").run(progress=False)
    assert results.measures == standard
    assert list(results.figures()) == ["network", "daily", "fan", "heat", "stages", "tradeoff", "stock"]
    assert len(results.findings()) == 5
    assert "not measured" not in "".join(results.findings())


@pytest.mark.parametrize(
    ("measures", "told"),
    [
        ("[fil_rate, cost]", "'fil_rate'; did you mean 'fill_rate'"),
        ("[tiers_hit, cost]", "'tiers_hit'; in its place there are now 'tiers_short' and 'tiers_idle'"),
        ("[tension]", "'tension'; in its place there are now 'flow_tension' and 'network_tension'"),
        ("[buffer_value]", "'buffer_value'; it is now called 'added_stock'"),
        ("[time_to_survive]", "'time_to_survive'; it is now called 'first_loss'"),
        ("[]", r"measures = \[\]: must name at least one"),
        ("every", "measures = 'every': must be a list"),
        ("5", "measures = 5: must be a list"),
        ("null", "measures = None"),
        ("[[cost]]", r"\['cost'\]"),
    ],
)
def test_what_is_no_measure_is_refused(measures: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        small(f"measures={measures}")
    with pytest.raises(InputError, match=r"promise = -1: must be 0 or more"):
        small("promise=-1")


def test_all_measures_by_name(tmp_path: Path) -> None:
    """They stand in the summary by name, in the order of the registry, and come back from disk."""
    study = small("measures=all", "costs=ownership", "replications=3")
    results = study.run(tmp_path / "run", progress=False)
    assert results.measures == list(MEASURES)
    table = pd.read_csv(tmp_path / "run" / "summary.csv")
    assert list(dict.fromkeys(table["metric"])) == list(MEASURES)
    units = table.drop_duplicates("metric").set_index("metric")["unit"]
    assert units.to_dict() == {name: one.unit for name, one in MEASURES.items()}
    opened = Results.open(tmp_path / "run")
    for name in MEASURES:
        assert_frame_equal(opened.summary(metrics=[name]), results.summary(metrics=[name]))
    assert {"output", "order"} <= {*opened.daily()["metric"]}
    assert all(MEASURES[name].formula in results.report().replace("&#39;", "'") for name in ("otif", "cost_express"))


def test_chunks_do_not_change_a_measure() -> None:
    asked = ["measures=all", "costs=ownership", "promise=2", "replications=5", "costs.breaks={8: 0.1}"]
    whole = small(*asked).run(progress=False)
    parts = small(*asked, "chunk=2").run(progress=False)
    assert len(parts.manifest.chunks) > 1
    assert_frame_equal(whole.replications, parts.replications, check_exact=True)


def test_a_selection_changes_no_number() -> None:
    some = ["order_lead_time", "cost_pipeline", "days_lost"]
    whole = small("measures=all", "replications=3").run(progress=False)
    part = small(f"measures=[{', '.join(some)}]", "replications=3").run(progress=False)
    assert part.measures == [name for name in MEASURES if name in some]
    assert_frame_equal(whole.replications[list(part.replications)], part.replications, check_exact=True)


@cache
def everything(*overrides: str) -> Results:
    return small("measures=all", "replications=2", "days=12", *overrides).run(progress=False)


@pytest.mark.parametrize(
    ("name", "overrides"),
    [*((name, ()) for name in MEASURES), *((name, ("crisis=none",)) for name in [*MEASURES][::6])],
)
def test_any_one_measure_can_be_told_alone(name: str, overrides: tuple[str, ...]) -> None:
    """Findings and table do without what was not measured, and end with how sure they are."""
    whole = everything(*overrides)
    unasked = [f"{other}.{world}" for other in MEASURES if other != name for world in ("calm", "crisis")]
    results = replace(whole, replications=whole.replications.drop(columns=unasked))
    assert results.measures == [name]
    assert {*results.summary()["metric"]} == {name}
    assert results.findings()[-1].startswith("Each ± is a 95 % interval over 2 replications")
    assert "not measured" not in "".join(results.findings())
    assert len(results.table()) == 1


def test_what_was_not_measured_cannot_be_drawn() -> None:
    results = small("measures=[cost, stock_value]", "replications=2").run(progress=False)
    assert list(results.figures()) == ["daily", "fan", "heat", "stages", "stock"]
    assert "<figure" in results.report()
    with pytest.raises(InputError, match="'output_lost' is not in these results"):
        results.plot.tradeoff()
    with pytest.raises(InputError, match="'first_loss' is not in these results"):
        results.plot.network()
    with pytest.raises(InputError, match="'time_to_survive' is not in these results; it is now called 'first_loss'"):
        results.summary(["time_to_survive"])


KEPT = [series.name for series in USUAL]


def test_daily_figures_by_name() -> None:
    """Those asked for and no others, and those that are there anyway do not change."""
    usual = small("replications=2").run(progress=False)
    assert {*usual.daily()["metric"]} == {*KEPT}
    every = small("replications=2", "daily=all", "measures=[bullwhip, cost]").run(progress=False)
    assert {*every.daily()["metric"]} == {*DAILY}
    assert_frame_equal(every.daily(metrics=KEPT), usual.daily(), check_exact=True)
    some = small("replications=2", "daily=[service, order]", "measures=[bullwhip]").run(progress=False)
    assert {*some.daily()["metric"]} == {"service", "order"}
    assert_frame_equal(some.daily(), every.daily(metrics=["service", "order"]), check_exact=True)
    assert "daily" not in some.figures()
    for metric in DAILY:
        assert every.plot.daily(metric).axes[0].get_ylabel()
        assert every.plot.fan(metric).axes[0].get_ylabel()


def test_no_daily_figures() -> None:
    results = small("replications=2", "daily=[]").run(progress=False)
    assert results.daily().empty
    assert list(results.figures()) == ["network", "heat", "tradeoff", "stock"]
    assert "<figure" in results.report()
    assert_frame_equal(results.summary(), small("replications=2").run(progress=False).summary(), check_exact=True)


@pytest.mark.parametrize(
    ("daily", "told"),
    [
        ("[outputs]", "daily: there is no 'outputs'; did you mean 'output'"),
        ("output", "daily = 'output': must be a list of names, or all"),
        ("null", "daily = None"),
    ],
)
def test_what_is_no_daily_figure_is_refused(daily: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        small(f"daily={daily}")


def test_all_variants_share_the_measures() -> None:
    with pytest.raises(InputError, match="measures: belongs to the whole study"):
        small('variants={a: ["measures=all"]}')
