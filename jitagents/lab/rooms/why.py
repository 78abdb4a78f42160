"""The days on which a market goes short, and the causes of its shortage, of one world of a study at a time."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from jitagents.diagnosis.asking import Recipe, World, why
from jitagents.diagnosis.explaining import behind
from jitagents.errors import InputError, nearest
from jitagents.network import Network
from jitagents.results.explanation import Explanation
from jitagents.scenario.replications import span

DETAIL = 0.01
"""Share of a shortage below which causes are summed up."""


class WhyRoom:
    """Questions about the worlds of a configuration.

    Args:
        config: resolved, of one variant without levels.
        network: that it describes.

    Attributes:
        markets: agents that serve final demand.
        replications: number of worlds.
        calm: whether there is no crisis, so that a world is compared with its mean flows.
    """

    def __init__(self, config: Mapping[str, Any], network: Network) -> None:
        agents = network.agents
        self._tolerance = float(config["tolerance"])
        self.markets: list[str] = agents.loc[agents["kind"] == "buyer", "name"].tolist()
        self._names: list[str] = agents["name"].tolist()
        numbers = span(config["replications"])
        self._first, self.replications = numbers.start, len(numbers)
        self.calm = not config["crisis"]
        self._recipe = Recipe({"": config}, [""], [""], (), numbers, int(config["days"]))

    def shortage(self, market: str, replication: int = 0) -> pd.DataFrame:
        """Return how short a market is, day by day.

        Args:
            market: its name.
            replication: number of the world.

        Returns:
            A row a measured day: `day`; `short`, units behind the calm twin (without a crisis: owed, and lost on that
            day); `lost`, whether the shortage grew on that day by more than the tolerance of the study.

        Raises:
            InputError: there is no such market, or no such world.
        """
        if market not in self.markets:
            raise InputError(f"market = {market!r}: is no market of this network; {nearest(market, self.markets)}")
        trace = self._recipe.traced(self._world(replication))
        row = int(trace.layout.row_of[self._names.index(market)])
        short = behind(trace, row)
        usual = trace.reference.daily["points.output"][trace.warmup + 1 :, row].mean()
        grown = np.diff(short, prepend=0.0) > self._tolerance * usual
        return pd.DataFrame({"day": np.arange(1, len(short) + 1), "short": short, "lost": grown})

    def lost_days(self, market: str, replication: int = 0) -> list[int]:
        """Return the days on which a market lost output; see `shortage`."""
        table = self.shortage(market, replication)
        return table.loc[table["lost"], "day"].tolist()

    def hit(self, replication: int = 0) -> Sequence[str]:
        """Return the markets that lost output in a world, that with most days first."""
        days = {market: len(self.lost_days(market, replication)) for market in self.markets}
        return sorted((market for market in days if days[market]), key=lambda market: -days[market])

    def explain(self, market: str, day: int | None = None, replication: int = 0) -> Explanation:
        """Return the causes of the shortage of a market by the end of a day.

        Args:
            market: its name.
            day: measured day; None: the first by which it was nearly as short as it ever was.
            replication: number of the world.

        Raises:
            InputError: something that is not in this study.
        """
        return Explanation.of(why(self._recipe, market, day, self._world(replication), DETAIL))

    def _world(self, replication: int) -> World:
        """A world of the study by its place among the replications, from 0."""
        return self._recipe.world(None, None, self._first + replication, "calm" if self.calm else "crisis")
