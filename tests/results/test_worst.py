"""The worst world, and who lost most in it."""

from collections.abc import Callable

from jitagents.results import Results
from jitagents.results.worst import worst


def test_the_worst_replication_of_the_variant_that_loses_most(study: Callable[..., Results]) -> None:
    results = study(variants=("hybrid", "jit"), replications=6, levels=("a", "b"))
    frame = results.replications
    frame.loc[
        (frame["variant"] == "jit") & (frame["level"] == "a") & (frame["replication"] == 4), "output_lost.crisis"
    ] *= 9
    markets = frame["scope"].isin("agent:" + results.agents.loc[results.agents["tier"] == 0, "name"])
    found = worst(results, 3)
    assert found.world == {"variant": "jit", "level": "a", "replication": 4}
    assert str(found) == "jit at a, replication 4"
    here = frame[markets & (frame["variant"] == "jit") & (frame["level"] == "a") & (frame["replication"] == 4)]
    largest = here.sort_values("output_lost.crisis", ascending=False)["scope"].str.removeprefix("agent:")
    assert found.agents == largest.tolist()[:3]


def test_agents_that_lost_nothing_are_left_out(study: Callable[..., Results]) -> None:
    results = study(variants=("jit",), replications=2)
    results.replications["output_lost.crisis"] = 0.0
    assert worst(results, 3).agents == []
