"""The worst world of a study: the replication that lost most final output, and who lost most in it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jitagents.results import Results

LOST = "output_lost.crisis"


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
    """The worst replication of the variant that loses most on average, at the first level.

    Args:
        results: of a study with a crisis, `output_lost` measured.
        most: agents that are named.
    """
    first = results.replications[results.replications["level"] == results.levels[0]]
    network = first[first["scope"] == "network"]
    variant = str(network.groupby("variant", sort=False)[LOST].mean().idxmax())
    lost = network[network["variant"] == variant].set_index("replication")[LOST]
    replication = int(lost.index.to_numpy()[lost.to_numpy().argmax()])
    here = first[(first["variant"] == variant) & (first["replication"] == replication)].set_index("scope")[LOST]
    markets = "agent:" + results.agents.loc[results.agents["tier"] == 0, "name"]
    largest = here.reindex(markets).sort_values(ascending=False)
    agents = [str(scope).removeprefix("agent:") for scope in largest[largest > 0].index[:most]]
    return Worst({"variant": variant, "level": results.levels[0], "replication": replication}, agents)
