"""Random cases: a network, behaviours and a crisis."""

from hypothesis import strategies as st

from tests.properties.case import Case
from tests.properties.disruptions import shocks
from tests.properties.exemptions import exemptions
from tests.properties.relations import relations
from tests.properties.rules import behaviours
from tests.properties.tables import tables


@st.composite
def _calendars(draw: st.DrawFn, case: Case) -> None:
    """Calendars of some agents, lanes and carriers, and lead times in working days or calendar days."""
    names = case.stages["calendar"].names
    if not case.stages["calendar"].rest:
        return
    for row in (*case.agents, *case.lanes, *case.carriers):
        row["calendar"] = draw(st.sampled_from(["", *names]))
        if row not in case.carriers:
            row["lead_time_in"] = draw(st.sampled_from(["", "working_days", "calendar_days"]))


@st.composite
def cases(draw: st.DrawFn, most_shocks: int = 3, exempting: bool = True, relating: bool = False) -> Case:
    """A case with up to `most_shocks` shocks, some with exemptions unless not `exempting`, or with relations."""
    case = Case(whole=draw(st.booleans()), start=draw(st.sampled_from(["steady", "steady", "empty"])))
    draw(tables(case))
    choices = behaviours(case.whole)
    case.stages = {stage: draw(st.sampled_from(some)) for stage, some in choices.items()}
    draw(_calendars(case))
    if exempting and draw(st.booleans()):
        case.stages["exemptions"] = draw(exemptions(case, choices))
    if relating:
        case.stages["relation"] = draw(relations(case))
    case.crisis = {f"shock_{number}": draw(shocks(case)) for number in range(draw(st.integers(0, most_shocks)))}
    return case
