"""A world does not depend on what is simulated beside it, nor on the order in which the network was written down."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.behaviours.demand import Gamma
from jitagents.crises import Disruption, Geometric, Shock
from jitagents.model import SupplyModel
from jitagents.worlds import Worlds
from tests.properties.books import State, state
from tests.properties.case import DAYS, Case
from tests.properties.cases import cases
from tests.properties.disruptions import shocks

type Which = slice | list[int] | np.ndarray


def last_day(model: SupplyModel) -> State:
    """The state after a run."""
    model.run_for(DAYS)
    return state(model)


def assert_same(left: State, right: State, of_left: Which = slice(None), of_right: Which = slice(None)) -> None:
    """Equal to the last bit in the chosen worlds; a column that one of them does without is zero in the other."""
    for name in left.keys() | right.keys():
        parts = [
            kept[name][:, worlds] if name in kept else np.zeros(1)
            for kept, worlds in ((left, of_left), (right, of_right))
        ]
        one, other = np.broadcast_arrays(*parts)
        assert np.array_equal(one, other), name


@settings(max_examples=15)
@given(cases(), st.integers(0, 4), st.booleans())
def test_a_replication_is_the_same_alone_and_among_others(case: Case, number: int, twins: bool) -> None:
    together = last_day(case.model(Worlds(range(5), twins=twins, entropy=3)))
    alone = last_day(case.model(Worlds([number], twins=twins, entropy=3)))
    assert_same(together, alone, [number, 5 + number] if twins else [number])


@settings(max_examples=15)
@given(cases(), st.data())
def test_levels_do_not_touch_each_other(case: Case, data: st.DataObject) -> None:
    """Severities and times that differ by world give what the same numbers give alone."""
    if not case.crisis:
        return
    severities = data.draw(st.lists(st.sampled_from([0.0, 0.3, 1.0]), min_size=2, max_size=3))
    worlds = Worlds(range(2), levels=len(severities), twins=True, entropy=3)
    name, shock = next(iter(case.crisis.items()))
    case.crisis[name] = at_level(shock, worlds.by_level(severities))
    together = last_day(case.model(worlds))
    for level, severity in enumerate(severities):
        case.crisis[name] = at_level(shock, severity)
        alone = last_day(case.model(Worlds(range(2), twins=True, entropy=3)))
        calm = 2 * level
        crisis = calm + worlds.pairs
        assert_same(together, alone, [calm, calm + 1, crisis, crisis + 1])


def at_level(shock: Disruption, severity: float | np.ndarray) -> Disruption:
    """The same disruption with another severity, and times that are the longer the harder it is."""
    numbers: dict[str, Any] = {"severity": severity}
    for name in ("duration", "mttr", "every", "after"):
        value = getattr(shock, name, None)
        if isinstance(value, Geometric):
            numbers[name] = Geometric(value.mean * (1.0 + severity))
        elif value is not None:
            longer = value * (1.0 + severity)
            numbers[name] = np.ceil(longer) if name == "duration" else longer  # whole days
    return replace(shock, **numbers)


@settings(max_examples=15)
@given(cases(), st.integers(2, 3))
def test_levels_may_share_their_calm_worlds(case: Case, levels: int) -> None:
    """Severities and times that differ by world: one calm world a replication serves all of them."""
    if not case.crisis:
        return
    name, shock = next(iter(case.crisis.items()))
    ends = []
    for shared in (True, False):
        worlds = Worlds(range(2), levels, twins=True, entropy=3, shared_calm=shared)
        case.crisis[name] = at_level(shock, worlds.by_level([0.3, 0.0, 1.0][:levels]))
        ends.append((worlds, last_day(case.model(worlds))))
    (few, together), (many, apart) = ends
    assert (few.count, many.count) == (2 * (levels + 1), 2 * 2 * levels)
    assert_same(together, apart, few.calm, many.calm)
    assert_same(together, apart, few.crisis, many.crisis)


@settings(max_examples=15)
@given(cases())
def test_the_calm_twin_knows_nothing_of_the_crisis(case: Case) -> None:
    twins = last_day(case.model(Worlds(range(3), twins=True, entropy=3)))
    calm = last_day(case.model(Worlds(range(3), entropy=3), crisis=False))
    assert_same(twins, calm, slice(0, 3))


@pytest.mark.parametrize("what", ["lane", "shipping", "production", "supply"])
def test_a_limit_in_one_world_leaves_the_others_alone(what: str) -> None:
    """Scarce continuous units: what a seller and what its lanes owe differ by rounding, which must not show."""
    names = ["left", "middle", "right"]
    agents = [{"name": name, "kind": "buyer", "item": "x", "demand": 3.0, "demand_sd": 2.0} for name in names]
    case = Case([{"name": "source", "kind": "supplier", "item": "x", "capacity": 9.0}, *agents])
    case.lanes = [{"seller": "source", "buyer": name} for name in names]
    case.whole, case.stages = False, {"demand": Gamma()}
    target = {"buyer": "left"} if what == "lane" else {"name": "source"}
    case.crisis = {"shock": Shock(target, what, start=1, duration=DAYS)}
    twins = last_day(case.model(Worlds(range(20), twins=True)))
    calm = last_day(case.model(Worlds(range(20)), crisis=False))
    assert_same(twins, calm, slice(0, 20))


@settings(max_examples=15)
@given(cases(most_shocks=0), st.data())
def test_a_shock_of_severity_zero_changes_nothing(case: Case, data: st.DataObject) -> None:
    disruption = data.draw(shocks(case))
    case.crisis = {"nothing": replace(disruption, severity=0.0)}
    kept = last_day(case.model(Worlds(range(3), twins=True, entropy=3)))
    assert_same(kept, kept, slice(0, 3), slice(3, 6))


@settings(max_examples=15)
@given(cases(), st.integers(0, 1000))
def test_the_order_of_the_tables_does_not_matter(case: Case, seed: int) -> None:
    models = case.model(), case.model(shuffle=np.random.default_rng(seed))
    kept = [by_name(model, last_day(model)) for model in models]
    assert_same(kept[0], kept[1])


def by_name(model: SupplyModel, kept: State) -> State:
    """The state with its rows in the order of names."""
    layout = model.layout
    lanes = model.network.lanes.iloc[layout.lane_order]
    order = {
        "points": np.argsort(layout.names.astype(str)),
        "making": np.argsort(layout.names[layout.maker_rows].astype(str)),
        "buying": np.argsort(layout.names[layout.market_rows].astype(str)),
        "lanes": np.lexsort([lanes[name].to_numpy(str) for name in ("mode", "seller", "buyer")]),
        "carriers": np.argsort(model.network.carriers["name"].to_numpy(str)),
    }
    return {name: column[order[name.partition(".")[0]]] for name, column in kept.items()}


@pytest.mark.parametrize("replications", [1, 7])
def test_other_replications_are_other_worlds(replications: int) -> None:
    """The tests above could not fail if all worlds were alike."""
    case = Case(
        [{"name": "a", "kind": "supplier", "item": "x"}, {"name": "b", "kind": "buyer", "item": "x", "demand": 9.0}],
        [{"seller": "a", "buyer": "b"}],
    )
    ends = last_day(case.model(Worlds(range(replications + 1), entropy=3)))["points.stock"]
    assert len(np.unique(ends, axis=1).T) > replications // 2 + 1
