"""Explanation of the shortage of an agent by the end of a day: the tree of its causes."""

import numpy as np

from jitagents.column import Array
from jitagents.crises.effects import BUYING
from jitagents.diagnosis.causes import NOTHING, Cause
from jitagents.diagnosis.chains import asked, cancelled, short
from jitagents.diagnosis.investigation import Investigation, Scale, Window
from jitagents.diagnosis.tracing import Trace

NEARLY = 0.95
"""Share of the largest shortage that counts as all of it: diverged worlds go on differing by a few units for long."""


def explain(trace: Trace, row: int, day: int, detail: float) -> Cause:
    """Explain the shortage of an agent by the end of a day.

    Against the calm twin, the shortage is the shortfall of output since day 1, plus any demand beyond that of the
    twin. Against the plan, it is the backorders and the sales lost since the agent last met all demand.

    Args:
        trace: the world and its reference.
        row: row of the agent.
        day: day of the model.
        detail: share of the shortage below which causes are summed up.
    """
    investigation = Investigation(trace, 0.0)
    window = Window(0, day) if trace.twin else investigation.episode(row, day)
    output = investigation.shortfall("points.output", row, window)
    extra = -investigation.shortfall(_demand(trace, row), row, window)
    lanes = [] if investigation.relations.is_buyer(row) else investigation.relations.lanes_from(row)
    if trace.cancels and lanes:
        asked_for, taken_back = (
            sum(investigation.shortfall(f"lanes.{name}", lane, window) for lane in lanes)
            for name in ("ordered", "cancelled")
        )
        extra = taken_back - asked_for
    extra = max(extra, 0.0) if trace.twin else extra
    investigation.least = max(detail * (output + extra), NOTHING)
    if output + extra <= NOTHING:
        return investigation.cause("short", row, day, output + extra, Scale())
    causes = [*short(investigation, row, window, Scale())]
    if investigation.relations.is_buyer(row):
        note = investigation.disruptions(BUYING, [row], day)
        causes.append(investigation.cause(investigation.wanted, row, day, -extra, Scale(-1.0), note))
    elif extra:
        causes += asked(investigation, row, window, Scale(-1.0))
        causes.append(cancelled(investigation, row, lanes, window, Scale(-1.0)))
    return investigation.cause("short", row, day, output + extra, Scale(), children=causes)


def worst_day(trace: Trace, row: int) -> int:
    """The first measured day on which the shortage of an agent is nearly its largest, as a day of the model."""
    measured = behind(trace, row)
    return trace.warmup + 1 + int((measured >= NEARLY * measured.max()).argmax())


def behind(trace: Trace, row: int) -> Array:
    """The shortage of an agent at the end of each measured day, units `(days,)`.

    Against the twin, the shortage is the cumulative shortfall; against the plan, the backorders and the day's lost
    sales.
    """
    world, reference = trace.world, trace.reference
    if trace.twin:
        output, demand = (
            (reference.totals(name) - world.totals(name))[:, row] for name in ("points.output", _demand(trace, row))
        )
        short = output + np.maximum(-demand, 0.0)
    else:
        short = world.stocks["points.owed"][:, row].copy()
        if trace.relations.is_buyer(row):
            short += world.daily["buying.lost"][:, row]
    return short[trace.warmup + 1 :]


def _demand(trace: Trace, row: int) -> str:
    """The column of demand on an agent."""
    return "buying.wanted" if trace.relations.is_buyer(row) else "points.demand"
