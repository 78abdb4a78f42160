"""Sourcing: the split of an order over the lanes of a buyer."""

from jitagents.behaviours.sourcing.backup import Backup
from jitagents.behaviours.sourcing.base import Lanes, Offers, Sourcing
from jitagents.behaviours.sourcing.cheapest import CheapestInTime
from jitagents.behaviours.sourcing.dual import DualIndex, TailoredBaseSurge
from jitagents.behaviours.sourcing.fixed import Primary, Split
from jitagents.behaviours.sourcing.panel import Panel
from jitagents.behaviours.sourcing.scored import Scored

__all__ = [
    "Backup", "CheapestInTime", "DualIndex", "Lanes", "Offers", "Panel", "Primary", "Scored", "Sourcing", "Split",
    "TailoredBaseSurge",
]  # fmt: skip
