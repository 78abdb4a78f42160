"""What theory says of damage, on the same draws and on every day: harder and longer crises never hurt less, buffers,
second sources and earlier warnings never make it worse.

It holds for base-stock and just-in-time orders in series and in assembly, where customers wait. Orders then follow
demand alone, whatever the supply is; what a site has passed on up to a day is the least of what it was asked for, what
it had, and what it was allowed, each up to that day; and a least never falls when one of its parts rises (monotone
structure: Glasserman & Yao 1994, ch. 3). It does not hold where goods are divided among customers, where customers go
away, nor for rules that watch the supply (reorder points, forecasts, panic).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents import crises
from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.ordering import BaseStock, Jit, Ordering, Prebuild
from jitagents.behaviours.serving import Backorder
from jitagents.behaviours.sourcing import Backup, Sourcing, Split
from jitagents.crises import Disruption, Shock
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.worlds import Worlds
from tests.properties.case import DAY_0, Case
from tests.properties.cases import cases

DAYS = 30
REPLICATIONS = 3
SITES = (
    crises.Supply(), crises.Production(), crises.Shipping(), crises.Receiving(), crises.Yield(), crises.Stock(),
    crises.Stock(units=9.0), crises.Dark(), crises.Late(days=3),
)  # fmt: skip
LANES = (
    crises.Lane(), crises.Lane(goods="pass"), crises.Lane(goods="lost"), crises.Lane(goods="rerouted", detour=4),
    crises.SlowLane(factor=2.5), crises.OrdersLost(),
)  # fmt: skip
CUSTOMERS = (crises.Demand(), crises.Demand(added=4.0))


def assembly(stocks: dict[str, float], days: tuple[int, int, int], capacity: float) -> Network:
    """Two parts, a plant, a depot, a shop; what each holds beyond what its lead time needs."""
    agents: list[dict[str, Any]] = [
        {"name": "shop", "kind": "buyer", "item": "car", "demand": 5.0},
        {"name": "depot", "kind": "supplier", "item": "car"},
        {"name": "plant", "kind": "plant", "item": "car", "lead_time": 1, "capacity": capacity},
        *({"name": name, "kind": "supplier", "item": name, "lead_time": 1} for name in ("left", "right")),
    ]
    for agent in agents:
        agent["base_stock"] = 5.0 * 3 + stocks[agent["name"]]
    ways = [("depot", "shop", 1), ("plant", "depot", days[0]), ("left", "plant", days[1]), ("right", "plant", days[2])]
    lanes = [{"seller": seller, "buyer": buyer, "lead_time": time} for seller, buyer, time in ways]
    return listed(name="assembly", agents=agents, lanes=lanes)


NAMES = ("shop", "depot", "plant", "left", "right")


@st.composite
def networks(draw: st.DrawFn) -> Network:
    stocks = {name: float(draw(st.integers(-5, 12))) for name in NAMES}
    days = tuple(draw(st.integers(1, 3)) for _ in range(3))
    return assembly(stocks, days, draw(st.sampled_from([6.0, 9.0, np.inf])))  # type: ignore[arg-type]


@st.composite
def disruptions(draw: st.DrawFn) -> Disruption:
    """One of something in the assembly."""
    what = draw(st.sampled_from([*SITES, *LANES, *CUSTOMERS]))
    able = {
        crises.effects.BUYER: ["shop"], crises.effects.SELLER: NAMES[1:], crises.effects.MAKER: NAMES[2:],
        crises.effects.RECEIVER: NAMES[:3], crises.effects.ANY: NAMES,
    }[what.role]  # fmt: skip
    target = {"seller": draw(st.sampled_from(NAMES[1:]))} if what in LANES else {"name": draw(st.sampled_from(able))}
    start, recovery = (
        draw(st.integers(2, 6)),
        draw(st.sampled_from([crises.Step(), crises.Linear(4.0), crises.SCurve(3.0)])),
    )
    return Shock(target, what, start=start, duration=draw(st.integers(0, 8)), recovery=recovery)


def owed(network: Network, crisis: Mapping[str, Disruption], worlds: Worlds, **stages: Any) -> np.ndarray:
    """Units that the customers of the shop wait for, day by day `(days, levels, replications)`."""
    behaviours: dict[str, Any] = {"demand": Poisson(), "ordering": BaseStock(), "serving": Backorder()}
    model = SupplyModel(network, worlds=worlds, start="empty", crisis=crisis, **behaviours | stages)
    kept = []
    for _ in range(DAYS):
        model.step()
        kept.append(model.by_name["shop"].owed.reshape(worlds.levels, -1).copy())
    return np.stack(kept)


def levels(values: list[float]) -> tuple[Worlds, np.ndarray]:
    worlds = Worlds(range(REPLICATIONS), levels=len(values))
    return worlds, worlds.by_level(values)


RULES = (BaseStock(), Jit(cover=2.0))


# ---------------------------------------------------------------- harder, longer


@settings(max_examples=10)
@given(
    networks(),
    disruptions(),
    st.sampled_from(RULES),
    st.lists(st.sampled_from([0.0, 0.3, 0.6, 0.9, 1.0]), min_size=2, max_size=4),
)
def test_damage_never_falls_when_a_crisis_is_harder(
    network: Network, shock: Disruption, rule: Ordering, severities: list[float]
) -> None:
    worlds, severity = levels(sorted(severities))
    waiting = owed(network, {"disruption": replace(shock, severity=severity)}, worlds, ordering=rule)
    assert (np.diff(waiting, axis=1) >= 0).all()


@settings(max_examples=10)
@given(networks(), disruptions(), st.sampled_from(RULES), st.lists(st.integers(0, 9), min_size=2, max_size=4))
def test_damage_never_falls_when_a_crisis_lasts_longer(
    network: Network, shock: Shock, rule: Ordering, durations: list[int]
) -> None:
    worlds, duration = levels([float(days) for days in sorted(durations)])
    for longer in (duration, crises.Geometric(1.0 + duration)):
        waiting = owed(network, {"disruption": replace(shock, duration=longer)}, worlds, ordering=rule)
        assert (np.diff(waiting, axis=1) >= 0).all()


@settings(max_examples=10)
@given(networks(), st.sampled_from(NAMES[1:]), st.sampled_from(RULES), st.booleans())
def test_damage_never_falls_when_recurrent_disruptions_are_harder(
    network: Network, name: str, rule: Ordering, chain: bool
) -> None:
    worlds, severity = levels([0.0, 0.4, 1.0])
    cause: Disruption = (
        crises.Recurrent({"name": name}, severity=severity, mtbf=6.0, mttr=3.0)
        if chain
        else crises.Events({"name": name}, severity=severity, every=6.0, duration=crises.Geometric(3.0))
    )
    assert (np.diff(owed(network, {"disruption": cause}, worlds, ordering=rule), axis=1) >= 0).all()


# ---------------------------------------------------------------- what helps


@settings(max_examples=10)
@given(networks(), disruptions(), st.sampled_from(NAMES), st.integers(1, 9), st.sampled_from([0.5, 1.0]))
def test_damage_never_grows_with_a_buffer(
    network: Network, shock: Disruption, name: str, more: int, severity: float
) -> None:
    worlds, disrupted = Worlds(range(REPLICATIONS)), {"disruption": replace(shock, severity=severity)}
    poor = owed(network, disrupted, worlds)
    network.agents.loc[network.agents["name"] == name, "base_stock"] += more
    assert (owed(network, disrupted, worlds) <= poor).all()


@settings(max_examples=10)
@given(networks(), disruptions(), st.sampled_from(RULES), st.lists(st.integers(0, 9), min_size=2, max_size=4))
def test_damage_never_grows_with_an_earlier_warning(
    network: Network, shock: Shock, rule: Ordering, warnings: list[int]
) -> None:
    worlds, warning = levels([float(days) for days in sorted(warnings)])
    announced = replace(shock, severity=1.0, start=10, warning=warning)
    waiting = owed(network, {"disruption": announced}, worlds, ordering=Prebuild(rule))
    assert (np.diff(waiting, axis=1) <= 0).all()


def two_sources(second: bool, lead_time: int) -> Network:
    """A shop and its sources, which make what they are asked for on the day, equally far away."""
    names = ("first", "second")[: 1 + second]
    agents: list[dict[str, Any]] = [
        {"name": name, "kind": "supplier", "item": "x", "lead_time": 0, "base_stock": 0} for name in names
    ]
    agents.append({"name": "shop", "kind": "buyer", "item": "x", "demand": 6, "base_stock": 6.0 * (lead_time + 2)})
    lanes = [
        {"seller": name, "buyer": "shop", "lead_time": lead_time, "rank": rank} for rank, name in enumerate(names, 1)
    ]
    return listed(name="sources", agents=agents, lanes=lanes)


@settings(max_examples=10)
@given(
    st.sampled_from([crises.Supply(), crises.Production(), crises.Shipping(), crises.Lane(), crises.Lane("lost")]),
    st.sampled_from([0.4, 1.0]), st.integers(1, 12), st.integers(1, 3), st.sampled_from([Split(), Backup()]),
)  # fmt: skip
def test_damage_never_grows_with_a_second_source(
    what: crises.Effect, severity: float, days: int, lead_time: int, sourcing: Sourcing
) -> None:
    """The second one has all that is asked for, and is no farther away."""
    target = {"seller": "first"} if what.table == "lanes" else {"name": "first"}
    disrupted = {"disruption": Shock(target, what, severity, start=3, duration=days)}
    single, dual = (
        owed(two_sources(second, lead_time), disrupted, Worlds(range(REPLICATIONS)), sourcing=sourcing)
        for second in (False, True)
    )
    assert (dual <= single).all()


# ---------------------------------------------------------------- the properties could fail


def mean(network: Network, worlds: Worlds, shock: Shock, **stages: Any) -> np.ndarray:
    """Units that customers wait for, the mean over days and replications, by level."""
    return owed(network, {"disruption": shock}, worlds, **stages).mean(axis=(0, 2))


LEFT = Shock({"name": "left"}, start=12, duration=8)


@pytest.mark.parametrize(
    ("number", "values", "rule"),
    [
        ("severity", [0.0, 0.8, 1.0], BaseStock()), ("duration", [3.0, 6.0, 9.0], BaseStock()),
        ("warning", [9.0, 1.0, 0.0], Prebuild(BaseStock(), share=0.3)),
    ],
)  # fmt: skip
def test_damage_rises(number: str, values: list[float], rule: Ordering) -> None:
    worlds = Worlds(range(50), levels=3)
    changes: dict[str, Any] = {number: worlds.by_level(values)}
    shock = replace(LEFT, **changes)
    damage = mean(assembly(dict.fromkeys(NAMES, 0.0), (1, 1, 1), 9.0), worlds, shock, ordering=rule)
    assert (np.diff(damage) > 0).all()


def test_damage_falls_with_buffers_and_with_a_second_source() -> None:
    worlds, first = Worlds(range(50)), Shock({"name": "first"}, start=5, duration=5)
    poor, rich = (mean(assembly(dict.fromkeys(NAMES, more), (1, 1, 1), 9.0), worlds, LEFT) for more in (0.0, 10.0))
    assert rich[0] < poor[0]
    single, dual = (mean(two_sources(second, 2), worlds, first, sourcing=Split()) for second in (False, True))
    assert dual[0] < single[0]


# ---------------------------------------------------------------- just-in-time is base stock


@settings(max_examples=10)
@given(cases(exempting=False).filter(lambda case: case.whole and not case.goes_without))
def test_just_in_time_orders_what_base_stock_orders(case: Case) -> None:
    """Whatever happens to goods, orders and records, as long as these are not wrong by themselves.

    Whole units from an empty start, so that both begin at the same position; no plant goes without an input, since the
    need of it would vanish; goods do not perish where orders are cancelled, since just-in-time orders again what has
    perished and deducts from demand alone what is cancelled.
    """
    case.start = "empty"
    case.leave_out("stock", *DAY_0)
    case.crisis = {key: one for key, one in case.crisis.items() if not isinstance(one.effect, crises.Wrong)}
    case.stages = {key: case.stages[key] for key in case.stages if key not in ("information", "forecasting", "demand")}
    if any(
        getattr(one, "cancel", False) for one in (*case.stages.values(), *(it.effect for it in case.crisis.values()))
    ):
        case.leave_out("shelf_life")
    kept = []
    for rule in (Jit(cover=2.0), BaseStock(cover=2.0)):
        model = replace(case, stages=case.stages | {"ordering": rule, "demand": Poisson()}).model()
        days = []
        for _ in range(DAYS):
            model.step()
            days.append(model.points["order"].copy())
        kept.append(np.stack(days))
    assert np.array_equal(kept[0], kept[1])


@pytest.mark.parametrize("rule", [Jit(cover=2.0), BaseStock(cover=2.0)])
def test_the_rules_that_are_compared_order_something(rule: Ordering) -> None:
    network = assembly(dict.fromkeys(NAMES, 0.0), (1, 1, 1), 9.0)
    model = SupplyModel(network, worlds=2, demand=Poisson(), ordering=rule, start="empty")
    model.run_for(9)
    assert (model.points["order"] > 0).any()
