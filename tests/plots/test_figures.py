"""The figures: they draw for any study, say what they show, and no label lies over another."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from jitagents.errors import InputError
from jitagents.plots.layout import places
from jitagents.plots.style import COLOURS, Picture, looks
from jitagents.results import Results
from tests.results.conftest import Page

type Study = Callable[..., Results]

NAMES = ["network", "daily", "fan", "heat", "tradeoff", "stock"]
IN_CRISIS = {"fan", "heat"}


def labels(figure: Figure) -> list[Annotation]:
    found = [text for axis in figure.axes for text in axis.texts if isinstance(text, Annotation) and text.get_visible()]
    return [text for text in found if not text.get_text().startswith("better")]


@pytest.mark.parametrize(
    "case",
    [
        {},
        {"variants": ("jit",)},
        {"variants": tuple("abcde")},
        {"crisis": False},
        {"replications": 1},
        {"replications": 1, "variants": ("jit",), "crisis": False},
        {"levels": ("5", "9")},
        {"length": 1},
    ],
    ids=str,
)
def test_every_study_has_its_figures_and_a_report(study: Study, case: dict[str, Any]) -> None:
    results = study(**{"agents": 20, "replications": 4} | case)
    assert list(results.images) == [name for name in NAMES if results.has_crisis or name not in IN_CRISIS]
    for drawn in results.images.values():
        assert drawn.png.startswith(b"\x89PNG")
        assert drawn.svg.startswith(b"<?xml")
        assert len(drawn.title) > 10
        assert len(drawn.caption) > 50
        assert "nan" not in drawn.title
    page = Page(results.report())
    assert len(page.images) == len(results.images)
    assert "nan" not in page.text.replace("nance", "")


def test_two_thousand_agents_are_drawn_without_names(study: Study) -> None:
    results = study(agents=2000, replications=2, variants=("jit", "hybrid"))
    figure = results.plot.network()
    assert {text.get_text() for text in labels(figure)} == set(results.manifest.targets)
    drawing = BytesIO()
    figure.savefig(drawing, format="svg")
    assert drawing.tell() < 8_000_000


def overlapping(figure: Figure) -> int:
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in labels(figure)]
    return sum(a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1 for a, b in combinations(boxes, 2))


def test_no_name_lies_over_another(study: Study) -> None:
    results = study(agents=60, replications=2)
    figure = results.plot.network()
    assert len(labels(figure)) > 4 * 40
    assert overlapping(figure) == 0


def test_names_that_have_no_room_are_left_out(study: Study) -> None:
    results = study(agents=40, replications=2, variants=("jit",))
    for frame, column in ((results.agents, "name"), (results.lanes, "seller"), (results.lanes, "buyer")):
        frame[column] = frame[column] + "_of_a_very_long_name_that_needs_two_columns"
    figure = results.plot.network()
    assert 10 < len(labels(figure)) < 40
    assert overlapping(figure) == 0


def test_names_stay_inside_their_panel_and_stand_beside_their_agents(study: Study) -> None:
    figure = study(agents=20, replications=2, variants=("jit",)).plot.network()
    figure.draw_without_rendering()
    panel = figure.axes[0].get_window_extent()
    for label in labels(figure):
        box = label.get_window_extent()
        assert panel.x0 <= box.x0 < box.x1 <= panel.x1
        assert panel.y0 <= box.y0 < box.y1 <= panel.y1
    sides = [label.get_horizontalalignment() for label in labels(figure)]
    assert sides.count("left") > 0.8 * len(sides)


def test_names_of_equal_variants_move_apart(study: Study) -> None:
    figure = study(agents=8, replications=5, variants=tuple("abcde")).plot.tradeoff()
    assert [text.get_text() for text in labels(figure)] == list("abcde")
    assert overlapping(figure) == 0


def test_a_title_wider_than_its_figure_goes_on_in_a_second_line() -> None:
    figure = Picture(4.0, 3.0, "")
    words = "A finding with more words than a figure of four inches has room for in one line"
    title = figure.suptitle(words, x=0.01, ha="left")
    figure.draw_without_rendering()
    assert 0 <= title.get_window_extent().x0 < title.get_window_extent().x1 <= 4 * figure.dpi


def test_network_colours_agents_affected_in_half_of_the_replications(study: Study) -> None:
    results = study(replications=4, variants=("jit",))
    frame = results.replications
    agents = results.first_loss()
    affected = agents[agents["scope"].str.startswith("agent:") & (agents["share"] >= 0.5)]
    assert 2 < len(affected) < 40
    figure = results.plot.network()
    assert f"{len(affected)} of 40 agents affected" in figure.axes[0].get_title(loc="left")
    coloured = [
        marks
        for marks in figure.axes[0].collections
        if isinstance(marks, PathCollection) and marks.get_array() is not None
    ]
    assert sorted(np.asarray(coloured[0].get_array())) == sorted(affected["day"])
    frame["last_loss.crisis"] = frame["last_loss.crisis"].where(frame["replication"] == 0, 0.0)
    assert (
        results.plot.network().get_suptitle()
        == "Losses from the crisis reach 0 of 40 agents under jit, and not final demand"
    )


@pytest.mark.parametrize(
    ("case", "title"),
    [
        ({}, "Losses from the crisis reach final demand after 8 days under jit, never under hybrid"),
        (
            {"variants": ("kanban", "hybrid"), "length": 23},
            "Losses from the crisis reach final demand after 10 days under kanban, 20 under hybrid",
        ),
        ({"variants": ("a", "b")}, "Losses from the crisis reach final demand after 11 days under every variant"),
        ({"variants": ("jit",)}, "Losses from the crisis reach final demand after 8 days under jit"),
        ({"crisis": False}, "The network: 40 agents by tier"),
    ],
    ids=str,
)
def test_network_title_is_the_finding(study: Study, case: dict[str, Any], title: str) -> None:
    assert study(**{"replications": 20} | case).plot.network().get_suptitle() == title


def test_network_of_one_variant(study: Study) -> None:
    results = study(agents=20, replications=3)
    assert [axis.get_title(loc="left").split(":")[0] for axis in results.plot.network("kanban").axes[:1]] == ["kanban"]
    with pytest.raises(InputError, match="did you mean 'kanban'"):
        results.plot.network("kanbam")


def test_daily_shows_the_days_around_the_crisis_and_says_so(study: Study) -> None:
    results = study(agents=8, replications=5, days=365)
    window = results.manifest.crisis_window
    assert window is not None
    first, last = window
    figure = results.plot.daily()
    low, high = figure.axes[-1].get_xlim()
    assert 1 < low < first < last < high < 200
    assert figure.axes[-1].get_xlabel() == "day"
    assert isinstance(figure, Picture)
    assert figure.caption.endswith(f"Days {low + 0.5:.0f} to {high - 0.5:.0f} of 365 are drawn.")
    calm = study(agents=8, replications=5, days=365, crisis=False).plot.daily()
    assert isinstance(calm, Picture)
    assert calm.caption.endswith("All 365 days are drawn.")
    assert calm.axes[-1].get_xlim() == (0.5, 365.5)


def test_daily_draws_the_means_as_they_are(study: Study) -> None:
    results = study(agents=8, replications=5, variants=("jit",))
    calm, crisis = results.plot.daily().axes[0].lines
    table = results.daily(["output"], ["network"])
    np.testing.assert_array_equal(calm.get_ydata(), table["calm"])
    np.testing.assert_array_equal(crisis.get_ydata(), table["crisis"].iloc[-np.size(crisis.get_ydata()) :])
    assert calm.get_linestyle() != crisis.get_linestyle()


def test_tradeoff_has_a_point_and_a_name_per_variant(study: Study) -> None:
    results = study(agents=8, replications=5)
    figure = results.plot.tradeoff("stock_value")
    assert [text.get_text() for text in labels(figure)] == results.variants
    table = results.summary(["output_lost"], ["network"])
    drawn = [np.asarray(line.get_ydata())[0] for line in figure.axes[0].lines if str(line.get_marker()) in "osD^"]
    np.testing.assert_allclose(drawn, table["crisis"])
    assert figure.axes[0].get_xlabel() == "stock value in calm (money)"


def test_titles_claim_nothing_that_the_intervals_do_not(study: Study) -> None:
    same = study(agents=8, replications=5, variants=("a", "b"))
    assert same.plot.tradeoff().get_suptitle() == "Cost a day against output lost"
    assert same.plot.stock().get_suptitle() == "Stock value by tier"
    apart = study(agents=8, replications=30, variants=("jit", "safety_stock"))
    assert "safety_stock loses" in apart.plot.tradeoff().get_suptitle()
    assert apart.plot.stock().get_suptitle().startswith("safety_stock holds 2.")


def test_stock_bars_are_the_calm_means(study: Study) -> None:
    results = study(agents=8, replications=3, variants=("jit", "hybrid"))
    table = results.summary(["stock_value"])
    tiers = table[table["scope"].str.startswith("tier:")]
    bars = [container for container in results.plot.stock().axes[0].containers if isinstance(container, BarContainer)]
    drawn = [bar.get_height() for variant in bars for bar in reversed(list(variant))]  # drawn from upstream down
    np.testing.assert_allclose(drawn, tiers["calm"])


def test_variants_differ_by_more_than_colour() -> None:
    eight = list(looks(list("abcdefgh")).values())
    assert len({look.marker for look in eight}) == len({look.hatch for look in eight}) == len(COLOURS) == 8


def test_same_results_same_files(study: Study, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        study(agents=12, replications=3, variants=("jit", "hybrid")).save_figures(tmp_path / folder)
    files = sorted(path.name for path in (tmp_path / "one" / "figures").iterdir())
    assert files == sorted(f"{name}.{ending}" for name in NAMES for ending in ("png", "svg"))
    for name in files:
        assert (tmp_path / "one" / "figures" / name).read_bytes() == (tmp_path / "two" / "figures" / name).read_bytes()


def test_layout_puts_tiers_in_columns_and_neighbours_side_by_side() -> None:
    tier = np.array([0, 0, 0, 1, 1, 1])
    x, y = places(tier, np.array([3, 4, 5]), np.array([2, 1, 0]))
    np.testing.assert_array_equal(x, -tier)
    np.testing.assert_allclose(y[[3, 4, 5]], y[[2, 1, 0]])


def test_layout_gives_every_agent_its_own_place() -> None:
    tier = np.repeat([0, 1, 2], [1, 300, 7])
    x, y = places(tier, np.arange(1, 301), np.zeros(300, dtype=int))
    assert len(pd.unique(pd.Series(zip(x, y, strict=True)))) == len(tier)
    assert (np.abs(x + tier) < 0.5).all()


def test_fan_draws_the_quantiles_as_they_are(study: Study) -> None:
    results = study(agents=8, replications=9, variants=("jit", "hybrid"))
    figure, table = results.plot.fan(), results.daily_loss()
    for axis, name in zip(figure.axes, results.variants, strict=True):
        median = table.loc[table["variant"] == name, "loss_50"]
        np.testing.assert_array_equal(axis.lines[0].get_ydata(), median)
        assert axis.get_title(loc="left") == name
    assert figure.axes[0].get_ylabel() == "output lost (units/day)"
    days = (table["loss_50"] > 0.05 * table["loss_50"].max()).groupby(table["variant"]).sum()
    told = f"lose output on {days['jit']} days under jit, on {days['hybrid']} under hybrid"
    assert figure.get_suptitle() == f"Half of the replications or more {told}"


@pytest.mark.parametrize(("variants", "who"), [(("a", "b"), "every variant"), (("jit",), "jit")])
def test_fan_title_of_equal_variants_and_of_one(study: Study, variants: tuple[str, ...], who: str) -> None:
    results = study(agents=8, replications=9, variants=variants)
    median = results.daily_loss().query(f"variant == '{variants[0]}'")["loss_50"]
    days = (median > 0.05 * median.max()).sum()
    assert (
        results.plot.fan().get_suptitle() == f"Half of the replications or more lose output on {days} days under {who}"
    )


def test_fan_title_claims_no_loss_that_there_is_not(study: Study) -> None:
    results = study(agents=8, replications=9)
    same = results.histories.assign(crisis=results.histories["calm"])
    assert replace(results, histories=same).plot.fan().get_suptitle() == "Output lost day by day"


def test_heat_has_a_row_an_agent_by_tier_and_first_loss(study: Study) -> None:
    results = study(agents=20, replications=2, variants=("jit", "hybrid"))
    figure = results.plot.heat()
    rows = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    tier = results.agents.set_index("name")["tier"]
    assert sorted(rows) == sorted(tier.index)
    assert list(tier[rows]) == sorted(tier)
    lost = results.losses[results.losses["variant"] == "jit"].set_index("agent")["lost"]
    first = pd.Series({name: np.argmax(days > 5) if (days > 5).any() else np.inf for name, days in lost.items()})
    for number in range(5):
        here = [first[name] for name in rows if tier[name] == number]
        assert here == sorted(here)
    drawn = np.asarray(figure.axes[0].images[0].get_array())
    np.testing.assert_allclose(drawn, np.stack([lost[name] for name in rows]) / 100, rtol=1e-6)
    targets = [label for label in figure.axes[0].get_yticklabels() if label.get_fontweight() == "bold"]
    assert [label.get_text() for label in targets] == results.manifest.targets


def test_heat_says_how_many_agents_lose_much(study: Study) -> None:
    results = study(agents=20, replications=2, variants=("jit", "hybrid"), length=10)
    counts = {name: sum(days.max() >= 50 for days in rows["lost"]) for name, rows in results.losses.groupby("variant")}
    assert 0 < counts["hybrid"] < counts["jit"]
    figure = results.plot.heat()
    told = f"{counts['jit']} of 20 agents lose half a day's output or more under jit, {counts['hybrid']} under hybrid"
    assert figure.get_suptitle() == told
    assert figure.axes[0].get_title(loc="left") == f"jit: {counts['jit']} of 20 agents lose half a day's output"


def test_heat_of_many_agents_names_the_targets(study: Study) -> None:
    results = study(agents=500, replications=1, variants=("jit",))
    labels = [label.get_text() for label in results.plot.heat().axes[0].get_yticklabels()]
    assert labels == results.manifest.targets


def test_heat_leaves_agents_white_that_a_variant_has_not(study: Study) -> None:
    results = study(agents=12, replications=2, variants=("jit",))
    gone = results.losses["agent"].iloc[0]
    figure = replace(results, losses=results.losses.iloc[1:]).plot.heat()
    rows = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert not np.asarray(figure.axes[0].images[0].get_array())[rows.index(gone)].any()


def test_heat_needs_losses_that_were_kept(study: Study) -> None:
    with pytest.raises(InputError, match="loss_map=true"):
        study(agents=8, replications=2, crisis=False).plot.heat()
