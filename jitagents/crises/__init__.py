"""Crises: shocks and the courses of their recovery."""

from jitagents.crises.profiles import Linear, Recovery, Step
from jitagents.crises.shock import KINDS, Shock

__all__ = ["KINDS", "Linear", "Recovery", "Shock", "Step"]
