"""Answers that the engine gives: small networks without chance, simulated day by day."""

from typing import Any

import numpy as np

from jitagents.behaviours.demand import Constant
from jitagents.behaviours.information import Books, Losses
from jitagents.behaviours.ordering import Conwip, Jit, Kanban, PassOn, ReorderPoint
from jitagents.behaviours.serving import Backorder, LostSale
from jitagents.column import Array
from jitagents.crises import Shock
from jitagents.model import SupplyModel
from jitagents.network import Network, listed, serial
from jitagents.simulation.exemptions import Exemption
from jitagents.simulation.regimes import When


def filled(model: SupplyModel, days: int) -> Array:
    """Units that the customers of the only buyer get, day by day."""
    found = np.zeros(days)
    for day in range(days):
        model.step()
        found[day] = model.buying["filled"][0, 0]
    return found


def pair(lead_time: int, demand: float, **shop: Any) -> Network:
    """A shop and a source that makes to order on the same day."""
    agents = [
        {"name": "shop", "kind": "buyer", "item": "good", "demand": demand, **shop},
        {"name": "source", "kind": "supplier", "item": "good", "lead_time": 0},
    ]
    lanes = [{"seller": "source", "buyer": "shop", "lead_time": lead_time}]
    return listed(name="pair", whole=False, agents=agents, lanes=lanes)


def line_throughput(stations: int, cards: int) -> float:
    """Units that leave a line in a step, each station making one in a step."""
    names = [f"station {number}" for number in range(stations)]
    agents: list[dict[str, Any]] = [
        {
            "name": name,
            "kind": "plant" if number else "supplier",
            "item": name,
            "capacity": 1,
            "stock": 0,
            "lead_time": 0,
        }
        for number, name in enumerate(names)
    ]
    agents.append({"name": "customers", "kind": "buyer", "item": names[-1], "demand": 2, "stock": 0})
    lanes = [{"seller": one, "buyer": two} for one, two in zip(names, [*names[1:], "customers"], strict=True)]
    head = Exemption({"name": names[0]}, ordering=Conwip(cards=cards))
    model = SupplyModel(
        listed(name="line", agents=agents, lanes=lanes),
        start="empty", demand=Constant(), serving=Backorder(), ordering=PassOn(), exemptions=[head],
    )  # fmt: skip
    cycle = max(stations, cards)
    left = 0.0
    for step in range(9 * cycle):
        model.step()
        left += float(model.by_name["customers"].output[0]) if step >= 4 * cycle else 0.0
    return left / (5 * cycle)


def loop_throughput(cards: float, container: float, lead_time: int, demand: float) -> float:
    """Units a day that a line gets from a kanban loop."""
    to_order = Exemption({"name": "source"}, ordering=Jit(cover=0))
    model = SupplyModel(
        pair(lead_time, demand), demand=Constant(), serving=LostSale(), exemptions=[to_order], start="empty",
        ordering=Kanban(cards=cards, container=container),
    )  # fmt: skip
    return float(filled(model, 30 * lead_time)[10 * lead_time :].mean())


def first_short_day(every: int, reorder: float, batch: float) -> float:
    """Day on which a shop with an unseen leak first has too little."""
    model = SupplyModel(
        pair(2, 5, stock=50), demand=Constant(), serving=LostSale(), start="empty",
        ordering=ReorderPoint(reorder=reorder, batch=batch),
        information=Books(losses=Losses(units=1, every=every)),
    )  # fmt: skip
    return float(np.argmax(filled(model, 1000) < 5) + 1)


def outage(cover: float, lead_time: int, days: int) -> tuple[float, float]:
    """Days of sales lost in an outage of the source, and days from its beginning until the first loss."""
    stop = Shock(target={"name": "source"}, what="supply", severity=1.0, start=1, duration=days)
    model = SupplyModel(
        pair(lead_time, 100), demand=Constant(), serving=LostSale(), ordering=Jit(cover=cover), crisis={"stop": stop},
        exemptions=[Exemption({"name": "source"}, ordering=Jit(cover=0))],
    )  # fmt: skip
    lost = 1 - filled(model, days + lead_time + 40) / 100
    return round(float(lost.sum()), 6), float(np.argmax(lost > 1e-9))


def empty_days(stage: int, before: float, after: float) -> float:
    """Days on which a stage of four orders nothing, when all go from one cover to another on one day."""
    name = f"stage_{stage}"
    move = Exemption({"kind": ["buyer", "supplier"]}, ordering=Jit(cover=after), when=When(start=20))
    chain = serial(stages=4, lead_time=2, demand=10, whole=False)
    model = SupplyModel(chain, demand=Constant(), ordering=Jit(cover=before), exemptions=[move])
    empty = 0
    for _ in range(40 + int(4 * before)):
        model.step()
        empty += bool(model.by_name[name].order[0] < 1e-9)
    return float(empty)
