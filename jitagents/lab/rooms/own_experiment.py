"""The experiment of the laboratory on a network of the user's own."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from jitagents.lab.experiment import Experiment
from jitagents.network import Network
from jitagents.network.tiers import tiers
from jitagents.studies.overrides import quoted
from jitagents.study import Study, load

OUTAGE = "crisis.outage.target"


class OwnExperiment(Experiment):
    """An experiment whose network was read from files, which the command line reads again by their names.

    Args:
        network: that they describe.
        files: their names, by table: agents, lanes, and carriers if there are any.

    Raises:
        InputError: anything that prevents the simulation.
    """

    def __init__(self, network: Network, files: Mapping[str, str]) -> None:
        self._given = network
        named = [f"network.{place}={quoted(name)}" for place, name in files.items()]
        super().__init__("single", ["network=tables", *named, f"network.whole={str(network.whole).lower()}"])
        self.start = self.start.change(target=weak_spot(network))

    def load(self, overrides: Sequence[str]) -> Study:
        keys = ("network", *(f"network.{place}" for place in ("agents", "lanes", "carriers", "whole")))
        return load(self.study, [one for one in overrides if one.partition("=")[0] not in keys], network=self._given)

    @cached_property
    def _node(self) -> Any:
        return self.loaded.config["network"]

    def _compose(self, overrides: tuple[str, ...]) -> dict[str, Any]:
        return super()._compose(overrides) | {"network": self._node}


def weak_spot(network: Network) -> str:
    """Return the agent that fails at first: of the sources, the most distant one, and of these the first.

    A network without a source has a supplier in its place, or else any agent that is no buyer.
    """
    agents = network.agents
    for chosen in (network.is_source, agents["kind"] == "supplier", agents["kind"] != "buyer"):
        if chosen.any():
            return str(agents["name"][chosen].iloc[int(tiers(network)[chosen].argmax())])
    return str(agents["name"].iloc[0])
