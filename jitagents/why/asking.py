"""Asking: why an agent was short by the evening of a day."""

from jitagents.why.case import Case, Scale, Window
from jitagents.why.causes import Cause
from jitagents.why.orders import asked
from jitagents.why.shocks import BUYING
from jitagents.why.supply import short
from jitagents.why.tracing import Trace

SHARE = 0.01
"""Causes below this share of a shortage are not told one by one."""


def explain(trace: Trace, row: int, day: int) -> Cause:
    """Why an agent was short by the evening of a day of the model."""
    case = Case(trace, 0.0)
    window = Window(0, day) if trace.twin else case.episode(row, day)
    demand = "buying.wanted" if case.is_buyer(row) else "points.demand"
    more = -case.less(demand, row, window)
    if trace.twin:
        more = max(more, 0.0)
    amount = case.less("points.output", row, window) + more
    case.least = SHARE * amount
    causes: list[Cause] = []
    if amount > 1e-9:
        causes = short(case, row, window, Scale())
        if case.is_buyer(row):
            causes.append(case.cause("wanted", row, day, more, Scale(), case.struck(row, BUYING, day)))
        elif more:
            causes += asked(case, row, window, Scale(-1.0))
    return case.cause("short", row, day, amount, Scale(), children=causes)
