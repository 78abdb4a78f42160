"""The figures day by day: means and bands, and the fan of losses."""

from dataclasses import replace

import numpy as np
import pytest

from jitagents.plots.style import Picture
from tests.plots.drawn import Study


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


def test_several_items_are_drawn_by_value_and_what_comes_late_as_late(study: Study) -> None:
    results = study(agents=8, replications=9, variants=("jit", "hybrid"))
    network = (results.histories["metric"] == "output") & (results.histories["scope"] == "network")
    names = results.histories["metric"].mask(network, "output_value")
    rule = {"_target_": "jitagents.behaviours.serving.Backorder"}
    late = replace(results, histories=results.histories.assign(metric=names), config=results.config | {"serving": rule})
    assert {*late.daily("output", "network")["metric"]} == {"output_value"}
    assert late.plot.daily().axes[0].get_ylabel() == "output (money/day)"
    fan = late.plot.fan()
    assert fan.axes[0].get_ylabel() == "late or lost (money/day)"
    assert fan.get_suptitle() == results.plot.fan().get_suptitle().replace("lose", "wait for")


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
