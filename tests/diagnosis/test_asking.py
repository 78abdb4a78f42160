"""Questions about the results of a study: the world is the same again, and it is run only then."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jitagents.diagnosis import asking, tracing
from jitagents.errors import InputError
from jitagents.results import Results
from tests.diagnosis.conftest import begun, check_sums
from tests.studies.conftest import small

LEVELS = "levels={crisis.outage.duration: [3, 12]}"


@pytest.fixture(scope="module")
def results() -> Results:
    return small(LEVELS, "network.capacity=14").run(progress=False)


@pytest.mark.parametrize("replication", [0, 3])
def test_a_world_is_the_same_again_to_the_last_bit(results: Results, replication: int) -> None:
    """Levels and replications that were simulated together are traced alone."""
    kept = results.histories.set_index(["level", "replication", "metric", "scope"])
    for level in results.levels:
        trace = results.recipe.traced(results.recipe.world(None, level, replication))
        buyers = trace.layout.market_rows
        for world, flows in (("calm", trace.reference), ("crisis", trace.world)):
            served = flows.daily["points.output"][trace.warmup + 1 :, buyers].sum(axis=1)
            stock = flows.stocks["points.stock"][trace.warmup + 1 :].sum(axis=1)
            for metric, units in (("output", served), ("stock_units", stock)):
                assert np.array_equal(units.astype(np.float32), kept[world][level, replication, metric, "network"])


def test_levels_and_replications_differ(results: Results) -> None:
    shortages = {
        (level, replication): results.why("stage_1", 25, level=level, replication=replication).amount
        for level in results.levels
        for replication in range(4)
    }
    assert len({*shortages.values()}) > 4
    short, long = (sum(amount for (at, _), amount in shortages.items() if at == level) for level in results.levels)
    assert short < long


def test_levels_that_affect_one_agent_after_the_other() -> None:
    """A summary of the network alone knows its agents all the same."""
    key = "crisis.outage.target.name"
    results = small(f"levels={{{key}: {{kind: supplier}}}}", "scopes=[network]", "chunk=3").run(progress=False)
    lost = results.replications.set_index(["level", "replication"])["output_lost.crisis"]
    for name in ("stage_2", "stage_4"):
        cause = results.why("stage_1", 30, level=f"{key}={name}", replication=1)
        assert cause.amount == lost[f"{key}={name}", 1]
        assert ("outage", name) in begun(cause)


def test_the_shortage_is_the_output_lost(results: Results) -> None:
    """By the last day; what demand was not met is neither made up for nor asked for twice."""
    lost = results.replications.set_index(["level", "replication", "scope"])["output_lost.crisis"]
    for replication in range(4):
        cause = results.why("stage_1", 30, level=results.levels[1], replication=replication)
        check_sums(cause)
        assert cause.amount == lost[results.levels[1], replication, "agent:stage_1"]
        assert begun(cause)["outage", "stage_4"] > cause.amount


def test_the_day_of_the_largest_shortage_is_chosen(results: Results) -> None:
    level = results.levels[1]
    amounts = [results.why("stage_1", day, level=level, detail=0.5).amount for day in range(1, 31)]
    chosen = results.why("stage_1", level=level)
    assert amounts[chosen.day - 1] == chosen.amount >= 0.95 * max(amounts)
    assert max(amounts[: chosen.day - 1]) < 0.95 * max(amounts)


def test_a_calm_world_is_compared_with_its_mean_flows(results: Results) -> None:
    told = results.why("stage_1", world="calm")
    check_sums(told)
    assert told.amount > 0
    assert not any(one.disruption for one in told)
    calm = small("crisis=none", "network.capacity=14").run(progress=False)
    assert str(calm.why("stage_1", world="crisis")) == str(told)


def test_results_that_were_opened_can_be_asked(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path)
    assert str(Results.open(tmp_path).why("stage_2", 15)) == str(results.why("stage_2", 15))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"agent": "stage_9"}, "did you mean 'stage_"),
        ({"agent": "network"}, "allowed: stage_1, stage_2, stage_3, stage_4"),
        ({"day": 31}, "day = 31: must be a measured day, from 1 to 30"),
        ({"day": 0}, "from 1 to 30"),
        ({"replication": 4}, "replication = 4: must be a number from 0 to 3"),
        ({"variant": "jitt"}, "did you mean 'jit'"),
        ({"level": "crisis.outage.duration=4"}, "did you mean 'crisis.outage.duration=3'"),
        ({"world": "clam"}, "did you mean 'calm'"),
        ({"detail": 1.0}, "detail = 1.0"),
    ],
)
def test_questions_beyond_the_results_are_refused(results: Results, asked: dict[str, Any], message: str) -> None:
    question: dict[str, Any] = {"agent": "stage_1", "day": 15} | asked
    with pytest.raises(InputError, match=message.replace("(", r"\(")):
        results.why(**question)


def test_all_faults_are_reported_at_once(results: Results) -> None:
    with pytest.raises(InputError) as error:
        results.why("stage_1", variant="x", level="y", replication=-1)
    assert len(error.value.faults) == 3


def test_nothing_is_traced_until_it_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    runs: list[int] = []
    trace: Callable[..., Any] = tracing.trace_world

    def counted(*args: Any, **kwargs: Any) -> Any:
        runs.append(1)
        return trace(*args, **kwargs)

    monkeypatch.setattr(asking, "trace_world", counted)
    monkeypatch.setattr(tracing, "Recorder", lambda *_: pytest.fail("recorded"))
    found = small().run(tmp_path, progress=False)
    assert not runs
    monkeypatch.undo()
    monkeypatch.setattr(asking, "trace_world", counted)
    for agent in ("stage_1", "stage_2"):
        found.why(agent, 20)
    assert len(runs) == 1, "one world is run once for many questions"
    found.why("stage_1", 20, replication=1)
    assert len(runs) == 2


def test_results_without_their_configuration_cannot_be_asked(results: Results) -> None:
    bare = replace(results, manifest=replace(results.manifest, variants={}))
    with pytest.raises(InputError, match="run the study again"):
        bare.why("stage_1", 5)
