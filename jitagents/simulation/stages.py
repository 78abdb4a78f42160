"""Stages of the day: the behaviours of a model, one a stage."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any, TypedDict

from jitagents.behaviours.allocation import Allocation, Proportional
from jitagents.behaviours.demand import Demand, Poisson
from jitagents.behaviours.forecasting import ExponentialSmoothing, Forecasting
from jitagents.behaviours.information import Exact, Information
from jitagents.behaviours.inspection import Inspection, OnUse
from jitagents.behaviours.ordering import Jit, Ordering
from jitagents.behaviours.production import Production, UpToCapacity
from jitagents.behaviours.serving import Backorder, Serving
from jitagents.behaviours.sourcing import Primary, Sourcing
from jitagents.behaviours.transport import AsStated, Transport
from jitagents.calendars import Calendars
from jitagents.errors import InputError, nearest
from jitagents.finance import Finance
from jitagents.network import Network
from jitagents.relations import Relations
from jitagents.simulation.assignment import Assignment, assign
from jitagents.simulation.exemptions import EXEMPT, Exemption
from jitagents.simulation.regimes import Regimes
from jitagents.simulation.relation_orders import changes_of
from jitagents.simulation.rollout import Rollout


class StageOptions(TypedDict, total=False):
    """The stages as keyword arguments; each is a field of `Stages`."""

    demand: Demand
    information: Information
    forecasting: Forecasting
    ordering: Ordering
    sourcing: Sourcing
    production: Production
    allocation: Allocation
    transport: Transport
    inspection: Inspection
    serving: Serving
    calendar: Calendars
    finance: Finance
    relation: Relations
    exemptions: Sequence[Exemption]
    rollout: Rollout | None


@dataclass(frozen=True)
class Stages:
    """The behaviours of a model.

    Each field is a stage; `exemptions` gives some stock points or lanes others, and `rollout` says when those of its
    waves begin to hold.
    """

    demand: Demand = field(default_factory=Poisson)
    information: Information = field(default_factory=Exact)
    forecasting: Forecasting = field(default_factory=ExponentialSmoothing)
    ordering: Ordering = field(default_factory=Jit)
    sourcing: Sourcing = field(default_factory=Primary)
    production: Production = field(default_factory=UpToCapacity)
    allocation: Allocation = field(default_factory=Proportional)
    transport: Transport = field(default_factory=AsStated)
    inspection: Inspection = field(default_factory=OnUse)
    serving: Serving = field(default_factory=Backorder)
    calendar: Calendars = field(default_factory=Calendars)
    finance: Finance = field(default_factory=Finance)
    relation: Relations = field(default_factory=Relations)
    exemptions: Sequence[Exemption] = ()
    rollout: Rollout | None = None

    @classmethod
    def of(cls, **stages: Any) -> "Stages":
        """Make stages by name.

        Raises:
            InputError: there is no such stage.
        """
        names = [item.name for item in fields(cls)]
        unknown = [name for name in stages if name not in names]
        if unknown:
            raise InputError(*(f"there is no stage {name!r}; {nearest(name, names)}" for name in unknown))
        return cls(**stages)

    def assign(self, network: Network, regimes: Regimes) -> Assignment:
        """Assign the behaviours to the stock points and lanes of a network; `regimes` are those of the exemptions.

        Raises:
            InputError: an exemption selects nobody whom its stage concerns, or two are for the same row and stage.
        """
        return assign(
            network,
            {stage: getattr(self, stage) for stage in EXEMPT},
            self.exemptions,
            regimes.holds,
            changes_of(self.relation, network),
        )
