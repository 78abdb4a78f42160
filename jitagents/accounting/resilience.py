"""Resilience: what a crisis costs its world, against the calm twin on the same random numbers. It only reads."""

from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from jitagents.accounting.ledger import Ledger
from jitagents.accounting.loss_accumulators import LOSSES, WEEKLY, Losses
from jitagents.accounting.measures import MEASURES, Paired
from jitagents.column import Array
from jitagents.flow import ROUNDING

if TYPE_CHECKING:
    from jitagents.model import SupplyModel


class Resilience:
    """Compares each crisis with its calm twin, day by day and scope by scope; give it to `model.observers`.

    A day of loss of a scope is a day on which its output is lower than the twin's by more than `tolerance` of its mean
    flow. Time to survive runs from the first day of the crisis to the first day of loss, time to recover to the end of
    the last one (Simchi-Levi et al. 2015, Interfaces 45(5)) that closes a week with as large a loss on average: two
    worlds that have once parted differ by a few units for long, one day up and the next day down.

    Args:
        model: with twins.
        ledger: the books of the same model, which are kept for the same measures.
        measures: names of the measures to be kept ready; those that compare twins are.
        tolerance: share of the mean flow.

    Attributes:
        ledger: the books of all worlds.
        sums: what is added up of the losses, by name.
    """

    def __init__(
        self, model: "SupplyModel", ledger: Ledger, measures: Collection[str] = tuple(MEASURES),
        tolerance: float = 0.05,
    ) -> None:  # fmt: skip
        self.ledger, self.scopes, self.worlds, self.days = ledger, ledger.scopes, model.worlds, ledger.days
        self._disruptions, self._warmup, self._firms = model.disruptions, model.warmup, model.layout.agent_rows
        self._measures = {name: one for name, one in MEASURES.items() if name in measures and isinstance(one, Paired)}
        self._flow = self.scopes.flow[:, self._firms]
        needed = {name for one in self._measures.values() for name in one.losses}
        rate = np.broadcast_to(model.planned.plan.rate, (model.layout.rows, self.worlds.count))
        tolerated = np.maximum(tolerance * (self.scopes.flow @ rate)[:, self.worlds.calm], ROUNDING)
        self._losses = Losses(
            tolerated, not needed.isdisjoint(WEEKLY), lambda: self._disruptions.affected_worlds[self.worlds.crisis]
        )
        self.sums = {name: LOSSES[name](self._losses) for name in sorted(needed)}
        self._begin = max(int(self.start.min()), 1)

    def __call__(self, model: "SupplyModel") -> None:
        """Take down the losses of a day."""
        day = model.clock.day - self._warmup
        if not (self.sums and self._begin <= day <= self.days):
            return
        output = model.points["output"][self._firms]
        self._losses.take(day, self._flow @ self.lost(output))
        for one in self.sums.values():
            one.add()

    def metrics(self) -> dict[str, Array]:
        """The measures that compare twins, each `(scopes, pairs)`; NaN where a scope has no such measure."""
        return {name: one.of(self) for name, one in self._measures.items()}

    def total(self, name: str) -> Array:
        """What has been added up of the losses, by name."""
        return self.sums[name].total

    def lost(self, numbers: Array) -> Array:
        """What the calm twins have and the crises have not: `(rows, worlds) -> (rows, pairs)`."""
        return numbers[:, self.worlds.calm] - numbers[:, self.worlds.crisis]

    @cached_property
    def output(self) -> Array:
        """Output over the measured days `(scopes, worlds)`."""
        return self.ledger.flow(self.ledger.total("output"))

    @property
    def usual(self) -> Array:
        """Mean daily output of the calm twins `(scopes, pairs)`; what rounding leaves of nothing is nothing."""
        mean = self.output[:, self.worlds.calm] / self.days
        return np.where(mean > ROUNDING, mean, 0.0)

    @cached_property
    def start(self) -> Array:
        """Measured day on which the crisis begins `(pairs,)`."""
        return self._disruptions.begins()[self.worlds.crisis]

    @cached_property
    def origins(self) -> Array:
        """1 for the agents that the crisis may hit, in the order of the network `(agents, pairs)`."""
        struck = self.scopes.agents(self._disruptions.origins())
        return np.broadcast_to(struck, (len(struck), self.worlds.count))[:, self.worlds.crisis]

    @cached_property
    def value(self) -> Array:
        """Money a unit of the agents, in the order of the network `(agents, 1)`."""
        return self.scopes.agents(self.ledger.planned.plan.value[self._firms])

    def of_agents(self, numbers: Array) -> Array:
        """The agents among numbers of scopes `(agents, pairs)`."""
        return numbers[self.scopes.daily :]

    def of_network(self, numbers: Array) -> Array:
        """Numbers of the network `(pairs,)` as those of all scopes: no other has this measure."""
        alone = np.full((len(self.scopes.names), self.worlds.pairs), np.nan)
        alone[0] = numbers
        return alone
