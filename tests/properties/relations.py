"""Relations of random cases: terms of all lanes, or of those of some sellers."""

from dataclasses import fields
from typing import Any

from hypothesis import strategies as st

from jitagents.behaviours.allocation import OldestFirst
from jitagents.behaviours.information import SharedDemand
from jitagents.relations import Relation, Relations
from tests.properties.case import Case

TERMS: tuple[dict[str, Any], ...] = (
    {"shared_demand": 0.5, "warning_lag": 1.0, "passing_lag": 2.0, "recovery_help": 0.5, "ownership": "use"},
    {"shared_demand": 1.0, "trust_pace": 0.3, "penalty": 0.01, "penalty_days": 3, "bonus": 0.01, "price": 0.1},
    {"decides": "seller", "ownership": "shipment", "administration": 100.0, "payment": 20.0},
    {"decides": "seller", "least": 1.0, "most": 4.0, "shared_demand": 1.0, "outside": 0.01},
    {"plan_days": 3, "up": 0.3, "down": 0.2, "bands": {6: [0.6, 0.5]}, "recovery_help": 0.7, "helpers": 2},
    {"warning_lag": 0.0},
    {"reserved": 0.7, "reservation_fee": 0.1},
)
"""Several terms each; in sum all that there are, but for classes."""


@st.composite
def relations(draw: st.DrawFn, case: Case) -> Relations:
    """Relations that suit the other behaviours of a case."""
    rules = [case.stages[stage] for stage in ("information", "allocation")]
    for exemption in case.stages.get("exemptions", ()):
        rules += [exemption.information, exemption.allocation]
    shared, remembers = (any(isinstance(one, kind) for one in rules) for kind in (SharedDemand, OldestFirst))
    remembers |= any(exemption.allocation is not None for exemption in case.stages.get("exemptions", ()))
    late = any(lane.get("order_delay") for lane in case.lanes)  # without it, a cycle of lanes may have none left
    refused = {
        "shared_demand": shared,
        "trust_pace": shared,
        "decides": shared or late,
        "reserved": remembers,
    }
    able = [terms for terms in TERMS if not any(refused.get(name) for name in terms)]
    usual, other = draw(st.sampled_from([{}, *able])), draw(st.sampled_from([{}, *able]))
    if not other or "most" in other or "plan_days" in other:
        return Relations(**usual)
    seller = draw(st.sampled_from([lane["seller"] for lane in case.lanes]))
    if "most" in usual or "plan_days" in usual:  # of all that a buyer gets of an item
        usual = {}
    return Relations(**usual, others={"some": Relation(lanes={"seller": seller}, **other)})


def stated() -> set[str]:
    """The terms that random cases have."""
    return {name for terms in TERMS for name in terms}


def terms() -> set[str]:
    """The terms that there are."""
    return {item.name for item in fields(Relation)} - {"lanes"}
