"""Room: a figure that cannot show a study says so in its place, and long tables are cut where people read them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from jitagents.diagnosis.causes import Cause
from jitagents.plots.network import NetworkFigure
from jitagents.plots.sizes import AGENTS, INSTEAD, VARIANTS, too_large
from jitagents.plots.style import COLOURS, looks
from jitagents.results import Results, size_limits
from jitagents.results.manifest_checks import DRAWN
from jitagents.results.views import DefaultView, DialView, RankingView

type Study = Callable[..., Results]

TWO = {"agents": 6, "replications": 2, "variants": ("jit", "kanban")}


FIGURES = {
    **DialView().figures(), **DefaultView().figures(), **RankingView().figures()
}  # fmt: skip
"""All figures of our own views."""


def narrowed(monkeypatch: pytest.MonkeyPatch, most: int = 1) -> None:
    """Let no figure show more than one of anything."""
    for figure in FIGURES.values():
        monkeypatch.setattr(type(figure), "limits", dict.fromkeys(figure.limits, most))


def test_what_fits_is_drawn_and_nothing_is_left_out(study: Study) -> None:
    results = study(**TWO)
    assert results.figures_left_out == {}
    assert {"network", "daily", "fan", "heat", "tradeoff", "stock"} == {*results.figures()}


def test_each_figure_has_a_largest_size_and_a_caption() -> None:
    assert len(FIGURES) == 13
    for figure in FIGURES.values():
        assert {*figure.limits} <= {*INSTEAD}
        assert figure.limits
        assert figure.caption.endswith(".")


def test_a_sentence_stands_in_the_place_of_each_figure(
    study: Study, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    narrowed(monkeypatch)
    results = study(**TWO)
    assert results.images == {}
    results.save_figures(tmp_path)
    page = results.report()
    for name in ("network", "daily", "fan", "heat", "tradeoff", "stock"):
        told = (tmp_path / "figures" / f"{name}.txt").read_text(encoding="utf-8").strip()
        assert told.startswith(f"The figure {name} is not drawn: it can show 1 ")
        assert "and there are" in told
        assert "results." in told
        assert told in page.replace("&#39;", "'")
        assert DRAWN.fullmatch(f"figures/{name}.txt")
    assert len(list((tmp_path / "figures").iterdir())) == len(results.figures_left_out)


@pytest.mark.parametrize("what", [VARIANTS, AGENTS])
def test_the_sentence_names_what_there_is_too_much_of(what: str) -> None:
    there, limits = dict.fromkeys(INSTEAD, 1), NetworkFigure.limits
    assert too_large(limits, "numbers", there | {what: limits[what]}) == ""
    said = too_large(limits, "numbers", there | {what: limits[what] + 1})
    assert f"{limits[what]:,} {what}, and there are {limits[what] + 1:,}" in said


def test_the_page_shows_the_first_rows_of_a_long_table(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(size_limits, "ROWS", 7)
    narrowed(monkeypatch)
    page = study(agents=6, replications=2, variants=tuple(f"v{number:02}" for number in range(9))).report()
    assert "The first 7 of 9 rows; summary.csv has them all." in page
    assert '<th scope="row">v06</th>' in page
    assert '<th scope="row">v07</th>' not in page


def test_colours_that_come_again_have_other_marks() -> None:
    found = looks([str(number) for number in range(3 * len(COLOURS))])
    assert len({(look.colour, look.marker) for look in found.values()}) == len(found)
    assert len({(look.colour, look.hatch) for look in found.values()}) == len(found)


def test_causes_are_shown_by_labels() -> None:
    below = Cause("short", "fab", "chip", 3, 4.0, 4.0)
    root = Cause("short", "market", "car", 4, 5.0, 5.0, children=(below,))
    labels = {"fab": "The fab", "market": "Buyers"}
    shown = root.called(labels.__getitem__)
    assert [cause.who for cause in shown] == ["Buyers", "The fab"]
    assert [cause.amount for cause in shown] == [5.0, 4.0]
    assert "fab" not in shown.story().replace("The fab", "")
