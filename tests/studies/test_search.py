"""Searches for the best policy, against optima that are known exactly."""

import subprocess
import sys
from collections.abc import Sequence
from itertools import product
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import poisson

from jitagents.designs import Search
from jitagents.errors import InputError
from jitagents.points import Point, label
from jitagents.results import Results
from jitagents.scenario.replications import span
from jitagents.studies.search_trials import Trials, halves
from jitagents.study import load
from tests.studies.conftest import SMALL

optuna = pytest.importorskip("optuna")
UNITS = np.arange(0, 80)


def searched(*overrides: str, levels: Sequence[str]) -> Results:
    ranges = ", ".join(f"ordering.level.{one}" for one in levels)
    whole = ", ".join(f"ordering.level.{one.partition(':')[0]}" for one in levels)
    design = ["design=optuna", f"design.ranges={{{ranges}}}", f"design.whole=[{whole}]", "workers=1", "warmup=20"]
    return load("single", [*overrides, *design, "measures=[cost, fill_rate]"]).run(progress=False)


def newsvendor(level: int) -> float:
    """Cost a day of one stock point that owes 9 and holds 1, of Poisson demand of mean 20 (Zipkin 2000, ch. 6)."""
    over = np.maximum(level - UNITS, 0) + 9 * np.maximum(UNITS - level, 0)
    return float(poisson(20).pmf(UNITS) @ over)


def clark_scarf() -> float:
    """The least cost of two stages, holding 0.5 and 1, owing 9 (Clark & Scarf 1960; Snyder & Shen 2019, thm 6.1)."""
    x = np.arange(-60, 61)
    demand = poisson(4).pmf(np.arange(60))

    def after(cost: np.ndarray) -> np.ndarray:
        """The expected cost once a lead time's demand is gone, of positions 0 to 60."""
        return np.array([demand @ cost[position + 60 - np.arange(60)] for position in range(61)])

    first = after(0.5 * x + (9 + 1) * np.maximum(-x, 0))
    best = int(first.argmin())
    at_most = np.concatenate([np.full(60, np.nan), first])[60 + np.minimum(np.arange(61), best)]
    below = np.array(
        [demand @ (0.5 * (p - np.arange(60)) + 10 * np.maximum(np.arange(60) - p, 0)) for p in range(-60, 0)]
    )
    return float(after(0.5 * x + np.concatenate([below, at_most])).min())


def test_base_stock_is_the_newsvendors() -> None:
    exact = min(map(newsvendor, range(80)))
    results = searched(
        "+validation=base_stock_poisson", "replications=60", "days=200", "design.trials=24", "design.batch=12",
        f"design.bound={exact}", levels=["stage_1: [10, 40]"],
    )  # fmt: skip
    best = results.optimum().iloc[0]
    assert best["ordering.level.stage_1"] == poisson(20).ppf(0.9)
    error = (best["gap_high"] - best["gap_low"]) / 2 / 1.96
    assert abs(best["gap"]) < 4 * error < 0.06
    assert best["apart"] == 0
    assert best["best"]
    assert "above the bound" in results.findings()[-1]


def test_two_stages_cost_what_clark_and_scarf_say() -> None:
    stages = ["network.stages=2", "network.holding_cost=[1, 0.5]", "network.backorder_cost=[9, 0]"]
    results = searched(
        "+validation=shang_song", *stages, "replications=100", "days=100", "design.trials=48", "design.batch=16",
        "design.keep=2", f"design.bound={clark_scarf()}", levels=["stage_1: [2, 14]", "stage_2: [0, 14]"],
    )  # fmt: skip
    gap = results.optimum().iloc[0][["gap", "gap_low", "gap_high"]].astype(float)
    error = (gap["gap_high"] - gap["gap_low"]) / 2 / 1.96
    assert -4 * error < gap["gap"] < 0.03 + 4 * error
    assert error < 0.02


def test_the_cheapest_that_serves_is_found() -> None:
    """Without a price of backorders the least level that serves is best: a fill rate of 0.9 of Poisson demand."""
    results = searched(
        "+validation=base_stock_poisson", "replications=60", "days=200", "network.backorder_cost=0",
        "design.service={fill_rate: 0.9}", "design.trials=30", "design.keep=3", levels=["stage_1: [15, 45]"],
    )  # fmt: skip
    table = results.optimum()
    assert table["served"].iloc[0] in ("yes", "unclear")
    assert table["fill_rate"].iloc[0] >= 0.9
    cheaper = results.config | {"levels": [{"ordering.level.stage_1": table["ordering.level.stage_1"].iloc[0] - 1}]}
    less = load("single", ["+validation=base_stock_poisson", "replications=60", "days=200"], levels=cheaper["levels"])
    assert less.run(progress=False).summary(["fill_rate"], ["network"])["calm_low"].iloc[0] < 0.9


def test_each_variant_has_its_optimum() -> None:
    """Backorders that cost 9 and 19 make 90 and 95 % of the days without any best."""
    price = "network.backorder_cost"
    results = searched(
        "+validation=base_stock_poisson", "replications=60", "days=200", "design.trials=24", "design.batch=12",
        "design.keep=2", f"variants={{usual: [{price}=9], dear: [{price}=19]}}", levels=["stage_1: [10, 40]"],
    )  # fmt: skip
    table = results.optimum()
    best = table[table["best"]].set_index("variant")
    for name, share in {"usual": 0.9, "dear": 0.95}.items():
        assert best.loc[name, "ordering.level.stage_1"] == poisson(20).ppf(share)
    levels = results.points["level"]
    assert sorted(zip(table["variant"], table["level"], strict=True)) == sorted(product(["usual", "dear"], levels))
    assert table["cost"].is_monotonic_increasing
    means = table.set_index(["variant", "level"])["cost"]
    np.testing.assert_allclose(table["apart"], means.to_numpy() - means.min(), atol=1e-12)
    assert table["variant"].iloc[0] == "usual"
    assert (best[["apart_low", "apart_high"]].to_numpy(float)[1] > 0).all()
    assert any("dear at its best, stage 1 28: cost is" in one for one in results.findings())
    assert results.table().index.names[0] == "variant"


def test_the_better_half_goes_on_with_twice_as_many_replications() -> None:
    asked: list[tuple[list[float], range]] = []
    rng = np.random.default_rng(0)

    def made(config: dict[str, Any]) -> Any:
        covers, numbers = [point["ordering.cover"] for point in config["levels"]], span(config["replications"])
        asked.append((covers, numbers))
        rows = [
            {"level": label({"ordering.cover": cover}), "scope": "network", "cost.calm": cover + rng.normal(0, 1)}
            for cover in covers
            for _ in numbers
        ]
        results = SimpleNamespace(has_crisis=False, replications=pd.DataFrame(rows))
        return SimpleNamespace(run=lambda progress: results)

    search = Search(ranges={"ordering.cover": [0, 20]}, trials=12, keep=2, replications=5)
    trials = Trials(search, {"measures": ["cost"], "seed": 1}, made)
    points = [{"ordering.cover": float(cover)} for cover in range(12)]
    trials.add(points, range(5))
    assert [*trials.halve()] == [6, 3, 2] == halves(12, 2)
    assert [(len(covers), numbers) for covers, numbers in asked] == [
        (12, range(5)), (6, range(5, 10)), (3, range(10, 20)), (2, range(20, 40)),
    ]  # fmt: skip
    kept = [float(trials.points[name]["ordering.cover"]) for name in trials.kept]
    assert len(trials.points) == 12
    assert trials.kept == trials.best(trials.kept)
    assert set(kept) <= set(asked[2][0]) <= set(asked[1][0])
    for name, cover in zip(trials.kept, kept, strict=True):
        assert abs(trials.value(name) - cover) < 4 / np.sqrt(40)


def test_a_search_that_is_stopped_says_what_was_best_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    add = Trials.add

    def stopped(self: Trials, points: Sequence[Point], numbers: range) -> None:
        if self.points:
            raise KeyboardInterrupt
        add(self, points, numbers)

    monkeypatch.setattr(Trials, "add", stopped)
    rules = "variants={a: [ordering=base_stock], b: [ordering=periodic_review]}"
    best = r"a: 2 points were tried, of which ordering\.cover=\S+ was best; b: no point was tried\. The same command"
    with pytest.raises(KeyboardInterrupt, match=best):
        load("single", [*SMALL, "crisis=none", rules, "design=optuna", "design.ranges={ordering.cover: [0, 5]}",
                        "design.trials=4", "design.batch=2", "design.keep=1", "days=5"])  # fmt: skip


def test_a_search_is_the_same_again_and_leaves_optuna_as_it_was() -> None:
    before = optuna.logging.get_verbosity()
    asked = [*SMALL, "crisis=none", "ordering=base_stock", "design=optuna", "design.ranges={ordering.cover: [0, 5]}",
             "design.trials=4", "design.batch=2", "design.replications=2", "design.keep=2", "days=5"]  # fmt: skip
    study, again = load("single", asked), load("single", asked)
    assert study.hash == again.hash
    assert len(study.levels.points) == 2
    assert optuna.logging.get_verbosity() == before


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("design.objective=cots", "design.objective: 'cots' is no measure; did you mean 'cost'"),
        ("design.objective=otif", "design.objective: 'otif' is not among the measures; add it"),
        ("design.objective=cost.storm", "design.objective = 'cost.storm': must be a measure"),
        ("design.service={fil_rate: 0.9}", "design.service: 'fil_rate' is no measure; did you mean 'fill_rate'"),
        ("design.service={fill_rate: much}", "service.fill_rate = 'much': must be a number"),
        ("design.keep=9", "keep = 9: must be at most the number of trials, 4"),
    ],
)
def test_bad_values(override: str, words: str) -> None:
    asked = [*SMALL, "crisis=none", "ordering=base_stock", "design=optuna", "design.ranges={ordering.cover: [0, 5]}"]
    with pytest.raises(InputError, match=words):
        load("single", [*asked, "design.trials=4", "design.keep=2", override])


def test_a_key_that_a_variant_lacks() -> None:
    rules = "variants={a: [ordering=base_stock], b: [ordering=pass_on]}"
    with pytest.raises(InputError, match=r"^variants\.b: design\.ranges\.ordering\.cover: the configuration has no"):
        load("single", [*SMALL, "crisis=none", rules, "design=optuna", "design.ranges={ordering.cover: [0, 5]}"])


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("design.ranges={ordering.cver: [0, 5]}", r"^design\.ranges\.ordering\.cver: .* did you mean 'cover'\?"),
        ("design.ranges={seed: [0, 5]}", r"^design\.ranges\.seed: cannot differ by world"),
        ("design.ranges={crisis.only: [0, 5]}", r"ranges\.crisis\.only: takes names"),
    ],
)
@pytest.mark.parametrize("design", ["optuna", "sobol"])
def test_a_range_that_is_none_is_called_as_it_was_written(design: str, override: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        load("single", [*SMALL, "crisis=none", "ordering=base_stock", f"design={design}", override])


def test_ranges_replace_those_of_the_study_from_the_first_import() -> None:
    """The command line translates overrides before it imports anything else."""
    code = "from jitagents.studies.variants import readable; print(readable(['design.ranges={ordering.z: [1, 3]}']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "++design.ranges=null" in done.stdout


def test_without_optuna(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(InputError, match=r"design=optuna: Optuna is not installed; pip install .jitagents\[optuna\]"):
        load("single", [*SMALL, "crisis=none", "design=optuna", "design.ranges={ordering.cover: [0, 5]}"])


def test_other_studies_have_no_optimum() -> None:
    with pytest.raises(InputError, match="take design=optuna"):
        load("single", [*SMALL, "crisis=none", "days=2", "replications=1"]).run(progress=False).optimum()
