"""The tables: exact columns and order, values that can be checked by hand, and names that are not there."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from jitagents.accounting.measures import MEASURES
from jitagents.errors import InputError
from jitagents.results import Results
from jitagents.results.manifest import Manifest

type Study = Callable[..., Results]

COLUMNS = [
    "variant",
    "level",
    "metric",
    "scope",
    "unit",
    "calm",
    "calm_low",
    "calm_high",
    "crisis",
    "crisis_low",
    "crisis_high",
    "difference",
    "difference_low",
    "difference_high",
    "replications",
]


@pytest.fixture
def tiny() -> Results:
    """Two variants, three replications, one scope, two days; everything by hand."""
    frame = pd.DataFrame(
        {
            "variant": ["lean"] * 3 + ["fat"] * 3,
            "level": "",
            "replication": [0, 1, 2, 2, 1, 0],
            "scope": "network",
        }
    )
    names = [f"{name}.{world}" for name in MEASURES for world in ("calm", "crisis")]
    frame = pd.concat([frame, pd.DataFrame(np.nan, index=frame.index, columns=names)], axis=1)
    frame["cost.calm"], frame["cost.crisis"] = [10.0, 20, 30, 35, 24, 13], [11.0, 22, 33, 36, 25, 14]
    frame["output.calm"], frame["output.crisis"] = 100.0, [90.0, 80, 70, 100, 100, 100]
    frame["output_lost.crisis"] = [10.0, 20, 30, 0, 0, 0]
    frame["first_loss.crisis"] = [4.0, 5, 6, 90, 90, 90]
    frame["last_loss.crisis"] = [9.0, 9, 9, 0, 0, 0]
    histories = frame[["variant", "level", "replication", "scope"]].assign(metric="output")
    histories["calm"] = pd.Series([np.array([r, 10 * r], dtype=np.float32) for r in histories["replication"]])
    histories["crisis"] = pd.Series([np.array([0, r], dtype=np.float32) for r in histories["replication"]])
    empty = pd.DataFrame()
    return Results(frame, histories, empty, empty, {"variants": {"fat": {}, "lean": {}}}, Manifest(hash="x"))


def row(table: pd.DataFrame, **where: str) -> pd.Series:
    for name, value in where.items():
        table = table[table[name] == value]
    assert len(table) == 1
    return table.iloc[0]


def test_columns_are_exactly_those_promised(study: Study) -> None:
    assert list(study(agents=8, replications=2).summary().columns) == COLUMNS


def test_rows_follow_variants_levels_scopes_and_metrics(study: Study) -> None:
    results = study(agents=8, replications=2, levels=("b", "a"))
    table = results.summary()
    agents = ["agent:" + name for name in results.agents["name"]]
    scopes = ["network", *(f"tier:{t}" for t in range(5)), *agents]
    order = pd.MultiIndex.from_product(
        [["jit", "kanban", "safety_stock", "hybrid"], ["b", "a"], scopes, results.measures]
    )
    keys = ["variant", "level", "scope", "metric"]
    pd.testing.assert_index_equal(pd.MultiIndex.from_frame(table[keys]), order, check_names=False)


def test_variants_come_in_the_order_of_the_configuration(tiny: Results) -> None:
    assert tiny.variants == ["fat", "lean"]
    assert list(tiny.summary()["variant"].unique()) == ["fat", "lean"]


def test_difference_is_crisis_minus_calm_by_replication(tiny: Results) -> None:
    cost = row(tiny.summary(), variant="lean", metric="cost")
    half = 4.302652729911275 / np.sqrt(3)  # t(2, 97.5 %) x s / sqrt(n) of the differences 1, 2, 3
    np.testing.assert_allclose([cost["calm"], cost["crisis"], cost["difference"]], [20, 22, 2])
    np.testing.assert_allclose([cost["difference_low"], cost["difference_high"]], [2 - half, 2 + half])
    assert cost["replications"] == 3


@pytest.mark.parametrize("metric", ["output_lost", "last_loss"])
def test_measures_against_the_twin_are_zero_in_calm(tiny: Results, metric: str) -> None:
    found = row(tiny.summary(), variant="lean", metric=metric)
    assert (found["calm"], found["calm_low"], found["calm_high"]) == (0, 0, 0)
    assert found["difference"] == found["crisis"] > 0
    assert found["difference_low"] == found["crisis_low"]


def test_first_loss_has_no_calm_value_and_is_its_own_difference(tiny: Results) -> None:
    found = row(tiny.summary(), variant="lean", metric="first_loss")
    assert np.isnan([found["calm"], found["calm_low"], found["calm_high"]]).all()
    assert found["difference"] == found["crisis"] == 5


def test_without_a_crisis_only_calm_has_values(study: Study) -> None:
    table = study(agents=8, replications=3, crisis=False).summary(["cost", "output_lost"], ["network"])
    assert table.filter(regex="crisis|difference").isna().all(axis=None)
    assert table.filter(regex="calm").notna().all(axis=None)
    assert (table["replications"] == 3).all()


def test_one_replication_gives_means_without_intervals(study: Study) -> None:
    cost = row(study(agents=8, replications=1).summary(["cost"], ["network"]), variant="jit")
    assert np.isfinite([cost["calm"], cost["crisis"], cost["difference"]]).all()
    assert np.isnan([cost["calm_low"], cost["crisis_high"], cost["difference_low"]]).all()
    assert cost["replications"] == 1


def test_filters_keep_the_numbers_and_reject_names_that_are_not_there(study: Study) -> None:
    results = study(agents=8, replications=3)
    every = results.summary()
    some = results.summary(metrics=["cost", "fill_rate"], scopes=["tier:1", "network"])
    expected = every[every["metric"].isin(["cost", "fill_rate"]) & every["scope"].isin(["tier:1", "network"])]
    pd.testing.assert_frame_equal(some, expected.reset_index(drop=True))
    with pytest.raises(InputError, match=r"'fil_rate'.*did you mean 'fill_rate'"):
        results.summary(metrics=["fil_rate"])
    with pytest.raises(InputError, match=r"'tier:9'.*did you mean 'tier:"):
        results.summary(scopes=["tier:9"])
    with pytest.raises(InputError, match="did you mean 'output'"):
        results.daily(metrics="outputs")


def test_a_summary_that_is_changed_does_not_change_the_results(tiny: Results) -> None:
    table = tiny.summary()
    table["calm"] = 0.0
    assert row(tiny.summary(), variant="lean", metric="cost")["calm"] == 20


def test_compare_pairs_variants_by_replication(tiny: Results) -> None:
    found = row(tiny.compare("fat", "lean", "cost"), scope="network")
    half = 4.302652729911275 / np.sqrt(3)  # of the differences 3, 4, 5
    np.testing.assert_allclose([found["calm"], found["calm_low"], found["calm_high"]], [4, 4 - half, 4 + half])
    np.testing.assert_allclose([found["crisis"], found["crisis_low"], found["crisis_high"]], [3, 3, 3])
    assert found["replications"] == 3


def test_compare_uses_only_replications_that_both_have(tiny: Results) -> None:
    short = Results(
        tiny.replications.iloc[1:],
        *(getattr(tiny, name) for name in ("histories", "agents", "lanes", "config", "manifest")),
    )
    found = row(short.compare("fat", "lean", "cost"), scope="network")
    assert (found["calm"], found["replications"]) == (4.5, 2)


def test_compare_names_the_nearest_variant(tiny: Results) -> None:
    with pytest.raises(InputError, match=r"'leen'.*did you mean 'lean'"):
        tiny.compare("fat", "leen")


def test_daily_is_mean_and_quantiles_over_replications(tiny: Results) -> None:
    table = tiny.daily()
    assert list(table.columns) == (
        ["variant", "level", "day", "metric", "scope", "calm", "calm_10", "calm_90", "crisis", "crisis_10", "crisis_90"]
    )
    assert list(table["day"]) == [1, 2, 1, 2]
    second = table[(table["variant"] == "lean") & (table["day"] == 2)].iloc[0]
    np.testing.assert_allclose(
        second[["calm", "calm_10", "calm_90", "crisis", "crisis_10", "crisis_90"]].astype(float),
        [10, 2, 18, 1, 0.2, 1.8],
    )


def test_daily_without_a_crisis_has_calm_only(study: Study) -> None:
    table = study(agents=8, replications=2, crisis=False).daily()
    assert table["crisis"].isna().all()
    assert table["calm"].notna().all()
    with pytest.raises(InputError, match="no crisis in these results"):
        study(agents=8, replications=2, crisis=False).daily_loss()


def test_daily_loss_is_what_the_crisis_has_less(tiny: Results) -> None:
    table = tiny.daily_loss()
    quantiles = [f"loss_{number}" for number in ("05", "25", "50", "75", "95")]
    assert list(table.columns) == ["variant", "level", "day", "metric", "scope", "loss", *quantiles]
    second = table[(table["variant"] == "lean") & (table["day"] == 2)].iloc[0]  # 10 r - r for r = 0, 1, 2
    np.testing.assert_allclose(second[["loss", *quantiles]].astype(float), [9, 0.9, 4.5, 9, 13.5, 17.1])
    costs = replace(tiny, histories=tiny.histories.assign(metric="cost")).daily_loss("cost")
    np.testing.assert_allclose(costs["loss"], -table["loss"])
    with pytest.raises(InputError, match="'outputs' is not in these results; did you mean 'output'"):
        tiny.daily_loss("outputs")


def test_without_histories_there_are_no_days(tiny: Results) -> None:
    bare = replace(tiny, histories=tiny.histories.iloc[:0])
    assert list(bare.daily().columns) == list(tiny.daily().columns)
    assert bare.daily().empty


def test_first_loss_is_the_mean_day_where_there_was_one(tiny: Results) -> None:
    tiny.replications.loc[0, "last_loss.crisis"] = 0.0
    tiny.replications.loc[0, "first_loss.crisis"] = 90.0
    lean = row(tiny.first_loss(), variant="lean")
    np.testing.assert_allclose([lean["share"], lean["day"]], [2 / 3, 5.5])
    assert row(tiny.first_loss(), variant="fat")["share"] == 0
    assert np.isnan(row(tiny.first_loss(), variant="fat")["day"])


def test_compact_table_says_no_loss_and_marks_lower_bounds(study: Study) -> None:
    table = study(replications=60).table()
    assert list(table.index) == ["jit", "kanban", "safety_stock", "hybrid"]
    assert table["first loss (days)"]["hybrid"].startswith("≥ ")
    assert "≥" not in table["first loss (days)"]["jit"]
    assert table.loc["jit", "replications with a loss (%)"] == "100"
    assert (study(replications=4, length=1).table()["first loss (days)"] == "no loss").all()


def test_compact_table_has_a_row_per_level_and_no_crisis_columns_without_one(study: Study) -> None:
    swept = study(agents=8, replications=3, levels=("5", "9"), variants=("jit", "hybrid")).table()
    assert list(swept.index) == [("jit", "5"), ("jit", "9"), ("hybrid", "5"), ("hybrid", "9")]
    calm = study(agents=8, replications=3, crisis=False).table()
    assert list(calm.columns) == ["stock value (money)", "cost (money/day)", "fill rate (%)"]
