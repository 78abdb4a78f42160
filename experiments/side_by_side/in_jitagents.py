"""The chain in jitagents: all worlds side by side, with demand of their own."""

import numpy as np

from experiments.side_by_side.chain import DEMAND, LEAD_TIME, LEVEL, STAGES, Path, Units
from jitagents import SupplyModel
from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.ordering import BaseStock
from jitagents.behaviours.serving import LostSale
from jitagents.network import serial


def simulate(worlds: int, days: int) -> tuple[Units, Path]:
    """The demand that was drawn `(days, worlds)`, and the path that follows."""
    model = SupplyModel(
        serial(stages=STAGES, lead_time=LEAD_TIME, demand=DEMAND),
        worlds=worlds,
        start="empty",
        demand=Poisson(),
        ordering=BaseStock(level=LEVEL),
        serving=LostSale(),
    )
    demand, lost = np.empty((2, days, worlds))
    orders, stock = np.empty((2, days, STAGES, worlds))
    for day in range(days):
        model.step()
        demand[day], lost[day] = model.buying["wanted"][0], model.buying["lost"][0]
        orders[day], stock[day] = model.points["order"], model.points["stock"]
    return demand, Path(orders, stock, lost)
