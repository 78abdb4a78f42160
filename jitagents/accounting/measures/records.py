"""Records that measures are computed from: those of single worlds, and those of a crisis beside its calm twin."""

from collections.abc import Sequence
from typing import Protocol

from jitagents.accounting.accumulator import Setup
from jitagents.accounting.costs import Costs
from jitagents.accounting.loss_accumulators import LossAccumulator
from jitagents.accounting.scopes import Index, Scopes
from jitagents.accounting.series import SummedSeries
from jitagents.accounting.site_outages import SiteOutages
from jitagents.column import Array
from jitagents.layout import Layout
from jitagents.parameters import Number
from jitagents.planning import Planned
from jitagents.worlds import Worlds


class WorldLedger(Protocol):
    """Records of single worlds over the measured days; the `Ledger` describes each."""

    scopes: Scopes
    costs: Costs
    days: int
    promise: int
    worlds: int
    layout: Layout
    planned: Planned
    twins: Worlds

    def site_outages(self, ttr: Number) -> Sequence[SiteOutages]: ...

    @property
    def stock(self) -> Array: ...

    def total(self, of: str | Setup) -> Array: ...

    def cost(self, part: str = "") -> Array: ...

    def trade(self, part: str) -> Array: ...

    def lane_cost(self, part: str = "") -> Array: ...

    def flow(self, numbers: Array) -> Array: ...

    def every(self, numbers: Array) -> Array: ...

    def weighed_flow(self, numbers: Array) -> Array: ...

    def weighed_every(self, numbers: Array) -> Array: ...

    def points(self, numbers: Array) -> Array: ...

    def at(self, agents: Index, numbers: Array) -> Array: ...

    def spread(self, series: SummedSeries) -> tuple[Array, Array]: ...


class TwinLedger(Protocol):
    """Records of a crisis and its calm twin; `Resilience` describes each."""

    scopes: Scopes
    days: int

    @property
    def ledger(self) -> WorldLedger: ...

    @property
    def output(self) -> Array: ...

    @property
    def weighed_output(self) -> Array: ...

    @property
    def usual(self) -> Array: ...

    @property
    def start(self) -> Array: ...

    @property
    def origins(self) -> Array: ...

    @property
    def value(self) -> Array: ...

    @property
    def gross_value_added(self) -> Array: ...

    def total(self, of: type[LossAccumulator]) -> Array: ...

    def calm(self, numbers: Array) -> Array: ...

    def lost(self, numbers: Array) -> Array: ...

    def of_agents(self, numbers: Array) -> Array: ...

    def of_network(self, numbers: Array) -> Array: ...
