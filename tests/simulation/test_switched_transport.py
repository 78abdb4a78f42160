"""Transport that changes on a day: what is under way goes on, nothing is lost, nothing overtakes that may not."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.transport import (
    AsStated,
    Expediting,
    Gamma,
    Lognormal,
    MilkRuns,
    Planned,
    Transport,
    TruckLoads,
)
from jitagents.choice import Choice
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import listed, read_lead_times
from jitagents.simulation.exemptions import Exemption
from jitagents.simulation.regimes import When
from jitagents.simulation.switched_transport import SwitchedTransport
from jitagents.simulation.ways import ways_of
from jitagents.worlds import Worlds
from tests.simulation.shipments import WORLDS, days_of_arrival
from tests.simulation.test_regimes import DAYS, NEVER, days_of

OTHERS = [
    MilkRuns(Gamma(), every=3), Lognormal(cv=0.6, overtaking=False), AsStated(per="unit"), Planned(),
    Expediting(Gamma(cv=0.5), patience=0.0),
]  # fmt: skip


def assert_same(left: dict[str, np.ndarray], right: dict[str, np.ndarray]) -> None:
    """The same in all columns that both have: docks and express service stand ready even if nobody uses them."""
    both = left.keys() & right.keys()
    assert {"lanes.arrived", "lanes.under_way", "points.stock"} <= both
    for name in both:
        assert np.array_equal(left[name], right[name]), name


@pytest.mark.parametrize("other", OTHERS, ids=lambda rule: type(rule).__name__)
def test_one_that_never_holds_or_always_is_that_model(make: Callable[..., SupplyModel], other: Transport) -> None:
    setup: dict[str, Any] = {"transport": Gamma(cv=0.4), "warmup": 2}

    def days(*when: When | None) -> dict[str, np.ndarray]:
        lanes = {"seller": ["mine", "forge"]}
        exempt = [Exemption({}, lanes=lanes, transport=other, when=some) for some in when]
        return days_of(make(exemptions=exempt, **setup), DAYS)

    always = days(None)
    assert_same(days(), days(When(start=NEVER)))
    assert_same(always, days(When(start=-2)))
    assert not np.array_equal(always["lanes.under_way"], days()["lanes.under_way"])


@pytest.mark.parametrize("other", OTHERS, ids=lambda rule: type(rule).__name__)
def test_a_switch_in_one_world_is_that_of_a_model_in_which_all_switch(
    make: Callable[..., SupplyModel], other: Transport
) -> None:
    starts, worlds = [1.0, 4.0, NEVER], Worlds(range(2), levels=3, entropy=3)

    def switching(start: Any, worlds: Worlds) -> dict[str, np.ndarray]:
        exempt = [Exemption({}, lanes={"seller": "mine"}, transport=other, when=When(start=start))]
        return days_of(make(exemptions=exempt, worlds=worlds, rng=0, transport=AsStated(overtaking=False)))

    together = switching(worlds.by_level(starts), worlds)
    for level, start in enumerate(starts):
        alone = switching(start, Worlds(range(2), entropy=3))
        assert_same({name: column[..., 2 * level : 2 * level + 2] for name, column in together.items()}, alone)


def sent(times: str, usual: Transport, other: Transport, first: int, last: int) -> np.ndarray:
    """Day on which the shipments of a lane arrive `(worlds, shipments)`; the other rule holds from first to last."""
    law, hold = read_lead_times([np.nan], [0.0], [times], 1), np.zeros((1, WORLDS))
    rule: Any = SwitchedTransport((usual, other), (hold,))
    ways = ways_of(Choice.same(rule, 1), law, lambda some, _: some.times(law, pd.DataFrame()))

    def turn(day: int) -> None:
        hold[...] = first <= day <= last

    return days_of_arrival(law, ways, turn)


@pytest.mark.parametrize(("first", "last"), [(12, 25), (1, 20), (25, 99)])
def test_who_goes_in_sequence_passes_nobody_who_was_sent_before(first: int, last: int) -> None:
    """What is sent in sequence arrives after all that was sent earlier, by whatever rule; the others may overtake."""
    usual, in_sequence = AsStated(), AsStated(overtaking=False)
    day_of = sent("1:0.4 3:0.3 7:0.3", usual, in_sequence, first, last)
    latest = np.maximum.accumulate(day_of, axis=1)
    ordered = slice(first - 1, min(last, 40))
    assert (day_of[:, ordered] == latest[:, ordered]).all()
    free = np.ones(40, dtype=bool)
    free[ordered] = False
    assert (day_of[:, free] < latest[:, free]).any()
    assert np.array_equal(day_of[:, free], sent("1:0.4 3:0.3 7:0.3", usual, in_sequence, 99, 99)[:, free])


def test_what_is_under_way_goes_on_and_what_waits_leaves_by_the_new_rule() -> None:
    """Ten a day, two days away; on days 4 to 10 trucks go every fourth day, then every day again."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 0},
        {"name": "shop", "kind": "buyer", "item": "ore", "demand": 10},
    ]
    network = listed(name="way", agents=agents, lanes=[{"seller": "mine", "buyer": "shop", "lead_time": 2}])
    runs = Exemption({}, transport=MilkRuns(every=4, spread=False), when=When(start=4, end=10))
    model = SupplyModel(network, demand=Constant(), ordering=Jit(cover=9.0), exemptions=[runs])
    days = days_of(model, 14)
    #       day 1   2   3   4  5  6  7  8  9 10 11, 12 …
    loaded = [10, 10, 10, 10, 0, 0, 0, 40, 0, 0, 30, 10, 10, 10]
    assert days["lanes.loaded"][:, 0, 0].tolist() == loaded
    assert days["lanes.arrived"][:, 0, 0].tolist() == [10, 10, *loaded[:-2]]


def test_a_truck_that_is_waited_for_has_waited_since_yesterday() -> None:
    """Loads of 25 or two days, from day 6 on; what milk runs had left at the dock counts as brought on day 5."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 0},
        {"name": "shop", "kind": "buyer", "item": "ore", "demand": 4},
    ]
    lanes: list[dict[str, Any]] = [{"seller": "mine", "buyer": "shop", "load": 25}]
    network = listed(name="way", agents=agents, lanes=lanes)
    trucks = Exemption({}, lanes={}, transport=TruckLoads(longest=2), when=When(start=6))
    model = SupplyModel(
        network,
        demand=Constant(),
        ordering=Jit(cover=9.0),
        exemptions=[trucks],
        transport=MilkRuns(every=4, spread=False),
    )
    loaded = days_of(model, 10)["lanes.loaded"][:, 0, 0]
    assert loaded.tolist() == [0, 0, 0, 16, 0, 0, 12, 0, 0, 12]


def test_trucks_need_a_load_somewhere_and_not_on_the_lanes_that_change(make: Callable[..., SupplyModel]) -> None:
    with pytest.raises(InputError, match=r"^transport: TruckLoads needs lanes with a `load`, and none is stated$"):
        make(transport=Expediting(TruckLoads()))
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore"},
        *({"name": name, "kind": "buyer", "item": "ore", "demand": 4} for name in ("near", "far")),
    ]
    lanes: list[dict[str, Any]] = [{"seller": "mine", "buyer": "near"}, {"seller": "mine", "buyer": "far", "load": 9}]
    runs = Exemption({}, lanes={"buyer": "near"}, transport=MilkRuns(), when=When(start=3))
    SupplyModel(listed(name="two", agents=agents, lanes=lanes), transport=TruckLoads(), exemptions=[runs]).run_for(4)
