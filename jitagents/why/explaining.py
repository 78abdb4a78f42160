"""Explaining: the shortage of an agent by the evening of a day, and the tree of its causes."""

import numpy as np

from jitagents.why.case import Case, Scale, Window
from jitagents.why.causes import NOTHING, Cause
from jitagents.why.chains import asked, short
from jitagents.why.shocks import BUYING
from jitagents.why.tracing import Trace

NEARLY = 0.95
"""Share of the largest shortage that counts as all of it: worlds that have parted differ by a few units for long."""


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
    output, more = case.less("points.output", row, window), -case.less(_demand(found, row), row, window)
    more = max(more, 0.0) if found.twin else more
    case.least = max(detail * (output + more), NOTHING)
    if output + more <= NOTHING:
        return case.cause("short", row, day, output + more, Scale())
    causes = [*short(case, row, window, Scale())]
    if case.ties.is_buyer(row):
        causes.append(case.cause(case.wanted, row, day, -more, Scale(-1.0), case.struck(BUYING, [row], day)))
    elif more:
        causes += asked(case, row, window, Scale(-1.0))
    return case.cause("short", row, day, output + more, Scale(), children=causes)


def worst_day(found: Trace, row: int) -> int:
    """The first measured day by which an agent was nearly as short as it ever was, as a day of the model.

    Against its twin: behind it; against the plan: what it owed that evening, or lost that day.
    """
    world, reference = found.world, found.reference
    if found.twin:
        output, demand = (
            (reference.totals(name) - world.totals(name))[:, row] for name in ("points.output", _demand(found, row))
        )
        behind = output + np.maximum(-demand, 0.0)
    else:
        behind = world.levels["points.owed"][:, row].copy()
        if found.ties.is_buyer(row):
            behind += world.daily["buying.lost"][:, row]
    measured = behind[found.warmup + 1 :]
    return found.warmup + 1 + int((measured >= NEARLY * measured.max()).argmax())


def _demand(found: Trace, row: int) -> str:
    """The column that tells what is asked of an agent."""
    return "buying.wanted" if found.ties.is_buyer(row) else "points.demand"
