"""Tension: the exposure of a network's flows, against the stock that covers them."""

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.measures.measure import Single, ratio
from jitagents.accounting.measures.records import WorldLedger
from jitagents.column import Array


class Tension(Single):
    """Tension: exposure against cover."""

    unit = "share"
    label = "tension"
    formula = (
        "mean of exposure / (exposure + cover) over what is bought on lanes, weighted by the value of its mean "
        "flow; exposure: mean days from ordering to receiving, the seller's own production or replenishment "
        "included; cover: mean stock on hand / mean daily flow; 1: no stock at all, towards 0: stock for far "
        "longer than a delivery takes; plant: over its inputs; tier and network: over what all their agents buy"
    )
    source = (
        "an index of our own, after the comparison of time to survive with time to recover in Simchi-Levi et al. "
        "2015, Interfaces 45(5)"
    )
    sums = (accumulators.input_stock,)

    def of(self, ledger: WorldLedger) -> Array:
        plan = ledger.planned.plan
        # In units: exposure is the use in the days of reach, cover is the stock on hand.
        exposed, covered = plan.reach * plan.rate, ledger.stock / ledger.days
        tightness = np.divide(exposed, exposed + covered, out=np.zeros_like(covered), where=exposed > 0)
        weight = plan.rate * plan.value * (plan.sources > 0)
        return ratio(ledger.points(weight * tightness), ledger.points(weight))


MEASURES = (Tension(),)
