"""Bad units that have escaped are in process, under way, in stock, or found and sent back; no other is."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.behaviours.inspection import Containment, Incoming, OnUse
from jitagents.behaviours.production import Overtime, PartlyBinding, UpToCapacity, Yield
from jitagents.crises import Shock
from tests.properties.books import WorldLedger, state
from tests.properties.case import DAYS, Case
from tests.properties.cases import cases

MAKING: list[Any] = [
    UpToCapacity(), Yield(rate=0.7, escape=0.5), Yield(rate=0.5, escape=1.0, bad="rework"),
    Yield(rate=0.8, escape=0.3, random=False, rule=PartlyBinding()),
    Overtime(threshold=0.5, rule=Yield(rate=0.6, escape=0.9)),
]  # fmt: skip
INSPECTING: list[Any] = [
    OnUse(), OnUse(stop=False), Incoming(share=0.3), Containment(share=0.1, capacity=1.0, days=3.0, stop=False),
]  # fmt: skip
CLOSE = 1e-6


@settings(max_examples=10)
@given(cases(), st.sampled_from(MAKING), st.sampled_from(INSPECTING), st.sampled_from([0.0, 0.3, 1.0]))
def test_bad_units_are_conserved(case: Case, making: Any, inspecting: Any, severity: float) -> None:
    case.leave_out("shelf_life")
    case.stages |= {"production": making, "inspection": inspecting, "exemptions": ()}
    sellers = sorted({lane["seller"] for lane in case.lanes})
    buying = {lane["buyer"] for lane in case.lanes}
    makers = sorted(each["name"] for each in case.agents if each["kind"] == "plant" or each["name"] not in buying)
    case.crisis = {
        "batch": Shock({"name": makers[0]}, "quality", severity=severity, start=4, duration=5),
        "down": Shock({"name": sellers[-1]}, "supply", severity=0.6, start=6, duration=5),
    }
    model = case.model()
    assert model.quality is not None
    books, before = WorldLedger(model), state(model)
    escaped, sent_back, gone = np.zeros((3, model.worlds.count))
    for _ in range(DAYS):
        model.step()
        now = state(model)
        books.check_day(before, now)
        escaped += now["making.escaped"].sum(axis=0)
        sent_back += now["lanes.returned"].sum(axis=0)
        there = sum(now[name].sum(axis=0) for name in ("points.bad", "lanes.bad"))
        there = there + model.quality.in_process.sum(axis=0) + model.quality.returns.met.sum(axis=0)
        if model.quality.astray is not None:
            gone += now["points.bad_shrunk"].sum(axis=0)
            there = there + model.quality.astray.goods.sum(axis=0) + model.quality.astray.made.sum(axis=0)
        wrong = np.abs(escaped - sent_back - gone - there).max()
        assert wrong <= CLOSE * (1.0 + escaped.max()), f"{wrong} of {escaped} that have escaped appear or vanish"
        for bad, among in (("points.bad", "points.stock"), ("lanes.bad", "lanes.under_way")):
            worst = (now[bad] - now[among]).max(initial=0.0)
            assert worst <= CLOSE, f"{bad} exceeds {among} by {worst}"
        assert (now["making.escaped"] <= now["making.good"] + CLOSE).all()
        before = now
