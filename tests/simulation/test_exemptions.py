"""Exemptions: other behaviours for some stock points, and for them alone."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.allocation import OldestFirst
from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.forecasting import Naive
from jitagents.behaviours.information import Delayed
from jitagents.behaviours.ordering import BaseStock, Hybrid, Jit, Kanban, SafetyStock
from jitagents.behaviours.production import Yield
from jitagents.behaviours.serving import Backorder, Goodwill, LostSale
from jitagents.behaviours.sourcing import Primary, Scored, Split
from jitagents.behaviours.transport import AsStated, Gamma, Lognormal, MilkRuns, Planned, TruckLoads
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import listed
from jitagents.simulation.exemptions import Exemption

DAYS = 12


def orders(model: SupplyModel) -> dict[str, np.ndarray]:
    """The orders of each stock point, day by day, by name."""
    kept = []
    for _ in range(DAYS):
        model.step()
        kept.append(model.points["order"].copy())
    return dict(zip(model.layout.names.tolist(), np.stack(kept, axis=1), strict=True))


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ({"name": "town"}, {"town"}),
        ({"kind": "input"}, {"forge/ore", "forge/wood", "smithy/ore", "smithy/wood"}),
        ({"name": "forge/ore"}, {"forge/ore"}),
        ({"kind": "input", "item": "wood"}, {"forge/wood", "smithy/wood"}),
        ({"tier": 0}, {"town", "city"}),
        ({"any": [{"name": "mine"}, {"kind": "plant"}]}, {"mine", "forge", "smithy"}),
    ],
)
def test_only_those_selected_order_otherwise(
    make: Callable[..., SupplyModel], where: dict[str, Any], names: set[str]
) -> None:
    level = 10_000.0
    model = make(ordering=Jit(), exemptions=[Exemption(where, ordering=BaseStock(level=level))])
    opening = dict(zip(model.layout.names.tolist(), model.points["stock"] + model.points["on_order"], strict=True))
    assert {name for name, position in opening.items() if (position >= level).all()} == names


def test_all_exempted_is_none_exempted(make: Callable[..., SupplyModel]) -> None:
    other: dict[str, Any] = {"ordering": SafetyStock(z=1.0), "forecasting": Naive(), "information": Delayed(days=1)}
    everyone = orders(make(ordering=Jit(), exemptions=[Exemption({}, **other)]))
    model = orders(make(**other))
    assert everyone.keys() == model.keys()
    assert all(np.array_equal(everyone[name], model[name]) for name in model)


def test_two_exemptions_of_one_stage_for_one_row_are_refused(make: Callable[..., SupplyModel]) -> None:
    twice = [Exemption({"tier": 0}, ordering=BaseStock(level=900.0)), Exemption({"name": "town"}, ordering=Jit())]
    with pytest.raises(InputError, match="town"):
        make(ordering=Jit(), exemptions=twice)
    apart = [Exemption({"name": "city"}, ordering=BaseStock(level=900.0)), Exemption({"name": "town"}, ordering=Jit())]
    model = make(ordering=Jit(), exemptions=apart)
    assert (model.by_name["city"].stock + model.by_name["city"].on_order >= 900).all()
    assert (model.by_name["town"].stock < 900).all()


def test_other_behaviours_remain_those_of_the_model(make: Callable[..., SupplyModel]) -> None:
    """An exemption for information leaves ordering and forecasting as they are."""
    plain = orders(make())
    late = orders(make(exemptions=[Exemption({"name": "town"}, information=Delayed(days=0))]))
    assert all(np.array_equal(plain[name], late[name]) for name in plain)
    later = orders(make(exemptions=[Exemption({"name": "town"}, information=Delayed(days=3))]))
    assert not np.array_equal(plain["town"], later["town"])
    assert np.array_equal(plain["city"], later["city"])


def shipped(model: SupplyModel) -> dict[str, np.ndarray]:
    """Units of each lane and stock point after some days, by name."""
    model.run_for(DAYS)
    lanes, layout = model.network.lanes, model.layout
    names = (lanes["seller"] + " -> " + lanes["buyer"]).to_numpy(dtype=object)[layout.lane_order]
    points = dict(zip(layout.names.tolist(), model.points["stock"] - model.points["owed"], strict=True))
    return points | dict(zip(names.tolist(), model.lanes["under_way"], strict=True))


OTHERS: dict[str, Any] = {
    "ordering": Kanban(), "forecasting": Naive(), "information": Delayed(days=1), "sourcing": Scored(),
    "production": Yield(rate=0.7), "serving": Goodwill(leaving=0.5), "allocation": OldestFirst(),
    "transport": MilkRuns(Gamma(), every=3),
}  # fmt: skip


@pytest.mark.parametrize("stage", OTHERS)
@pytest.mark.parametrize("parts", [1, 2])
def test_a_stage_in_which_all_are_exempted_is_that_stage_of_the_model(
    make: Callable[..., SupplyModel], stage: str, parts: int
) -> None:
    """By one exemption, or by two for half of them each: the same to the last bit."""
    half = {"item": "ore"} if stage in ("production", "allocation", "transport") else {"name": "city"}
    selectors: list[dict[str, Any]] = [{}] if parts == 1 else [half, {"not": half}]
    other = {stage: OTHERS[stage]}
    exempt = [
        Exemption({}, lanes=some, **other) if stage == "transport" else Exemption(some, **other) for some in selectors
    ]
    kept = [shipped(make(**changes, start="empty")) for changes in ({}, other, {"exemptions": exempt})]
    assert kept[1].keys() == kept[2].keys()
    assert all(np.array_equal(kept[1][name], kept[2][name]) for name in kept[1])
    assert not all(np.array_equal(kept[0][name], kept[1][name]) for name in kept[0])


def test_lanes_have_their_own_transport(make: Callable[..., SupplyModel]) -> None:
    """Slow lanes leave every third day, all on the same; the others have no docks, and go every day."""
    runs = MilkRuns(AsStated(), every=3, spread=False)
    lanes = {"lead_time": {"least": 2}, "buyer": {"kind": "supplier"}}
    model = make(exemptions=[Exemption({}, lanes=lanes, transport=runs)])
    order = model.network.lanes.iloc[model.layout.lane_order].reset_index(drop=True)
    slow = order.index[order["seller"] == "mine"][0]
    left, sent = [], []
    for _ in range(DAYS):
        model.step()
        left.append(model.lanes["loaded"][slow] > 0)
        sent.append(model.lanes["loaded"][order["carrier"] == ""] - model.lanes["allocated"][order["carrier"] == ""])
    days = {day for day, gone in enumerate(left, start=1) if gone.any()}
    assert days == {3, 6, 9, 12}
    fast = (order["seller"] != "mine")[order["carrier"] == ""].to_numpy()
    assert not np.stack(sent)[:, fast].any()


def test_lead_times_of_lanes_are_those_of_their_transport() -> None:
    """Of two lanes each is like that of a model in which all lanes have its rule, with the same random numbers."""
    agents: list[dict[str, Any]] = [
        {"name": "a", "kind": "supplier", "item": "x"}, {"name": "b", "kind": "supplier", "item": "y"},
        {"name": "p", "kind": "buyer", "item": "x", "demand": 4},
        {"name": "q", "kind": "buyer", "item": "y", "demand": 4},
    ]  # fmt: skip
    lanes: list[dict[str, Any]] = [
        {"seller": "a", "buyer": "p", "lead_times": "2:0.5 5:0.5"},
        {"seller": "b", "buyer": "q", "lead_time": 4},
    ]
    lanes[1]["lead_time_sd"] = 1
    network = listed(name="two", agents=agents, lanes=lanes)
    exempt = [Exemption({}, lanes={"seller": "b"}, transport=Lognormal(cv=0.5, overtaking=False))]
    setup: dict[str, Any] = {"worlds": 5, "demand": Poisson(), "ordering": Jit(cover=9.0)}
    mixed = SupplyModel(network, **setup, exemptions=exempt)
    stated, drawn = (
        SupplyModel(network, **setup, transport=rule) for rule in (AsStated(), Lognormal(cv=0.5, overtaking=False))
    )
    for _ in range(30):
        for model in (mixed, stated, drawn):
            model.step()
        arrived = mixed.lanes["arrived"]
        assert np.array_equal(arrived[0], stated.lanes["arrived"][0])
        assert np.array_equal(arrived[1], drawn.lanes["arrived"][1])


@pytest.mark.parametrize(
    ("exemption", "told"),
    [
        (Exemption({"name": "town"}, production=Yield()), "exemptions.production: nobody of those selected"),
        (Exemption({"name": "mine"}, serving=Backorder()), "serves final customers"),
        (Exemption({"name": "town"}, allocation=OldestFirst()), "sells over lanes"),
        (Exemption({"name": "mine"}, sourcing=Split()), "buys over a lane"),
        (Exemption({"name": "mine"}, transport=Planned()), "select with `lanes`"),
        (Exemption({}, lanes={"seller": "mine"}, ordering=Jit()), "differs by agent, not by lane"),
        (Exemption({"name": "mine"}, lanes={"seller": "mine"}, transport=Planned()), "make two exemptions"),
        (Exemption({}, lanes={"seller": "forge", "buyer": "town"}, sourcing=Primary()), "'smithy -> town'"),
        (Exemption({}, lanes={"seller": {"tier": 9}}, transport=Planned()), "tier: 9 occurs nowhere"),
        (Exemption({}, lanes={"lead_time": {"over": 1}}, transport=Planned()), "unknown key 'over'"),
        (Exemption({}, lanes={"seller": {"tier": {"least": "2"}}}, transport=Planned()), "write 2 without quotes"),
        (Exemption({}, lanes={"buyer": {"kind": {"least": 2}}}, transport=Planned()), "has no numbers"),
        (
            Exemption({}, lanes={}, transport=MilkRuns(TruckLoads())),
            "exemptions.transport: TruckLoads needs lanes with a",
        ),
        (Exemption({}, lanes={"lead_time": {"least": 9}}, transport=Planned()), "they lie from 1 to 2"),
    ],
)
def test_what_cannot_be_exempted_is_refused(make: Callable[..., SupplyModel], exemption: Exemption, told: str) -> None:
    with pytest.raises(InputError) as error:
        make(exemptions=[exemption])
    assert len(error.value.faults) == 1
    assert told in error.value.faults[0]


def test_all_faults_are_told_at_once(make: Callable[..., SupplyModel]) -> None:
    twice = [Exemption({}, lanes={"seller": "forge"}, transport=Planned(), place=f"exemptions.{n}") for n in "ab"]
    with pytest.raises(InputError, match=r"exemptions.a and exemptions.b: .* transport of 'forge -> "):
        make(exemptions=twice)
    with pytest.raises(InputError) as error:
        make(exemptions=[Exemption({"name": "twon"}, ordering=Jit()), Exemption({"name": "town"}, production=Yield())])
    assert len(error.value.faults) == 2


def test_exemptions_of_several_stages_meet(make: Callable[..., SupplyModel]) -> None:
    """Two exemptions of other stages for the same row are one of both."""
    apart = [Exemption({"tier": 0}, ordering=Kanban()), Exemption({"name": "town"}, serving=LostSale())]
    one = [
        Exemption({"name": "town"}, ordering=Kanban(), serving=LostSale()),
        Exemption({"name": "city"}, ordering=Kanban()),
    ]
    left, right = (orders(make(exemptions=some)) for some in (apart, one))
    assert all(np.array_equal(left[name], right[name]) for name in left)


def test_a_budget_holds_for_all_who_share_the_rule(make: Callable[..., SupplyModel]) -> None:
    """An exemption of another stage divides the rows into blocks, but not the money."""
    rule = Hybrid(days=None, money=500.0)
    whole, divided = (
        make(ordering=rule, exemptions=some) for some in ([], [Exemption({"tier": 0}, forecasting=Naive())])
    )
    names = [dict(zip(model.layout.names.tolist(), model.buffers, strict=True)) for model in (whole, divided)]
    assert all(np.array_equal(names[0][name], names[1][name]) for name in names[0])


@pytest.mark.parametrize("where", [{"name": "twon"}, {"nme": "town"}, {"kind": "inputs"}])
def test_a_selector_of_no_rows_is_refused(make: Callable[..., SupplyModel], where: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"exemptions.where"):
        make(exemptions=[Exemption(where, ordering=Jit())])
