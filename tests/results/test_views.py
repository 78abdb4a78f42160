"""Views: which fits a study, the figures of each, and columns on the console."""

from collections.abc import Callable

import pytest

from jitagents.results import Results
from jitagents.results.views import VIEWS, DefaultView, DialView, OptimumView, RankingView, SensitivityView, view_of
from jitagents.results.views.base import by_row

type Study = Callable[..., Results]


def test_the_default_view_fits_every_study_and_is_asked_last(study: Study) -> None:
    results = study(agents=6, replications=2)
    assert [type(view) for view in VIEWS] == [RankingView, DialView, SensitivityView, OptimumView, DefaultView]
    assert [view.applies(results) for view in VIEWS] == [False, False, False, False, True]
    assert isinstance(results.view, DefaultView)
    assert view_of(results, RankingView()) == DefaultView()


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
