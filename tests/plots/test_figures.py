"""The figures: they draw for any study, say what they show, and claim no more than the intervals."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.container import BarContainer

from jitagents.plots.fan import fan
from jitagents.plots.style import COLOURS, NOTHING, Picture, looks
from jitagents.plots.tradeoff import tradeoff
from jitagents.studies.executors import beside
from tests.plots.drawn import Study, labels, overlapping
from tests.results.conftest import Page

NAMES = ["network", "daily", "fan", "heat", "tradeoff", "stock"]
IN_CRISIS = {"fan", "heat"}
ENDS = ("", "_low", "_high")


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


def test_names_of_equal_variants_move_apart(study: Study) -> None:
    figure = study(agents=8, replications=5, variants=tuple("abcde")).plot.tradeoff()
    assert [text.get_text() for text in labels(figure)] == list("abcde")
    assert overlapping(figure) == 0


def test_names_on_a_line_are_read_as_two(study: Study) -> None:
    figure = study(agents=8, replications=5, variants=tuple("abcde")).plot.tradeoff()
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in labels(figure)]
    assert len(boxes) == 5
    for one, other in permutations(boxes, 2):
        assert not (one.y0 < other.y1 and other.y0 < one.y1 and 0 <= other.x0 - one.x1 < 5)


def test_errors_of_rounding_have_no_scale(study: Study) -> None:
    results = study(agents=8, replications=5)
    losses = results.daily_loss("output", ["network"])
    tiny = losses.assign(**{str(name): losses[name] * 1e-20 for name in losses.filter(like="loss")})
    assert fan(tiny, results.series["output"]).axes[0].get_yticks().tolist() == [0.0]
    assert len(fan(losses, results.series["output"]).axes[0].get_yticks()) > 1


def test_a_title_wider_than_its_figure_goes_on_in_a_second_line() -> None:
    figure = Picture(4.0, 3.0, "")
    words = "A finding with more words than a figure of four inches has room for in one line"
    title = figure.suptitle(words, x=0.01, ha="left")
    figure.draw_without_rendering()
    assert 0 <= title.get_window_extent().x0 < title.get_window_extent().x1 <= 4 * figure.dpi


def test_tradeoff_has_a_point_and_a_name_per_variant(study: Study) -> None:
    results = study(agents=8, replications=5)
    figure = results.plot.tradeoff("stock_value")
    assert [text.get_text() for text in labels(figure)] == results.variants
    table = results.summary(["output_lost"], ["network"])
    drawn = [np.asarray(line.get_ydata())[0] for line in figure.axes[0].lines if str(line.get_marker()) in "osD^"]
    np.testing.assert_allclose(drawn, table["crisis"])
    assert figure.axes[0].get_xlabel() == "stock value in calm (money)"


def test_a_loss_without_values_is_not_set_against_a_price(study: Study) -> None:
    """Units of several items are not summed, so that `output_lost` alone says nothing on the network."""
    results = study(agents=8, replications=5)
    losses = [f"{name}.{world}" for name in ("output_lost", "area", "days_lost") for world in ("calm", "crisis")]
    undefined = results.replications.assign(**{name: np.nan for name in losses if name in results.replications})
    assert "tradeoff" in results.images
    assert "tradeoff" not in replace(results, replications=undefined).images


def test_titles_claim_nothing_that_the_intervals_do_not(study: Study) -> None:
    same = study(agents=8, replications=5, variants=("a", "b"))
    assert same.plot.tradeoff().get_suptitle() == "Cost a day against output lost"
    assert same.plot.stock().get_suptitle() == "Stock value by tier"
    apart = study(agents=8, replications=30, variants=("jit", "safety_stock"))
    assert "safety_stock has" in apart.plot.tradeoff().get_suptitle()
    assert apart.plot.stock().get_suptitle().startswith("safety_stock holds 2.")


@pytest.mark.parametrize(("high", "told"), [
    (0.3, "mrp and hybrid have no clear output lost; hybrid is the cheapest of them, at 0.1 % more"),
    (0.0, "mrp and hybrid have no output lost; hybrid is the cheapest of them, at 0.1 % more"),
    (0.6, "mrp has no output lost, at 24 % more"),
])  # fmt: skip
def test_the_cheapest_without_a_clear_loss_is_named(high: float, told: str) -> None:
    """A loss of 10 under jit: an interval that holds 0 and ends at .3 is no clear loss; one that ends at .6 may be."""
    rows = [
        {"variant": name, "level": "", "metric": metric, "scope": "network",
         **{f"{world}{end}": value for world in ("calm", "crisis") for end, value in zip(ENDS, values, strict=True)}}
        for name, cost, lost in (
            ("jit", 1000.0, (10.0, 9.0, 11.0)), ("mrp", 1240.0, (0.0, 0.0, 0.0)),
            ("hybrid", 1001.0, (high / 2, 0.0, high)),
        )
        for metric, values in (("cost", (cost, cost, cost)), ("output_lost", lost))
    ]  # fmt: skip
    assert tradeoff(pd.DataFrame(rows)).get_suptitle() == f"{told} cost a day than jit in calm"


@pytest.mark.parametrize(
    ("levels", "shown"),
    [(("low", "high"), "low, high"), (("low", "higher", "highest"), "3 levels")],
)
def test_levels_at_one_place_have_one_name(levels: tuple[str, ...], shown: str) -> None:
    """Without any loss all levels have the price of their calm worlds, which they share; the axis begins at 0."""
    rows = [
        {"variant": name, "level": level, "metric": metric, "scope": "network",
         **{f"{world}{end}": value for world in ("calm", "crisis") for end in ENDS}}
        for name, cost in (("jit", 1000.0), ("mrp", 1240.0))
        for level in levels
        for metric, value in (("cost", cost), ("output_lost", 0.0))
    ]  # fmt: skip
    axis = tradeoff(pd.DataFrame(rows)).axes[0]
    told = [text.get_text() for text in axis.texts]
    assert [text for text in told if {*text.split(", ")} & {*levels} or "level" in text] == [shown, shown]
    assert axis.get_ylim() == NOTHING


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


def test_figures_drawn_in_other_processes_are_the_same(study: Study) -> None:
    here, there = (study(agents=20, replications=3, variants=("jit", "buffers")) for _ in range(2))
    with beside(2) as pool:
        there.draw_in(pool)
    assert list(there.images.items()) == list(here.images.items())
    assert there.figures_left_out == here.figures_left_out
