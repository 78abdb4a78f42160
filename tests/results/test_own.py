"""Views and figures of a user's own, which a configuration names."""

import base64
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from jitagents.console import SafeConsole
from jitagents.errors import InputError
from jitagents.plots.daily import DailyFigure
from jitagents.results import Results
from jitagents.results.own import own_figures, own_view
from jitagents.results.views import DefaultView
from jitagents.study_console import conclude
from jitagents.trust import TRUST
from tests.results.own_package import BARS, CONTEST, PACKAGE, PLOTS_OF_OURS, VIEWS_OF_OURS

type Study = Callable[..., Results]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A trusted package with a view and a figure, in two files beside an empty `__init__`."""
    folder = tmp_path / PACKAGE
    folder.mkdir()
    for name, content in (("__init__", ""), ("views", VIEWS_OF_OURS), ("plots", PLOTS_OF_OURS)):
        (folder / f"{name}.py").write_text(content, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv(TRUST, PACKAGE)
    yield folder
    for name in [one for one in sys.modules if one.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


def shown_as(results: Results, **settings: Any) -> Results:
    """The same results with other settings, with what was worked out of them forgotten."""
    return replace(results, config={**results.config, **settings})


def test_a_view_of_ones_own_shows_the_table_the_findings_the_page_and_the_console(
    study: Study, package: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    results = shown_as(study(agents=6, replications=3, variants=("jit", "hybrid")), view=CONTEST)
    assert list(results.table().index) == ["hybrid", "jit"]
    assert results.findings() == ["hybrid wins."]
    assert list(results.images) == ["bars"]
    page = results.report()
    assert "The first one wins." in page
    assert "The shorter a bar, the better the variant." in page
    text = StringIO()
    monkeypatch.setattr("jitagents.console.OUT", SafeConsole(highlight=False, width=80, file=text))
    conclude(results, tmp_path)
    assert "hybrid wins." in text.getvalue()
    assert "lost" in text.getvalue()


def test_a_view_that_does_not_fit_leaves_the_study_to_the_others(study: Study, package: Path) -> None:
    results = shown_as(study(agents=6, replications=2, variants=("jit",)), view=CONTEST)
    assert isinstance(results.view, DefaultView)
    assert isinstance(shown_as(results, view={**CONTEST, "least": 1}).view.figures()["bars"].caption, str)


def test_a_figure_of_ones_own_is_drawn_with_the_others(study: Study, package: Path, tmp_path: Path) -> None:
    results = study(agents=6, replications=2, variants=("jit", "hybrid"))
    orders = {"_target_": "jitagents.plots.daily.DailyFigure", "scope": "tier:1"}
    with_own = shown_as(results, figures={"bars": {**BARS, "colour": "#d55e00"}, "daily_of_tier": orders})
    assert list(with_own.images) == [*results.images, "bars", "daily_of_tier"]
    assert with_own.images["bars"].caption == "The shorter a bar, the better the variant."
    with_own.save_figures(tmp_path)
    assert (tmp_path / "figures" / "bars.png").read_bytes().startswith(b"\x89PNG")
    assert base64.b64encode((tmp_path / "figures" / "bars.svg").read_bytes()).decode() in with_own.report()
    assert results.plot(DailyFigure(scope="tier:1")).axes[0].get_ylabel() == "output (units/day)"


def test_a_figure_of_ones_own_that_cannot_show_a_study_says_so(study: Study, package: Path) -> None:
    calm = shown_as(study(agents=6, replications=2, crisis=False), figures={"bars": BARS})
    assert calm.figures_left_out == {"bars": "The figure bars is not drawn: this study has not what it shows."}
    wrong = shown_as(calm, figures={"none": {"_target_": f"{PACKAGE}.plots.Nothing"}})
    with pytest.raises(InputError, match=r"figures\.none: draw\(\) must return a figure of Matplotlib, not None"):
        _ = wrong.images


@pytest.mark.parametrize(
    ("at", "told"),
    [("draw", "KeyError: 'shops'"), ("drawable", "ZeroDivisionError"), ("no_room", "nothing"), ("file", "ValueError")],
)
def test_a_figure_that_fails_is_named_with_its_class_and_its_error(
    study: Study, package: Path, at: str, told: str
) -> None:
    broken = {"_target_": f"{PACKAGE}.plots.Broken", "at": at}
    results = shown_as(study(agents=6, replications=2), figures={"mine": broken})
    with pytest.raises(InputError) as error:
        results.report()
    (fault,) = error.value.faults
    assert fault.startswith(f"figures.mine: {PACKAGE}.plots.Broken cannot be shown: ")
    assert told in fault


@pytest.mark.parametrize("method", ["applies", "table", "findings", "figures", "definitions", "on_console"])
def test_a_view_that_fails_is_named_with_its_class_and_its_error(
    study: Study, package: Path, method: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("no idea")

    monkeypatch.setattr(type(own_view(CONTEST)), method, fail)
    results = shown_as(study(agents=6, replications=2, variants=("jit", "hybrid")), view=CONTEST)
    show = partial(conclude, results, tmp_path) if method == "on_console" else results.report
    with pytest.raises(InputError, match=rf"view: {PACKAGE}\.views\.Contest cannot be shown: RuntimeError: no idea"):
        show()


def test_a_view_whose_table_is_none(study: Study, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(own_view(CONTEST)), "table", lambda *_: None)
    with pytest.raises(InputError, match="table\\(\\) must return a DataFrame, not None"):
        shown_as(study(agents=6, replications=2, variants=("jit", "hybrid")), view=CONTEST).table()


def test_results_without_their_package_are_shown_as_usual_with_a_notice(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(TRUST, raising=False)
    results = shown_as(study(agents=6, replications=2), view=CONTEST, figures={"bars": BARS})
    assert isinstance(results.view, DefaultView)
    assert "bars" not in results.images
    first, second = results.own.notices
    assert first.startswith("the default view is shown, since view._target_: 'our_views_of_test.views.Contest' is not")
    assert second.startswith("the figures of the study alone are drawn, since figures.bars._target_: ")
    assert first in results.report().replace("&#39;", "'")


@pytest.mark.parametrize(
    ("node", "told"),
    [
        ({"_target_": "jitagents.plots.stock.StockFigure"}, "view: must name a class that derives from"),
        ({"_target_": "os.system"}, "is not of a trusted package"),
        ({"_target_": "jitagents.results.views.default.DefaultVew"}, "has no 'DefaultVew' to build; did you mean"),
        ({"_target_": "jitagents.results.views.base.View"}, "has no 'View' to build"),
    ],
)
def test_what_is_no_view(node: dict[str, str], told: str) -> None:
    with pytest.raises(InputError) as error:
        own_view(node)
    assert told in str(error.value)


def test_faults_of_figures_are_told_together() -> None:
    nodes = {
        "../x": BARS,
        "view": {"_target_": "jitagents.results.views.default.DefaultView"},
        "daily": {"_target_": "jitagents.plots.daily.DailyFigure", "metric": 3, "scop": "network"},
        "one": "two",
    }
    with pytest.raises(InputError) as error:
        own_figures(nodes)
    told = "\n".join(error.value.faults)
    assert "figures.../x: must be a name of lower-case letters" in told
    assert "figures.view: must name a class that derives from jitagents.plots.figure.StudyFigure" in told
    assert "figures.daily.scop: " in told
    assert "did you mean 'scope'" in told
    assert "figures.one: must name a class" in told
    with pytest.raises(InputError, match="figures = 3: must be a mapping of names"):
        own_figures(3)
