"""A summary: the numbers of the replications themselves, and a sentence where these are needed."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text

from jitagents import InputError, Results, Summary
from jitagents.results.design import Design
from jitagents.summaries.sketch import ACCURACY
from tests.studies.conftest import small

STUDY = ('variants={a: ["ordering=jit"], b: ["ordering=safety_stock"], c: ["ordering=hybrid"]}', "days=20")


def summary(replications: int | str, *overrides: str) -> Summary:
    return small(*STUDY, f"replications={replications}", *overrides).summarise(progress=False)


@pytest.fixture(scope="module")
def whole() -> Results:
    return small(*STUDY, "replications=24").run(progress=False)


@pytest.fixture(scope="module")
def summed() -> Summary:
    return summary(24)


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    assert [*one] == [*other]
    for column in one:
        if pd.api.types.is_numeric_dtype(one[column]):
            size = np.nanmax(np.abs(one[column].to_numpy(dtype=float)), initial=1.0)
            np.testing.assert_allclose(other[column], one[column], rtol=1e-12, atol=1e-12 * size, err_msg=column)
        else:
            assert [*one[column]] == [*other[column]]


def test_tables_are_those_of_the_replications(whole: Results, summed: Summary) -> None:
    same(whole.summary(), summed.summary())
    same(whole.summary(["cost"], ["network", "tier:0"]), summed.summary(["cost"], ["network", "tier:0"]))
    same(whole.first_loss(), summed.first_loss())
    for pair in (("a", "b"), ("c", "a"), ("b", "b")):
        same(whole.compare(*pair), summed.compare(*pair))
    days = whole.daily().merge(summed.daily(), on=["variant", "level", "day", "metric", "scope"])
    assert len(days) == len(whole.daily())
    for world in ("calm", "crisis"):
        np.testing.assert_allclose(days[f"{world}_x"], days[f"{world}_y"], rtol=1e-12, atol=1e-12)


def test_what_is_told_is_the_same(whole: Results, summed: Summary) -> None:
    assert summed.table().equals(whole.table())
    assert summed.findings() == whole.findings()
    assert summed.calm_service == whole.calm_service
    assert (summed.variants, summed.levels, summed.measures) == (whole.variants, whole.levels, whole.measures)
    assert [*summed.scopes] == [*whole.scopes]
    assert summed.varies == whole.varies
    np.testing.assert_allclose(summed.pairing("output"), whole.pairing("output"))


def test_quantiles_are_as_accurate_as_stated(whole: Results, summed: Summary) -> None:
    found = summed.quantiles(["cost", "stock_value"], ["network"], [0.1, 0.5])
    rows = whole.replications[whole.replications["scope"] == "network"]
    for _, one in found.iterrows():
        own = rows[rows["variant"] == one["variant"]]
        calm, crisis = (own[f"{one['metric']}.{world}"].to_numpy() for world in ("calm", "crisis"))
        values = {"calm": calm, "crisis": crisis, "difference": crisis - calm}[one["world"]]
        assert one["least"] == values.min()
        assert one["most"] == values.max()
        assert one["replications"] == len(values)
        for share in (0.1, 0.5):
            exact = np.quantile(values, share, method="lower")
            assert one[f"quantile_{100 * share:g}"] == pytest.approx(exact, rel=ACCURACY + 1e-12)
    with pytest.raises(InputError, match=r"shares = \[2\]: must be numbers from 0 to 1"):
        summed.quantiles(shares=[2])


@settings(max_examples=3, deadline=None)
@given(st.integers(1, 60), st.integers(1, 23))
def test_chunks_and_parts_change_no_bit(summed: Summary, chunk: int, cut: int) -> None:
    content = summed.state.content()
    parts = [summary(f"0:{cut}", f"chunk={chunk}"), summary(f"{cut}:24", f"chunk={chunk}")]
    merged = parts[1].merge(parts[0])
    assert merged.state.content() == content
    assert merged.config["replications"] == 24
    assert merged.manifest.replications == [0, 24]


def test_processes_change_no_bit(summed: Summary) -> None:
    assert summary(24, "chunk=9", "workers=2").state.content() == summed.state.content()


def test_a_sweep_and_a_study_without_a_crisis() -> None:
    levels = "levels={crisis.outage.duration: [2, 4, 6]}"
    study = small(*STUDY, "replications=6", levels, "chunk=3")
    whole, summed = study.run(progress=False), study.summarise(progress=False)
    same(whole.summary(), summed.summary())
    same(whole.compare("b", "c"), summed.compare("b", "c"))
    assert summed.findings() == whole.findings()
    study = small(*STUDY, "replications=6", "crisis=none")
    whole, summed = study.run(progress=False), study.summarise(progress=False)
    same(whole.summary(), summed.summary())
    assert summed.findings() == whole.findings()
    assert summed.table().equals(whole.table())
    assert not summed.has_crisis
    assert summed.daily()["crisis"].isna().all()
    assert set(summed.figures()) >= {"network", "daily", "quantiles", "stock"}


SWEEPS = {
    "factorial": ["levels={crisis.outage.duration: [2, 5, 9], crisis.outage.severity: [0.4, 0.7, 1]}"],
    "exact": ["levels={costs.capital: [0.1, 0.3], crisis.outage.duration: [2, 3, 5]}", "crisis.outage.severity=0.7"],
    "points": ["levels=[{crisis.outage.duration: 2, costs.order: 1}, {crisis.outage.duration: 5, costs.order: 9}]"],
    "names": ["levels={crisis.outage.target.name: [stage_1, stage_2], crisis.outage.duration: [2, 5]}"],
    "calm": ["levels={costs.capital: [0.1, 0.2]}", "crisis=none"],
    "one": ["levels={crisis.outage.duration: [2, 4]}", "replications=1"],
}  # fmt: skip


@pytest.mark.parametrize("sweep", SWEEPS)
def test_what_is_told_along_levels_is_the_same(sweep: str) -> None:
    study = small(*STUDY, "replications=6", *SWEEPS[sweep])
    whole, summed = study.run(progress=False), study.summarise(progress=False)
    assert summed.findings() == whole.findings()
    for metric, most in (("cost", False), ("fill_rate", True)):
        for world in ("calm", "crisis"):
            same(whole.best(metric, world, most=most), summed.best(metric, world, most=most))
    drawn = {"levels", "regions"}
    assert drawn & {*summed.figures()} == drawn & {*whole.figures()}
    if sweep in ("factorial", "exact", "calm"):
        levels, kept = summed.plot.levels(), whole.plot.levels()
        assert [text.get_text() for text in levels.findobj(Text)] == [text.get_text() for text in kept.findobj(Text)]


def test_intervals_of_weighted_levels_are_those_of_the_replications() -> None:
    study = small(*STUDY, "replications=9", "levels={crisis.outage.duration: [2, 5, 9, 11]}")
    whole, summed = (
        made.responses("cost", "crisis") for made in (study.run(progress=False), study.summarise(progress=False))
    )
    one, two, three, four = study.levels.labels
    design = Design.of({"x": [2, 5, 9, 11]}, [one, two, three, four])
    for name in ("a", "b", "c"):
        for kept, own in (
            (whole.mean(name, [two, four]), summed.mean(name, [two, four])),
            (whole.change(name, [one, four], [two]), summed.change(name, [one, four], [two])),
            (whole.slope(name, "x", [one, two, three], design), summed.slope(name, "x", [one, two, three], design)),
        ):
            assert kept is not None
            assert own is not None
            assert (own.mean, own.low, own.high) == pytest.approx((kept.mean, kept.low, kept.high), rel=1e-9)


def test_many_levels_are_left_to_the_table() -> None:
    study = small(*STUDY[:1], "days=3", "warmup=0", "replications=2", f"levels={{costs.capital: {[*range(65)]}}}")
    first, last = study.summarise(progress=False).findings()
    assert first.startswith("How measures change along more than 64 levels is in the table")
    assert "95 % interval over 2 replications" in last
    with pytest.raises(InputError, match="responses: how cost changes in calm along these levels needs single"):
        study.summarise(progress=False).responses("cost", "calm")


def test_what_needs_replications_is_refused_in_one_sentence(summed: Summary) -> None:
    said = "needs single replications, and a summary has none; run it with keep=replications"
    for name in ("risk", "ranking", "regret", "why", "to_xarray", "replications", "losses"):
        with pytest.raises(InputError, match=f"{name}: {said}"):
            getattr(summed, name)
    with pytest.raises(InputError, match=said):
        summed.plot.fan()
    assert not hasattr(summed, "nothing")
    assert set(summed.figures()) >= {"network", "daily", "quantiles", "tradeoff", "stock"}


def test_labels_are_shown() -> None:
    study = small(*STUDY, "replications=3", "labels={a: Lean, stage_1: The shop}")
    summed = study.summarise(progress=False)
    assert summed.table().index.tolist() == ["Lean", "b", "c"]
    assert "agent:The shop" in summed.shown.scopes
    assert summed.shown.state.content() != summed.state.content()
    assert summed.table().equals(study.run(progress=False).table())


def test_a_directory_is_opened_as_what_it_holds(tmp_path: Path, summed: Summary, whole: Results) -> None:
    summed.save(tmp_path / "one")
    whole.save(tmp_path / "other")
    assert Summary.open(tmp_path / "one").state.content() == summed.state.content()
    with pytest.raises(InputError, match=r"holds a summary without single replications: Summary.open\("):
        Results.open(tmp_path / "one")
    with pytest.raises(InputError, match=r"holds results with their replications: Results.open\("):
        Summary.open(tmp_path / "other")
    with pytest.raises(InputError, match="holds replications themselves"):
        summed.save(tmp_path / "other")
    (tmp_path / "one" / "summary.npz").write_bytes(b"nothing")
    with pytest.raises(InputError, match=r"summary\.npz cannot be read"):
        Summary.open(tmp_path / "one")
    (tmp_path / "one" / "summary.npz").unlink()
    with pytest.raises(InputError, match=r"half written, summary\.npz missing"):
        Summary.open(tmp_path / "one")


def test_a_study_without_daily_series_and_with_one_scope(tmp_path: Path) -> None:
    study = small(*STUDY, "replications=5", "daily=[]", "scopes=[network]")
    summed = study.summarise(tmp_path, progress=False)
    same(study.run(progress=False).summary(), summed.summary())
    assert summed.daily().empty
    assert "daily" not in summed.figures()
    assert Summary.open(tmp_path).state.content() == summed.state.content()
    assert "Each ±" in summed.report()


def test_parts_that_do_not_fit() -> None:
    first = summary("0:2")
    with pytest.raises(InputError, match="replications 2 to 2 are in none of the parts"):
        first.merge(summary("3:5"))
    with pytest.raises(InputError, match="is of another study"):
        first.merge(summary("2:4", "seed=2"))
