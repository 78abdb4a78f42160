"""What makes two studies the same, and two variants comparable."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from jitagents.scenario.sweep import Sweep
from jitagents.study import Study
from tests.studies.conftest import chosen, small


@pytest.mark.parametrize(
    "override",
    ["seed=2", "days=31", "ordering.cover=2", "network.demand=11", "crisis.outage.duration=6", "tolerance=0.1",
     "levels={ordering.cover: [1, 2]}", "costs.order=1", "start=empty"],
)  # fmt: skip
def test_the_hash_follows_the_numbers(override: str) -> None:
    assert small(override).hash != small().hash


@pytest.mark.parametrize(
    "override",
    [
        "workers=2",
        "chunk=2",
        "replications=5",
        "ordering=jit",
        "reported={3: fire}",
        'variants={jit: ["ordering=jit"]}',
    ],
)
def test_the_hash_ignores_what_changes_no_number(override: str) -> None:
    assert small(override).hash == small().hash


def test_the_hash_follows_files_by_what_they_hold(shop: Mapping[str, str], tmp_path: Path) -> None:
    def code(agents: str) -> str:
        told = {**shop, "network.agents": agents}
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
        level = chosen(swept.replications, level=f"{key}={value}").drop(columns=key)
        assert_frame_equal(level, alone.replications.drop(columns="level"), check_exact=True)


SWEEPS = {
    "crisis": ["levels={crisis.outage.duration: [2, 4], crisis.outage.severity: [0.5, 1]}"],
    "stage": ["levels={ordering.cover: [1, 2], crisis.outage.severity: [0.5, 1]}"],
    "calm": ["levels={ordering.cover: [1, 2, 3]}", "crisis=none"],
}  # fmt: skip


def sorted_frames(study: Study) -> list[pd.DataFrame]:
    """What a study found, in an order that does not follow its chunks."""
    results = study.run(progress=False)
    keys = ["variant", "level", "replication", "scope"]
    both = ((results.replications, keys), (results.histories, [*keys, "metric"]))
    return [frame.sort_values(by, ignore_index=True) for frame, by in both]


@pytest.mark.parametrize("sweep", SWEEPS)
@pytest.mark.parametrize("chunk", [1, 5, 12])
def test_chunks_of_levels_change_nothing(sweep: str, chunk: int) -> None:
    cut, whole = (small(*SWEEPS[sweep], "replications=3", *more) for more in ((f"chunk={chunk}",), ()))
    assert len(whole.chunks()) == 1
    assert sum(one.worlds.pairs for one in cut.chunks()) == whole.chunks()[0].worlds.pairs
    assert max(one.worlds.count for one in cut.chunks()) <= max(chunk, 2)
    for left, right in zip(sorted_frames(cut), sorted_frames(whole), strict=True):
        assert_frame_equal(left, right, check_exact=True)


def test_levels_that_share_their_calm_worlds_have_the_same_results(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = small(*SWEEPS["crisis"], "measures=all")
    found, worlds = sorted_frames(shared), [shared.chunks()[0].worlds.count]
    monkeypatch.setattr(Sweep, "shares_calm", False)
    apart = small(*SWEEPS["crisis"], "measures=all")
    alone = sorted_frames(apart)
    worlds.append(apart.chunks()[0].worlds.count)
    assert worlds == [4 * (4 + 1), 4 * 4 * 2]
    for left, right in zip(found, alone, strict=True):
        assert_frame_equal(left, right, check_exact=True)


def test_levels_of_anything_but_a_crisis_have_calm_worlds_of_their_own() -> None:
    assert not small(*SWEEPS["stage"]).chunks()[0].worlds.shared_calm


def test_levels_of_costs_count() -> None:
    results = small("levels={costs.capital: [0.1, 0.2]}").run(progress=False)
    cost = results.summary(["cost"], ["network"]).set_index("level")["calm"]
    assert cost["costs.capital=0.2"] > cost["costs.capital=0.1"] > 0


def test_levels_are_combined() -> None:
    study = small("levels={ordering.cover: [1, 2], crisis.outage.duration: [3, 4]}")
    assert study.levels.labels == [
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
