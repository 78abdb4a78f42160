"""Costs: the rates of the total cost of ownership, part by part, linear in what is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import starmap
from typing import Any

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.cost_part import NAME, YEAR, CostBasis, CostItem, CostPart
from jitagents.accounting.cost_parts import PARTS
from jitagents.column import Array, Rows
from jitagents.errors import Faults
from jitagents.layout import Layout
from jitagents.parameters import Number, Parameters, param
from jitagents.planning import Planned
from jitagents.stock_points import BUYER, INPUT

__all__ = ["Array", "CostBasis", "CostItem", "CostPart", "Costs", "Number", "accumulators", "param"]


@dataclass(frozen=True)
class Costs(Parameters):
    """Rates on unit values, where the network states no money itself. A part whose rates are 0 costs nothing.

    `parts` adds parts of the user's own, by name, each with its own parameters.

    Sources of the defaults: carrying stock costs 20 to 30 % of its value a year (Silver, Pyke & Thomas 2017, ch. 1). Of
    25 %, 9 are interest (the cost of capital of manufacturers is 8 to 10 %; assumed), 4 storage, handling, insurance
    and taxes (Alford & Bangs 1955, Production Handbook, p. 396), the rest obsolescence and depreciation. Goods under
    way tie up capital, but take no room (assumed: .4 of the whole). A lost sale costs the contribution margin.
    Sorting and returns are assumed.
    """

    capital: Number = param(0.09, "1/year", "interest on stock, share of its cost", low=0)
    storage: Number = param(0.04, "1/year", "room, handling, insurance and taxes of stock, share of its cost", low=0)
    storage_volume: Number = param(
        0.0, "money/m3/day", "room of stock on hand whose `unit_volume` is stated, in place of `storage`; 0: off", low=0
    )
    obsolescence: Number = param(0.12, "1/year", "loss of value of stock, share of its cost", low=0)
    engineering_changes: Number = param(
        0.0, "1/year", "mean number of changes of an item that make its stock and what is under way obsolete", low=0
    )
    written_off: Number = param(1.0, "", "part of its cost lost with a unit at such a change", low=0, high=1)
    spoiled: Number = param(1.0, "", "part of its cost lost with a unit that perishes", low=0, high=1)
    pipeline: Number = param(0.4, "", "holding cost of goods under way, relative to that of the seller's stock", low=0)
    backorder_rate: Number = param(
        0.005, "1/day", "penalty for a unit that a customer waits for, share of value", low=0
    )
    penalty: Number = param(
        0.0, "1/day", "paid to its buyer for a unit that a seller owes beyond the promise, share of price", low=0
    )
    lost_sale: Number = param(
        0.2, "", "margin lost with a sale, share of value, where the network states no cost", low=0
    )
    order: Number = param(0.0, "money", "fixed cost of placing an order or starting a run", low=0)
    purchase: Number = param(0.0, "", "part of the price of what is bought that counts; 1: all of it", low=0, high=1)
    value_added: Number = param(0.0, "", "part of the value added that counts; 1: all of it", low=0, high=1)
    qualification: Number = param(0.0, "money", "qualification of a candidate, where its lane states none", low=0)
    volume: Number = param(
        0.0,
        "",
        "elasticity of prices: with the share s of a flow a supplier asks s^-volume of its price",
        low=0,
        high=1,
    )
    cancel_fee: Number = param(0.0, "", "fee for a unit that is cancelled, share of its price", low=0)
    breaks: Mapping[float, float] = field(
        default_factory=dict, metadata={"meaning": "quantity: discount on all units", "replace": True}
    )
    transport: Number = param(0.0, "", "freight of a unit, share of value, where its lane states none", low=0)
    line_stop: Number = param(
        0.0, "", "a day's stop of a plant with open orders, share of the value added of a planned day", low=0, high=100
    )
    changeover: Number = param(0.0, "money", "fixed cost of a changeover of a line to another item", low=0)
    overtime: Number = param(0.0, "", "premium for a unit made on overtime, share of value", low=0)
    sorting: Number = param(0.01, "", "inspection of a unit that is received, share of value", low=0)
    returns: Number = param(0.1, "", "handling of a bad unit that is sent back, share of its price", low=0)
    scrap: Number = param(
        0.0, "", "part of its cost lost with a bad unit; 0 where purchases and value added count", low=0, high=1
    )
    express: Number = param(0.0, "", "premium for a unit sent express, share of value", low=0)
    parts: Mapping[str, CostPart] = field(
        default_factory=dict, metadata={"meaning": "name: a part of your own", "replace": True}
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        faults = Faults()
        if not all(starmap(_is_discount, self.breaks.items())):
            stated = f"Costs.breaks = {dict(self.breaks)!r}"
            faults.add(f"{stated}: must be quantity: discount, e.g. {{100: 0.05}}; a discount is at most 1")
        faults.add(*(fault for name, part in self.parts.items() if (fault := _fault(name, part))))
        faults.tell()

    @property
    def all_parts(self) -> dict[str, CostPart]:
        """All parts by name, the user's own behind those that every cost model has."""
        return {**PARTS, **self.parts}

    def discount(self, ordered: Array) -> Array:
        """All-units discount of an order of this size, share of the price."""
        off = np.zeros_like(ordered)
        for quantity, share in sorted((float(quantity), float(share)) for quantity, share in self.breaks.items()):
            off[ordered >= quantity] = share
        return off

    def holding_rates(self, layout: Layout, owner: Rows) -> dict[str, Array]:
        """Rates a year of the parts of the holding cost, share of cost `(owners, 1)` or as the rate is given.

        Args:
            layout: rows and lanes.
            owner: rows of those who own the stock; their firms may state what capital costs them.
        """
        capital, stated = np.asarray(self.capital), layout.agent_column("wacc")[owner, None]
        if not np.isnan(stated).all():
            capital = np.where(np.isnan(stated), capital, stated)
        return {"capital": capital, "storage": np.asarray(self.storage), "obsolescence": np.asarray(self.obsolescence)}

    def holding(
        self, layout: Layout, planned: Planned, place: Rows = slice(None), owner: Rows | None = None
    ) -> dict[str, Array]:
        """Holding cost a unit and day on hand, by part, each `(places, 1)` or `(places, worlds)`.

        A holding cost that the network states is divided among the parts as the rates are; inputs are charged by cost.
        Else storage is by volume where it is stated, and has a rate.

        Args:
            layout: rows and lanes.
            planned: unit values.
            place: rows where stock lies.
            owner: rows of those who own it; None: it belongs where it lies.
        """
        rates = self.holding_rates(layout, place if owner is None else owner)
        total = sum(rates.values(), start=np.zeros((1, 1)))
        stated = np.where(layout.role == INPUT, np.nan, layout.agent_column("holding_cost"))[place, None]
        money = np.where(np.isnan(stated), planned.valuation.cost[place] * total / YEAR, stated)
        held = {
            part: money * np.divide(rate, total, out=np.full_like(total, part == "capital"), where=total > 0)
            for part, rate in rates.items()
        }
        if (room := self.room(layout)) is not None:
            held["storage"] = np.where(np.isnan(room[place]), held["storage"], room[place])
        return held

    def room(self, layout: Layout) -> Array | None:
        """Storage by volume, money a unit and day `(rows, 1)` or `(rows, worlds)`; NaN where it is by value.

        None where all of it is by value.
        """
        if not np.any(self.storage_volume):
            return None
        stated = np.where(layout.role == INPUT, np.nan, layout.agent_column("holding_cost"))
        room = np.where(np.isnan(stated), layout.unit_volume, np.nan)[:, None] * self.storage_volume
        return np.where(np.asarray(self.storage_volume) > 0.0, room, np.nan)

    def margin(self, planned: Planned) -> Array:
        """Margin of a unit `(rows, 1)` or `(rows, worlds)`: price less cost, or by rate where these are equal."""
        worth = planned.valuation
        return np.where(worth.margin > 0, worth.margin, worth.price * self.lost_sale)

    def backorder(self, layout: Layout, planned: Planned) -> Array:
        """Penalty a backorder and day `(rows, 1)` or `(rows, worlds)`: for final demand, or as the network states."""
        by_rate = planned.plan.value * self.backorder_rate * (layout.role == BUYER)[:, None]
        stated = np.where(layout.role == INPUT, 0.0, layout.agent_column("backorder_cost"))[:, None]
        return np.where(np.isnan(stated), by_rate, stated)


def _is_discount(quantity: Any, share: Any) -> bool:
    try:
        return float(quantity) > 0 and 0 <= float(share) <= 1
    except (TypeError, ValueError):
        return False


def _fault(name: object, part: object) -> str:
    """The fault of a part of the user's own; empty if there is none."""
    place = f"Costs.parts.{name}"
    if not NAME.fullmatch(str(name)):
        return f"{place}: a part is named by lower-case letters, digits and underscores, as carbon_tax"
    if name in PARTS:
        return f"{place}: every cost model has a part of this name; give yours another one"
    if not isinstance(part, CostPart):
        return f"{place} = {part!r}: must be a cost part: {{_target_: mypackage.costs.Carbon, …}}"
    return ""
