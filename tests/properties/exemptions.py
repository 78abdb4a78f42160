"""Exemptions of random cases: other behaviours for some agents or lanes, always or on some days."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from jitagents.behaviours.information import Books
from jitagents.behaviours.transport import TruckLoads
from jitagents.simulation.exemptions import EXEMPT, Exemption
from jitagents.simulation.regimes import EVENTS, When
from tests.properties.case import DAYS, WARMUP, Case


@st.composite
def exemptions(draw: st.DrawFn, case: Case, choices: Mapping[str, Sequence[Any]]) -> list[Exemption]:
    """Up to four for agents or lanes whom they concern; one of a stage that always holds, others on some days."""
    kinds = {agent["name"]: agent["kind"] for agent in case.agents}
    sellers = sorted({lane["seller"] for lane in case.lanes})
    concerned = {
        "serving": [name for name, kind in kinds.items() if kind == "buyer"],
        "production": [name for name, kind in kinds.items() if kind == "plant"],
        "allocation": sellers,
        "transport": sellers,
        "inspection": sorted({lane["buyer"] for lane in case.lanes if kinds[lane["buyer"]] != "plant"}),
        "sourcing": sorted({lane["buyer"] for lane in case.lanes if kinds[lane["buyer"]] != "plant"}),
    }
    made: list[Exemption] = []
    for number, stage in enumerate(stages := draw(st.lists(st.sampled_from(EXEMPT), max_size=4))):
        if not (names := concerned.get(stage, sorted(kinds))):
            continue
        where = {"name": draw(st.lists(st.sampled_from(names), unique=True, min_size=1))}
        rules = [rule for rule in choices[stage] if not _needs_loads(rule)]
        lanes = {"seller": where["name"]} if stage == "transport" else None
        when = draw(times())
        if when is None and stage in stages[:number]:
            continue
        if stage == "information" and any(exemption.information is not None for exemption in made):
            continue
        if stage == "information" and when is not None:  # books are kept from the first day to the last
            if isinstance(case.stages[stage], Books):
                continue
            rules = [rule for rule in rules if not isinstance(rule, Books)]
        made.append(Exemption({} if lanes else where, lanes=lanes, when=when, **{stage: draw(st.sampled_from(rules))}))
    return made


@st.composite
def times(draw: st.DrawFn) -> When | None:
    """Always, from a day on, between two days, or with the crisis."""
    if draw(st.booleans()):
        return None
    if event := draw(st.sampled_from(["", "", *EVENTS])):
        names: dict[str, Any] = {event: "crisis", "lag": draw(st.integers(0, 4))}
        return When(**names)
    start = draw(st.integers(-WARMUP, DAYS - WARMUP))
    return When(start=start, end=draw(st.sampled_from([None, start, start + 5])))


def _needs_loads(rule: Any) -> bool:
    """Whether the rule, or one in it, loads by the load, which some lanes do not state."""
    return isinstance(rule, TruckLoads) or any(map(_needs_loads, rule.parts().values()))
