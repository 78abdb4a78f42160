"""The measure of the loss of final demand: days late or lost where customers wait, units only of one item."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from jitagents.plots.style import Numbers
from jitagents.results import Results
from jitagents.results.final_loss import final_loss, lost, waits

BACKORDER = {"_target_": "jitagents.behaviours.serving.Backorder"}
LOST = {"_target_": "jitagents.behaviours.serving.LostSale"}


def served(results: Results, rule: dict[str, Any] | None, exempt: dict[str, Any] | None = None) -> Results:
    """The same results of customers who follow another rule, with the area measured."""
    some = {"some": {"where": {"name": "x"}, "serving": exempt}} if exempt else {}
    days = results.replications["days_lost.crisis"]
    area: dict[str, Any] = {"area.calm": 0.0, "area.crisis": days}
    table = results.replications.assign(**area)
    return replace(results, replications=table, config={**results.config, "serving": rule, "exemptions": some})


@pytest.mark.parametrize(
    ("rule", "exempt", "measure"),
    [(BACKORDER, None, "area"), (LOST, None, "output_lost"), (None, None, "output_lost"),
     (BACKORDER, LOST, "output_lost"), ({"_target_": "strange.Rule"}, None, "output_lost")],
)  # fmt: skip
def test_lateness_is_told_where_customers_wait(
    study: Callable[..., Results], rule: Any, exempt: Any, measure: str
) -> None:
    results = served(study(agents=8, replications=4), rule, exempt)
    assert final_loss(results) == measure
    assert waits(results) == (measure == "area")


def test_exemptions_of_the_network_hold_unless_the_study_replaces_them(study: Callable[..., Results]) -> None:
    results = served(study(agents=8, replications=4), BACKORDER)
    network = {"exemptions": {"some": {"where": {"name": "x"}, "serving": LOST}}}
    assert not waits(replace(results, config={**results.config, "network": network}))
    for own in ({"some": {"where": {"name": "x"}, "serving": BACKORDER}}, {"some": None}):
        assert waits(replace(results, config={**results.config, "network": network, "exemptions": own}))


def test_a_figure_and_a_sentence_tell_it(study: Callable[..., Results]) -> None:
    results = served(study(agents=8, replications=6), BACKORDER)
    assert results.plot.tradeoff().axes[0].get_ylabel() == "output late or lost in the crisis (days)"
    assert all("days late or lost" in axes.get_title(loc="left") for axes in results.plot.daily().axes)


def test_several_items_have_no_sum_of_units(study: Callable[..., Results]) -> None:
    results = study(agents=8, replications=6)
    network = results.replications["scope"] == "network"
    results.replications.loc[network, "output_lost.crisis"] = float("nan")
    assert lost(results) == final_loss(results) == "days_lost"
    assert "units" not in " ".join(results.findings())
    assert "output lost (units)" not in results.table()


def test_numbers_of_an_axis_are_read_alike() -> None:
    assert Numbers().format_ticks([0, 5e8, 1e9, 1.5e9]) == ["0", "0.5 billion", "1 billion", "1.5 billion"]
    assert Numbers().format_ticks([-5e5, 250_000, 0.1]) == ["-500,000", "250,000", "0.1"]
