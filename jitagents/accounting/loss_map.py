"""Loss map: the daily loss of every agent against its calm twin, summed over the replications. It only reads."""

from typing import TYPE_CHECKING

import numpy as np

from jitagents.accounting.ledger import Ledger
from jitagents.column import Array

if TYPE_CHECKING:
    from jitagents.model import SupplyModel

BITS = 24
"""Bits of a loss of the size of the mean flow: those beyond are rounded off, so that no sum ever is."""


class LossMap:
    """Losses of each day, summed over the replications, level by level; an observer of the model.

    Args:
        model: with twins.
        ledger: of the same model.
    """

    def __init__(self, model: "SupplyModel", ledger: Ledger) -> None:
        self._ledger, self._worlds = ledger, model.worlds
        rows = model.layout.agent_rows
        self._output = model.points["output"][rows]
        flow = np.broadcast_to(model.planned.plan.rate[rows], self._output.shape)[:, self._worlds.calm]
        self._grain = _grain(flow.reshape(len(flow), self._worlds.levels, -1)[:, :, 0])
        self._days = np.zeros((ledger.days, len(self._output), self._worlds.levels))

    def __call__(self, model: "SupplyModel") -> None:
        """Record the losses of a day."""
        day = model.clock.measured
        if 1 <= day <= self._ledger.days:
            output, worlds = self._output, self._worlds
            self._days[day - 1] = self._summed(output[:, worlds.calm] - output[:, worlds.crisis])

    @property
    def grain(self) -> Array:
        """Powers of two of which all losses are whole multiples, units `(levels, agents)`."""
        return self._ledger.scopes.agents(self._grain).T

    @property
    def lost(self) -> Array:
        """Sum of the losses of each day, units, below 0 where the crisis delivers more `(levels, agents, days)`."""
        return self._ledger.scopes.agents(self._days.transpose(1, 2, 0)).swapaxes(0, 1)

    @property
    def output(self) -> Array:
        """Sum of the mean daily output of the calm twins, units `(levels, agents)`."""
        calm = self._ledger.total("output")[:, self._worlds.calm] / self._ledger.days
        return self._ledger.scopes.agents(self._summed(calm)).T

    def _summed(self, pairs: Array) -> Array:
        """Sums over the replications: `(agents, pairs) -> (agents, levels)`."""
        grain = self._grain[:, :, None]
        multiples = np.rint(pairs.reshape(len(pairs), self._worlds.levels, -1) / grain)
        return np.asarray(multiples.sum(axis=-1) * self._grain)


def _grain(flow: Array) -> Array:
    """The power of two that is `2 ** -BITS` of a mean flow, units; of nothing, that of a unit."""
    whole = np.where(flow > 0, flow, 1.0)
    return np.asarray(np.exp2(np.floor(np.log2(whole)) - BITS))
