"""Stages of the day: the behaviours of a model, one a stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, TypedDict

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.allocation import Allocation, Proportional
from jitagents.behaviours.demand import Demand, Poisson
from jitagents.behaviours.forecasting import ExponentialSmoothing, Forecasting
from jitagents.behaviours.information import Exact, Information
from jitagents.behaviours.ordering import Jit, Ordering
from jitagents.behaviours.production import Production, UpToCapacity
from jitagents.behaviours.serving import Backorder, Serving
from jitagents.behaviours.sourcing import Primary, Sourcing
from jitagents.behaviours.transport import AsStated, Transport
from jitagents.calendars import Calendars
from jitagents.errors import InputError, nearest
from jitagents.layout import point_table, points_of
from jitagents.network import Network
from jitagents.network.selection import select
from jitagents.simulation.decision import Profile


@dataclass(frozen=True)
class Exemption:
    """Other behaviours for some stock points.

    Attributes:
        where: selector of agents, or of inputs (`kind: input`, `name: plant/item`).
        ordering, forecasting, information: None keeps that of the model.
        place: its key in a configuration, for messages.
    """

    where: Mapping[str, Any]
    ordering: Ordering | None = None
    forecasting: Forecasting | None = None
    information: Information | None = None
    place: str = "exemptions"


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
    serving: Serving
    calendar: Calendars
    exemptions: Sequence[Exemption]


@dataclass(frozen=True)
class Stages:
    """The behaviours of a model. Each field is a stage; `exemptions` gives some stock points other behaviours."""

    demand: Demand = field(default_factory=Poisson)
    information: Information = field(default_factory=Exact)
    forecasting: Forecasting = field(default_factory=ExponentialSmoothing)
    ordering: Ordering = field(default_factory=Jit)
    sourcing: Sourcing = field(default_factory=Primary)
    production: Production = field(default_factory=UpToCapacity)
    allocation: Allocation = field(default_factory=Proportional)
    transport: Transport = field(default_factory=AsStated)
    serving: Serving = field(default_factory=Backorder)
    calendar: Calendars = field(default_factory=Calendars)
    exemptions: Sequence[Exemption] = ()

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

    def profiles(self, network: Network) -> tuple[list[Profile], npt.NDArray[np.int64]]:
        """Return the distinct profiles, and the number of the profile of each stock point `(points,)`."""
        points = points_of(network)
        profiles = [Profile(self.ordering, self.forecasting, self.information)]
        chosen = np.zeros(len(points.agent), dtype=np.int64)
        table = point_table(network, points) if self.exemptions else None
        for number, exemption in enumerate(self.exemptions, start=1):
            profiles.append(
                Profile(
                    exemption.ordering or self.ordering,
                    exemption.forecasting or self.forecasting,
                    exemption.information or self.information,
                )
            )
            assert table is not None
            rows = select(table, exemption.where, f"{exemption.place}.where")
            if (chosen[rows] > 0).any():
                before = self.exemptions[int(chosen[rows].max()) - 1]
                row = table["name"][rows & (chosen > 0)].iloc[0]
                raise InputError(f"{before.place} and {exemption.place}: both are for {row!r}; one exemption a row")
            chosen[rows] = number
        return profiles, chosen
