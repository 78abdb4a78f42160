"""One warehouse and several retailers: the textbook distribution system."""

from collections.abc import Sequence

import pandas as pd

from jitagents.errors import InputError
from jitagents.network.arguments import DEEPEST, Limit, check_arguments
from jitagents.network.description import Network
from jitagents.parameters import LONGEST, network_builder

LIMITS = {
    "retailers": Limit(1, DEEPEST, whole=True),
    "lead_time": Limit(1, LONGEST),
    "supply_time": Limit(0, LONGEST),
    "demand": Limit(0),
    **{name: Limit(0, optional=True) for name in ("demand_sd", "holding_cost", "warehouse_holding", "backorder_cost")},
    "value": Limit(0),
}


@network_builder
def one_warehouse(
    *,
    retailers: int = 4,
    lead_time: float = 4.0,
    supply_time: float = 4.0,
    demand: float = 2.0,
    demand_sd: float | None = None,
    value: float = 1.0,
    holding_cost: float | None = None,
    warehouse_holding: float | None = None,
    backorder_cost: float | None = None,
    whole: bool = True,
) -> Network:
    """Build `warehouse`, a source without limit, and the equal retailers `retailer_1`, `retailer_2`, and so on.

    Args:
        retailers: how many buy from the warehouse.
        lead_time: days from the warehouse to a retailer.
        supply_time: days in which the warehouse is replenished.
        demand: mean demand of a retailer, units/day.
        demand_sd: its standard deviation, units/day; None: the demand behaviour decides.
        value: money/unit.
        holding_cost, warehouse_holding: money/unit/day, of a retailer and of the warehouse; None: the cost model.
        backorder_cost: money/unit/day of a retailer; None: the cost model decides.
        whole: units are whole; else continuous.

    Raises:
        InputError: no retailer, or a number outside its limits.
    """
    given: dict[str, object] = {"retailers": retailers, "lead_time": lead_time, "supply_time": supply_time}
    given |= {"demand": demand, "demand_sd": demand_sd, "value": value, "holding_cost": holding_cost}
    given |= {"warehouse_holding": warehouse_holding, "backorder_cost": backorder_cost}
    lists = [name for name, value in given.items() if isinstance(value, Sequence) and not isinstance(value, str)]
    if lists:
        raise InputError(*(f"one_warehouse: {name} = {given[name]!r}; allowed: {LIMITS[name]}" for name in lists))
    check_arguments("one_warehouse", given, LIMITS)
    names = [f"retailer_{number + 1}" for number in range(int(retailers))]
    retailer = {"kind": "buyer", "demand": demand, "demand_sd": demand_sd, "backorder_cost": backorder_cost}
    agents = [{"name": "warehouse", "kind": "supplier", "lead_time": supply_time, "holding_cost": warehouse_holding}]
    agents += [{"name": name, "holding_cost": holding_cost, **retailer} for name in names]
    lanes = [{"seller": "warehouse", "buyer": name, "lead_time": lead_time} for name in names]
    table = pd.DataFrame(agents).assign(item="product", value=value)
    return Network.of(table, pd.DataFrame(lanes), name=f"one warehouse, {len(names)} retailers", whole=whole)
