"""Launchers and sweepers of Hydra's: each runs a small study."""

import os
import sys
from pathlib import Path

import pandas as pd
import pytest
import yaml

import jitagents
from tests.cli.conftest import SMALL, Call

SMALLEST = [*SMALL, "study=single", "scopes=[network]", "measures=[cost, fill_rate]", "daily=[]", "loss_map=false"]


@pytest.mark.slow
def test_optuna_looks_for_the_least_of_an_objective(call: Call) -> None:
    pytest.importorskip("optuna")
    swept = ["hydra/sweeper=optuna", "hydra.sweeper.n_trials=3", "hydra.sweeper.sampler.seed=1"]
    space = ["ordering=base_stock", "ordering.cover=interval(0, 20)", "objective=cost", "hydra.sweep.dir=swept"]
    said = call("-m", *swept, *space, *SMALLEST)
    assert said.code == 0, said.err
    found = yaml.safe_load(Path("swept/optimization_results.yaml").read_text())
    table = jitagents.Results.open([Path("swept") / f"{number}" for number in range(3)]).summary(["cost"], ["network"])
    assert len(table) == 3
    assert found["best_value"] == pytest.approx(table["crisis"].min())


@pytest.mark.slow
@pytest.mark.parametrize(("launcher", "module"), [("joblib", "joblib"), ("submitit_local", "submitit")])
def test_a_launcher_gives_what_processes_of_its_own_find(
    launcher: str, module: str, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip(module)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    said = call("-m", f"hydra/launcher={launcher}", "seed=1,2", "hydra.sweep.dir=swept", *SMALLEST)
    assert said.code == 0, said.err
    for number, seed in enumerate((1, 2)):
        plain = jitagents.load("single", [*SMALLEST, f"seed={seed}"]).run(progress=False)
        there = jitagents.Results.open(Path("swept") / f"{number}")
        pd.testing.assert_frame_equal(there.replications, plain.replications)
