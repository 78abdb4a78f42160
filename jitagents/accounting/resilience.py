"""Resilience: comparison of a crisis with its calm twin on the same random numbers. It only reads the model."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jitagents.accounting.compared_flows import ComparedFlow
from jitagents.accounting.gross_value_added import gross_value_added
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.loss_accumulators import LossAccumulator, Losses
from jitagents.accounting.measures import Paired, Recorded
from jitagents.accounting.measures.measure import checked, undeclared
from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.flow import ROUNDING
from jitagents.weighted_sums import WeightedSums

if TYPE_CHECKING:
    from jitagents.model import SupplyModel


class Resilience:
    """Comparison of each crisis with its calm twin, by day and scope; an observer of the model.

    A day of loss of a scope is a day on which its output is lower than the twin's by more than `tolerance` of its mean
    flow; several items are added up by value. The first loss is counted from the first day of the crisis to the first
    day of loss, the last loss to the end of the last one whose trailing seven-day mean loss exceeds the tolerance:
    twins that have once diverged differ by a few units for long, up on one day and down on the next.

    Args:
        model: with twins.
        ledger: of the same model, for the same measures.
        measures: those that compare twins are used.
        tolerance: share of the mean flow.

    Attributes:
        ledger: of all worlds.
        sums: the accumulators of the losses by class.
    """

    def __init__(
        self, model: "SupplyModel", ledger: Ledger, *, measures: Sequence[Recorded],
        tolerance: float = 0.05,
    ) -> None:  # fmt: skip
        self.ledger, self.scopes, self.worlds, self.days = ledger, ledger.scopes, model.worlds, ledger.days
        self._disruptions, self._agents = model.disruptions, model.layout.agent_rows
        self._measures = [measure for measure in measures if isinstance(measure, Paired)]
        self._flow = WeightedSums(self.scopes.weighed_flow[:, self._agents])
        needed = dict.fromkeys(of for measure in self._measures for of in measure.losses)
        rate = np.broadcast_to(model.planned.plan.rate, (model.layout.rows, self.worlds.count))
        tolerated = np.maximum(tolerance * (self.scopes.weighed_flow @ rate)[:, self.worlds.calm], ROUNDING)
        flows = {of: of.flow for of in needed}
        self._losses = {
            flow: Losses(
                tolerated, any(of.weekly for of in needed if flows[of] is flow), self._acting, self._twin(flow, model)
            )
            for flow in flows.values()
        }
        self._today = {flow: flow(model) for flow in self._losses}
        self.sums = {of: of(self._losses[flow]) for of, flow in flows.items()}
        announced = model.disruptions.warnings.days is not None  # then agents act before the crisis does
        self._begin = 1 if announced else max(int(self.start.min()), 1)

    def __call__(self, model: "SupplyModel") -> None:
        """Record the losses of a day."""
        day = model.clock.measured
        if not (self.sums and self._begin <= day <= self.days):
            return
        for flow, losses in self._losses.items():
            losses.record(day, self._flow @ self.lost(self._today[flow]()))
        for accumulator in self.sums.values():
            accumulator.add()

    def _acting(self) -> npt.NDArray[np.bool_]:
        """Flags of pairs in which the crisis acts today `(pairs,)`."""
        return self._disruptions.affected_worlds[self.worlds.crisis]

    def _twin(self, flow: ComparedFlow, model: "SupplyModel") -> Callable[[], Array]:
        """Give a flow of the calm twins today `(scopes, pairs)`."""
        today = flow(model)
        return lambda: self._flow @ today()[:, self.worlds.calm]

    def metrics(self) -> dict[str, Array]:
        """The measures that compare twins, each `(scopes, pairs)`; NaN where a scope has no such measure.

        Raises:
            InputError: as `Ledger.metrics`.
        """
        return {
            measure.name: checked(measure, measure.of(self), (len(self.scopes.names), self.worlds.pairs))
            for measure in self._measures
        }

    def total(self, of: type[LossAccumulator]) -> Array:
        """The value of an accumulator of the losses.

        Raises:
            InputError: no measure has declared it.
        """
        if of not in self.sums:
            raise InputError(undeclared(of, "losses"))
        return self.sums[of].total

    def calm(self, numbers: Array) -> Array:
        """Numbers of the calm twins: `(rows, worlds) -> (rows, pairs)`."""
        return numbers[:, self.worlds.calm]

    def lost(self, numbers: Array) -> Array:
        """Numbers of the calm twins less those of the crises: `(rows, worlds) -> (rows, pairs)`."""
        return numbers[:, self.worlds.calm] - numbers[:, self.worlds.crisis]

    @cached_property
    def output(self) -> Array:
        """Output over the measured days, units `(scopes, worlds)`."""
        return self.ledger.flow(self.ledger.total("output"))

    @cached_property
    def weighed_output(self) -> Array:
        """Output over the measured days, by value where the scope has several items `(scopes, worlds)`."""
        return self.ledger.weighed_flow(self.ledger.total("output"))

    @property
    def usual(self) -> Array:
        """Mean daily output of the calm twins, by value where the scope has several items `(scopes, pairs)`.

        It is 0 where it is rounding error.
        """
        mean = self.calm(self.weighed_output) / self.days
        return np.where(mean > ROUNDING, mean, 0.0)

    @cached_property
    def start(self) -> Array:
        """Measured day on which the crisis begins `(pairs,)`."""
        return self._disruptions.begins()[self.worlds.crisis]

    @cached_property
    def origins(self) -> Array:
        """1 for the agents that the crisis may affect, in the order of the network `(agents, pairs)`."""
        origins = self.scopes.agents(self._disruptions.origins())
        return np.broadcast_to(origins, (len(origins), self.worlds.count))[:, self.worlds.crisis]

    @cached_property
    def value(self) -> Array:
        """Value of a unit of each agent, money, in the order of the network `(agents, 1)`."""
        return self.scopes.agents(self.ledger.planned.plan.value[self._agents])

    @cached_property
    def gross_value_added(self) -> Array:
        """Value added by a unit of each agent's output, money, in the order of the network `(agents, 1)`."""
        return self.scopes.agents(gross_value_added(self.ledger.layout, self.ledger.planned))

    def of_agents(self, numbers: Array) -> Array:
        """Select the agents from numbers of scopes `(agents, pairs)`."""
        return numbers[self.scopes.daily :]

    def of_network(self, numbers: Array) -> Array:
        """Extend numbers of the network `(pairs,)` to all scopes; NaN for those, which have no such measure."""
        numbers_by_scope = np.full((len(self.scopes.names), self.worlds.pairs), np.nan)
        numbers_by_scope[0] = numbers
        return numbers_by_scope
