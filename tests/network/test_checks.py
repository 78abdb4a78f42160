from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from jitagents.errors import InputError
from jitagents.network import Network, listed

type Small = dict[str, Any]
type Bend = Callable[[Small], object]


def agent(row: int, **cells: object) -> Bend:
    return lambda small: small["agents"][row].update(cells)


def lane(row: int, **cells: object) -> Bend:
    return lambda small: small["lanes"][row].update(cells)


def more(table: str, **cells: object) -> Bend:
    return lambda small: small[table].append(cells)


def rename(table: str, old: str, new: str) -> Bend:
    def bend(small: Small) -> None:
        small[table] = [{new if k == old else k: v for k, v in row.items()} for row in small[table]]

    return bend


MINE, PIT, DEPOT, MILL, TOWN = range(5)

FAULTS: dict[str, tuple[Bend, str]] = {
    "nothing that keeps no day": (agent(MINE, shelf_life=0), "agents: mine: shelf_life = 0; allowed: 1 days or more"),
    "half a day of life": (agent(MINE, shelf_life=2.5), "agents: mine: shelf_life = 2.5; allowed: whole numbers"),
    "binding more than wholly": (lane(1, binding=1.5), "lanes: depot -> mill: binding = 1.5; allowed: 0 to 1"),
    "binding where there is no plant": (
        lane(0, binding=0.5),
        "lanes: mine -> depot: binding = 0.5, but its buyer is no plant and has no inputs; allowed: 1",
    ),
    "double name": (agent(PIT, name="mine"), "agents: mine: the name stands there twice"),
    "empty name": (agent(PIT, name=""), "agents: name: row 2 is empty"),
    "unknown kind": (agent(MILL, kind="plnt"), "agents: mill: unknown kind 'plnt'; did you mean 'plant'?"),
    "required column mistyped": (
        rename("agents", "kind", "knd"),
        "agents: the column 'kind' is missing; did you mean 'knd'?",
    ),
    "column of lanes mistyped": (
        rename("lanes", "seller", "selller"),
        "lanes: the column 'seller' is missing; did you mean 'selller'?",
    ),
    "optional column mistyped": (
        rename("lanes", "lead_time", "laed_time"),
        "lanes: unknown column 'laed_time'; did you mean 'lead_time'?",
    ),
    "reserved column": (agent(MINE, tier=3), "agents: the column 'tier' is computed"),
    "unknown seller": (lane(1, seller="dept"), "lanes: dept -> mill: unknown seller 'dept'; did you mean 'depot'?"),
    "unknown buyer": (lane(3, buyer="twon"), "lanes: mill -> twon: unknown buyer 'twon'; did you mean 'town'?"),
    "unknown carrier": (
        lane(0, carrier="rial"),
        "lanes: mine -> depot: unknown carrier 'rial'; did you mean 'rail'? allowed: rail",
    ),
    "sells to itself": (more("lanes", seller="mill", buyer="mill"), "lanes: mill -> mill: sells to itself"),
    "double lane": (more("lanes", seller="mill", buyer="town"), "lanes: mill -> town: the lane stands there twice"),
    "double carrier": (more("carriers", name="rail"), "carriers: rail: the name stands there twice"),
    "negative value": (agent(MILL, value=-1), "agents: mill: value = -1; allowed: 0 money/unit or more, finite"),
    "negative capacity": (agent(MINE, capacity=-5), "agents: mine: capacity = -5; allowed: 0 units/day or more"),
    "infinite demand": (agent(TOWN, demand=float("inf")), "agents: town: demand = inf; allowed: 0 units/day or more"),
    "no demand": (agent(TOWN, demand=None), "agents: town: a buyer needs a demand"),
    "demand is text": (agent(TOWN, demand="ten"), "agents: demand = 'ten' in row 5 is not a number"),
    "demand of a supplier": (agent(DEPOT, demand=3), "agents: depot: demand = 3, but only a buyer faces final demand"),
    "lead time of a distributor": (agent(DEPOT, lead_time=3), "agents: depot: a buyer or distributor has no lead time"),
    "capacity of a distributor": (agent(DEPOT, capacity=3), "agents: depot: capacity = 3, but only plants and sources"),
    "lead time of a lane below a day": (
        lane(3, lead_time=0.4),
        "lanes: mill -> town: lead_time = 0.4; allowed: 1 days",
    ),
    "negative lead time": (agent(PIT, lead_time=-2), "agents: pit: lead_time = -2; allowed: 0 to 100000 days"),
    "spread around zero": (
        agent(MILL, lead_time=0, lead_time_sd=1),
        "agents: mill: lead_time_sd = 1 with lead_time = 0",
    ),
    "law is no law": (
        lane(3, lead_times="3 5"),
        "lanes: mill -> town: lead time law '3 5': '3' is not days:probability",
    ),
    "law misses 1": (lane(3, lead_times="3:.5 4:.4"), "the probabilities sum to 0.9, not to 1"),
    "law below a day": (lane(3, lead_times="0:.5 4:.5"), "0 days; allowed: whole days from 1 to 100000"),
    "law says a day twice": (lane(3, lead_times="4:.5 4:.5"), "a number of days stands there twice"),
    "order delay is a fraction": (lane(3, order_delay=0.5), "lanes: mill -> town: order_delay = 0.5; allowed: whole"),
    "priority 0": (lane(3, priority=0), "lanes: mill -> town: priority = 0; allowed: 1 or more"),
    "quantity is a fraction": (
        lambda small: [small["lanes"][row].update(quantity=1.5) for row in (1, 2)],
        "lanes: depot -> mill: quantity = 1.5; allowed: whole numbers, or continuous units: network.whole=false",
    ),
    "stock is a fraction": (agent(MILL, stock=0.5), "agents: mill: stock = 0.5; allowed: whole numbers"),
    "load is a fraction": (lane(3, load=7.5), "lanes: mill -> town: load = 7.5; allowed: whole numbers"),
    "load 0": (lane(3, load=0), "lanes: mill -> town: load = 0; allowed: more than 0, or empty"),
    "quantity 0": (lane(3, quantity=0), "lanes: mill -> town: quantity = 0; allowed: more than 0"),
    "quantity to a buyer": (lane(3, quantity=2), "lanes: mill -> town: quantity = 2, but its buyer is no plant"),
    "input stock at a buyer": (
        lane(3, stock=2),
        "lanes: mill -> town: stock = 2 of an input, but its buyer is no plant",
    ),
    "unequal quantities": (lane(1, quantity=3), "lanes: depot -> mill: quantity = 3 differs from that of another lane"),
    "shares above 1": (
        lambda small: [small["lanes"][row].update(share=0.6) for row in (1, 2)],
        "lanes: depot -> mill: the shares of this buyer and item sum to 1.2",
    ),
    "shares below 1": (lane(3, share=0.9), "lanes: mill -> town: the shares of this buyer and item sum to 0.9"),
    "buyer sells": (more("lanes", seller="town", buyer="depot"), "lanes: town -> depot: a buyer sells to nobody"),
    "item that nobody sells": (
        more("agents", name="port", kind="buyer", item="steal", demand=1),
        "agents: port: nobody sells the item 'steal'; did you mean 'steel'?",
    ),
    "buyer without seller": (
        more("agents", name="port", kind="buyer", item="steel", demand=1),
        "agents: port: nobody sells it 'steel'",
    ),
    "plant without seller": (
        lambda small: [
            more("agents", name="forge", kind="plant", item="steel")(small),
            more("lanes", seller="forge", buyer="town")(small),
        ],
        "agents: forge: nobody sells to this plant",
    ),
    "another item": (
        more("lanes", seller="pit", buyer="town"),
        "lanes: pit -> town: sells 'ore' to an agent that handles 'steel'",
    ),
    "cycle": (
        lambda small: [
            more("agents", name="yard", kind="supplier", item="ore")(small),
            more("lanes", seller="depot", buyer="yard")(small),
            more("lanes", seller="yard", buyer="depot")(small),
        ],
        "lanes: a cycle without order delay: ",
    ),
    "agent that nobody needs": (
        more("agents", name="mound", kind="supplier", item="ore"),
        "agents: mound: no way leads from this agent to a buyer",
    ),
    "no buyer": (lambda small: small["agents"].pop(), "agents: there is no buyer, and so no final demand"),
    "no lanes": (lambda small: small["lanes"].clear(), "lanes: the table is empty"),
}


@pytest.mark.parametrize(("bend", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_fault_is_told_with_its_place(small: Small, bend: Bend, message: str) -> None:
    bend(small)
    with pytest.raises(InputError) as caught:
        listed(name="small", **small)
    assert any(message in fault for fault in caught.value.faults), caught.value.faults


def test_small_network_has_no_fault(small: Small) -> None:
    assert listed(name="small", **small).name == "small"


def test_buyer_that_no_source_reaches(small: Small) -> None:
    for name, kind in (("a", "supplier"), ("b", "supplier"), ("port", "buyer")):
        more("agents", name=name, kind=kind, item="oil", **({"demand": 1} if kind == "buyer" else {}))(small)
    for seller, buyer, delay in (("a", "b", 1), ("b", "a", 0), ("b", "port", 0)):
        more("lanes", seller=seller, buyer=buyer, order_delay=delay)(small)
    with pytest.raises(InputError, match="agents: port: no way leads from a source to this buyer"):
        listed(name="small", **small)


def test_all_faults_at_once(small: Small) -> None:
    for bend in (agent(MINE, capacity=-1), agent(TOWN, demand=None), lane(3, quantity=2), lane(1, order_delay=0.5)):
        bend(small)
    with pytest.raises(InputError) as caught:
        listed(name="small", **small)
    assert len(caught.value.faults) == 4


def test_unreadable_number_is_told_once(small: Small) -> None:
    agent(TOWN, demand="ten")(small)
    with pytest.raises(InputError) as caught:
        listed(name="small", **small)
    assert len(caught.value.faults) == 1


def test_no_nearest_name_among_very_many(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jitagents.network.checks.SEARCHED", 4)
    lane(1, seller="dept")(small)
    with pytest.raises(InputError, match="unknown seller 'dept'; none of the 5 agents has this name"):
        listed(name="small", **small)


def test_many_faults_of_one_sort_are_counted() -> None:
    buyers = [{"name": f"b{i}", "kind": "buyer", "item": "x", "demand": -1.0} for i in range(50)]
    agents = pd.DataFrame([*buyers, {"name": "s", "kind": "supplier", "item": "x"}])
    lanes = pd.DataFrame({"seller": "s", "buyer": agents["name"][:50]})
    with pytest.raises(InputError) as caught:
        Network.of(agents, lanes, name="many")
    assert len(caught.value.faults) == 11
    assert caught.value.faults[-1] == "agents: … and 40 more like this"
