"""Crises: disruptions of many kinds, what they act on, and the courses that they take."""

from jitagents.crises import effects
from jitagents.crises.attenuation import Attenuation
from jitagents.crises.calendar import Calendar
from jitagents.crises.cascade import Cascade
from jitagents.crises.course import Course, Scene
from jitagents.crises.disruption import Disruption
from jitagents.crises.distributions import Distribution, Geometric, Lognormal, Observed, Uniform, Weibull
from jitagents.crises.effects import *  # noqa: F403  # they are listed there alone
from jitagents.crises.events import Events
from jitagents.crises.health import Health
from jitagents.crises.insolvency import Insolvency
from jitagents.crises.profiles import CatchUp, Exponential, Linear, Recovery, SCurve, Stated, Step
from jitagents.crises.recurrent import Recurrent
from jitagents.crises.shock import Shock, Told, Until

__all__ = [
    "Attenuation",
    "Calendar",
    "Cascade",
    "CatchUp",
    "Course",
    "Disruption",
    "Distribution",
    "Events",
    "Exponential",
    "Geometric",
    "Health",
    "Insolvency",
    "Linear",
    "Lognormal",
    "Observed",
    "Recovery",
    "Recurrent",
    "SCurve",
    "Scene",
    "Shock",
    "Stated",
    "Step",
    "Told",
    "Uniform",
    "Until",
    "Weibull",
]
__all__ += effects.__all__
