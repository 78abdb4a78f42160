"""Partners in a crisis: who hears of an outage when, and how much shorter it is."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit, Prebuild
from jitagents.crises import Events, Recurrent, Shock
from jitagents.crises.distributions import Uniform
from jitagents.model import SupplyModel
from jitagents.network import Network, listed, serial
from jitagents.relations import Relation, Relations
from tests.science.conftest import row

START, DURATION = 10, 20


def outage(name: str, **more: Any) -> dict[str, Shock]:
    return {"outage": Shock({"name": name}, "supply", severity=1.0, start=START, duration=DURATION, **more)}


def warned(relation: Relations, **more: Any) -> np.ndarray:
    """Days of mean flow that each of three stages is told it will miss, day by day `(days, stages)`."""
    model = SupplyModel(
        serial(stages=3, demand=10), demand=Constant(), crisis=outage("stage_3", **more), relation=relation
    )
    days = []
    for _ in range(40):
        model.step()
        told = model.disruptions.warnings.days
        stages = [row(model, f"stage_{number}") for number in (1, 2, 3)]
        days.append(np.zeros(3) if told is None else told[stages, 0])
    return np.array(days)


def test_news_of_an_outage_takes_the_lags_of_its_path() -> None:
    """A chain of three, lags 1 and 3: known one day after the outage, and four days after it."""
    others = {
        "first": Relation(lanes={"seller": "stage_3"}, warning_lag=1.0),
        "second": Relation(lanes={"seller": "stage_2"}, passing_lag=3.0),
    }
    told = warned(Relations(others=others))
    today = np.arange(1, 41)
    left = np.maximum(START + DURATION - today, 0)
    assert told[:, 2].tolist() == [0.0] * 40
    assert told[:, 1].tolist() == (left * (today >= START + 1)).tolist()
    assert told[:, 0].tolist() == (left * (today >= START + 4)).tolist()


def test_news_ends_at_a_seller_that_tells_nobody() -> None:
    told = warned(Relations(others={"first": Relation(lanes={"seller": "stage_3"}, warning_lag=0.0)}))
    assert told[START - 1, 1] == DURATION
    assert not told[:, 0].any()
    assert not warned(Relations(passing_lag=0.0)).any()


def test_an_announcement_is_earlier_than_the_news() -> None:
    told = warned(Relations(warning_lag=2.0), warning=5)
    assert told[START - 6, 1] == DURATION
    assert told[START - 7, 1] == 0.0


def test_a_closed_seller_is_known_on_the_day_of_the_news() -> None:
    model = SupplyModel(
        serial(stages=2, demand=10), demand=Constant(), crisis=outage("stage_2"), relation=Relations(warning_lag=1.0)
    )
    known = []
    for _ in range(40):
        model.step()
        announced = model.disruptions.today.announced
        known.append(0.0 if announced is None else float(announced[0, 0]))
    assert known == [float(START + 1 <= day < START + DURATION) for day in range(1, 41)]


def test_who_is_told_builds_ahead_and_who_is_not_does_not() -> None:
    """Two tiers up, the news comes before the goods are missing."""
    network = serial(stages=3, demand=10)
    orders = []
    for lag in (None, 1.0):
        relation = Relations(warning_lag=lag, passing_lag=lag)
        model = SupplyModel(
            network, demand=Constant(), ordering=Prebuild(Jit()), crisis=outage("stage_3", warning=1), relation=relation
        )
        first, total = row(model, "stage_1"), 0.0
        for _ in range(START + 3):
            model.step()
            total += float(model.points["order"][first, 0])
        orders.append(total)
    assert orders[1] > orders[0] == 10.0 * (START + 3)


def two_mines() -> Network:
    """Two mines, each with a shop of its own."""
    agents: list[dict[str, Any]] = [
        {"name": f"{kind}_{name}", "kind": role, "item": name} | more
        for name in "ab"
        for kind, role, more in (("mine", "supplier", {}), ("shop", "buyer", {"demand": 10}))
    ]
    return listed(
        agents=agents, lanes=[{"seller": f"mine_{name}", "buyer": f"shop_{name}"} for name in "ab"], name="pairs"
    )


def two_shops() -> Network:
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore"},
        *({"name": name, "kind": "buyer", "item": "ore", "demand": 10} for name in ("a", "b")),
    ]
    return listed(agents=agents, lanes=[{"seller": "mine", "buyer": name} for name in ("a", "b")], name="two_shops")


@pytest.mark.parametrize(
    ("relation", "days"),
    [
        (Relations(), 20),
        (Relations(recovery_help=0.6), 12),
        (Relations(recovery_help=0.52), 11),  # 10.4, in whole days
        (Relations(recovery_help=0.6, helpers=2), 12),
        (Relations(recovery_help=0.6, helpers=3), 20),
        (Relations(others={"a": Relation(lanes={"buyer": "a"}, recovery_help=0.6, helpers=2)}), 20),
        (Relations(recovery_help=0.9, others={"a": Relation(lanes={"buyer": "a"}, recovery_help=0.5)}), 10),
    ],
)
def test_help_shortens_an_outage(relation: Relations, days: int) -> None:
    model = SupplyModel(two_shops(), demand=Constant(), crisis=outage("mine"), relation=relation)
    closed = 0
    for _ in range(60):
        model.step()
        closed += model.points["shippable"][row(model, "mine"), 0] == 0.0
    assert closed == days


def test_help_does_not_shorten_a_surge_of_demand() -> None:
    surge = {"surge": Shock({"name": "a"}, "demand", severity=1.0, start=START, duration=DURATION)}
    wanted = []
    for relation in (Relations(), Relations(recovery_help=0.5)):
        model = SupplyModel(two_shops(), demand=Constant(), crisis=surge, relation=relation)
        model.run_for(10)
        total = 0.0
        for _ in range(30):
            model.step()
            total += float(model.buying["wanted"].sum())
        wanted.append(total)
    assert wanted[0] == wanted[1] > 600


@pytest.mark.parametrize(
    ("cause", "memoryless"),
    [
        (Recurrent({"kind": "supplier"}, "supply", mtbf=9.0, mttr=6.0), True),
        (
            Recurrent(
                {"kind": "supplier"}, "supply", mtbf=9.0, mttr=Uniform(2.0, 10.0), common=0.5, repairs="together"
            ),
            False,
        ),
        (Events({"kind": "supplier"}, "supply", every=150.0, duration=Uniform(2.0, 10.0), severity=1.0), False),
    ],
    ids=["markov", "renewal", "events"],
)
def test_each_outage_of_each_supplier_is_told_from_its_own_first_day(
    cause: Recurrent | Events, memoryless: bool
) -> None:
    """One day after a mine has closed its shop knows of it, and of the days that are still to be expected, 6 in all."""
    model = SupplyModel(
        two_mines(), demand=Constant(), crisis={"out": cause}, relation=Relations(warning_lag=1.0), rng=2
    )  # no event comes during another one
    mines, shops = ([row(model, f"{kind}_{name}") for name in "ab"] for kind in ("mine", "shop"))
    since, told, apart = np.zeros(2), 0, 0
    for _ in range(400):
        model.step()
        closed = model.points["shippable"][mines, 0] == 0.0
        since = np.where(closed, since + 1, 0.0)  # the day of an outage, from 1 on
        left = np.full(2, 6.0) if memoryless else np.maximum(7.0 - since, 0.0)
        expected = np.where(since >= 2, left, 0.0)
        days = model.disruptions.warnings.days
        assert days is not None
        assert days[shops, 0].tolist() == expected.tolist()
        told, apart = told + int((expected > 0).any()), apart + int(expected[0] != expected[1])
    assert told
    assert apart


def test_a_repeated_world_hears_the_same_news() -> None:
    model = SupplyModel(
        two_mines(), demand=Constant(), worlds=3, relation=Relations(warning_lag=2.0),
        crisis={"out": Recurrent({"kind": "supplier"}, "supply", mtbf=5.0, mttr=6.0)},
    )  # fmt: skip
    model.run_for(20)
    again = model.repeat([2, 0])
    for _ in range(15):
        for one in (model, again):
            one.step()
        before, after = (one.disruptions.warnings.days for one in (model, again))
        assert before is not None
        assert after is not None
        assert np.array_equal(after, before[:, [2, 0]])
