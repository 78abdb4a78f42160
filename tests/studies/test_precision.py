"""Studies that go on until their intervals are narrow enough, and that are given more later."""

import json
from math import sqrt
from pathlib import Path

import numpy as np
import pytest

from jitagents import InputError, load
from jitagents.results.intervals import interval
from jitagents.results.precision import judged
from jitagents.scenario.precision import Aim
from jitagents.study import Study
from tests.studies.conftest import Counting, Forbidden, small

AIM = "precision={output_lost: 0.1, stock_value: {absolute: 20}}"


def study(*overrides: str) -> Study:
    return small("demand=poisson", "measures=[stock_value,output_lost]", "replications=10", "days=20", *overrides)


def test_a_study_grows_to_its_precision_and_beyond(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = study(AIM)
    results = first.run(tmp_path)
    count = results.replications["replication"].nunique()
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("10 replications: output_lost of jit, crisis ± ")
    assert told[0].endswith("10 % wanted: 20 next")
    assert told[-1].startswith(f"{count} replications: ")
    assert told[-1].endswith(" wanted")
    assert count > 20
    lost = results.summary(["output_lost"], ["network"]).iloc[0]
    assert (lost["crisis_high"] - lost["crisis_low"]) / 2 <= 0.1 * lost["crisis"]
    first.run(tmp_path, progress=False, executor=Forbidden())
    rest = Counting()
    finer = study("precision={output_lost: 0.07}", "chunk=1000").run(tmp_path, progress=False, executor=rest)
    more = finer.replications["replication"].nunique()
    assert more > count
    assert finer.replications["replication"].to_numpy()[-1] == more - 1
    study(f"replications={more}").run(tmp_path, progress=False, executor=Forbidden())
    straight = study(f"replications={more}").run(progress=False)
    assert straight.replications.equals(finer.replications)


def test_a_stop_in_a_later_round_loses_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="machine is gone"):
        study(AIM).run(tmp_path, progress=False, executor=Counting(most=2))
    assert json.loads((tmp_path / "manifest.json").read_text())["status"] == "stopped"
    whole, rest = Counting(), Counting()
    study(AIM).run(tmp_path, progress=False, executor=rest)
    study(AIM).run(tmp_path / "other", progress=False, executor=whole)
    assert rest.ran == whole.ran[2:]


def test_the_limit_ends_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results = study("precision={output_lost: 0.001}", "most_replications=25").run(tmp_path)
    assert results.replications["replication"].nunique() == 25
    assert capsys.readouterr().err.splitlines()[-1].endswith("0.1 % wanted: 25 are the most")


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        (["precision={cost: 0.1}"], r"precision\.cost: must be one of the measures asked for"),
        ([AIM, "crisis=none"], r"precision\.output_lost: must be one .* need a crisis"),
        (["precision={output_lst: 0.1}"], "did you mean 'output_lost'"),
        (["precision={output_lost: 2}"], r"precision\.output_lost = 2: must be a share of the mean"),
        (["precision=5"], "precision = 5: must be a mapping of measures"),
        ([AIM, "replications=5"], "precision needs 10 or more"),
        ([AIM, "replications=50", "most_replications=20"], "must be as many as replications"),
        ([AIM, "replications=50", "most_replications=many"], "most_replications = 'many': must be a whole number"),
    ],
)
def test_precision_that_is_none(overrides: list[str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        study(*overrides)


def test_the_mean_of_a_model_is_covered_as_often_as_the_rule_says() -> None:
    """Poisson demand of 10 a day that ample stock serves: output of two days has the mean 20, exactly."""
    sequences, longest, exact = 250, 160, 20.0
    results = load("single", [
        "network=serial", "network.stages=2", "network.demand=10", "demand=poisson", "crisis=none", "days=2",
        "warmup=0",
        "ordering=base_stock", "ordering.cover=30", "serving=backorder", "measures=[output]", "scopes=[network]",
        "daily=[output]", "workers=1", f"replications={sequences * longest}",
    ]).run(progress=False)  # fmt: skip
    worlds = results.replications["output.calm"].to_numpy().reshape(sequences, longest)
    covered = 0
    for world in worlds:
        count = 10
        while not (found := judged(world[None, :count], [Aim("output", 0.05, True)], ["output"])).is_narrow:
            count = found.next(longest)
        estimate = interval(world[:count])
        covered += bool(estimate.low <= exact <= estimate.high)
    assert (covered / sequences - 0.95) / sqrt(0.95 * 0.05 / sequences) > -3.5
    assert abs(np.mean(worlds) - exact) / (np.std(worlds) / sqrt(worlds.size)) < 3.5
