"""Crises: disruptions of many kinds, what they act on, and the courses that they take."""

from jitagents.crises.attenuation import Fading
from jitagents.crises.calendar import Calendar
from jitagents.crises.cascade import Cascade
from jitagents.crises.course import Course, Scene
from jitagents.crises.disruption import Disruption
from jitagents.crises.distributions import Distribution, Geometric, Lognormal, Observed, Uniform, Weibull
from jitagents.crises.effects import (
    EFFECTS,
    Carrier,
    Dark,
    Demand,
    Effect,
    Freight,
    Lane,
    Late,
    OrdersDoubled,
    OrdersLost,
    Price,
    Production,
    Receiving,
    Shipping,
    SlowCarrier,
    SlowLane,
    Stock,
    Supply,
    Switching,
    Wrong,
    Yield,
)
from jitagents.crises.events import Events
from jitagents.crises.profiles import CatchUp, Exponential, Linear, Recovery, SCurve, Stated, Step
from jitagents.crises.recurrent import Recurrent
from jitagents.crises.shock import Shock, Until

__all__ = [
    "EFFECTS",
    "Calendar",
    "Carrier",
    "Cascade",
    "CatchUp",
    "Course",
    "Dark",
    "Demand",
    "Disruption",
    "Distribution",
    "Effect",
    "Events",
    "Exponential",
    "Fading",
    "Freight",
    "Geometric",
    "Lane",
    "Late",
    "Linear",
    "Lognormal",
    "Observed",
    "OrdersDoubled",
    "OrdersLost",
    "Price",
    "Production",
    "Receiving",
    "Recovery",
    "Recurrent",
    "SCurve",
    "Scene",
    "Shipping",
    "Shock",
    "SlowCarrier",
    "SlowLane",
    "Stated",
    "Step",
    "Stock",
    "Supply",
    "Switching",
    "Uniform",
    "Until",
    "Weibull",
    "Wrong",
    "Yield",
]
