"""Faults of a crisis: each told with its place, what is allowed and the nearest name, all of them before day 1."""

from typing import Any

import pytest

from jitagents.build import build
from jitagents.crises import (
    Attenuation,
    Calendar,
    Cascade,
    Disruption,
    Events,
    Lane,
    Linear,
    Recurrent,
    Shock,
    Stock,
    Told,
    Uniform,
    Until,
    Wrong,
)
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from tests.crises.conftest import line


def told(make: Any) -> str:
    """What is said when something is made."""
    with pytest.raises(InputError) as caught:
        make()
    return "\n".join(caught.value.faults)


def in_a_model(**crisis: Disruption) -> str:
    """What is said when a model is built."""
    return told(lambda: SupplyModel(line(), crisis=crisis))


# ---------------------------------------------------------------- by itself


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Shock({}, "suply"), "Shock.what = 'suply': did you mean 'supply'? allowed: administration, carrier"),
        (lambda: Shock({}, severity=1.5), "Shock.severity = 1.5: must be between 0 and 1, a share, for supply"),
        (lambda: Shock({}, "demand", -2.0), "Shock.severity = -2.0: must be -1 or more, a share, for demand"),
        (lambda: Shock({}, Wrong(), 1.2), "must be between 0 and 1, a share, for Wrong"),
        (lambda: Shock({}, "lane", attenuation=Attenuation({"name": "a"})), "Shock.attenuation: only agents have a"),
        (lambda: Shock({}, start=0), "Shock.start = 0: must be 1 or more (day)"),
        (lambda: Shock({}, duration=-1.0), "Shock.duration = -1.0: must be 0 or more (days)"),
        (lambda: Shock({}, recovery="step"), "Shock.recovery = 'step': must be of the kind Recovery"),  # type: ignore[arg-type]
        (lambda: Shock({}, severity="all"), "Shock.severity = 'all'"),  # type: ignore[arg-type]
        (lambda: Shock({}, warning=-1), "Shock.warning = -1: must be 0 or more (days)"),
        (lambda: Shock({}, told={"far": Told()}), "Shock.told: nobody hears of a shock that is not announced"),
        (lambda: Shock({}, warning=5, told={"far": 3}), "Shock.told.far = 3: must be {_target_: jitagents.crises.Told"),  # type: ignore[dict-item]
        (lambda: Shock({}, told=3), "Shock.told = 3: must be a mapping"),  # type: ignore[arg-type]
        (lambda: Told({}, lag=-1.0), "Told.lag = -1.0: must be 0 or more (days)"),
        (lambda: Recurrent({}, severity=Uniform()), "Recurrent.severity: must be a number; drawn ones are for"),
        (lambda: Recurrent({}, mtbf="long"), "Recurrent.mtbf = 'long': must be a number"),  # type: ignore[arg-type]
        (lambda: Recurrent({}, mtbf=None, uptime="high"), "Recurrent.uptime = 'high': must be a number"),  # type: ignore[arg-type]
        (lambda: Recurrent({}, common=2.0), "Recurrent.common = 2.0: must lie between 0 and 1"),
        (lambda: Events({}, every=0.0), "Events.every = 0.0"),
        (lambda: Cascade({}, after=0), "Cascade.after = 0: must be 1 or more (days)"),
        (lambda: Until({}, "sleepy"), "Until.state = 'sleepy': allowed: busy, idle"),
        (lambda: Lane("vanish"), "Lane.goods = 'vanish': allowed: gate, lost, pass, rerouted, wait"),
        (lambda: Lane("reruted"), "did you mean 'rerouted'?"),
        (lambda: Lane("gat"), "Lane.goods = 'gat': did you mean 'gate'?"),
        (lambda: Lane("gate", position=1.5), "Lane.position = 1.5: must lie between 0 and 1 (share)"),
        (lambda: Lane("gate", rate=0.0), "Lane.rate = 0.0: must be more than 0; null: all that waits passes at once"),
        (lambda: Lane("gate", rate=-1), "Lane.rate = -1: must be more than 0"),
        (lambda: Lane("gate", rate="fast"), "Lane.rate = 'fast': must be a number"),  # type: ignore[arg-type]
        (lambda: Stock(-1.0), "Stock.units = -1.0: must be 0 or more (units)"),
        (lambda: Linear(-1.0), "Linear.length = -1.0: must be 0 or more (days)"),
    ],
)  # fmt: skip
def test_a_number_or_name_that_cannot_be(make: Any, message: str) -> None:
    assert message in told(make)


def test_all_faults_of_a_disruption_at_once() -> None:
    said = told(lambda: Shock({}, "demnad", start=0, duration=-2, warning=-3, recovery=7))  # type: ignore[arg-type]
    assert all(f"Shock.{name} = " in said for name in ("what", "start", "duration", "warning", "recovery"))


# ---------------------------------------------------------------- on a network


@pytest.mark.parametrize(
    ("shock", "message"),
    [
        (Shock({"name": "mil"}), "crisis.disruption.target.name: 'mil' occurs nowhere; did you mean 'mill'?"),
        (Shock({"nmae": "mill"}), "crisis.disruption.target: unknown column 'nmae'; did you mean 'name'?"),
        (Shock({"seler": "mill"}, "lane"), "crisis.disruption.target: unknown column 'seler'; did you mean 'seller'?"),
        (Shock({"name": "vna"}, "carrier"), "crisis.disruption.target.name: 'vna' occurs nowhere; did you mean 'van'?"),
        (Shock({"seller": "shop"}, "lane"), "crisis.disruption.target.seller: 'shop' occurs nowhere"),
        (Shock({"name": "mill"}, "demand"), "crisis.disruption.target: names nobody: demand needs a buyer"),
        (Shock({"name": "shop"}), "names nobody: supply needs an agent that sells to others"),
        (Shock({"name": "shop"}, "yield"), "names nobody: yield needs a plant or source"),
        (Shock({"name": "mill"}, "receiving"), "names nobody: receiving needs an agent that buys from others"),
        (Shock({"upstream": {"name": "mill"}}), "names nobody: supply needs"),
        (Shock({"random": 3}), "crisis.disruption.target.random = 3: there are only 1 to choose from"),
        (Shock({"random": -1}), "target.random = -1: must be a whole number from 1 up"),
        (Shock({"random": 0}), "target.random = 0: affects nobody; must be a whole number from 1 up"),
        (Shock({"random": 0.5}), "target.random = 0.5: must be a whole number from 1 up"),
        (Shock({"random": "two"}), "target.random = 'two': must be a whole number from 1 up"),
        (Shock({}, attenuation=Attenuation({"name": "mill"})), "disruption.attenuation: the agents of this network"),
        (Shock({}, warning=2, told={"far": Told({"name": "shp"})}), "told.far.where.name: 'shp' occurs nowhere"),
        (Shock({}, until=Until({"name": "shp"})), "until.target.name: 'shp' occurs nowhere; did you mean 'shop'?"),
        (Recurrent({}, common=0.5, by="regoin"), "crisis.disruption: Recurrent.by = 'regoin': there is no such column"),
        (Recurrent({"seller": "mill"}, "lane", common=0.5), "Recurrent.by = 'region': there is no such column"),
        (Calendar({}, file="no.csv"), "crisis.disruption: Calendar.file: there is no file 'no.csv'"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_network(shock: Disruption, message: str) -> None:
    assert message in in_a_model(disruption=shock)


def test_all_faults_of_a_crisis_at_once() -> None:
    said = in_a_model(
        first=Shock({"name": "mil"}, attenuation=Attenuation({"name": "mill"})),
        second=Recurrent({"random": 9}, common=0.5, by="regoin"),
        third=Shock({"seler": "mill"}, "lane"),
        fourth=Shock({"name": "mill"}),
    )
    places = (
        "crisis.first.target.name", "crisis.first.attenuation", "crisis.second.target.random",
        "crisis.second: Recurrent.by", "crisis.third.target",
    )  # fmt: skip
    assert all(place in said for place in places)
    assert "fourth" not in said


def test_the_former_name_of_attenuation_leads_to_the_present_one() -> None:
    said = told(lambda: build({"_target_": "jitagents.crises.Shock", "fades": {}}, "crisis.quake"))
    assert "crisis.quake.fades: jitagents.crises.Shock has no such parameter; did you mean 'attenuation'?" in said
    said = told(lambda: build({"_target_": "jitagents.crises.Fading"}, "crisis.quake.attenuation"))
    assert "jitagents.crises has no 'Fading' to build; did you mean 'Attenuation'?" in said


def test_all_faults_of_a_configuration_at_once() -> None:
    node = {
        "_target_": "jitagents.crises.Shock",
        "what": {"_target_": "jitagents.crises.Lane", "goods": "lots", "detuor": 3},
        "recovery": {"_target_": "jitagents.crises.Linear", "length": -1},
        "catch_up": {"_target_": "jitagents.crises.CachUp"},
    }
    said = told(lambda: build(node, "crisis.closure"))
    assert "crisis.closure.what.detuor: jitagents.crises.Lane has no such parameter; did you mean 'detour'?" in said
    assert "crisis.closure.recovery: Linear.length = -1: must be 0 or more (days)" in said
    assert (
        "crisis.closure.catch_up._target_: jitagents.crises has no 'CachUp' to build; did you mean 'CatchUp'?" in said
    )
