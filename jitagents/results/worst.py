"""The worst world of a study: the replication that lost most final output, and the agents that lost most in it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jitagents.results.final_loss import final_loss

if TYPE_CHECKING:
    from jitagents.results import Results


@dataclass(frozen=True)
class Worst:
    """A world and its largest losses.

    Attributes:
        world: variant, level and replication, as `Results.why` takes them.
        agents: of final demand, those that lost anything, the largest loss first.
    """

    world: dict[str, Any]
    agents: list[str]

    def __str__(self) -> str:
        level = f" at {self.world['level']}" if self.world["level"] else ""
        return f"{self.world['variant']}{level}, replication {self.world['replication']}"


def worst(results: "Results", most: int) -> Worst:
    """The worst replication of the variant, and of its level, that lose most on average.

    Args:
        results: of a study with a crisis, the loss of final demand measured.
        most: agents that are named; none if the scopes are not of agents.
    """
    rows, lost_in_crisis = results.replications.set_index("scope"), f"{final_loss(results)}.crisis"
    network = rows.loc[["network"]]
    means = network.groupby(["variant", "level"], sort=False, as_index=False)[lost_in_crisis].mean()
    variant, level = means.iloc[int(means[lost_in_crisis].to_numpy().argmax())][["variant", "level"]]
    here = network[(network["variant"] == variant) & (network["level"] == level)]
    replication = int(here["replication"].to_numpy()[here[lost_in_crisis].to_numpy().argmax()])
    world = (rows["variant"] == variant) & (rows["level"] == level) & (rows["replication"] == replication)
    markets = "agent:" + results.agents.loc[results.agents["tier"] == 0, "name"]
    lost = rows.loc[world, lost_in_crisis].reindex(markets).sort_values(ascending=False)
    agents = [str(scope).removeprefix("agent:") for scope in lost[lost > 0].index[:most]]
    return Worst({"variant": variant, "level": level, "replication": replication}, agents)
