"""What theory says of whole systems, path by path: names mean nothing, days can be halved, more stock never hurts."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.behaviours.allocation import Priority, Proportional
from jitagents.behaviours.demand import Buyers, Constant, Demand
from jitagents.behaviours.information import Books
from jitagents.behaviours.ordering import BaseStock, Jit, SafetyStock
from jitagents.behaviours.production import UpToCapacity, Yield
from jitagents.behaviours.serving import Backorder
from jitagents.behaviours.sourcing import Split
from jitagents.behaviours.transport import Planned
from jitagents.crises import Disruption, Events, Recurrent, Shock, Wrong
from jitagents.model import SupplyModel
from jitagents.network import Network, listed, serial
from jitagents.random_streams import Carried
from tests.properties.case import DAYS, Case
from tests.properties.cases import cases
from tests.properties.test_independence import assert_same, by_name, last_day

type Floats = npt.NDArray[np.float64]


# ---------------------------------------------------------------- names


def renamed(case: Case, names: dict[str, str]) -> Case:
    """The same case under other names."""

    def again(rows: list[dict[str, Any]], *columns: str) -> list[dict[str, Any]]:
        return [row | {column: names.get(row[column], row[column]) for column in columns} for row in rows]

    crisis = {
        key: replace(shock, target={end: names.get(name, name) for end, name in shock.target.items()})
        for key, shock in case.crisis.items()
    }
    return replace(case, agents=again(case.agents, "name"), lanes=again(case.lanes, "seller", "buyer"), crisis=crisis)


@settings(max_examples=25)
@given(cases(exempting=False))
def test_names_that_sort_alike_give_the_same_worlds(case: Case) -> None:
    other = renamed(case, {agent["name"]: f"the_{agent['name']}_of_old" for agent in case.agents})
    one, another = (by_name(model, last_day(model)) for model in (case.model(), other.model()))
    assert_same(one, another)


def draws_by_name(cause: Disruption) -> bool:
    """True if a disruption draws numbers for each row, in the order of names."""
    by_row = isinstance(cause, Recurrent | Events) or "random" in cause.target
    return by_row or (isinstance(cause.effect, Wrong) and bool(cause.effect.noise > 0))


@settings(max_examples=25)
@given(cases(exempting=False), st.randoms(use_true_random=False), st.sampled_from([Jit(), BaseStock(), SafetyStock()]))
def test_any_names_give_the_same_world_where_nothing_is_drawn(case: Case, luck: Any, ordering: Any) -> None:
    """Continuous units, shares as planned: no tie is broken by the alphabet."""
    case.whole = False
    case.crisis = {key: shock for key, shock in case.crisis.items() if not draws_by_name(shock)}
    if case.stages["forecasting"].noisy:
        del case.stages["forecasting"]
    if isinstance(case.stages["information"], Books):  # its errors are drawn
        del case.stages["information"]
    for row in case.agents + case.lanes:
        row.pop("capacity", None)
    for carrier in case.carriers:
        carrier["capacity"] = np.inf
    case.stages |= {
        "demand": Constant(), "transport": Planned(), "sourcing": Split(), "ordering": ordering,
        "allocation": luck.choice([Proportional(), Priority()]), "production": luck.choice([UpToCapacity(), Yield()]),
    }  # fmt: skip
    old = [agent["name"] for agent in case.agents]
    new = luck.sample(old, len(old))
    mapping = {name: f"agent_{new.index(name):02d}" for name in old}
    models = case.model(), renamed(case, mapping).model()
    for model in models:
        model.run_for(DAYS)
    for name, label in mapping.items():
        firms = models[0].by_name[name], models[1].by_name[label]
        for column in ("stock", "owed", "on_order", "output", "order"):
            left, right = (getattr(firm, column) for firm in firms)
            np.testing.assert_allclose(left, right, rtol=1e-9, atol=1e-6, err_msg=f"{name}.{column}")


# ---------------------------------------------------------------- time


@dataclass(frozen=True)
class Given(Demand):
    """Demand as listed `(days,)`, the same at all buyers."""

    units: Any = None

    def moments(self, buyers: Buyers) -> tuple[Floats, Floats]:
        return np.full(buyers.mean.shape, self.units.mean()), np.full(buyers.mean.shape, self.units.std())

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Floats:
        listed_ = self.units[np.arange(first - 1, first - 1 + days) % len(self.units)]
        return listed_[:, None] * np.ones(len(buyers.names))


def net_stock(network: Network, demand: Floats, levels: dict[str, float], periods: int) -> Floats:
    """Stock - owed at the end of each period `(periods, agents)`, rows in the order of the layout."""
    model = SupplyModel(
        network, start="empty", demand=Given(units=demand), ordering=BaseStock(level=levels), serving=Backorder()
    )
    kept = []
    for _ in range(periods):
        model.step()
        kept.append((model.points["stock"] - model.points["owed"])[:, 0])
    return np.stack(kept)


@st.composite
def lines(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, float], Floats]:
    """A line: its arguments but for time, its base-stock levels, and demand day by day."""
    stages = draw(st.integers(1, 4))
    whole_days = st.integers(1, 3)
    arguments: dict[str, Any] = {
        "stages": stages,
        "lead_time": [draw(whole_days) for _ in range(stages)],
        "order_delay": [draw(st.integers(0, 2)) for _ in range(max(stages - 1, 1))],
    }
    names = [f"stage_{number + 1}" for number in range(stages)] + (["outside"] if stages == 1 else [])
    levels = {name: draw(st.integers(0, 40)) * 1.1 for name in names}
    units = np.array(draw(st.lists(st.integers(0, 40), min_size=8, max_size=16))) * 0.7
    return arguments, levels, units


@settings(max_examples=20)
@given(lines(), st.integers(0, 10))
def test_two_half_days_are_a_day(line: tuple[dict[str, Any], dict[str, float], Floats], part: int) -> None:
    """Base stock in line with backorders: at the end of a day it doesn't matter in how many steps it was walked."""
    arguments, levels, units = line
    morning = part / 10
    halves = np.stack((units * morning, units * (1 - morning)), axis=1).ravel()
    by_day = net_stock(serial(**arguments, demand=1.0, whole=False), units, levels, len(units))
    doubled = {key: [2 * days for days in arguments[key]] for key in ("lead_time", "order_delay")}
    by_half = net_stock(serial(**arguments | doubled, demand=1.0, whole=False), halves, levels, 2 * len(units))
    np.testing.assert_allclose(by_half[1::2], by_day, atol=1e-9)
    if units.any():
        wrong = doubled | {"lead_time": [days + 1 for days in doubled["lead_time"]]}
        other = net_stock(serial(**arguments | wrong, demand=1.0, whole=False), halves, levels, 2 * len(units))
        assert not np.allclose(other[1::2], by_day) or units[:-2].sum() == 0 or morning in (0, 1)


# ---------------------------------------------------------------- stock


def assembly(final: float, left: float, right: float, days: tuple[int, int, int]) -> tuple[Network, dict[str, float]]:
    """Two parts, a plant, a shop; and base-stock levels."""
    agents: list[dict[str, Any]] = [
        {"name": "shop", "kind": "buyer", "item": "car", "demand": 5.0},
        {"name": "plant", "kind": "plant", "item": "car", "lead_time": 1},
        *({"name": name, "kind": "supplier", "item": name, "lead_time": 1} for name in ("left", "right")),
    ]
    ends = [("plant", "shop"), ("left", "plant"), ("right", "plant")]
    lanes = [
        {"seller": seller, "buyer": buyer, "lead_time": time} for (seller, buyer), time in zip(ends, days, strict=True)
    ]
    levels = {"shop": final, "plant": 6.0, "left": 4.0, "right": 4.0, "plant/left": left, "plant/right": right}
    return listed(name="assembly", agents=agents, lanes=lanes), levels


@settings(max_examples=20)
@given(st.data())
def test_more_stock_never_lowers_service(data: st.DataObject) -> None:
    """Base stock, backorders, fixed lead times: cumulative deliveries never fall when a level rises, path by path."""
    level, more, time = st.integers(0, 25).map(float), st.integers(0, 6).map(float), st.integers(1, 3)
    final, left, right = (data.draw(level) for _ in range(3))
    network, levels = assembly(final, left, right, data.draw(st.tuples(time, time, time)))
    raised = {name: number + data.draw(more) for name, number in levels.items()}
    target = {"name": data.draw(st.sampled_from(["plant", "left", "right"]))}
    what, severity = data.draw(st.sampled_from(["shipping", "supply"])), data.draw(st.sampled_from([0.0, 0.5, 1.0]))
    disrupted = Shock(target, what, severity=severity, start=3, duration=data.draw(st.integers(0, 8)))
    models = [
        SupplyModel(
            network, worlds=4, rng=5, start="empty", crisis={"shock": disrupted}, ordering=BaseStock(level=chosen),
            serving=Backorder(),
        )
        for chosen in (levels, raised)
    ]  # fmt: skip
    for _ in range(DAYS):
        for model in models:
            model.step()
        less, rich = (model.by_name["shop"].owed for model in models)
        assert (rich <= less).all()


@pytest.mark.parametrize("name", ["shop", "plant/left"])
def test_more_stock_at_the_bottleneck_raises_service(name: str) -> None:
    """The property above could not fail if stock did nothing."""
    network, levels = assembly(4.0, 2.0, 30.0, (1, 1, 1))
    owed = []
    for extra in (0.0, 5.0):
        chosen = levels | {name: levels[name] + extra}
        model = SupplyModel(network, worlds=50, start="empty", ordering=BaseStock(level=chosen), serving=Backorder())
        model.run_for(DAYS)
        owed.append(model.by_name["shop"].owed.mean())
    assert owed[1] < owed[0]
