"""Settings: one declaration of every key of a study, from which checks, hash and overrides are derived."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

import pytest

from jitagents.config_directory import top_level_keys
from jitagents.crises import Stated
from jitagents.errors import InputError
from jitagents.parameters import Parameters, _kinds
from jitagents.results import differences
from jitagents.scenario.settings import NOT_HASHED, SHARED, SWEPT, StudySettings, replaced_keys
from jitagents.scenario.settings_checks import check_settings
from jitagents.scenario.setup import STAGES, disruptions_of
from tests.studies.conftest import small


def test_every_key_of_the_configuration_is_declared() -> None:
    assert {item.name for item in fields(StudySettings)} == top_level_keys()
    assert {*STAGES} < {*SWEPT}
    assert not {*SHARED} & {*SWEPT}


def test_results_tell_no_differences_that_do_not_count() -> None:
    assert {*differences.NOT_HASHED} == {*NOT_HASHED}


def classes(owner: type[Parameters] = Parameters) -> Iterator[type[Parameters]]:
    for kind in owner.__subclasses__():
        yield kind
        yield from classes(kind)


def test_every_mapping_parameter_is_replaced() -> None:
    forgotten = [
        f"{kind.__name__}.{item.name}"
        for kind in classes()
        if kind.__module__.startswith("jitagents.") and kind is not StudySettings
        for item in fields(kind)
        for part in _kinds(kind)[item.name]
        if getattr(part, "__origin__", part) is Mapping and not item.metadata.get("replace")
    ]
    assert not forgotten
    assert {"course", "target", "breaks", "where", "weak_spot", "levels"} <= replaced_keys()


def test_a_stated_course_is_replaced_and_not_merged() -> None:
    study = small("crisis=cyber_attack", "days=90", "crisis.works.recovery.course={5: 0}")
    assert study.config["crisis"]["works"]["recovery"]["course"] == {5: 0}
    recovery = disruptions_of(study.config)["works"].recovery  # type: ignore[attr-defined]
    assert isinstance(recovery, Stated)
    assert {float(day): left for day, left in recovery.course.items()} == {5.0: 0}


def test_a_mapping_for_some_variants_gives_one_notice() -> None:
    rules = "variants={one: [ordering=base_stock], other: [ordering=kanban]}"
    levels = "{stage_1: 100, stage_2: 100, stage_3: 100, stage_4: 100}"
    study = small(rules, f"ordering.level={levels}")
    (notice,) = [notice for notice in study.notices if "is only for" in notice]
    assert notice.startswith(f"ordering.level={levels} is only for one")
    assert set(study.configs["one"]["ordering"]["level"].values()) == {100}


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("replications", 0, "replications = 0: must be 1 or more"),
        ("days", 30.0, "days = 30.0: must be a whole number, without decimals"),
        ("days", "30", "days = '30': must be a whole number; write 30 without quotes"),
        ("warmup", -1, "warmup = -1: must be 0 or more (days)"),
        ("seed", 2**129, f"seed = {2**129}: must lie between 0 and "),
        ("days", 2.5, "days = 2.5: must be whole"),
        ("workers", True, "workers = True: must be a whole number"),
        ("start", "stedy", "start = 'stedy': did you mean 'steady'?"),
        ("tolerance", 1, "tolerance = 1: must be less than 1"),
        ("tolerance", -0.1, "tolerance = -0.1: must lie between 0 and 1"),
        ("loss_map", "yes", "loss_map = 'yes': must be true or false or null"),
        ("study", " ", "study = ' ': must be the name of a study"),
        ("levels", 5, "levels = 5: must be a mapping {key: [values]}, or a list of points"),
        ("variants", ["a"], "variants = ['a']: must be a mapping of names"),
        ("ordering", "jit", "ordering = 'jit': must be a choice, a mapping of its parameters"),
        ("reported", {0: "fire"}, "reported: 0 must be a measured day, from 1 up"),
        ("reported", {31: "fire"}, "reported: 31 lies after the last measured day; allowed: 1 to 30 (days)"),
        ("measures", [], "measures = []: must name at least one"),
    ],
)
def test_what_is_refused(config: dict[str, Any], key: str, value: Any, words: str) -> None:
    with pytest.raises(InputError) as caught:
        check_settings({**config, key: value})
    (fault,) = caught.value.faults
    assert fault.startswith(words)


def test_all_faults_at_once(config: dict[str, Any]) -> None:
    check_settings({**config, "days": 1_000_000, "seed": 2**128, "workers": None, "chunk": 7})
    with pytest.raises(InputError) as caught:
        check_settings({**config, "days": 0, "start": "", "crisis": 5, "scopes": ["nobody"]})
    assert len(caught.value.faults) == 4


def test_labels_are_checked_before_the_first_day() -> None:
    with pytest.raises(InputError, match=r"labels\.stge_1: .*did you mean 'stage_1'"):
        small("labels={stge_1: the shop}")
    assert small("labels={stage_1: the shop}").hash == small().hash


@pytest.fixture(scope="module")
def config() -> dict[str, Any]:
    return small().config
