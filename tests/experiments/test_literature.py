"""Experiments after published findings: what their tables say holds in a few replications too."""

import pytest

from jitagents.results import Results
from tests.experiments.test_crises import run


def test_each_plan_against_outages_has_its_region() -> None:
    """Accept what is rare, hold stock against what is short, buy elsewhere if outages are long (Tomlin 2006)."""
    levels = "levels={crisis.recurrent_outages.mttr: [2, 40], crisis.recurrent_outages.uptime: [0.8, 0.999]}"
    results = run("outage_regions", "replications=20", levels)
    table = results.best().set_index(["crisis.recurrent_outages.uptime", "crisis.recurrent_outages.mttr"])
    assert table["clear"].all()
    assert table["variant"].to_dict() == {
        (0.8, 2): "stock_10", (0.8, 40): "dear_2", (0.999, 2): "accept_2", (0.999, 40): "accept_2",
    }  # fmt: skip


@pytest.fixture(scope="module")
def passed_on() -> Results:
    levels = "levels={exemptions.buffer.ordering.cover: [0, 10], crisis.outage.duration: [30]}"
    return run("passed_on", "replications=60", levels)


def days_lost(results: Results, agent: str) -> dict[tuple[str, str], float]:
    table = results.summary(["days_lost"], [f"agent:{agent}"])
    cover = table["level"].str.extract("cover=([0-9]+)")[0]
    return dict(zip(zip(table["variant"], cover, strict=True), table["crisis"], strict=True))


def test_a_day_of_stock_saves_a_day_of_sales(passed_on: Results) -> None:
    lost = days_lost(passed_on, "customers")
    assert lost["nobody_else", "0"] == pytest.approx(29, abs=1)  # thirty days less half a day of product, twice
    for name in ("nobody_else", "half", "three_fifths"):
        assert lost[name, "0"] - lost[name, "10"] == pytest.approx(10, abs=0.1)
    assert lost["all_of_it", "10"] == 0


def test_a_year_does_not_show_stock_where_nobody_else_can_deliver(passed_on: Results) -> None:
    firm, supplier = days_lost(passed_on, "firm"), days_lost(passed_on, "supplier")
    for stock in ("0", "10"):
        assert firm["nobody_else", stock] == pytest.approx(supplier["nobody_else", stock], rel=1e-3)
    assert 0.4 < firm["three_fifths", "0"] / supplier["three_fifths", "0"] < 0.5


def test_a_cap_on_the_whole_line_carries_less_than_caps_on_each_loop() -> None:
    """At no less service (Bonvik, Couch & Gershwin 1997)."""
    limit = "levels={exemptions.limit.ordering.cards: [80, 120]}"
    dropped = ["~variants.kanban_20", "~variants.kanban_25", "~variants.kanban_40", "~variants.hybrid_25"]
    results = run("kanban_and_conwip", "days=2000", "replications=10", limit, *dropped)
    table = results.summary(["fill_rate", "cash_tied_up"], ["network"]).to_dict("records")
    lines = {(row["variant"], row["level"].rpartition("=")[2], row["metric"]): row["calm"] for row in table}
    for name in ("hybrid_40", "conwip"):
        assert lines[name, "120", "fill_rate"] >= lines["kanban_30", "80", "fill_rate"]
        assert lines[name, "120", "cash_tied_up"] < lines["kanban_30", "80", "cash_tied_up"]


def test_a_lockdown_costs_more_elsewhere_the_longer_it_lasts_and_the_less_stock_there_is() -> None:
    """Three times in all for a month, in the order of Inoue & Todo 2020."""
    levels = "levels={crisis.lockdown.duration: [14, 30]}"
    results = run("lockdown", "replications=1", "days=60", "network.agents=1000", levels)
    table = results.summary(["value_amplification"], ["network"])
    lost = table.pivot_table(index="variant", columns="level", values="crisis").to_dict()
    fortnight, month = (lost[f"crisis.lockdown.duration={days}"] for days in (14, 30))
    assert month["stock_2"] > month["stock_5"] > month["stock_10"] > month["stock_15"] >= 0.0
    assert all(month[name] > fortnight[name] for name in ("stock_2", "stock_5", "stock_10"))
    assert 1.5 < month["stock_5"] < 4.5
