"""The figures: they draw for any study, say what they show, and claim no more than the intervals."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.container import BarContainer

from jitagents.plots.style import COLOURS, Picture, looks
from tests.plots.drawn import Study, labels, overlapping
from tests.results.conftest import Page

NAMES = ["network", "daily", "fan", "heat", "tradeoff", "stock"]
IN_CRISIS = {"fan", "heat"}


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


def test_titles_claim_nothing_that_the_intervals_do_not(study: Study) -> None:
    same = study(agents=8, replications=5, variants=("a", "b"))
    assert same.plot.tradeoff().get_suptitle() == "Cost a day against output lost"
    assert same.plot.stock().get_suptitle() == "Stock value by tier"
    apart = study(agents=8, replications=30, variants=("jit", "safety_stock"))
    assert "safety_stock has" in apart.plot.tradeoff().get_suptitle()
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
