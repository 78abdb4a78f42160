"""Random supply networks, behaviours and crises, small enough to be read when one of them fails."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from jitagents import crises
from jitagents.behaviours import (
    allocation,
    demand,
    forecasting,
    information,
    ordering,
    production,
    serving,
    sourcing,
    transport,
)
from jitagents.behaviours.criticality import Criticality
from jitagents.crises import Linear, Shock, Step
from jitagents.crises.effects import ANY, BUYER, MAKER, RECEIVER, SELLER
from jitagents.model import SupplyModel
from jitagents.network import Network
from jitagents.worlds import Worlds

DAYS = 24
WARMUP = 3
DELIVERIES = str(Path(__file__).with_name("deliveries.csv"))


@dataclass
class Case:
    """A model to be built, as often as wanted: tables, behaviours, crisis."""

    agents: list[dict[str, Any]] = field(default_factory=list)
    lanes: list[dict[str, Any]] = field(default_factory=list)
    carriers: list[dict[str, Any]] = field(default_factory=list)
    whole: bool = True
    start: str = "steady"
    stages: dict[str, Any] = field(default_factory=dict)
    crisis: dict[str, crises.Disruption] = field(default_factory=dict)

    @property
    def goes_without(self) -> bool:
        """True if plants go on without some of their inputs."""
        return any(layer.goes_without for layer in self.stages["production"].layers())

    def network(self, shuffle: np.random.Generator | None = None) -> Network:
        """The network; with a generator its tables are shuffled."""
        tables = [pd.DataFrame(rows) for rows in (self.agents, self.lanes, self.carriers or [{"name": "none"}])]
        if shuffle is not None:
            tables = [table.iloc[shuffle.permutation(len(table))] for table in tables]
        return Network.of(*tables, name="random", whole=self.whole)

    def model(
        self, worlds: Worlds | int = 2, crisis: bool = True, shuffle: np.random.Generator | None = None
    ) -> SupplyModel:
        """The model; numbers of the crisis come from the case."""
        return SupplyModel(
            self.network(shuffle), worlds=worlds, rng=7, warmup=WARMUP, start=self.start,  # type: ignore[arg-type]
            crisis=self.crisis if crisis else None, **self.stages,
        )  # fmt: skip


@st.composite
def _amount(draw: st.DrawFn, whole: bool, low: int, high: int) -> float:
    if whole:
        return float(draw(st.integers(low, high)))
    return draw(st.integers(4 * low + 1, 4 * high)) / 4 * 1.1


@st.composite
def _time(draw: st.DrawFn, least: int) -> dict[str, Any]:
    laws = ["1:0.5 3:0.5", "2:0.9 5:0.1", "1:0.2 2:0.3 4:0.5"] + (["0:0.4 2:0.6", "0:0.8 1:0.2"] if least == 0 else [])
    days: dict[str, Any] = {"lead_time": float(draw(st.integers(least, 3)))}
    kind = draw(st.sampled_from(["fixed", "fixed", "law", "gamma"]))
    if kind == "law":
        days["lead_times"] = draw(st.sampled_from(laws))
    elif kind == "gamma" and days["lead_time"] > 0:
        days["lead_time_sd"] = draw(st.sampled_from([0.4, 1.0]))
    return days


@st.composite
def _maker(draw: st.DrawFn, case: Case, name: str, kind: str, item: str) -> dict[str, Any]:
    agent = {"name": name, "kind": kind, "item": item, "value": float(draw(st.integers(1, 5)))} | draw(_time(0))
    if draw(st.booleans()):
        agent["capacity"] = draw(st.integers(6, 60)) / (1 if case.whole else 2)
    return agent


@st.composite
def _lane(draw: st.DrawFn, seller: dict[str, Any], buyer: dict[str, Any], carriers: list[str]) -> dict[str, Any]:
    lane = {"seller": seller["name"], "buyer": buyer["name"], "order_delay": draw(st.sampled_from([0, 0, 1, 2]))}
    lane |= {"priority": draw(st.integers(1, 2)), "carrier": draw(st.sampled_from(["", *carriers]))}
    lane |= {"price": float(draw(st.integers(1, 4))), "load": draw(st.sampled_from([3.0, 8.0, np.nan]))}
    lane["mode"] = draw(st.sampled_from(["", "air", "road"]))
    return lane | draw(_time(1))


@st.composite
def _join(draw: st.DrawFn, case: Case, buyer: dict[str, Any], above: list[dict[str, Any]]) -> None:
    """Lanes from some of the agents above; a plant needs each item in one quantity, others buy their own item."""
    fitting = above if buyer["kind"] == "plant" else [seller for seller in above if seller["item"] == buyer["item"]]
    sellers = draw(st.lists(st.sampled_from(fitting), min_size=1, max_size=3, unique_by=lambda agent: agent["name"]))
    carriers = [carrier["name"] for carrier in case.carriers]
    quantity = {seller["item"]: draw(_amount(case.whole, 1, 3)) for seller in sellers}
    binding = {seller["item"]: draw(st.sampled_from([1.0, 1.0, 0.5, 0.0])) for seller in sellers}
    items, stated = [seller["item"] for seller in sellers], draw(st.booleans())
    for seller in sellers:
        lane = draw(_lane(seller, buyer, carriers))
        if stated:
            lane["share"] = (1 - 9e-7) / items.count(seller["item"])
        if buyer["kind"] == "plant":
            lane |= {"quantity": quantity[seller["item"]], "binding": binding[seller["item"]]}
        case.lanes.append(lane)


@st.composite
def _tables(draw: st.DrawFn, case: Case) -> None:
    """Sources, one or two layers of plants and distributors, buyers; what sells to nobody is left out again."""
    for number in range(draw(st.integers(0, 2))):
        case.carriers.append(
            {"name": f"carrier_{number}", "capacity": draw(st.sampled_from([4.0, 7.0 if case.whole else 7.7, np.inf]))}
        )
    above = [draw(_maker(case, f"source_{n}", "supplier", f"raw_{n % 2}")) for n in range(draw(st.integers(1, 3)))]
    fresh = above
    for layer in range(draw(st.integers(0, 2))):
        fresh = []
        for number in range(draw(st.integers(1, 3))):
            name = f"mid_{layer}_{number}"
            if draw(st.booleans()):
                agent = draw(_maker(case, name, "plant", f"made_{layer}"))
            else:
                agent = {
                    "name": name,
                    "kind": "supplier",
                    "item": draw(st.sampled_from([one["item"] for one in above])),
                }
            draw(_join(case, agent, above))
            fresh.append(agent)
        above = fresh + above
    buyers = []
    for number in range(draw(st.integers(1, 3))):
        mean = draw(st.integers(0, 32)) / 4
        item = draw(st.sampled_from([agent["item"] for agent in fresh]))
        agent = {"name": f"buyer_{number}", "kind": "buyer", "item": item, "demand": mean, "demand_sd": 1.0 + mean / 2}
        draw(_join(case, agent, above))
        buyers.append(agent)
    case.agents = above + buyers
    _prune(case)
    case.lanes[0]["load"] = 5.0
    for agent in case.agents:
        if draw(st.integers(0, 4)) == 0:
            agent["stock"] = draw(_amount(case.whole, 0, 20))
        if draw(st.integers(0, 4)) == 0:
            agent["shelf_life"] = draw(st.integers(1, 6))


def _prune(case: Case) -> None:
    """Leave out who sells to nobody, again and again."""
    while True:
        sells = {lane["seller"] for lane in case.lanes}
        idle = {agent["name"] for agent in case.agents if agent["kind"] != "buyer"} - sells
        if not idle:
            return
        case.agents = [agent for agent in case.agents if agent["name"] not in idle]
        case.lanes = [lane for lane in case.lanes if lane["buyer"] not in idle]


MAKING = (
    production.UpToCapacity(),
    production.Batches(batch=4.0, campaign=2, setup=0.5),
    production.Unreliable(up=0.7),
    production.Blocking(buffer=9.0),
    production.Overtime(threshold=0.5),
    production.PartlyBinding(),
    production.Yield(rate=0.8),
    production.Yield(rate=0.7, bad="rework"),
    production.Yield(
        random=False, rate=0.75, rule=production.Overtime(threshold=0.5, rule=production.Batches(batch=3.0, setup=0.3))
    ),
    production.Unreliable(rule=production.Blocking(rule=production.Yield(rule=production.PartlyBinding()))),
    production.Overtime(threshold=0.5, rule=production.Yield(rate=0.6, bad="rework")),
)
"""Production rules, each by itself and some in each other."""


def _behaviours(whole: bool) -> dict[str, list[Any]]:
    discrete = [
        demand.Poisson(), demand.NegativeBinomial(), demand.Step(2, 9, 6), demand.Normal(clip=True, whole=True),
        demand.Intermittent(), demand.Lumpy(), demand.Correlated(demand.Poisson(), 0.6),
    ]  # fmt: skip
    smooth = [
        demand.Constant(), demand.Gamma(), demand.Normal(clip=True), demand.AutoRegressive(clip=True),
        demand.Seasonal(period=9), demand.Correlated(demand.Gamma(), 0.6),
    ]  # fmt: skip
    return {
        "demand": discrete if whole else smooth,
        "ordering": [
            ordering.Jit(), ordering.Jit(cover=0.0), ordering.Kanban(), ordering.Kanban(container=3.0, cards=2.0),
            ordering.BaseStock(), ordering.BaseStock(level=12.0), ordering.SafetyStock(),
            ordering.SafetyStock(review=3), ordering.Push(), ordering.Hybrid(days=4.0),
            ordering.Hybrid(criticality=Criticality(lead_time=2.0)), ordering.Kanban(card_delay=2), ordering.TwoBin(),
            ordering.MinMax(), ordering.ReorderPoint(batches="one"), ordering.ReorderPoint(reorder=6.0, batch=4.0),
            ordering.PeriodicReview(review=3), ordering.PeriodicReview(start=2), ordering.EchelonBaseStock(),
            ordering.EchelonBaseStock(level=40.0), ordering.FractionalOrderUpTo(),
            ordering.FractionalOrderUpTo(stock_time=2.0, pipeline_time=5.0, expected="demand"),
            ordering.AnchorAndAdjust(), ordering.AnchorAndAdjust(target=17.0), ordering.Ddmrp(), ordering.Conwip(),
            ordering.Conwip(cards=25.0), ordering.PassOn(), ordering.Mrp(horizon=8),
            ordering.Mrp(horizon=5, lot_sizing="fixed", lot=4.0), ordering.Mrp(horizon=6, lot_sizing="wagner_whitin"),
            ordering.LotMultiples(ordering.Jit(), lot=4.0), ordering.MinimumOrder(ordering.Kanban(), quantity=5.0),
            ordering.OrderLimits(ordering.Push(), least=1.0, most=9.0), ordering.WholeUnits(ordering.Mrp(horizon=4)),
            ordering.Panic(ordering.Jit()), ordering.LotMultiples(ordering.Panic(ordering.EchelonBaseStock()), lot=3.0),
            ordering.Panic(ordering.MinimumOrder(ordering.Jit(cover=0.0), quantity=6.0), inflation=1.0),
            ordering.Prebuild(ordering.Jit()), ordering.Prebuild(ordering.LotMultiples(lot=3.0), share=0.7, over=2.0),
        ],
        "forecasting": [
            forecasting.Naive(), forecasting.MovingAverage(window=3), forecasting.ExponentialSmoothing(),
            forecasting.AutoRegressive(), forecasting.HoltWinters(period=4), forecasting.Croston(),
            forecasting.Perfect(), forecasting.Planned(horizon=5), forecasting.Inaccurate(base=forecasting.Perfect()),
        ],
        "information": [information.Exact(), information.Exact(), information.Delayed(2), information.SharedDemand()],
        "sourcing": [
            sourcing.Primary(), sourcing.Split(), sourcing.Backup(), sourcing.Backup(patience=0.5),
            sourcing.Backup(activation=2.0, recovery=1.0), sourcing.CheapestInTime(within=3.0), sourcing.DualIndex(),
            sourcing.DualIndex(level=8.0), sourcing.TailoredBaseSurge(), sourcing.Scored(pace=0.5),
            sourcing.Scored(ages=3, least=0.0, most=1.0),
        ],
        "production": [production.UpToCapacity(), *MAKING],
        "allocation": [
            allocation.Proportional(), allocation.Priority(), allocation.OldestFirst(),
            allocation.OldestFirst(horizon=3), allocation.TodaysOrders(), allocation.Uniform(), allocation.Linear(),
            allocation.LargestRemainder(),
        ],
        "transport": [
            transport.AsStated(), transport.AsStated(), transport.Planned(), transport.AsStated(overtaking=False),
            transport.Gamma(), transport.Lognormal(cv=0.6, overtaking=False), transport.Empirical(file=DELIVERIES),
            transport.MilkRuns(every=3), transport.MilkRuns(transport.Gamma(), every=4, spread=False),
            transport.TruckLoads(), transport.TruckLoads(fill=0.6, longest=4), transport.Expediting(patience=0.5),
            transport.Expediting(transport.TruckLoads(transport.MilkRuns(every=2), longest=3), factor=0.3),
            *([transport.AsStated(per="unit"), transport.MilkRuns(transport.Lognormal(per="unit"))] if whole else []),
        ],
        "serving": [
            serving.Backorder(), serving.LostSale(), serving.PartlyLost(waiting=0.3), serving.Goodwill(leaving=0.5),
        ],
    }  # fmt: skip


ON_AGENTS = (
    crises.Supply(), crises.Production(), crises.Shipping(), crises.Receiving(), crises.Yield(), crises.Stock(),
    crises.Stock(units=7.0), crises.Price(), crises.Dark(), crises.Late(days=2), crises.Wrong(bias=-0.2, noise=0.3),
)  # fmt: skip
ON_BUYERS = (crises.Demand(), crises.Demand(comes_back=0.6, over=3.0, hoarding=0.5), crises.Demand(added=3.0))
ON_LANES = (
    crises.Lane(), crises.Lane(goods="pass"), crises.Lane(goods="lost"), crises.Lane(goods="rerouted", detour=3),
    crises.SlowLane(factor=1.7), crises.Freight(), crises.OrdersLost(), crises.OrdersDoubled(), crises.Custom(),
)  # fmt: skip
ON_CARRIERS = (crises.Carrier(), crises.Carrier(goods="lost"), crises.SlowCarrier())
"""Effects, by what they act on."""


@st.composite
def _effects(draw: st.DrawFn, case: Case) -> tuple[crises.Effect, dict[str, Any]]:
    """An effect, and a target that the network has."""
    carriers = sorted({lane["carrier"] for lane in case.lanes} - {""})
    some = [*ON_AGENTS, *ON_BUYERS, *ON_LANES, *(ON_CARRIERS if carriers else ())]
    effect = draw(st.sampled_from(some))
    if effect in ON_CARRIERS:
        return effect, {"name": draw(st.sampled_from(carriers))}
    if effect in ON_LANES:
        lane = draw(st.sampled_from(case.lanes))
        return effect, {"seller": lane["seller"], "buyer": lane["buyer"]}
    able = [agent["name"] for agent in case.agents if fits(effect.role, agent)]
    return effect, draw(st.sampled_from([{}, {"random": 1}, {"name": draw(st.sampled_from(able))}]))


def fits(role: str, agent: dict[str, Any]) -> bool:
    """Whether an effect can hit an agent."""
    buyer, source = agent["kind"] == "buyer", agent["name"].startswith("source")
    works = source or agent["kind"] == "plant"
    return {ANY: True, BUYER: buyer, SELLER: not buyer, MAKER: works, RECEIVER: not source}[role]


@st.composite
def shocks(draw: st.DrawFn, case: Case, severities: tuple[float, ...] = (0.3, 0.6, 1.0)) -> crises.Disruption:
    """A disruption of something that the network has."""
    what, target = draw(_effects(case))
    severity, start, length = draw(st.sampled_from(severities)), draw(st.integers(1, 9)), draw(st.integers(0, 9))
    catch_up = crises.CatchUp(0.5, 6) if what.catches_up else None
    others = [
        Shock(target, what, severity, duration=length, start=start, recovery=draw(st.sampled_from(RECOVERIES))),
        Shock(target, what, severity, start=start, duration=crises.Geometric(4.0), catch_up=catch_up),
        Shock(target, what, severity, start=start, until=crises.Until({"kind": "buyer"}, days=2), warning=length),
        crises.Recurrent(target, what, severity, start=start, mtbf=6, mttr=2, common=0.5, by="name"),
        crises.Events(target, what, crises.Uniform(0.1, severity), start=start, every=5, duration=2),
        crises.Cascade(target, what, severity, after=2, duration=4),
    ]
    return draw(st.sampled_from([others[0], *others]))


RECOVERIES = (Step(), Linear(4.0), crises.Exponential(2.0), crises.SCurve(5.0), crises.Stated({2: 0.5, 6: 0.0}))


@st.composite
def cases(draw: st.DrawFn, most_shocks: int = 3) -> Case:
    """A case with up to `most_shocks` shocks."""
    case = Case(whole=draw(st.booleans()), start=draw(st.sampled_from(["steady", "steady", "empty"])))
    draw(_tables(case))
    choices = _behaviours(case.whole)
    case.stages = {stage: draw(st.sampled_from(some)) for stage, some in choices.items()}
    case.crisis = {f"shock_{number}": draw(shocks(case)) for number in range(draw(st.integers(0, most_shocks)))}
    return case
