"""Stages in line: the textbook serial system."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from jitagents.errors import InputError
from jitagents.network.arguments import DEEPEST, Limit, check_arguments
from jitagents.network.description import Network
from jitagents.parameters import LONGEST, network_builder

LIMITS = {
    "stages": Limit(1, DEEPEST, whole=True),
    "lead_time": Limit(0, LONGEST, optional=True),
    "order_delay": Limit(0, LONGEST, optional=True),
    "demand": Limit(0),
    **{
        name: Limit(0, optional=True)
        for name in ("demand_sd", "value", "holding_cost", "backorder_cost", "stock", "capacity")
    },
}

type PerStage = float | Sequence[float | None] | None


@network_builder
def serial(
    *,
    stages: int = 4,
    lead_time: PerStage = 1.0,
    order_delay: PerStage = 0.0,
    demand: float = 10.0,
    demand_sd: float | None = None,
    value: PerStage = 1.0,
    holding_cost: PerStage = None,
    backorder_cost: PerStage = None,
    stock: PerStage = None,
    capacity: float | None = None,
    whole: bool = True,
) -> Network:
    """`stage_1` faces demand and buys from `stage_2`, and so on up to the last stage, which is the source.

    Lists run from the customer up; one number holds for all. One stage alone buys from a source `outside` that has
    no limit and no stock, and makes to order on the same day.

    Args:
        stages: how many stages face each other.
        lead_time: days into each stage; the last one is the source's replenishment lead time.
        order_delay: days until the seller sees an order of each stage; one less than stages, or one for one stage.
        demand: mean final demand, units/day.
        demand_sd: its standard deviation, units/day.
        value: money/unit at each stage.
        holding_cost: money/unit/day at each stage; None: the cost model decides.
        backorder_cost: money/unit/day at each stage; None: the cost model decides.
        stock: units on hand at each stage on day 0; None: the ordering rule chooses.
        capacity: most that the source makes, units/day; None: no limit.
        whole: units are whole; else continuous.

    Raises:
        InputError: fewer than one stage, a list of another length, or a fault of the network.
    """
    given = {"stages": stages, "lead_time": lead_time, "order_delay": order_delay, "demand": demand}
    given |= {"demand_sd": demand_sd, "value": value, "holding_cost": holding_cost, "backorder_cost": backorder_cost}
    check_arguments("serial", given | {"stock": stock, "capacity": capacity}, LIMITS)
    stages = int(stages)
    names = [f"stage_{number + 1}" for number in range(stages)]
    days = _spread("lead_time", lead_time, stages)
    alone = stages == 1
    agents = pd.DataFrame(
        {
            "name": names,
            "kind": ["buyer"] + ["supplier"] * (stages - 1),
            "item": "product",
            "value": _spread("value", value, stages),
            "lead_time": np.where(np.arange(1, stages + 1) == stages, np.nan if alone else days, np.nan),
            "demand": [demand] + [np.nan] * (stages - 1),
            "demand_sd": [demand_sd] + [np.nan] * (stages - 1),
            "capacity": [np.inf] * (stages - 1) + [np.inf if capacity is None or alone else capacity],
            "stock": _spread("stock", stock, stages),
            "holding_cost": _spread("holding_cost", holding_cost, stages),
            "backorder_cost": _spread("backorder_cost", backorder_cost, stages),
        }
    )
    if alone:
        outside = {
            "name": "outside",
            "kind": "supplier",
            "item": "product",
            "value": 0.0,
            "holding_cost": 0.0,
            "stock": 0.0,
        }
        limits = {"lead_time": 0.0, "capacity": np.inf if capacity is None else capacity}
        agents = pd.concat([agents, pd.DataFrame([outside | limits])], ignore_index=True)
    lanes = pd.DataFrame(
        {
            "seller": agents["name"].iloc[1:].tolist(),
            "buyer": agents["name"].iloc[:-1].tolist(),
            "lead_time": days[: max(stages - 1, 1)],
            "order_delay": _spread("order_delay", order_delay, max(stages - 1, 1)),
        }
    )
    return Network.of(agents, lanes, name=f"serial {stages}", whole=whole)


def _spread(name: str, value: PerStage, count: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    numbers = [value] * count if value is None or isinstance(value, int | float) else list(value)
    if len(numbers) != count:
        raise InputError(f"serial: {name} has {len(numbers)} numbers; allowed: one number, or a list of {count}")
    return np.array(numbers, dtype=np.float64)
