"""The objective: one number of a study, given to a sweeper."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig, OmegaConf

from jitagents import InputError, task
from jitagents.config import composed
from jitagents.output import Output
from jitagents.results.objective import objective
from tests.studies.conftest import SMALL, small


@pytest.mark.parametrize(
    ("name", "column"),
    [("cost", "crisis"), ("cost.calm", "calm"), ("cost.difference", "difference"), ("output_lost", "crisis")],
)
def test_it_is_a_mean_of_the_summary(name: str, column: str) -> None:
    results = small(f"objective={name}").run(progress=False)
    row = results.summary([name.partition(".")[0]], ["network"]).iloc[0]
    assert objective(results, name) == row[column]


def test_in_calm_alone_it_is_the_calm_mean() -> None:
    results = small("crisis=none", "objective=fill_rate").run(progress=False)
    assert objective(results, "fill_rate") == results.summary(["fill_rate"], ["network"])["calm"].iloc[0]


def test_it_changes_no_number() -> None:
    assert small("objective=cost").hash == small().hash


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["objective=cots"], "did you mean 'cost'"),
        (["objective=otif"], "add it to measures"),
        (["objective=cost.clam"], "did you mean 'calm'"),
        (["objective=cost", "levels={crisis.outage.duration: [5, 6]}"], "1 variants and 2 levels"),
        (["objective=cost", "variants={a: [ordering=jit], b: [ordering=kanban]}"], "2 variants and 1 levels"),
    ],
)
def test_what_is_not_one_number_is_refused(asked: list[str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        small(*asked)


def test_the_task_gives_it_to_the_sweeper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Hydra calls for each job of a multirun returns the number."""
    asked = ["study=single", *SMALL, "++crisis.outage.start=5", "++crisis.outage.duration=5", "objective=cost"]
    job = OmegaConf.create({"job": {"env_set": {}}, "overrides": {"hydra": [], "task": asked}, "mode": "RUN"})
    hydra = SimpleNamespace(
        runtime=SimpleNamespace(output_dir=str(tmp_path)), **{str(key): part for key, part in job.items()}
    )
    monkeypatch.setattr(HydraConfig, "get", lambda: hydra)
    config = composed(asked)
    assert isinstance(config, DictConfig)
    found = task.run(Output(), config)
    results = small("objective=cost").run(progress=False)
    assert found == objective(results, "cost")
