"""What makes two studies the same, and two variants comparable."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from tests.study.conftest import chosen, small


@pytest.mark.parametrize(
    "override",
    ["seed=2", "days=31", "ordering.cover=2", "network.demand=11", "crisis.outage.duration=6", "tolerance=0.1",
     "levels={ordering.cover: [1, 2]}", "replications=5", "costs.order=1", "start=empty"],
)  # fmt: skip
def test_the_hash_follows_the_numbers(override: str) -> None:
    assert small(override).hash != small().hash


@pytest.mark.parametrize(
    "override", ["workers=2", "chunk=2", "ordering=jit", "reported={3: fire}", 'variants={jit: ["ordering=jit"]}']
)
def test_the_hash_ignores_what_changes_no_number(override: str) -> None:
    assert small(override).hash == small().hash


def test_the_hash_follows_files_by_what_they_hold(shop: Mapping[str, str], tmp_path: Path) -> None:
    def code(agents: str) -> str:
        told = shop | {"network.agents": agents}
        return small("crisis=none", *(f"{key}={value}" for key, value in told.items())).hash

    first = code(shop["network.agents"])
    elsewhere = tmp_path / "copy.csv"
    shutil.copy(shop["network.agents"], elsewhere)
    assert code(str(elsewhere)) == first
    elsewhere.write_text(elsewhere.read_text().replace("bread,100", "bread,90"))
    assert code(str(elsewhere)) != first


def test_levels_are_worth_as_many_variants() -> None:
    key, values = "crisis.outage.duration", (2, 4, 8)
    swept = small(f"levels={{{key}: {list(values)}}}").run(progress=False)
    for value in values:
        alone = small(f"{key}={value}").run(progress=False)
        level = chosen(swept.replications, level=f"{key}={value}")
        assert_frame_equal(level, alone.replications.drop(columns="level"), check_exact=True)


def test_levels_of_costs_count() -> None:
    results = small("levels={costs.capital: [0.1, 0.2]}").run(progress=False)
    cost = results.summary(["cost"], ["network"]).set_index("level")["calm"]
    assert cost["costs.capital=0.2"] > cost["costs.capital=0.1"] > 0


def test_levels_are_combined() -> None:
    study = small("levels={ordering.cover: [1, 2], crisis.outage.duration: [3, 4]}")
    assert study.sweep.labels == [
        f"ordering.cover={cover}, crisis.outage.duration={days}" for cover in (1, 2) for days in (3, 4)
    ]


def test_variants_meet_the_same_demand() -> None:
    """With stock enough, what is served is what is asked for: the same in every variant."""
    variants = (
        'variants={jit: ["ordering=jit", "ordering.cover=500"], push: ["ordering=push"], base: ["ordering=base_stock"]}'
    )
    plenty = ["network.stock=100000", "crisis=none"]
    results = small(variants, *plenty).run(progress=False)
    output = results.replications[results.replications["scope"] == "network"]
    served = output.pivot(index="replication", columns="variant", values="output.calm")
    assert served.nunique(axis=1).eq(1).all()
    assert served["jit"].nunique() > 1, "replications differ"


def test_levels_and_twins_meet_the_same_demand() -> None:
    overrides = ["network.stock=100000", "levels={crisis.outage.severity: [0.2, 1]}"]
    results = small(*overrides).run(progress=False)
    network = results.replications[results.replications["scope"] == "network"]
    both = network[["output.calm", "output.crisis"]]
    assert np.array_equal(both["output.calm"], both["output.crisis"])
    per_level = network.pivot(index="replication", columns="level", values="output.calm")
    assert per_level.nunique(axis=1).eq(1).all()


def test_the_seed_is_all_that_replications_come_from() -> None:
    first, again, other = (small(f"seed={seed}").run(progress=False).replications for seed in (3, 3, 4))
    pd.testing.assert_frame_equal(first, again, check_exact=True)
    assert not first["output.calm"].equals(other["output.calm"])
