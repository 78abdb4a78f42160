"""Exemptions of a network: they hold in every study of it, beside the study's own, unless it replaces or drops them."""

from typing import Any

import pytest
from pandas.testing import assert_frame_equal

from jitagents.config import composed, plain
from jitagents.errors import InputError
from jitagents.results import Results
from jitagents.scenario.setup import stages_of
from jitagents.study import load

SMALL = {"network": "serial", "ordering": "jit", "crisis": "none", "replications": 2, "days": 30, "warmup": 5}


def stock(stage: str, cover: float) -> dict[str, Any]:
    return {"where": {"name": stage}, "ordering": {"_target_": "jitagents.behaviours.ordering.Jit", "cover": cover}}


SHOP, MAKER = stock("stage_1", 9), stock("stage_3", 4)


def run(usual: Any = None, own: Any = None, **more: Any) -> Results:
    asked = {"+network.exemptions": usual, "exemptions": own or {}, "workers": 1, **more}
    return load("single", {**SMALL, **asked}).run(progress=False)


def same(one: Results, other: Results) -> bool:
    assert_frame_equal(one.replications, other.replications, check_exact=True)
    return True


def test_they_are_those_of_a_study_to_the_last_bit() -> None:
    assert same(run({"shop": SHOP}), run(None, {"shop": SHOP}))
    assert same(run({"shop": SHOP}, {"maker": MAKER}), run(None, {"shop": SHOP, "maker": MAKER}))


def test_a_study_replaces_those_of_the_same_name_and_drops_them_by_null() -> None:
    assert same(run({"shop": SHOP, "maker": MAKER}, {"shop": stock("stage_1", 20)}), run({
        "maker": MAKER, "shop": stock("stage_1", 20)
    }))  # fmt: skip
    assert same(run({"shop": SHOP, "maker": MAKER}, {"shop": None}), run({"maker": MAKER}))
    assert same(run({"shop": None}), run())


def test_they_may_be_swept() -> None:
    levels = {"network.exemptions.shop.ordering.cover": [0, 9]}
    found = run({"shop": SHOP}, levels=levels).replications.drop(columns=["level", *levels])
    alone = run({"shop": SHOP}).replications.drop(columns="level")
    second = found.iloc[len(found) // 2 :].reset_index(drop=True)
    assert_frame_equal(second, alone, check_exact=True)


@pytest.mark.parametrize("study", ["jit_vs_hybrid", "single"])
def test_dealers_hold_weeks_of_cars_in_any_study(study: str) -> None:
    def covers(*asked: str) -> dict[str, float]:
        config = plain(composed(["network=automotive", f"study={study}", *asked]))
        return {one.place: one.ordering.cover for one in stages_of(config)["exemptions"]}

    usual = {"network.exemptions.dealers": 45, "network.exemptions.die_bank": 20}
    mine = "{where: {name: boards_eu}, ordering: {_target_: jitagents.behaviours.ordering.Jit, cover: 3}}"
    assert covers() == usual
    assert covers(f"+exemptions.mine={mine}") == {**usual, "exemptions.mine": 3}
    assert covers("network.exemptions.dealers.ordering.cover=30")["network.exemptions.dealers"] == 30
    assert covers("network.exemptions=null") == {}


@pytest.mark.parametrize("study", ["tension", "frontier"])
def test_the_dial_ends_at_pure_just_in_time(study: str) -> None:
    assert not stages_of(plain(composed([f"study={study}"])))["exemptions"]


@pytest.mark.parametrize(
    ("usual", "words"),
    [
        ("all", r"network\.exemptions = 'all': must be a mapping"),
        ({"shop": 3}, r"network\.exemptions\.shop = 3: must be a mapping with a selector"),
        ({"shop": {**SHOP, "where": {"nam": "stage_1"}}}, r"network\.exemptions\.shop\.where: .* did you mean 'name'"),
        ({"a": SHOP, "b": SHOP}, r"network\.exemptions\.a and network\.exemptions\.b: both are for the ordering"),
    ],
)
def test_the_network_is_named_for_what_is_wrong(usual: Any, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        run(usual)
    assert len(caught.value.faults) == 1
