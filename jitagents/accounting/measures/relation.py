"""Relation: the trust of buyers in those who sell to them."""

from typing import TYPE_CHECKING

import numpy as np

from jitagents.accounting.accumulator import Accumulator, Sum
from jitagents.accounting.measures.measure import Single, ratio
from jitagents.accounting.measures.records import WorldLedger
from jitagents.column import Array

if TYPE_CHECKING:
    from jitagents.model import SupplyModel


def trusted(model: "SupplyModel", ledger: WorldLedger) -> Accumulator:
    """Trust on each lane on which it can change, 0 on all others, summed over days `(lanes, worlds)`."""
    if "trust" not in model.lanes or model.planned.terms is None:
        return Accumulator(np.zeros((model.lanes.rows, 1)))
    trust, moves = model.lanes["trust"], np.asarray(model.planned.terms.trust_pace > 0.0, dtype=float)
    return Sum(trust.shape, lambda: trust * moves)


class Trust(Single):
    """Trust of buyers in their sellers."""

    unit = "share"
    label = "trust"
    formula = (
        "mean over days, and over the lanes to an agent with `relation.trust_pace`; tier and network: mean over all "
        "such lanes; none without any"
    )
    source = "Özer, Zheng & Chen 2011, Management Science 57(6): trust and shared forecasts"
    sums = (trusted,)

    def of(self, ledger: WorldLedger) -> Array:
        terms, layout = ledger.planned.terms, ledger.layout
        shape = (len(layout.lane_buyer), ledger.worlds)
        moves = np.zeros(shape) if terms is None else np.broadcast_to(terms.trust_pace > 0.0, shape).astype(float)
        sums = (np.broadcast_to(one, shape) for one in (ledger.total(trusted) / ledger.days, moves))
        buyers = layout.owner[layout.lane_buyer]
        trust, lanes = (ledger.every(ledger.at(buyers, np.ascontiguousarray(one))) for one in sums)
        return ratio(trust, lanes)


MEASURES = (Trust(),)
