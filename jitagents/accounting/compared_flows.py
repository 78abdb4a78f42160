"""Flows of agents that a crisis is compared with its calm twin by: what is shipped, asked for, and not missing."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from jitagents.column import Array
from jitagents.stock_points import PLANT

if TYPE_CHECKING:
    from jitagents.model import SupplyModel

type Today = Callable[[], Array]
"""Gives the units of today `(agents, worlds)`."""
type ComparedFlow = Callable[["SupplyModel"], Today]
"""Sets up a flow of a model, and is its key; where a crisis has less than its twin, the difference is a loss."""


def output(model: "SupplyModel") -> Today:
    """Units shipped, or served to final demand."""
    column = model.points["output"][model.layout.agent_rows]
    return lambda: column


def orders(model: "SupplyModel") -> Today:
    """Units asked for: by customers' orders, at buyers by final demand, whether it waits or goes elsewhere."""
    demand, wanted = model.points["demand"][model.layout.agent_rows], model.buying["wanted"]
    return lambda: np.concatenate((wanted, demand[len(wanted) :]))


def goods(model: "SupplyModel") -> Today:
    """Units below 0 that goods are missing for.

    A plant lacks the kits for what its open orders and capacity would let it start; a buyer or distributor the stock
    for what it owes, or has lost today. A source needs no goods.
    """
    layout, making = model.layout, model.making
    stock, owed = (model.points[name][layout.agent_rows] for name in ("stock", "owed"))
    lost, makers = model.buying["lost"], layout.maker_rows
    plants = (layout.role[makers] == PLANT)[:, None]
    lacking = np.empty_like(stock)

    def today() -> Array:
        np.minimum(stock - owed, 0.0, out=lacking)
        lacking[: len(lost)] -= lost
        ready = np.minimum(making["open_orders"] + making["started"], making["capacity"])
        short = np.maximum(ready - np.maximum(making["kits"], making["started"]), 0.0)
        lacking[makers] = -np.where(plants, short, 0.0)
        return lacking

    return today
