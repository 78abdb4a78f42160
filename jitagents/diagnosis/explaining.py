"""Explaining: the shortage of an agent by the evening of a day, and the tree of its causes."""

import numpy as np

from jitagents.crises.effects.base import BUYING
from jitagents.diagnosis.causes import NOTHING, Cause
from jitagents.diagnosis.chains import asked, short
from jitagents.diagnosis.investigation import Investigation, Scale, Window
from jitagents.diagnosis.tracing import Trace

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
    investigation = Investigation(found, 0.0)
    window = Window(0, day) if found.twin else investigation.episode(row, day)
    output, more = (
        investigation.less("points.output", row, window),
        -investigation.less(_demand(found, row), row, window),
    )
    more = max(more, 0.0) if found.twin else more
    investigation.least = max(detail * (output + more), NOTHING)
    if output + more <= NOTHING:
        return investigation.cause("short", row, day, output + more, Scale())
    causes = [*short(investigation, row, window, Scale())]
    if investigation.relations.is_buyer(row):
        causes.append(
            investigation.cause(
                investigation.wanted, row, day, -more, Scale(-1.0), investigation.disruptions(BUYING, [row], day)
            )
        )
    elif more:
        causes += asked(investigation, row, window, Scale(-1.0))
    return investigation.cause("short", row, day, output + more, Scale(), children=causes)


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
        if found.relations.is_buyer(row):
            behind += world.daily["buying.lost"][:, row]
    measured = behind[found.warmup + 1 :]
    return found.warmup + 1 + int((measured >= NEARLY * measured.max()).argmax())


def _demand(found: Trace, row: int) -> str:
    """The column that tells what is asked of an agent."""
    return "buying.wanted" if found.relations.is_buyer(row) else "points.demand"
