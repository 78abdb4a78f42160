"""The dial and the frontier: a small study along the tension, in a table, in words and in figures."""

import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from jitagents.errors import InputError
from jitagents.formatting import about
from jitagents.results import Results
from jitagents.results.buffer_path import BufferPath, Step
from jitagents.results.dial import Dial
from jitagents.results.estimate import Estimate
from jitagents.results.frontier import bought, knee
from jitagents.study import load
from tests.results.recomputed import series, text

SMALL = (
    "network=serial", "network.value=[4,3,2,1]", "network.demand=100", "days=60", "warmup=5", "replications=6",
    "workers=1", "crisis=supplier_outage", "crisis.outage.start=10", "crisis.outage.duration=8",
)  # fmt: skip


def run(*overrides: str) -> Results:
    return load("tension", [*SMALL, *overrides]).run(progress=False)


@pytest.fixture(scope="module")
def results() -> Results:
    """A full budget of six days of the cheapest flow."""
    return run("ordering.money=1200", "levels={ordering.unspent: [0, 0.25, 0.5, 0.75, 1]}")


@pytest.fixture(scope="module")
def dial(results: Results) -> Dial:
    return results.dial()


def test_every_position_states_its_money_and_it_is_the_same_for_all(dial: Dial) -> None:
    positions = [1, 0.75, 0.5, 0.25, 0]
    for name in ("uniform", "critical", "marginal"):
        rows = dial.of(name)
        assert rows["unspent"].tolist() == positions
        assert rows["money"].to_numpy() == pytest.approx([0, 300, 600, 900, 1200])


def test_measured_stock_grows_by_the_money(dial: Dial) -> None:
    """But for what lies further down the chain while orders swing, and for whole units."""
    stock = dial.of("uniform")["stock"].to_numpy()
    assert stock[-1] - stock[0] == pytest.approx(1200, rel=0.1)


def test_pure_just_in_time_is_the_same_whatever_the_placement(dial: Dial) -> None:
    lost = dial.table[dial.table["unspent"] == 1]
    assert lost["lost"].nunique() == 1
    assert lost["apart"].tolist() == [0, 0, 0]


def test_differences_are_paired(results: Results, dial: Dial) -> None:
    frame = results.replications
    network = frame[(frame["scope"] == "network") & (frame["level"] == "ordering.unspent=0")]
    own = network.set_index(["variant", "replication"])["output_lost.crisis"]
    row = dial.of("marginal").iloc[-1]
    assert row["apart"] == pytest.approx((own["marginal"] - own["uniform"]).mean())
    assert row["lost"] == pytest.approx(own["marginal"].mean())


def test_the_cheapest_place_loses_least(dial: Dial) -> None:
    full = dial.table[dial.table["unspent"] == 0].set_index("variant")
    assert full.loc["marginal", "lost"] == pytest.approx(full["lost"].min(), rel=0.02)
    assert full["apart_high"]["marginal"] < 0
    assert dial.gap("uniform", "marginal").mean == pytest.approx(-full["apart"]["marginal"])


def test_the_table_has_a_row_a_position(results: Results) -> None:
    table = results.table()
    assert table.index.tolist() == ["1", "0.75", "0.5", "0.25", "0"]
    assert list(table) == [
        "added stock (money)", *(f"{name}: output lost (units)" for name in ("uniform", "critical", "marginal")),
        "critical less uniform (units)", "marginal less uniform (units)",
    ]  # fmt: skip
    assert table["added stock (money)"].tolist() == ["0", "300", "600", "900", "1,200"]


def test_the_words_name_the_ends_the_half_the_path_and_the_knee(results: Results) -> None:
    sentences = results.findings()
    for sentence in sentences:
        assert sentence.endswith(".")
        assert not re.search(r"nan|None|  |, \.", sentence), sentence
    assert sentences[0] == "The hazard: stage_4 makes and ships nothing from day 10 for 8 days."
    assert sentences[1].startswith("Pure just-in-time loses ")
    assert "at equal money marginal loses " in sentences[1]
    assert sentences[2].startswith("Half of the loss is saved by ")
    path = next(text for text in sentences if text.startswith("Where marginal puts its stock"))
    assert re.search(r"stock: product at tier 2: [\d.]+ days \([\d,]+\)", path)
    assert sentences[-1].startswith("Each ± is a 95 % interval over 6 replications")


def paired(results: Results, level: str, a: str, b: str) -> str:
    """Output lost under a less that under b, from the replications alone."""
    rows = [series(results, "output_lost", "crisis", name, level) for name in (a, b)]
    return text(rows[0] - rows[1], 1.0)


def test_every_number_of_the_sentences_is_worked_out_again(results: Results) -> None:
    names, full, none = ("uniform", "critical", "marginal"), "ordering.unspent=0", "ordering.unspent=1"
    levels = [f"ordering.unspent={value}" for value in (1, 0.75, 0.5, 0.25, 0)]
    lost = {name: [series(results, "output_lost", "crisis", name, level).mean() for level in levels] for name in names}
    _, ends, half, stock, elastic, path, bend, sure = results.findings()
    said = {name: text(series(results, "output_lost", "crisis", name, full), 1.0) for name in names}
    bare = text(series(results, "output_lost", "crisis", "uniform", none), 1.0)
    assert ends.startswith(f"Pure just-in-time loses {bare} units of output; with all of the budget, 1,200 of stock, ")
    assert [re.findall(rf"([\d,.]+ ± [\d,.]+) under {name}", ends)[0] for name in names] == [*said.values()]
    best = min(names, key=lambda name: lost[name][-1])
    claimed = re.search(r"at equal money (\w+) loses ([\d,.]+ ± [\d,.]+) less than (\w+)\.", ends)
    assert claimed is not None
    assert lost[claimed[1]][-1] == lost[best][-1]
    assert claimed[2] == paired(results, full, claimed[3], claimed[1])
    for name in names:
        falling, money = np.minimum.accumulate(lost[name]), np.linspace(0, 1200, 5)
        at = np.interp(-falling[0] / 2, -falling, money)
        assert f"{about(at)} ({at / 1200:.0%}".replace("%", " %") + f" of the budget) under {name}" in half
        assert f"{text(series(results, 'stock_value', 'calm', name, full), 1.0)} under {name}" in stock
        assert f"{text(series(results, 'network_tension', 'calm', name, full), 1.0)} under {name}" in stock
    for name in names:
        held = [series(results, "stock_value", "calm", name, level).mean() for level in (none, full)]
        told = np.log(lost[name][-1] / lost[name][0]) / np.log(held[1] / held[0])
        assert f"{told:.1f} under {name}" in elastic
    total = results.manifest.routes["marginal"].steps
    assert path == f"Where marginal puts its stock: {total[0].label}: 6 days (1,200)."
    known = re.search(r"knee at ([\d,]+): up to there the stock saves (\d+) units, and ([\d,]+) more save (\d+)", bend)
    assert known is not None
    at = levels.index(levels[int(float(known[1].replace(",", "")) // 300)])
    assert known[2] == about(lost["marginal"][0] - lost["marginal"][at])
    assert known[3] == about(1200 - 300 * at)
    assert known[4] == about(lost["marginal"][at] - lost["marginal"][-1])
    assert "over 6 replications" in sure


def test_the_figures_take_the_place_of_the_trade_off(results: Results) -> None:
    assert list(results.images)[:2] == ["tension", "frontier"]
    assert "tradeoff" not in results.images
    page = results.report()
    for name in ("tension", "frontier"):
        assert results.images[name].png.startswith(b"\x89PNG")
        assert page.count(f'id="{name}"') == 1


def test_the_tension_figure_draws_the_means_against_the_dial_and_the_money(dial: Dial, results: Results) -> None:
    figure = results.plot.tension()
    axis = figure.axes[0]
    drawn = {str(line.get_label()).split(",")[0]: line for line in axis.lines}
    for name in dial.variants:
        np.testing.assert_allclose(np.asarray(drawn[name].get_ydata()), dial.of(name)["lost"])
        np.testing.assert_allclose(np.asarray(drawn[name].get_xdata()), dial.of(name)["unspent"])
    assert axis.get_xlim() == (1, 0)
    figure.draw_without_rendering()
    (top,) = axis.child_axes
    assert sorted(top.get_xlim()) == pytest.approx([0, 1200])
    assert figure.axes[1].get_ylabel() == "network tension in calm"
    title = r"At equal money, \w+ saves \d+ % of the loss, uniform \d+ %"
    assert re.fullmatch(title, figure.get_suptitle())


def test_the_frontier_names_what_is_bought_where_it_begins(dial: Dial, results: Results) -> None:
    figure = results.plot.frontier()
    texts = [text.get_text() for axis in figure.axes for text in axis.texts]
    assert {*dial.routes["marginal"].total} <= {*texts}
    assert {"uniform", "critical"} <= {*texts}


def test_one_placement_alone_has_words_and_figures() -> None:
    results = run("variants={}", "ordering=hybrid", "ordering.days=3", "levels={ordering.unspent: [0, 1]}")
    assert len(results.variants) == 1
    assert next(iter(results.figures())) == "tension"
    assert "at equal money" not in " ".join(results.findings())
    with pytest.raises(InputError, match="no path of buffers was looked for"):
        results.plot.frontier()


def test_other_studies_do_not_turn_the_dial(study: Callable[..., Results]) -> None:
    with pytest.raises(InputError, match=r"does not turn the dial: levels must be those of ordering\.unspent alone"):
        study(agents=8, replications=2).dial()


def test_the_knee_is_furthest_below_the_chord() -> None:
    """A hyperbola 1 / x between 1/4 and 4 has its knee where its slope is that of the chord, at 1."""
    money = np.linspace(0.25, 4, 76)
    bend = knee(pd.DataFrame({"money": money, "lost": 1 / money}))
    assert bend is not None
    assert (bend.money, bend.lost) == (pytest.approx(1), pytest.approx(1))


@pytest.mark.parametrize("lost", [[9, 6, 3], [9, 8, 0], [3, 6, 9], [5, 5, 5]])
def test_a_curve_that_does_not_bend_has_no_knee(lost: list[float]) -> None:
    assert knee(pd.DataFrame({"money": [0, 1, 2], "lost": lost})) is None


ROUTE = BufferPath(
    "crisis", 100.0, Estimate(9.0, 8.0, 10.0), (
        Step("chips", 4, 40, Estimate(5.0, 4.0, 6.0)), Step("cable", 1, 60, Estimate(4.0, 3.0, 5.0)),
        Step("chips", 4, 100, Estimate(1.0, 0.0, 2.0)),
    ), 12,
)  # fmt: skip


def test_what_is_bought_is_cumulated_along_the_path() -> None:
    table = bought(ROUTE, 80)
    assert table.index.tolist() == [0, 40, 60, 80]
    assert table["chips"].tolist() == [0, 4, 4, 6]
    assert table["cable"].tolist() == [0, 0, 1, 1]
    beyond = bought(ROUTE, 200)
    assert beyond.loc[200].to_dict() == {"chips": 16, "cable": 2}


def test_a_path_in_words() -> None:
    assert str(ROUTE) == "first chips: 4 days (40), then cable: 1 day (60), then chips: 4 days (100)"
    assert ROUTE.total == {"chips": 8, "cable": 1}


def test_a_path_whose_flows_are_all_covered_is_told_in_few_words() -> None:
    long = BufferPath("crisis", 100.0, ROUTE.bare, ROUTE.steps * 3, 12)
    assert str(long).endswith(", and 3 more steps")
