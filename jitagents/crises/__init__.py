"""Crises: disruptions, once or again and again, and the courses of their recovery."""

from jitagents.crises.disruption import KINDS, Course, Disruption
from jitagents.crises.profiles import Linear, Recovery, Step
from jitagents.crises.recurrent import Recurrent
from jitagents.crises.shock import Shock

__all__ = ["KINDS", "Course", "Disruption", "Linear", "Recovery", "Recurrent", "Shock", "Step"]
