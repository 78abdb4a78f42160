"""A chain whose books err in every way, and the comparison of models column by column."""

import numpy as np

from jitagents.behaviours.information import Books, Counts, Losses, MasterData, OrderLines, Posting
from jitagents.model import SupplyModel
from jitagents.network import serial

CHAIN = serial(stages=3, lead_time=2, demand=10.0)
ERRING = Books(
    receipt=Posting(miss=0.05, miskey=0.1, swap=0.05, late=1),
    issue=Posting(miss=0.05, miskey=0.1, swap=0.05, late="0:0.7 1:0.2 3:0.1"),
    losses=Losses(receipts=0.02, stock=0.01, misplaced=0.01, scrap=0.5),
    counts=Counts(a=20.0, b=30.0, c=40.0, error=0.02, notice=0.2),
    order_lines=OrderLines(dropped=0.05, confirmed=0.5),
    master_data=MasterData(lead_time_wrong=0.5, bill_wrong=0.5, lot_wrong=0.5, safety_wrong=0.5, audit=30),
)


def tables(model: SupplyModel) -> dict[str, np.ndarray]:
    """All columns of a model, by table and name."""
    parts = {"points": model.points, "lanes": model.lanes, "making": model.making, "buying": model.buying}
    return {f"{place}.{name}": table[name].copy() for place, table in parts.items() for name in table}


def same(left: SupplyModel, right: SupplyModel) -> bool:
    """Whether the columns that both have are the same to the last bit."""
    here, there = tables(left), tables(right)
    return all(np.array_equal(here[name], there[name], equal_nan=True) for name in here.keys() & there.keys())
