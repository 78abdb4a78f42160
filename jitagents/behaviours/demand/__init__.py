"""Final demand: the orders of customers at the buyers, drawn per replication and shared by levels and twins."""

from jitagents.behaviours.demand.base import Buyers, Demand, Draw, Marginal
from jitagents.behaviours.demand.correlated import Correlated
from jitagents.behaviours.demand.independent import Constant, Gamma, NegativeBinomial, Normal, Poisson, Step
from jitagents.behaviours.demand.recorded import Bootstrap, Replay
from jitagents.behaviours.demand.sporadic import Intermittent, Lumpy
from jitagents.behaviours.demand.timed import AutoRegressive, Seasonal

__all__ = [
    "AutoRegressive",
    "Bootstrap",
    "Buyers",
    "Constant",
    "Correlated",
    "Demand",
    "Draw",
    "Gamma",
    "Intermittent",
    "Lumpy",
    "Marginal",
    "NegativeBinomial",
    "Normal",
    "Poisson",
    "Replay",
    "Seasonal",
    "Step",
]
