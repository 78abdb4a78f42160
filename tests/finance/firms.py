"""Small networks whose money can be counted by hand."""

from itertools import pairwise
from typing import Any

import pandas as pd

from jitagents.accounting.charges import charge
from jitagents.accounting.costs import Costs
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import BaseStock
from jitagents.finance import FirmLedger
from jitagents.model import SupplyModel
from jitagents.network import Network

FREE = Costs(capital=0, storage=0, obsolescence=0, backorder_rate=0)
"""A cost model in which nothing is paid beside the goods."""


def ledger(**given: Any) -> FirmLedger:
    """A ledger without margins, cash, credit and interest unless these are given."""
    return FirmLedger(**{"margin": 0.0, "cash": 0.0, "line": 0.0, "interest": 0.0, **given})


def chain(
    *values: float, demand: float = 10.0, agents: dict[str, Any] | None = None, lanes: dict[str, Any] | None = None
) -> Network:
    """A shop, and its suppliers in a row, one for each further value; lead times of a day."""
    names = ["shop", *(f"supplier_{number}" for number in range(1, len(values)))]
    table: list[dict[str, Any]] = [
        {"name": name, "kind": "supplier", "item": "part", "value": value}
        for name, value in zip(names, values, strict=True)
    ]
    table[-1]["lead_time"] = 1
    table[0] |= {"kind": "buyer", "demand": demand}
    for row in table:
        row.update((agents or {}).get(row["name"], {}))
    links = [
        {"seller": seller, "buyer": buyer, "lead_time": 1, **(lanes or {}).get(seller, {})}
        for buyer, seller in pairwise(names)
    ]
    return Network.of(pd.DataFrame(table), pd.DataFrame(links), name="chain", whole=False)


def simulated(network: Network, finance: FirmLedger, costs: Costs = FREE, **given: Any) -> SupplyModel:
    """A model with constant demand that pays what the cost model says."""
    usual = {"demand": Constant(), "ordering": BaseStock(), "worlds": 1}
    return charge(SupplyModel(network, finance=finance, **{**usual, **given}), costs)


def row(model: SupplyModel, name: str) -> int:
    return int(model.layout.names.tolist().index(name))
