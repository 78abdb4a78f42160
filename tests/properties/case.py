"""A random case: its tables, behaviours and crisis, and the model that they make."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from jitagents.crises import Disruption
from jitagents.model import SupplyModel
from jitagents.network import Network
from jitagents.worlds import Worlds

DAYS = 24
WARMUP = 3
DAY_0 = ("backlog", "in_process", "open_orders", "under_way")
"""Columns that state what is open before day 1."""


@dataclass
class Case:
    """A model to be built, as often as wanted: tables, behaviours, crisis."""

    agents: list[dict[str, Any]] = field(default_factory=list)
    lanes: list[dict[str, Any]] = field(default_factory=list)
    carriers: list[dict[str, Any]] = field(default_factory=list)
    whole: bool = True
    start: str = "steady"
    stages: dict[str, Any] = field(default_factory=dict)
    crisis: dict[str, Disruption] = field(default_factory=dict)
    _made: dict[str, Network] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def goes_without(self) -> bool:
        """True if plants go on without some of their inputs."""
        others = [exemption.production for exemption in self.stages.get("exemptions", ())]
        rules = [rule for rule in (self.stages["production"], *others) if rule is not None]
        return any(layer.goes_without for rule in rules for layer in rule.layers())

    def leave_out(self, *columns: str) -> None:
        """Take columns out of the tables."""
        for row in [*self.agents, *self.lanes]:
            for column in columns:
                row.pop(column, None)

    def network(self, shuffle: np.random.Generator | None = None) -> Network:
        """The network, made once of the same tables; with a generator they are shuffled, and it is made anew."""
        if shuffle is None:
            written = repr((self.agents, self.lanes, self.carriers, self.whole))
            if written not in self._made:
                self._made[written] = self._network(None)
            return self._made[written]
        return self._network(shuffle)

    def _network(self, shuffle: np.random.Generator | None) -> Network:
        tables = [pd.DataFrame(rows) for rows in (self.agents, self.lanes, self.carriers or [{"name": "none"}])]
        if shuffle is not None:
            tables = [table.iloc[shuffle.permutation(len(table))] for table in tables]
        return Network.of(*tables, name="random", whole=self.whole)

    def model(
        self, worlds: Worlds | int = 2, crisis: bool = True, shuffle: np.random.Generator | None = None
    ) -> SupplyModel:
        """The model; numbers of the crisis come from the case."""
        rng = 0 if isinstance(worlds, Worlds) else 7
        return SupplyModel(
            self.network(shuffle), worlds=worlds, rng=rng, warmup=WARMUP, start=self.start,  # type: ignore[arg-type]
            crisis=self.crisis if crisis else None, **self.stages,
        )  # fmt: skip
