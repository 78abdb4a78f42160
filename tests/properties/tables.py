"""Random supply networks, small enough to be read when one of them fails."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from tests.properties.case import Case


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
    again = sellers[:1] if draw(st.booleans()) else []
    items += [seller["item"] for seller in again]
    for seller in [*sellers, *again]:
        lane = draw(_lane(seller, buyer, carriers))
        taken = [one["mode"] for one in case.lanes if (one["seller"], one["buyer"]) == (seller["name"], buyer["name"])]
        lane["mode"] = next(mode for mode in (lane["mode"], "", "air") if mode not in taken)
        if stated:
            lane["share"] = (1 - 9e-7) / items.count(seller["item"])
        if buyer["kind"] == "plant":
            lane |= {"quantity": quantity[seller["item"]], "binding": binding[seller["item"]]}
        case.lanes.append(lane)


@st.composite
def tables(draw: st.DrawFn, case: Case) -> None:
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
    draw(_day_0(case))
    case.lanes[0]["load"] = 5.0
    for place, agent in enumerate(case.agents):
        agent |= {"latitude": 2.0 * place, "longitude": -3.0 * place}
        if draw(st.integers(0, 4)) == 0:
            agent["stock"] = draw(_amount(case.whole, 0, 20))
        if draw(st.integers(0, 4)) == 0:
            agent["shelf_life"] = draw(st.integers(1, 6))


@st.composite
def _day_0(draw: st.DrawFn, case: Case) -> None:
    """What is owed, on order, under way and in production before day 1, of a few."""
    units, bought = _amount(case.whole, 0, 20), {lane["buyer"] for lane in case.lanes}
    for lane in case.lanes:
        if draw(st.integers(0, 3)) == 0:
            lane["open_orders"] = draw(units)
        if draw(st.integers(0, 3)) == 0:
            lane["under_way"] = f"{draw(units)}@1"
    for agent in case.agents:
        if draw(st.integers(0, 3)) == 0:
            if agent["kind"] == "buyer":
                agent["backlog"] = draw(units)
            elif (agent["kind"] == "plant" or agent["name"] not in bought) and _longest(agent) > 0:
                agent["in_process"] = f"{draw(units)}@1"


def _longest(agent: dict[str, Any]) -> float:
    """Days that units are surely in production, whether lead times are drawn or not."""
    return 0.0 if agent.get("lead_times") else float(agent.get("lead_time", 1.0))


def _prune(case: Case) -> None:
    """Leave out who sells to nobody, again and again."""
    while True:
        sells = {lane["seller"] for lane in case.lanes}
        idle = {agent["name"] for agent in case.agents if agent["kind"] != "buyer"} - sells
        if not idle:
            return
        case.agents = [agent for agent in case.agents if agent["name"] not in idle]
        case.lanes = [lane for lane in case.lanes if lane["buyer"] not in idle]
