"""The contract, for every behaviour of every stage; a new class is found by itself and fails until it has its file.

What holds for all of a stage is checked by `jitagents.testing`, as users check theirs; here stands what makes sure that
none of ours escapes it, and that each has a file and a docstring from which its page is made.
"""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from jitagents.behaviours.base import Behaviour
from jitagents.build import build
from jitagents.reference import entries
from jitagents.testing import HARNESSES, harness_of, numbers
from tests.contract.conftest import COMPANIONS, behaviours, configuration, node, stage, written

CLASSES = [cls for base in HARNESSES for cls in behaviours(base)]
CHECKS = [(cls, name) for base, harness in HARNESSES.items() for cls in behaviours(base) for name in harness.checks()]
SWEPT = [(cls, name) for cls in CLASSES for name in numbers(cls)]


def named(value: Any) -> str:
    return value.__name__ if isinstance(value, type) else str(value)


def test_every_behaviour_belongs_to_a_stage() -> None:
    """So that none escapes the contract below."""
    assert {*CLASSES, Behaviour} == set(behaviours(Behaviour))
    assert len(CLASSES) >= 25


@pytest.mark.parametrize(("cls", "check"), CHECKS, ids=named)
def test_the_contract_of_the_stage(cls: type[Behaviour], check: str, recording: Path) -> None:
    harness_of(made(cls, recording)).check(check)


@pytest.mark.parametrize(("cls", "parameter"), SWEPT, ids=named)
def test_a_parameter_may_differ_by_world(cls: type[Behaviour], parameter: str, recording: Path) -> None:
    """What a world gets from an array is what it gets from its number alone; and every parameter matters."""
    companions = COMPANIONS.get((cls.__name__, parameter), {})
    assert harness_of(made(cls, recording)).check_sweep(parameter, **companions), f"{parameter} changes nothing"


def made(cls: type[Behaviour], recording: Path) -> Behaviour:
    """The behaviour as its file configures it."""
    behaviour = build(node(cls, recording), stage(cls))
    assert isinstance(behaviour, Behaviour)
    return behaviour


@pytest.mark.parametrize("cls", CLASSES, ids=named)
def test_every_number_has_a_meaning(cls: type[Behaviour]) -> None:
    for item in fields(cls):
        if any(kind in str(item.type) for kind in ("Number", "int", "float")):
            assert item.metadata.get("meaning"), item.name
            assert "unit" in item.metadata, item.name


@pytest.mark.parametrize("cls", CLASSES, ids=named)
def test_one_file_configures_it(cls: type[Behaviour], recording: Path) -> None:
    path = configuration(cls)
    assert path.is_file(), f"{cls.__name__} needs {path.parent.name}/{path.name}"
    stated = written(cls)
    assert stated.pop("_target_") == f"jitagents.behaviours.{stage(cls)}.{cls.__name__}"
    assert set(stated) == {item.name for item in fields(cls)}
    behaviour = made(cls, recording)
    assert type(behaviour) is cls
    for name, value in stated.items():
        if not isinstance(value, dict | list) and value != "???":
            assert getattr(behaviour, name) == value


@pytest.mark.parametrize("cls", CLASSES, ids=named)
def test_its_page_has_a_sentence_a_formula_and_a_source(cls: type[Behaviour]) -> None:
    entry = next(entry for entry in entries(stage(cls)) if entry.cls is cls)
    assert entry.sentence.endswith("."), entry.sentence
    assert entry.formula, f"{cls.__name__}: no `Formula:` in the docstring"
    assert entry.source, f"{cls.__name__}: no `Source:` in the docstring"
    assert entry.choice
    assert entry.told
