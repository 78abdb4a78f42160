"""Searches for the best policy, against optima that are known exactly."""

import sys
from collections.abc import Sequence

import numpy as np
import pytest
from scipy.stats import poisson

from jitagents.errors import InputError
from jitagents.results import Results
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
        ("variants={a: [ordering.cover=1]}", "a search needs one variant, and there are 1"),
    ],
)
def test_bad_values(override: str, words: str) -> None:
    asked = [*SMALL, "crisis=none", "ordering=base_stock", "design=optuna", "design.ranges={ordering.cover: [0, 5]}"]
    with pytest.raises(InputError, match=words):
        load("single", [*asked, "design.trials=4", "design.keep=2", override])


def test_without_optuna(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(InputError, match=r"design=optuna: Optuna is not installed; pip install .jitagents\[optuna\]"):
        load("single", [*SMALL, "crisis=none", "design=optuna", "design.ranges={ordering.cover: [0, 5]}"])


def test_other_studies_have_no_optimum() -> None:
    with pytest.raises(InputError, match="take design=optuna"):
        load("single", [*SMALL, "crisis=none", "days=2", "replications=1"]).run(progress=False).optimum()
