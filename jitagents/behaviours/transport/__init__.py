"""Transport: when goods leave, and how many days a shipment, or a production run, takes."""

from jitagents.behaviours.transport.base import Days, Dock, Transport
from jitagents.behaviours.transport.departures import MilkRuns, TruckLoads
from jitagents.behaviours.transport.expediting import Expediting
from jitagents.behaviours.transport.laws import Gamma, Lognormal
from jitagents.behaviours.transport.observed import Empirical
from jitagents.behaviours.transport.stated import AsStated, Planned

__all__ = [
    "AsStated", "Days", "Dock", "Empirical", "Expediting", "Gamma", "Lognormal", "MilkRuns", "Planned", "Transport",
    "TruckLoads",
]  # fmt: skip
