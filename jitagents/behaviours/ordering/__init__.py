"""Ordering: the quantity to buy or to make, decided once a day after the day's demand is known."""

from jitagents.behaviours.ordering.base import Ordering, Periodic
from jitagents.behaviours.ordering.buffers import SafetyStock
from jitagents.behaviours.ordering.cards import Conwip, PassOn, TwoBin
from jitagents.behaviours.ordering.commitments import QuantityFlexibility
from jitagents.behaviours.ordering.ddmrp import Ddmrp
from jitagents.behaviours.ordering.kanban import Kanban, SignalKanban
from jitagents.behaviours.ordering.levelling import Jis, Levelled
from jitagents.behaviours.ordering.levels import BaseStock, EchelonBaseStock, MinMax, PeriodicReview, ReorderPoint
from jitagents.behaviours.ordering.mrp import Mrp
from jitagents.behaviours.ordering.panic import Panic
from jitagents.behaviours.ordering.prebuild import Prebuild
from jitagents.behaviours.ordering.pull import Hybrid, Jit
from jitagents.behaviours.ordering.push import Push
from jitagents.behaviours.ordering.smoothing import AnchorAndAdjust, FractionalOrderUpTo
from jitagents.behaviours.ordering.wrappers import LotMultiples, MinimumOrder, OrderLimits, WholeUnits, WipCap, Wrapper

__all__ = [
    "AnchorAndAdjust",
    "BaseStock",
    "Conwip",
    "Ddmrp",
    "EchelonBaseStock",
    "FractionalOrderUpTo",
    "Hybrid",
    "Jis",
    "Jit",
    "Kanban",
    "Levelled",
    "LotMultiples",
    "MinMax",
    "MinimumOrder",
    "Mrp",
    "OrderLimits",
    "Ordering",
    "Panic",
    "PassOn",
    "Periodic",
    "PeriodicReview",
    "Prebuild",
    "Push",
    "QuantityFlexibility",
    "ReorderPoint",
    "SafetyStock",
    "SignalKanban",
    "TwoBin",
    "WholeUnits",
    "WipCap",
    "Wrapper",
]
