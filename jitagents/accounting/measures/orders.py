"""Orders that are taken back."""

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.measures.measure import Single
from jitagents.accounting.measures.records import WorldLedger
from jitagents.column import Array
from jitagents.flow import Groups


class Cancelled(Single):
    """Cancelled orders: value of what is taken back before it is shipped."""

    unit = "money/day"
    label = "orders cancelled"
    formula = (
        "value of the units on order that the agent takes back, inputs included; tier and network: sum over agents"
    )
    source = "Lee, Padmanabhan & Whang 1997, Management Science 43(4), sec. 4"
    sums = (accumulators.cancelled,)

    def of(self, ledger: WorldLedger) -> Array:
        layout = ledger.layout
        value = ledger.total(accumulators.cancelled) * ledger.planned.plan.value[layout.lane_seller]
        rows = Groups(layout.lane_buyer, layout.rows).sum(value, np.empty((layout.rows, value.shape[1])))
        return ledger.points(rows) / ledger.days


CANCELLED = Cancelled()

MEASURES = (CANCELLED,)
