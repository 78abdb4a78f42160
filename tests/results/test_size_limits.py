"""Room: a figure that cannot show a study says so in its place, and long tables are cut where people read them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from jitagents.diagnosis.causes import Cause
from jitagents.plots.style import COLOURS, looks
from jitagents.results import Results, size_limits
from jitagents.results.manifest_checks import DRAWN

type Study = Callable[..., Results]

TWO = {"agents": 6, "replications": 2, "variants": ("jit", "kanban")}


def narrowed(monkeypatch: pytest.MonkeyPatch, most: int = 1) -> None:
    """Let no figure show more than one of anything."""
    small = {name: dict.fromkeys(limits, most) for name, limits in size_limits.LARGEST.items()}
    monkeypatch.setattr(size_limits, "LARGEST", small)


def test_what_fits_is_drawn_and_nothing_is_left_out(study: Study) -> None:
    results = study(**TWO)
    assert results.figures_left_out == {}
    assert {"network", "daily", "fan", "heat", "tradeoff", "stock"} == {*results.figures()}


def test_each_figure_has_a_largest_size(study: Study) -> None:
    assert {*study(**TWO)._plots} <= {*size_limits.LARGEST}
    assert {"levels", "stages", "ranking", "tension", "frontier"} <= {*size_limits.LARGEST}


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


@pytest.mark.parametrize("what", [size_limits.VARIANTS, size_limits.AGENTS])
def test_the_sentence_names_what_there_is_too_much_of(what: str) -> None:
    there = {
        size_limits.VARIANTS: 1,
        size_limits.LEVELS: 1,
        size_limits.POINTS: 1,
        size_limits.AGENTS: 1,
        size_limits.DAYS: 1,
    }
    most = size_limits.LARGEST["network"][what]
    assert size_limits.too_large("network", there | {what: most}) == ""
    told = size_limits.too_large("network", there | {what: most + 1})
    assert f"{most:,} {what}, and there are {most + 1:,}" in told


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
