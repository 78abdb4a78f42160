"""One disruption at a time: `crisis.only` lets one of the crisis act at each level."""

from typing import Any

import pytest
from pandas.testing import assert_frame_equal

from jitagents.errors import InputError
from jitagents.results import Results
from jitagents.study import load

SMALL = {"network": "serial", "ordering": "jit", "replications": 3, "days": 40, "warmup": 5, "workers": 1}
NEAR = {"_target_": "jitagents.crises.Shock", "target": {"name": "stage_2"}, "start": 15, "duration": 4}
MAIN = ["network=automotive", "ordering=jit", "replications=1"]
FAR = {"_target_": "jitagents.crises.Shock", "target": {"name": "stage_4"}, "start": 5, "duration": 9, "severity": 0.8}


def run(crisis: dict[str, Any], **more: Any) -> Results:
    return load("single", {**SMALL, "crisis": crisis}, **more).run(progress=False)


@pytest.fixture(scope="module")
def both() -> Results:
    return run({"near": NEAR, "far": FAR}, levels={"crisis.only": ["near", "far"]})


@pytest.mark.parametrize(("name", "node"), [("near", NEAR), ("far", FAR)])
def test_a_level_is_the_crisis_of_its_disruption_alone(both: Results, name: str, node: dict[str, Any]) -> None:
    """Days of loss count from its own start, and amplification is over where it strikes, to the last bit."""
    alone, table = run({name: node}).replications, both.replications
    here = table[table["crisis.only"] == name].drop(columns="crisis.only").reset_index(drop=True)
    assert_frame_equal(here.drop(columns="level"), alone.drop(columns="level"), check_exact=True)
    assert here["first_loss.crisis"].notna().any()


def test_findings_tell_of_each_in_turn(both: Results) -> None:
    condition, *others = both.findings()
    assert condition == (
        "All of this is conditional on what happens, and where: near at stage_2 and far at stage_4. "
        "Customers do not wait: what is missing is lost."
    )
    assert {text.partition(":")[0] for text in others} >= {"near", "far"}


def test_who_waits_and_where_buffers_lie_is_said() -> None:
    known = {**SMALL, "ordering": "hybrid", "serving": "backorder", "crisis": {"near": NEAR, "far": FAR}}
    known |= {"ordering.criticality.lead_time": None, "ordering.criticality.names": ["stage_3"], "ordering.days": 3}
    known |= {"ordering.criticality.single_source": False}
    results = load("single", known, levels={"crisis.only": ["near", "far"]}).run(progress=False)
    condition, *others = results.findings()
    assert "near at stage_2 and far at stage_4 (hybrid has bought buffers behind it)" in condition
    assert condition.endswith("Customers wait for what is missing.")
    near = [text for text in others if text.startswith("near: ")]
    assert any("Output comes late" in text for text in near)
    assert not any("No variant loses output" in text or "loses no output" in text for text in near)
    assert results.levels == ["near", "far"]


@pytest.mark.parametrize(
    ("crisis", "only", "words"),
    [
        ({"near": NEAR}, ["neer"], r"levels\.crisis\.only: the crisis has no disruption 'neer'; did you mean 'near'\?"),
        ({"near": NEAR}, [1], r"must be a list of names"),
        (
            {"near": NEAR | {"severity": {"_target_": "jitagents.crises.Uniform", "low": 0.1, "high": 0.5}}}, ["near"],
            r"crisis\.near\.severity must be a number",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(crisis: dict[str, Any], only: list[Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        load("single", {**SMALL, "crisis": crisis}, levels={"crisis.only": only})


@pytest.mark.parametrize(
    ("asked", "acting"),
    [
        ([], ["fire"]), (["crisis.only=strike"], ["strike"]), (["crisis.only=null"], ["fire", "strike"]),
        (["levels={crisis.only: [strike], ordering.cover: [1, 2]}"], ["fire", "strike"]),  # one at each level
    ],
)  # fmt: skip
def test_without_levels_that_name_any_one_alone_acts(asked: list[str], acting: list[str]) -> None:
    study = load("jit_vs_hybrid", [*MAIN, "levels={ordering.cover: [1, 2]}", *asked])
    assert list(study.config["crisis"]) == acting
    assert [list(config["crisis"]) for config in study.configs.values()] == [acting]


def test_other_levels_of_a_study_let_the_first_one_act() -> None:
    study = load("jit_vs_hybrid", MAIN)
    assert study.sweep({"ordering.cover": [1, 2]}).overview.targets == ["chip_fab"]
    assert list(study.sweep({"ordering.cover": [1, 2]}).config["crisis"]) == ["fire"]
    assert list(study.sweep({"crisis.only": ["strike"]}).config["crisis"]) == ["fire", "strike"]
    assert list(load("jit_vs_hybrid", MAIN, levels=[{"ordering.cover": 1}]).config["crisis"]) == ["fire"]


@pytest.mark.parametrize(
    ("only", "words"),
    [
        ("strke", r"crisis\.only: .* 'strke'; did you mean 'strike'\?"),
        ("[fire]", r"crisis\.only = \['fire'\]: must be"),
    ],
)
def test_who_alone_acts_is_checked(only: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        load("jit_vs_hybrid", [*MAIN, "levels={}", f"crisis.only={only}"])


def test_figures_mark_the_targets_of_the_first_level_alone() -> None:
    asked = ["crisis=fire_or_strike", "network=automotive", "ordering=jit", "replications=2"]
    assert load("single", asked).overview.targets == ["chip_fab"]
