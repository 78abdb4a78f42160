"""Explaining: the shortage of an agent by the evening of a day, and the tree of its causes."""

import numpy as np

from jitagents.why.case import NOTHING, Case, Scale, Window
from jitagents.why.causes import Cause
from jitagents.why.orders import asked
from jitagents.why.shocks import BUYING
from jitagents.why.supply import short
from jitagents.why.tracing import Trace


def explain(found: Trace, row: int, day: int, detail: float) -> Cause:
    """Why an agent was short by the evening of a day.

    Against the calm twin, it was short by what it has put out less since day 1, and by what was asked of it beyond the
    twin. Against the plan, it was short by what it owes and by the sales that it has lost since it last met all demand.

    Args:
        found: the world and its reference.
        row: of the agent.
        day: of the model.
        detail: share of the shortage below which causes are told together.
    """
    case = Case(found, 0.0)
    window = Window(0, day) if found.twin else case.episode(row, day)
    output, demand = case.less("points.output", row, window), "buying.wanted" if case.is_buyer(row) else "points.demand"
    more = -case.less(demand, row, window)
    more = max(more, 0.0) if found.twin else more
    case.least = max(detail * (output + more), NOTHING)
    if output + more <= NOTHING:
        return case.cause("short", row, day, output + more, Scale())
    causes = [*short(case, row, window, Scale())]
    if case.is_buyer(row):
        causes.append(case.cause(case.wanted, row, day, -more, Scale(-1.0), case.struck(BUYING, [row], day)))
    elif more:
        causes += asked(case, row, window, Scale(-1.0))
    return case.cause("short", row, day, output + more, Scale(), children=causes)


def worst_day(found: Trace, row: int) -> int:
    """The first day by which an agent had fallen furthest behind its calm twin, or on which it was shortest of all."""
    world, reference = found.world, found.reference
    if found.twin:
        lost = np.cumsum((reference.daily["points.output"] - world.daily["points.output"])[:, row])
    else:
        lost = world.levels["points.owed"][:, row].copy()
        if row < found.layout.buyers.stop:
            lost += world.daily["buying.lost"][:, row]
    return found.warmup + 1 + int(lost[found.warmup + 1 :].argmax())
