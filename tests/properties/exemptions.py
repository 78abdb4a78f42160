"""Exemptions of random cases: other behaviours for some agents or lanes."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from jitagents.behaviours.transport import TruckLoads
from jitagents.simulation.exemptions import EXEMPT, Exemption
from tests.properties.case import Case


@st.composite
def exemptions(draw: st.DrawFn, case: Case, choices: Mapping[str, Sequence[Any]]) -> list[Exemption]:
    """Up to three, each of another stage, for agents or lanes whom it concerns."""
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
    made = []
    for stage in draw(st.lists(st.sampled_from(EXEMPT), unique=True, max_size=3)):
        if not (names := concerned.get(stage, sorted(kinds))):
            continue
        where = {"name": draw(st.lists(st.sampled_from(names), unique=True, min_size=1))}
        rules = [rule for rule in choices[stage] if not _needs_loads(rule)]
        lanes = {"seller": where["name"]} if stage == "transport" else None
        made.append(Exemption({} if lanes else where, lanes=lanes, **{stage: draw(st.sampled_from(rules))}))
    return made


def _needs_loads(rule: Any) -> bool:
    """Whether the rule, or one in it, loads by the load, which some lanes do not state."""
    return isinstance(rule, TruckLoads) or any(map(_needs_loads, rule.parts().values()))
