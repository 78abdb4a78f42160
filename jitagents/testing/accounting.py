"""Contract of measures and cost parts: each is recorded alone and beside the others, in several orders and chunks."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from jitagents.accounting.cost_part import CostBasis, CostPart
from jitagents.accounting.cost_parts import PARTS
from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import MEASURES, Cost, Definition, Measure, Paired, Recorded, Single
from jitagents.accounting.resilience import Resilience
from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.inspection import Incoming
from jitagents.behaviours.ordering import Jit, Panic
from jitagents.behaviours.production import LongestQueue, Overtime, Yield
from jitagents.behaviours.serving import PartlyLost
from jitagents.behaviours.sourcing import Panel
from jitagents.behaviours.transport import Expediting
from jitagents.column import Array
from jitagents.crises import Shock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.relations import Relations
from jitagents.testing.harness import CLOSE, made_of, must, same
from jitagents.worlds import Worlds

DAYS, WARMUP, REPLICATIONS, CHECKED = 20, 4, (0, 1, 2), 1
"""Days and worlds of the small model, and the replication that is also simulated alone."""
AGENTS: Sequence[Mapping[str, Any]] = (
    {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 1, "capacity": 60, "line": "hall"},
    {"name": "quarry", "kind": "supplier", "item": "ore", "lead_time": 1},
    {
        "name": "mill",
        "kind": "plant",
        "item": "bar",
        "value_added": 0.5,
        "lead_time": 1,
        "capacity": 20,
        "line": "hall",
    },
    {"name": "shop", "kind": "buyer", "item": "bar", "demand": 6, "shelf_life": 4, "value": 9},
    {"name": "kiosk", "kind": "buyer", "item": "bar", "demand": 3, "value": 8, "unit_volume": 0.3, "wacc": 0.1},
)
LANES: Sequence[Mapping[str, Any]] = (
    {"seller": "mine", "buyer": "mill", "lead_time": 2, "load": 5, "load_cost": 9.0, "duty": 0.1, "hedging": 0.02},
    {"seller": "quarry", "buyer": "mill", "lead_time": 2, "state": "candidate"},
    {"seller": "mill", "buyer": "shop", "lead_time": 1, "transport_cost": 0.5},
    {"seller": "mill", "buyer": "kiosk", "lead_time": 2, "price": 6.0, "quality_cost": 0.5, "administration": 365.0},
)
RATES: dict[str, Any] = {item.name: 0.5 for item in fields(Costs) if "unit" in item.metadata}
"""The rates of a cost model, which are numbers."""
COSTS = Costs(**RATES, breaks={8: 0.1})
"""A cost model in which every part has a price."""

type Values = dict[str, dict[str, Array]]
"""Values of each measure by scope, each `(worlds,)` or `(pairs,)`."""


def check_measure(*measures: Measure | type[Measure]) -> None:
    """Check that measures keep their contract.

    Each has a definition; its values are `(scopes, worlds)`, finite or NaN; they are the same if it is recorded alone,
    whatever the order of agents and lanes, and whatever replications are simulated together.

    Args:
        measures: of single worlds or of twins; or their classes, if all their parameters have defaults.

    Raises:
        AssertionError: the first thing that does not hold, in one sentence.
    """
    made = [made_of(one, Single | Paired, "measure: it must derive from Single or Paired") for one in measures]
    costs = replace(COSTS, parts={name: part for one in made for name, part in _own_parts(one).items()})
    for one in made:
        _check_definition(type(one).__name__, one.definition)
    names = {one.name for one in made}
    each, every = [[one] for one in made], [*(one for one in MEASURES.values() if one.name not in names), *made]
    *alone, together = _simulated([*each, every], costs)
    turned, part = _simulated(each, costs, reverse=True), _simulated(each, costs, REPLICATIONS[CHECKED : CHECKED + 1])
    for one, first, second, third in zip(made, alone, turned, part, strict=True):
        name, values = one.name, first[one.name]
        must(
            [~np.isinf(numbers) for numbers in values.values()],
            f"{name}: a value is infinite; where there is none: NaN",
        )
        _same(name, values, together[name], "beside other measures it has other values")
        _same(name, values, second[name], "the order of the agents changes its values")
        chunk = {scope: numbers[CHECKED :: len(REPLICATIONS)] for scope, numbers in values.items()}
        _same(name, chunk, third[name], "a replication alone has other values than beside others")


def check_cost_part(*parts: CostPart | type[CostPart]) -> None:
    """Check that parts of the cost keep their contract.

    Each says what is paid for; its prices are finite, with a payer for each row; its money is part of the total cost,
    which stays the sum of all parts; and its measure keeps the contract of measures.

    Args:
        parts: with parameters at which they cost something; or their classes, if the defaults are such.

    Raises:
        AssertionError: the first thing that does not hold, in one sentence.
    """
    made = [made_of(one, CostPart, "part of the cost: it must derive from CostPart") for one in parts]
    ours = {type(one): name for name, one in PARTS.items()}
    named = {ours.get(type(one), f"checked_{number}"): one for number, one in enumerate(made, start=1)}
    costs = replace(COSTS, parts={name: one for name, one in named.items() if name not in PARTS})
    for one in made:
        title = type(one).__name__
        must(one.meaning and one.source, f"{title}: says not what is paid for (`meaning`), or after whom (`source`)")
        _check_items(title, one, costs)
    check_measure(*(Cost(name, costs.all_parts) for name in named))
    each = [Cost(name, costs.all_parts) for name in costs.all_parts]
    (found,) = _simulated([[Cost(parts=costs.all_parts), *each]], costs)
    titles = ", ".join(type(one).__name__ for one in made)
    for scope, total in found["cost"].items():
        summed = sum((found[one.name][scope] for one in each), start=np.zeros_like(total))
        must(np.allclose(total, summed, rtol=CLOSE), f"{titles}: the cost is not the sum of its parts at {scope}")
    for name, one in named.items():
        paid = any(map(np.any, found[f"cost_{name}"].values()))
        must(paid, f"{type(one).__name__}: costs nothing; give it parameters at which it does")


def _own_parts(measure: Recorded) -> dict[str, CostPart]:
    """The parts of the user's own that a measure of the cost is of."""
    parts = measure.parts if isinstance(measure, Cost) else {}
    return {name: part for name, part in parts.items() if name not in PARTS}


def _check_definition(title: str, words: Definition) -> None:
    for key in ("unit", "label", "formula", "source"):
        must(isinstance(getattr(words, key), str) and getattr(words, key).strip(), f"{title}: its {key} is no text")
    must(not words.formula.endswith("."), f"{title}: its formula ends with a full stop, and stands in a table")


def _check_items(title: str, part: CostPart, costs: Costs) -> None:
    model = _model((0,))
    rows, items = model.layout.rows, list(part.items(CostBasis(costs, model.layout, model.planned)))
    must(items, f"{title}: has no items")
    for item in items:
        must(np.ndim(item.price) == 2, f"{title}: a price has the shape {np.shape(item.price)}; needed: (rows, 1)")
        must(np.isfinite(item.price), f"{title}: a price is not finite")
        must(len(item.price) == len(item.payers), f"{title}: a price has other rows than its payers")
        must((item.payers >= 0) & (item.payers < rows), f"{title}: a payer is no row of a stock point")


def _model(replications: Sequence[int], reverse: bool = False) -> SupplyModel:
    turn = -1 if reverse else 1
    network: Network = listed(name="works", agents=[*AGENTS][::turn], lanes=[*LANES][::turn])
    outage = {"outage": Shock({"name": "mine"}, "shipping", start=3, duration=6)}
    return SupplyModel(
        network, worlds=Worlds(replications, twins=True), crisis=outage, warmup=WARMUP, demand=Poisson(),
        ordering=Panic(Jit()), serving=PartlyLost(), transport=Expediting(),
        production=LongestQueue(Overtime(threshold=0.5, rule=Yield(rate=0.9, escape=0.5)), setup=0.05),
        inspection=Incoming(), sourcing=Panel(sources=2.0, start=2.0, qualification=1.0, ramp=2.0),
        relation=Relations(bonus=0.01, reserved=1.0, reservation_fee=0.01),
    )  # fmt: skip


def _simulated(
    lists: Sequence[Sequence[Recorded]], costs: Costs, replications: Sequence[int] = REPLICATIONS, reverse: bool = False
) -> list[Values]:
    """The values of each list of measures, recorded by ledgers of their own in one run of a small model."""
    model = _model(replications, reverse)
    ledgers = [Ledger(model, costs, DAYS, measures=measures, daily=()) for measures in lists]
    twins = [Resilience(model, ledger, measures=own) for ledger, own in zip(ledgers, lists, strict=True)]
    model.observers += [*ledgers, *twins]
    model.run_for(WARMUP + DAYS)
    try:
        found = [ledger.metrics() | pairs.metrics() for ledger, pairs in zip(ledgers, twins, strict=True)]
    except InputError as error:
        raise AssertionError(str(error)) from error
    scopes = ledgers[0].scopes.names
    return [{name: dict(zip(scopes, part, strict=True)) for name, part in one.items()} for one in found]


def _same(name: str, first: Mapping[str, Array], second: Mapping[str, Array], text: str) -> None:
    same([first[scope] for scope in first], [second[scope] for scope in first], f"{name}: {text}", CLOSE, CLOSE)
