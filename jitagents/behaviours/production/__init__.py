"""Production: the part of the open production orders that a maker starts today, and its yield."""

from jitagents.behaviours.production.base import LineView, Production, ProductionView, Supply, Turns, Work
from jitagents.behaviours.production.capacity_plan import PlannedCapacity
from jitagents.behaviours.production.limits import Blocking, Overtime, PartlyBinding, Unreliable, Wrapper
from jitagents.behaviours.production.mix import LongestQueue, ProductWheel
from jitagents.behaviours.production.quality import Yield
from jitagents.behaviours.production.starting import Batches, UpToCapacity

__all__ = [
    "Batches",
    "Blocking",
    "LineView",
    "LongestQueue",
    "Overtime",
    "PartlyBinding",
    "PlannedCapacity",
    "ProductWheel",
    "Production",
    "ProductionView",
    "Supply",
    "Turns",
    "Unreliable",
    "UpToCapacity",
    "Work",
    "Wrapper",
    "Yield",
]
