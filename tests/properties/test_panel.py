"""Nothing is lost or appears with panels on random networks, and nobody is ordered from who may not deliver."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.behaviours.sourcing import Panel
from jitagents.behaviours.sourcing.base import ACTIVE, CANDIDATE, LEFT, PROBATION, QUALIFYING
from tests.properties.books import WorldLedger, state
from tests.properties.case import DAY_0, DAYS, Case
from tests.properties.cases import cases

STATES = ("active", "approved", "candidate")


def flows(case: Case) -> list[list[dict[str, Any]]]:
    """The lanes of each buyer and item."""
    item = {agent["name"]: agent["item"] for agent in case.agents}
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for lane in case.lanes:
        found.setdefault((lane["buyer"], item[lane["seller"]]), []).append(lane)
    return list(found.values())


@st.composite
def panels(draw: st.DrawFn) -> Case:
    """A case whose buyers have a panel, with suppliers that are not in use on day 1."""
    case = draw(cases(exempting=False))
    case.leave_out(*DAY_0)
    for flow in flows(case):
        for place, lane in enumerate(flow):
            lane["state"] = "active" if place == 0 else draw(st.sampled_from(STATES))
            lane.pop("share", None)
    case.stages["sourcing"] = Panel(
        review=draw(st.sampled_from([3.0, 7.0])), qualification=draw(st.sampled_from([0.0, 4.0])),
        ramp=draw(st.sampled_from([0.0, 5.0])), sources=draw(st.sampled_from([None, 2.0])),
        patience=draw(st.sampled_from([0.0, 3.0])), lag=draw(st.sampled_from([0.0, 2.0])), poor_reviews=1.0,
        overdue=draw(st.sampled_from([1.0, 5.0])), shares=draw(st.sampled_from(["fixed", "proportional", "winner"])),
        knockout=draw(st.sampled_from([0.5, 0.9])), cancel=draw(st.booleans()),
    )  # fmt: skip
    return case


@settings(max_examples=25)
@given(panels())
def test_every_day_of_a_panel_balances(case: Case) -> None:
    model = case.model()
    books, before = WorldLedger(model), state(model)
    for _ in range(DAYS):
        model.step()
        now = state(model)
        books.check_day(before, now)
        before = now
        if "standing" in model.lanes:
            standing, placed = model.lanes["standing"], model.lanes.get("placed")
            ordered = model.lanes["ordered"] if placed is None else placed
            # Bad units that a supplier sent before it left are still replaced.
            idle = (CANDIDATE, QUALIFYING) if "claimed" in model.lanes else (CANDIDATE, QUALIFYING, LEFT)
            assert not ordered[np.isin(standing, idle)].any()
            agreed = np.where(np.isin(standing, (ACTIVE, PROBATION)), 0.0, model.lanes["agreed"])
            assert not agreed.any()
            lanes = model.planned.lanes.buyers
            total = lanes.sum(model.lanes["agreed"], np.empty((lanes.size, model.lanes.worlds)))
            assert np.allclose(total[lanes.counts > 0], 1.0)
