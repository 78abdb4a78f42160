"""Loss map: the mean daily loss of every agent against its calm twin. It only reads."""

from typing import TYPE_CHECKING

import numpy as np

from jitagents.accounting.ledger import Ledger
from jitagents.column import Array

if TYPE_CHECKING:
    from jitagents.model import SupplyModel


class LossMap:
    """Mean losses of each day over the replications, level by level; an observer of the model.

    Args:
        model: with twins.
        ledger: of the same model.
    """

    def __init__(self, model: "SupplyModel", ledger: Ledger) -> None:
        self._ledger, self._worlds = ledger, model.worlds
        self._output = model.points["output"][model.layout.agent_rows]
        self._days = np.zeros((ledger.days, len(self._output), self._worlds.levels))

    def __call__(self, model: "SupplyModel") -> None:
        """Record the losses of a day."""
        day = model.clock.measured
        if 1 <= day <= self._ledger.days:
            output, worlds = self._output, self._worlds
            self._days[day - 1] = self._by_level(output[:, worlds.calm] - output[:, worlds.crisis])

    @property
    def lost(self) -> Array:
        """Mean loss of each day, units, below 0 where the crisis delivers more `(levels, agents, days)`."""
        return self._ledger.scopes.agents(self._days.transpose(1, 2, 0)).swapaxes(0, 1)

    @property
    def output(self) -> Array:
        """Mean daily output of the calm twins, units `(levels, agents)`."""
        calm = self._ledger.total("output")[:, self._worlds.calm] / self._ledger.days
        return self._ledger.scopes.agents(self._by_level(calm)).T

    def _by_level(self, pairs: Array) -> Array:
        """Means over the replications: `(agents, pairs) -> (agents, levels)`."""
        return pairs.reshape(len(pairs), self._worlds.levels, -1).mean(axis=-1)
