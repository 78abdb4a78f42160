"""Allocation: which customers get what a seller has, when it owes more."""

from jitagents.behaviours.allocation.base import Allocation, Claims
from jitagents.behaviours.allocation.even import Linear, Uniform
from jitagents.behaviours.allocation.in_turn import OldestFirst, Priority, TodaysOrders
from jitagents.behaviours.allocation.proportional import LargestRemainder, Proportional

__all__ = [
    "Allocation", "Claims", "LargestRemainder", "Linear", "OldestFirst", "Priority", "Proportional", "TodaysOrders",
    "Uniform",
]  # fmt: skip
