"""Levels over names: another target at each level, by a list or by a selector."""

from collections.abc import Mapping

import pytest
from pandas.testing import assert_frame_equal

from jitagents import InputError
from jitagents.study import load
from tests.studies.conftest import chosen, small

KEY = "crisis.outage.target.name"


def test_names_are_worth_as_many_variants() -> None:
    swept = small(f"levels={{{KEY}: [stage_2, stage_4]}}", "chunk=3").run(progress=False)
    for name in ("stage_2", "stage_4"):
        alone = small(f"crisis.outage.target={{name: {name}}}").run(progress=False)
        level = chosen(swept.replications, level=f"{KEY}={name}").drop(columns=KEY)
        assert_frame_equal(level, alone.replications.drop(columns="level"), check_exact=True)


@pytest.mark.parametrize(
    ("where", "names"),
    [("{}", [1, 2, 3, 4]), ("{kind: supplier}", [2, 3, 4]), ("{tier: [0, 3]}", [1, 4]),
     ("{upstream: {name: stage_3}}", [4])],
)  # fmt: skip
def test_a_selector_stands_for_all_that_it_names(where: str, names: list[int]) -> None:
    study = small(f"levels={{{KEY}: {where}}}")
    assert study.levels.labels == [f"{KEY}=stage_{number}" for number in names]
    assert study.levels.targets == {f"{KEY}=stage_{number}": f"stage_{number}" for number in names}
    assert study.overview.targets == [f"stage_{number}" for number in names if number > 1], "a buyer makes nothing"


def test_names_are_combined_with_numbers() -> None:
    study = small(f"levels={{{KEY}: [stage_2, stage_4], crisis.outage.duration: [3, 5]}}")
    assert study.levels.labels == [
        f"{KEY}=stage_{number}, crisis.outage.duration={days}" for number in (2, 4) for days in (3, 5)
    ]
    assert study.levels.targets == {}


def test_a_name_takes_the_place_of_whatever_target_there_is() -> None:
    asked = ("crisis.outage.target={worst: {kind: supplier}}", f"levels={{{KEY}: [stage_3]}}")
    study = small(*asked)
    assert study.findings == {}, "nothing is tried"
    assert study.overview.targets == ["stage_3"]


def test_firms_and_regions_have_names_too() -> None:
    study = load("single", ["levels={crisis.outage.target.region: {kind: plant}}", "replications=1"])
    assert study.levels.values["crisis.outage.target.region"] == ["Europe", "North America", "Asia"]


def test_the_ends_of_lanes_have_names(shop: Mapping[str, str]) -> None:
    asked = [*(f"{key}={value}" for key, value in shop.items()), "crisis=lane_closure"]
    study = small(*asked, "levels={crisis.closure.target.seller: {}}")
    assert study.levels.values["crisis.closure.target.seller"] == ["bakery", "cook", "mill", "orchard"]
    study = small(*asked, "levels={crisis.closure.target.buyer: {kind: buyer}}")
    assert study.levels.values["crisis.closure.target.buyer"] == ["town", "village"]
    assert sorted(study.overview.targets) == ["bakery", "cook"]


def test_carriers_have_names() -> None:
    one = ["replications=1", "crisis.outage.what=carrier"]
    study = load("single", [*one, "levels={crisis.outage.target.name: {}}"])
    carriers = study.network.carriers["name"].tolist()
    assert study.levels.values["crisis.outage.target.name"] == carriers
    lanes = ["replications=1", "crisis.outage.what=lane", f"levels={{crisis.outage.target.carrier: [{carriers[0]}]}}"]
    assert load("single", lanes).levels.labels == [f"crisis.outage.target.carrier={carriers[0]}"]


def test_every_variant_must_know_the_names() -> None:
    networks = 'variants={long: ["network.stages=5"], short: ["network.stages=3"]}'
    small(networks, f"levels={{{KEY}: [stage_2, stage_3]}}")
    with pytest.raises(InputError, match=r"levels.crisis.outage.target.name: 'stage_5' occurs nowhere"):
        small(networks, f"levels={{{KEY}: [stage_2, stage_5]}}")
