"""Whatever happens, the causes add up to the shortage."""

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from jitagents.diagnosis.explaining import explain
from jitagents.diagnosis.tracing import Trace, follow
from jitagents.errors import InputError
from jitagents.worlds import Worlds
from tests.diagnosis.conftest import check_sums
from tests.properties.case import DAY_0, DAYS, Case
from tests.properties.cases import cases


def traced(case: Case, calm: bool) -> Trace:
    """A world of a case, against its twin or against the plan."""
    try:
        model = case.model(Worlds((3,), 1, bool(case.crisis), 7))
    except InputError:  # e.g. a carrier without lanes
        reject()
    return follow(model, DAYS, calm=calm)


@settings(max_examples=30)
@given(cases(), st.data())
def test_the_parts_of_every_cause_add_up_to_it(case: Case, data: st.DataObject) -> None:
    """In networks, behaviours and crises of all kinds; down to causes of 1 % of the shortage, and to all of them."""
    trace = traced(case, calm=not case.crisis or data.draw(st.booleans()))
    day, detail = data.draw(st.integers(1, DAYS)), data.draw(st.sampled_from([0.0, 0.01, 0.2]))
    for agent in range(trace.layout.agent_rows.stop):
        check_sums(explain(trace, agent, day, detail))


@settings(max_examples=10)
@given(cases())
def test_a_shortage_is_what_the_twin_put_out_more_and_what_was_asked_for_beyond_it(case: Case) -> None:
    trace = traced(case, calm=False)
    if not trace.twin:
        return
    for agent in range(trace.layout.agent_rows.stop):
        lanes = trace.relations.lanes_from(agent)
        for day in (5, DAYS):
            output = trace.reference.change("points.output", agent, 0, day)
            output -= trace.world.change("points.output", agent, 0, day)
            asked_for = sum(
                sign * (trace.reference.change(name, row, 0, day) - trace.world.change(name, row, 0, day))
                for name, rows, sign in (
                    ("buying.wanted", [agent] if not lanes else [], 1.0),
                    ("lanes.ordered", lanes, 1.0),
                    ("lanes.cancelled", lanes, -1.0),
                )
                for row in rows
            )
            told = explain(trace, agent, day, 0.0)
            assert told.amount == pytest.approx(output + max(-asked_for, 0.0), abs=1e-6)


@settings(max_examples=10)
@given(cases(most_shocks=0))
def test_without_a_crisis_a_shortage_is_what_is_owed_and_lost_since_all_was_met(case: Case) -> None:
    """Of what is asked for from day 1 on."""
    case.leave_out(*DAY_0)
    trace = traced(case, calm=True)
    owed, lost = trace.world.stocks["points.owed"], trace.world.daily["buying.lost"]
    for agent in range(trace.layout.agent_rows.stop):
        gone = lost[:, agent] if agent < trace.layout.market_rows.stop else np.zeros(DAYS + 1)
        short = 0.0
        for day in range(1, DAYS + 1):
            met = owed[day, agent] <= 1e-9 and gone[day] <= 1e-9
            short = 0.0 if met else short + gone[day]
            told = explain(trace, agent, day, 0.2)
            assert told.amount == pytest.approx(0.0 if met else short + owed[day, agent], abs=1e-6)
