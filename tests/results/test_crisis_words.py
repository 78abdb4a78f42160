"""The crisis in words, and units as a network states them."""

from typing import Any

import pytest

from jitagents.config import composed, plain
from jitagents.results.crisis_words import acts_on_demand, crisis_of, described, disruptions
from jitagents.results.manifest import Manifest
from jitagents.results.units import Units

WEEKS = Units("dollars", "week")
DISRUPTION = "jitagents.crises.Shock"


def said(node: dict[str, Any], levels: dict[str, Any] | None = None, units: Units | None = None) -> str:
    (line,) = described({"it": node}, levels or {}, [], units or Units())
    return line


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("supplier_outage", "outage: chip_fab makes and ships nothing from day 60 for 15 days"),
        ("lane_closure", "closure: all lanes from chip_fab carry nothing from day 60 for 7 days"),
        (
            "demand_surge",
            "surge: all markets want 50 % more from day 60 for 30 days, then eases in equal steps over 30 days",
        ),
        (
            "recurrent_outages",
            "recurrent_outages: chip_fab makes and ships nothing again and again: up for 2,920 days (8 years), down for about 30 days (lognormal) in the mean",  # noqa: E501
        ),
        (
            "frequent_outages",
            "recurrent_outages: all suppliers make and ship nothing again and again: up for 90 days, down for 7 days in the mean",  # noqa: E501
        ),
    ],
)
def test_ready_made_crises(choice: str, words: str) -> None:
    config = plain(composed(["study=single", f"crisis={choice}"]))
    assert words in described(crisis_of(config, Manifest()), {}, [], Units())


@pytest.mark.parametrize("choice", ["demand_surge", "outage_and_surge", "pandemic"])
def test_what_acts_on_demand(choice: str) -> None:
    assert acts_on_demand(plain(composed(["study=single", f"crisis={choice}"]))["crisis"])
    assert not acts_on_demand(plain(composed(["study=single"]))["crisis"])


def test_what_is_drawn_swept_or_shared_is_said_as_such() -> None:
    law = {"_target_": "jitagents.crises.Geometric", "mean": 12}
    node = {"_target_": DISRUPTION, "target": {"name": ["a", "b"]}, "severity": 0.4, "duration": law}
    assert said(node) == "it: a and b make and ship 40 % less from day 60 for about 12 days (geometric)"
    node["duration"] = 5
    ends = said(node, {"crisis.it.duration": [5, 20, 10]}, WEEKS)
    assert ends == "it: a and b make and ship 40 % less from week 60 for 5 to 20 weeks (swept)"
    turns = said(node, {"crisis.it.target.name": ["c", "d"]})
    assert turns == "it: each of c and d in turn makes and ships 40 % less from day 60 for 5 days"
    some = said({"_target_": DISRUPTION, "target": {"kind": "supplier", "random": 2}})
    assert some.startswith("it: 2 of the agents of kind supplier, others in each replication, make and ship nothing")


def test_a_shock_that_cannot_be_built_again_has_its_name_only() -> None:
    assert said({"_target_": "somebody.Else"}) == "it"
    assert disruptions({"it": {"_target_": "somebody.Else"}, "other": 5}) == {}


def test_units_stand_in_the_place_of_money_and_days() -> None:
    assert WEEKS.say("cost (money/day)") == "cost (dollars/week)"
    assert WEEKS.say("Days of output lost, daily") == "Weeks of output lost, weekly"
    assert WEEKS.say("Monday's birthday") == "Monday's birthday"
    assert Units().say("cost (money/day)") == "cost (money/day)"
    assert Units.of({"network": {"currency": "EUR", "time_unit": None}}) == Units("EUR", "day")
