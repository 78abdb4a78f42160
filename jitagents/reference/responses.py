"""Responses of a behaviour in a small model whose demand rises for good, or for two days only."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.base import Behaviour, Memory, Plan, Seen
from jitagents.behaviours.demand import Buyers, Demand
from jitagents.behaviours.ordering import BaseStock, Jit, Ordering
from jitagents.column import Array
from jitagents.crises import Shock
from jitagents.model import SupplyModel
from jitagents.network import Network, listed, serial
from jitagents.random_streams import Carried
from jitagents.simulation.exemptions import Exemption

type Curves = dict[str, npt.NDArray[np.float64]]
"""Units a day, by label."""
type Reading = Callable[[SupplyModel], float]

DAYS, CHANGE, MEAN = 60, 20, 10.0
SHAPES = {"step": (15.0, DAYS), "pulse": (30.0, 2)}
"""Demand from the day of the change on, and its number of days."""


@dataclass(frozen=True)
class Given(Demand):
    """Demand as given, day by day, each buyer in proportion to its mean."""

    units: Any = field(default=None)

    def moments(self, buyers: Buyers) -> tuple[Any, Any]:
        return buyers.mean, np.zeros(len(buyers.names))

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Any:
        return self.units[np.arange(first - 1, first - 1 + days) % DAYS, None] / MEAN * buyers.mean


@dataclass(frozen=True)
class AsForecast(Ordering):
    """Order the forecast, to show it."""

    forecasts: ClassVar[bool] = True

    def opening(self, plan: Plan) -> Array:
        return plan.rate * plan.lead_time * 3.0

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        assert seen.forecast is not None
        return seen.forecast


def demand(shape: str) -> npt.NDArray[np.float64]:
    """Demand of each day `(days,)`."""
    units, (changed, length) = np.full(DAYS, MEAN), SHAPES[shape]
    units[CHANGE : CHANGE + length] = changed
    return units


def response(stage: str, behaviour: Behaviour, shape: str) -> Curves:
    """Simulate the response of a behaviour to a shape of demand."""
    return RESPONSES[stage](behaviour, Given(demand(shape)))


def _recorded(model: SupplyModel, readings: Mapping[str, Reading]) -> Curves:
    """Read a model at the end of each day, in the first world."""
    curves: dict[str, list[float]] = {name: [] for name in readings}
    for _ in range(DAYS):
        model.step()
        for name, read in readings.items():
            curves[name].append(read(model))
    return {name: np.array(curve) for name, curve in curves.items()}


def _one_stage(**chosen: Any) -> SupplyModel:
    """Make a model of one stage, two days away from a source without limits."""
    passing = Exemption({"name": "outside"}, ordering=Jit(cover=0.0))
    return SupplyModel(_stage(), exemptions=[passing], **chosen)


@cache
def _stage() -> Network:
    return serial(stages=1, lead_time=2, demand=MEAN, demand_sd=4.0, whole=False)


def _of_agent(name: str, column: str) -> Reading:
    return lambda model: float(getattr(model.by_name[name], column)[0])


def _of_lanes(column: str, names: Mapping[str, int]) -> dict[str, Reading]:
    """Readings of a column of some lanes, by their position in the network."""

    def of(lane: int) -> Reading:
        return lambda model: float(model.lanes[column][model.layout.lane_order == lane][0, 0])

    return {name: of(lane) for name, lane in names.items()}


DEMANDED = {"demand": _of_agent("stage_1", "demand")}
ORDERED = DEMANDED | {"order": _of_agent("stage_1", "order")}


def _ordering(rule: Any, given: Given) -> Curves:
    return _recorded(_one_stage(demand=given, ordering=rule), ORDERED)


def _forecasting(rule: Any, given: Given) -> Curves:
    curves = _recorded(_one_stage(demand=given, ordering=AsForecast(), forecasting=rule), ORDERED)
    return {"demand": curves["demand"], "forecast": curves["order"]}


def _information(rule: Any, given: Given) -> Curves:
    return _recorded(_one_stage(demand=given, ordering=BaseStock(cover=2.0), information=rule), ORDERED)


def _serving(rule: Any, given: Given) -> Curves:
    """A stage whose supplier is short of capacity: demand met, lost and waiting."""
    network = serial(stages=1, lead_time=2, demand=MEAN, capacity=12.0, whole=False)
    model = SupplyModel(network, demand=given, ordering=Jit(cover=0.5), serving=rule)
    reading = {"demand": "wanted", "met": "output", "lost": "lost", "waiting": "owed"}
    return _recorded(model, {name: _of_agent("stage_1", column) for name, column in reading.items()})


def _demand(law: Any, given: Given) -> Curves:
    """Sample paths; demand responds to nothing."""
    model = _one_stage(demand=law, worlds=3, ordering=Jit())
    wanted = []
    for _ in range(DAYS):
        model.step()
        wanted.append(model.buying["wanted"][0].copy())
    return {f"replication {number}": path for number, path in enumerate(np.transpose(wanted), start=1)}


def _production(rule: Any, given: Given) -> Curves:
    """A plant that can start 12 units a day."""
    model = SupplyModel(_workshop(12.0), demand=given, ordering=Jit(cover=2.0), production=rule)
    ordered = {"ordered": _of_agent("works", "order"), "started": _of_agent("works", "started")}
    return _recorded(model, ordered | {"finished": _of_agent("works", "finished")})


def _inspection(rule: Any, given: Given) -> Curves:
    """A plant that gets a bad batch for a week: a quarter of its parts is bad, unnoticed by their maker."""
    batch = Shock({"name": "parts"}, what="quality", severity=0.25, start=40, duration=7)
    model = SupplyModel(
        _workshop(math.inf), demand=given, ordering=Jit(cover=2.0), inspection=rule, crisis={"bad batch": batch}
    )
    started = {"ordered": _of_agent("works", "order"), "started": _of_agent("works", "started")}
    return _recorded(model, started | _of_lanes("returned", {"parts sent back": 1}))


@cache
def _workshop(capacity: float) -> Network:
    agents: list[dict[str, Any]] = [
        {"name": "shop", "kind": "buyer", "item": "good", "demand": MEAN},
        {"name": "works", "kind": "plant", "item": "good", "lead_time": 1, "capacity": capacity},
        {"name": "parts", "kind": "supplier", "item": "part"},
    ]
    lanes = [{"seller": "works", "buyer": "shop"}, {"seller": "parts", "buyer": "works"}]
    return listed(name="workshop", agents=agents, lanes=lanes)


def _transport(rule: Any, given: Given) -> Curves:
    """A lane of one to five days, three on average, loads of 25 units."""
    agents = [
        {"name": "shop", "kind": "buyer", "item": "good", "demand": MEAN},
        {"name": "maker", "kind": "supplier", "item": "good", "lead_time": 0},
    ]
    lanes = [{"seller": "maker", "buyer": "shop", "lead_times": "1:0.2 3:0.6 5:0.2", "load": 25}]
    model = SupplyModel(
        listed(name="lane", agents=agents, lanes=lanes), demand=given, ordering=Jit(cover=4.0), transport=rule
    )
    return _recorded(model, {"shipped": _of_agent("maker", "output")} | _of_lanes("arrived", {"arrived": 0}))


def _allocation(rule: Any, given: Given) -> Curves:
    """Three customers, of 5, 10 and 15 units a day, of a maker of 36."""
    means = {"first": 5.0, "second": 10.0, "third": 15.0}
    maker = {"name": "maker", "kind": "supplier", "item": "good", "lead_time": 1, "capacity": 36}
    buyers: list[dict[str, Any]] = [
        {"name": name, "kind": "buyer", "item": "good", "demand": means[name]} for name in means
    ]
    lanes = [{"seller": "maker", "buyer": name, "priority": place} for place, name in enumerate(means, start=1)]
    network = listed(name="three customers", agents=[maker, *buyers], lanes=lanes, whole=False)
    model = SupplyModel(network, demand=given, ordering=Jit(cover=1.0), allocation=rule)
    shipped = _of_lanes("allocated", {f"to the {name}": place for place, name in enumerate(means)})
    return _recorded(model, {"demand of the second": _of_agent("second", "demand")} | shipped)


def _sourcing(rule: Any, given: Given) -> Curves:
    """A far supplier, and a near one with a higher price; the lane of the far one is closed on days 40 to 46."""
    agents: list[dict[str, Any]] = [
        {"name": "shop", "kind": "buyer", "item": "good", "demand": MEAN},
        {"name": "far", "kind": "supplier", "item": "good"},
        {"name": "near", "kind": "supplier", "item": "good"},
    ]
    lanes = [
        {"seller": "far", "buyer": "shop", "lead_time": 4, "rank": 1, "price": 1.0},
        {"seller": "near", "buyer": "shop", "lead_time": 1, "rank": 2, "price": 1.2},
    ]
    closed = Shock({"seller": "far", "buyer": "shop"}, what="lane", start=40, duration=7)
    network = listed(name="two suppliers", agents=agents, lanes=lanes, whole=False)
    model = SupplyModel(network, demand=given, ordering=Jit(cover=1.0), sourcing=rule, crisis={"closed": closed})
    ordered = _of_lanes("ordered", {"from the far one": 0, "from the near one": 1})
    return _recorded(model, {"order": _of_agent("shop", "order")} | ordered)


RESPONSES: dict[str, Callable[[Any, Given], Curves]] = {
    "demand": _demand, "information": _information, "forecasting": _forecasting, "ordering": _ordering,
    "sourcing": _sourcing, "production": _production, "allocation": _allocation, "transport": _transport,
    "inspection": _inspection, "serving": _serving,
}  # fmt: skip
