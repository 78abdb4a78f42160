"""Views and figures: which fits a study, and those of a user's own, which a configuration names."""

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
from jitagents.results.views import VIEWS, DefaultView, DialView, OptimumView, RankingView, SensitivityView, view_of
from jitagents.results.views.base import by_row
from jitagents.study_console import conclude
from jitagents.trust import TRUST

type Study = Callable[..., Results]

PACKAGE = "our_views_of_test"
VIEWS_OF_OURS = '''
"""A view of our own: which variant lost least."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from jitagents.parameters import param
from jitagents.plots.figure import StudyFigure
from jitagents.results import Results
from jitagents.results.views import View

from our_views_of_test.plots import Bars


@dataclass(frozen=True)
class Contest(View):
    """Variants in the order of their losses."""

    note = "The first one wins."
    least: int = param(2, "", "variants of a contest", low=1)

    def applies(self, results: Results) -> bool:
        return len(results.variants) >= self.least and results.has("output_lost")

    def table(self, results: Results) -> pd.DataFrame:
        lost = results.summary(["output_lost"], ["network"]).sort_values("crisis").set_index("variant")["crisis"]
        return pd.DataFrame({"lost": [f"{value:.0f}" for value in lost]}, index=pd.Index(lost.index, name="variant"))

    def findings(self, results: Results) -> list[str]:
        return [f"{self.table(results).index[0]} wins."]

    def figures(self) -> Mapping[str, StudyFigure]:
        return {"bars": Bars()}
'''
PLOTS_OF_OURS = '''
"""A figure of our own: losses as bars."""

from dataclasses import dataclass

from matplotlib.figure import Figure

from jitagents.parameters import param
from jitagents.plots.figure import StudyFigure
from jitagents.results import Results


@dataclass(frozen=True)
class Bars(StudyFigure):
    """Output lost, a bar per variant."""

    caption = "The shorter a bar, the better the variant."
    colour: str = param("#0072b2", "", "of the bars")

    def drawable(self, results: Results) -> bool:
        return results.has_crisis

    def draw(self, results: Results) -> Figure:
        lost = results.summary(["output_lost"], ["network"])
        figure = Figure()
        axis = figure.add_subplot()
        axis.bar(lost["variant"], lost["crisis"], color=self.colour)
        axis.set_ylabel("output lost (units)")
        figure.suptitle("Output lost")
        return figure


@dataclass(frozen=True)
class Nothing(StudyFigure):
    """It returns no figure."""

    def draw(self, results: Results) -> Figure:
        return None


@dataclass(frozen=True)
class Broken(StudyFigure):
    """It fails in one of its methods, or when its file is made."""

    at: str = param("draw", "", "where it fails")

    def drawable(self, results: Results) -> bool:
        return self.at != "drawable" or 1 / 0 > 0

    def no_room(self, results: Results) -> str:
        return results.nothing if self.at == "no_room" else ""

    def draw(self, results: Results) -> Figure:
        if self.at == "draw":
            raise KeyError("shops")
        figure = Figure()
        figure.suptitle(r"$\\frac{$")
        return figure
'''
CONTEST, BARS = {"_target_": f"{PACKAGE}.views.Contest"}, {"_target_": f"{PACKAGE}.plots.Bars"}


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


def test_the_default_view_fits_every_study_and_is_asked_last(study: Study) -> None:
    results = study(agents=6, replications=2)
    assert [type(view) for view in VIEWS] == [RankingView, DialView, SensitivityView, OptimumView, DefaultView]
    assert [view.applies(results) for view in VIEWS] == [False, False, False, False, True]
    assert isinstance(results.view, DefaultView)
    assert view_of(results, RankingView()) == DefaultView()


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


@pytest.mark.parametrize("name", ["plot_network", "plot_daily", "plot_frontier"])
def test_an_old_name_of_a_figure_says_the_new_one(study: Study, name: str) -> None:
    results = study(agents=6, replications=2)
    with pytest.raises(AttributeError, match=rf"results\.plot\.{name.removeprefix('plot_')}\(\) now"):
        getattr(results, name)
    with pytest.raises(AttributeError, match="no attribute 'plt'"):
        getattr(results, "plt")  # noqa: B009


def test_the_accessor_has_a_method_for_each_figure(study: Study) -> None:
    plot = study(agents=6, replications=2).plot
    every = {
        **DefaultView().figures(),
        **DialView().figures(),
        **RankingView().figures(),
        **SensitivityView().figures(),
    }
    assert {name for name in dir(plot) if not name.startswith("_")} == {*every, "results"}


def test_columns_on_the_console_are_in_the_order_of_their_importance(study: Study) -> None:
    table = study(agents=6, replications=2, variants=tuple("abcde")).table()
    first, second, *_ = map(str, table)
    shown = by_row(table, {second: "second", first: "first", "missing": "missing"})
    assert (shown.heading, *shown.columns) == ("variant", "second", "first")
    assert [row[0] for row in shown.rows] == list("abcde")
