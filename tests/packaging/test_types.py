"""The types of the public API: what mypy is told of them, here and in the packages of users, is what they are."""

from dataclasses import fields
from pathlib import Path
from typing import Any, assert_type, get_type_hints

import pandas as pd
import pytest

import jitagents
from jitagents import InputError, Network, Results, Study, SupplyModel, Worlds, load
from jitagents.behaviours.ordering import Jit
from jitagents.crises import Shock
from jitagents.network import serial
from jitagents.results.explanation import Explanation
from jitagents.results.several import Several
from jitagents.simulation.stages import StageOptions, Stages

SMALL = ["network=serial", "days=10", "warmup=2", "replications=2", "workers=1", "crisis.outage.start=3"]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a small study that was run."""
    path = tmp_path_factory.mktemp("types")
    study = assert_type(load("single", SMALL), Study)
    assert isinstance(study, Study)
    assert isinstance(assert_type(study.run(path, progress=False), Results), Results)
    return path


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(jitagents.__file__).parent / "py.typed").is_file()
    assert isinstance(assert_type(jitagents.__version__, str), str)


def test_results(directory: Path) -> None:
    results = assert_type(Results.open(directory), Results)
    assert isinstance(results, Results)
    assert isinstance(assert_type(results.summary(["cost"]), pd.DataFrame), pd.DataFrame)
    assert all(isinstance(one, str) for one in assert_type(results.findings(), list[str]))
    assert isinstance(assert_type(results.why("stage_1"), Explanation), Explanation)
    assert isinstance(assert_type(Results.open([directory]), Several), Several)


def test_a_study() -> None:
    network = assert_type(serial(stages=3), Network)
    study = assert_type(load("single", {"ordering.cover": 2.0, "crisis": "none"}, network=network), Study)
    assert isinstance(study.network, Network)
    assert isinstance(assert_type(study.sweep({"ordering.cover": [0, 1]}), Study), Study)
    assert isinstance(assert_type(study.hash, str), str)


def test_a_model() -> None:
    crisis = {"outage": Shock({"name": "stage_2"}, start=1, duration=2)}
    model = assert_type(
        SupplyModel(serial(stages=2), worlds=Worlds(range(2), twins=True), crisis=crisis, ordering=Jit()), SupplyModel
    )
    model.run_for(3)
    assert isinstance(assert_type(model.clock.day, int), int)
    assert isinstance(assert_type(model.network, Network), Network)


def test_the_stages_of_a_model_are_typed_one_by_one() -> None:
    stated, kept = get_type_hints(StageOptions), get_type_hints(Stages)
    assert stated == {item.name: kept[item.name] for item in fields(Stages)}


def test_what_mypy_refuses_is_refused_when_it_runs() -> None:
    """mypy would report the comment on a line that it accepts."""
    small: Any = serial(stages=2)
    with pytest.raises(InputError, match="worlds"):
        SupplyModel(small, worlds="many")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="start"):
        SupplyModel(small, start="half")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="ordering"):
        SupplyModel(small, ordering=5)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="did you mean 'ordering'"):
        SupplyModel(small, orderng=Jit())  # type: ignore[call-arg]
    with pytest.raises(InputError, match="network"):
        load("single", network=5)  # type: ignore[arg-type]
