"""The columns of a network's tables: which there are, what they mean, what an empty cell stands for."""

from dataclasses import dataclass

import numpy as np

from jitagents.parameters import LONGEST

LONGEST_TERMS = 730
"""Most days from an invoice to its payment."""
ACTIVE, APPROVED, CANDIDATE = "active", "approved", "candidate"
STATES = (ACTIVE, APPROVED, CANDIDATE)
"""States of a lane on day 1: in use; qualified and not in use; to be qualified before it may be used."""


@dataclass(frozen=True)
class Field:
    """One column of a table.

    Attributes:
        sort: text, number or whole (a whole number).
        default: what an empty cell means; None if it must not be empty.
        meaning: in one line.
        unit: of a number.
        low, high: least and greatest number.
        infinite: whether `inf` is a number here.
    """

    sort: str
    default: float | str | None
    meaning: str
    unit: str = ""
    low: float = 0.0
    high: float = np.inf
    infinite: bool = False


def _lead_time(meaning: str) -> dict[str, Field]:
    return {
        "lead_time": Field("number", np.nan, meaning, "days", high=LONGEST),
        "lead_time_sd": Field("number", 0.0, "standard deviation of the lead time", "days", high=LONGEST),
        "lead_times": Field("text", "", "law of the lead time as days:probability, e.g. '3:0.5 5:0.3 7:0.2'"),
    }


AGENTS: dict[str, Field] = {
    "name": Field("text", None, "unique name"),
    "kind": Field("text", None, "buyer, supplier or plant"),
    "item": Field("text", None, "what it sells (a buyer: what it buys)"),
    "firm": Field("text", "", "firm that it belongs to; its name if empty"),
    "site": Field("text", "", "place where it stands; its name if empty"),
    "region": Field("text", "", "region"),
    "calendar": Field(
        "text", "", "name of its working calendar; empty: that of its site or region, or the standard one"
    ),
    "lead_time_in": Field(
        "text", "", "working_days or calendar_days of the lead time; empty: working days of the plant"
    ),
    "value": Field("number", 1.0, "price of one unit of its item", "money/unit"),
    "cost": Field(
        "number",
        np.nan,
        "standard cost of a unit; empty: value added and what it buys, or else its value",
        "money/unit",
    ),
    "value_added": Field(
        "number", np.nan, "own work in a unit; empty: its cost less what it buys in the network", "money/unit"
    ),
    "capacity": Field("number", np.inf, "most that a plant or source makes", "units/day", infinite=True),
    "line": Field(
        "text", "", "production line that it shares with others, its capacity being for its item alone; empty: none"
    ),
    **_lead_time("production lead time of a plant, replenishment lead time of a source; 1 if empty"),
    "demand": Field("number", np.nan, "mean final demand of a buyer", "units/day"),
    "demand_sd": Field("number", np.nan, "standard deviation of a day's final demand", "units/day"),
    "stock": Field("number", np.nan, "on hand on day 0; empty: the ordering rule chooses", "units"),
    "backlog": Field("number", 0.0, "owed to final customers of a buyer on day 0", "units"),
    "in_process": Field(
        "text", "", "in production on day 0 as units@day of completion, e.g. '6@1 6@2'; empty: as `start` says"
    ),
    "shelf_life": Field(
        "whole",
        np.nan,
        "how long a unit keeps from the day on which it comes in, here and in plants that buy it; empty: for ever",
        "days",
        low=1,
    ),
    "unit_volume": Field(
        "number",
        np.nan,
        "room that a unit takes, here and in plants that buy it; empty: room is charged by value",
        "m3/unit",
    ),
    "default_probability": Field("number", np.nan, "chance that it defaults within a year; empty: not rated", high=1),
    "ttr": Field(
        "number", np.nan, "time to recover from an outage; empty: as `time_to_survive` says", "days", high=LONGEST
    ),
    "holding_cost": Field("number", np.nan, "cost of holding; empty: the cost model decides", "money/unit/day"),
    "backorder_cost": Field("number", np.nan, "cost of owing; empty: the cost model decides", "money/unit/day"),
    "line_stop_cost": Field(
        "number", np.nan, "a day on which it starts nothing; empty: the cost model decides", "money/day"
    ),
    "cash": Field("number", np.nan, "cash before day 1; empty: as `finance` says", "money"),
    "credit_line": Field("number", np.nan, "most that it can borrow; empty: as `finance` says", "money"),
    "wacc": Field(
        "number",
        np.nan,
        "cost of capital of its firm, for the stock that this owns; empty: that of its other agents, or else the cost "
        "model decides",
        "1/year",
    ),
}

LANES: dict[str, Field] = {
    "seller": Field("text", None, "name of the agent that sells"),
    "buyer": Field("text", None, "name of the agent that buys"),
    "quantity": Field("number", 1.0, "units of the seller's item in one unit of the buying plant's product", "units"),
    **_lead_time("from shipping to receipt; 1 if empty"),
    "order_delay": Field("whole", 0, "from ordering until the seller sees the order", "days", high=LONGEST),
    "share": Field("number", np.nan, "planned share of the buyer's orders of the item; empty ones share the rest"),
    "state": Field(
        "text",
        "",
        "active, approved (qualified, not in use) or candidate (to be qualified by a panel first); empty: active",
    ),
    "qualification": Field(
        "number", np.nan, "time to qualify a candidate; empty: as the panel says", "days", high=LONGEST
    ),
    "qualification_cost": Field(
        "number", np.nan, "cost of qualifying a candidate; empty: the cost model decides", "money"
    ),
    "rank": Field("whole", np.nan, "1 = primary source; empty: by share, lead time, seller's name, mode", low=1),
    "priority": Field("whole", 1, "class of the buyer at the seller, 1 is served first", low=1),
    "carrier": Field("text", "", "name of the carrier, empty for none"),
    "binding": Field(
        "number", 1.0, "how much a plant needs the input: 1 critical, 0.5 important, 0 not binding", high=1
    ),
    "calendar": Field("text", "", "name of its working calendar; empty: that of its carrier, or it runs every day"),
    "lead_time_in": Field(
        "text", "", "working_days (of the lane, or else its seller) or calendar_days; empty: as `calendar` says"
    ),
    "mode": Field(
        "text", "", "mode of transport, e.g. sea; one seller may have several lanes to a buyer, each of another mode"
    ),
    "price": Field("number", np.nan, "what the buyer pays; empty: the seller's value", "money/unit"),
    "transport_cost": Field("number", 0.0, "cost of transport by the unit", "money/unit"),
    "duty": Field("number", 0.0, "duty at the border", "share of the price"),
    "hedging": Field(
        "number", 0.0, "cost of cover against its currency from order to payment, or of the risk", "share of the price"
    ),
    "order_cost": Field("number", np.nan, "fixed cost of an order; empty: the cost model decides", "money"),
    "quality_cost": Field("number", 0.0, "expected cost of bad quality by the unit", "money/unit"),
    "administration": Field(
        "number", 0.0, "cost of keeping the source: audits, travel, tools written off", "money/year"
    ),
    "terms": Field(
        "number", np.nan, "from the invoice to payment; empty: as `finance` says", "days", high=LONGEST_TERMS
    ),
    "invoiced": Field("text", "", "when goods are invoiced: shipment, receipt or use; empty: as `finance` says"),
    "load": Field("number", np.nan, "a full load, e.g. of a truck; empty: goods are not loaded by the load", "units"),
    "load_cost": Field("number", 0.0, "cost of transport by the load", "money/load"),
    "stock": Field("number", np.nan, "on hand on day 0 of a plant's input", "units"),
    "open_orders": Field("number", 0.0, "ordered, seen by the seller and not yet shipped on day 0", "units"),
    "under_way": Field(
        "text", "", "goods under way on day 0 as units@day of receipt, e.g. '6@1 0@2 6@3'; empty: as `start` says"
    ),
}

CARRIERS: dict[str, Field] = {
    "name": Field("text", None, "unique name"),
    "capacity": Field("number", np.inf, "most that it loads", "units/day", infinite=True),
    "calendar": Field("text", "", "name of its working calendar; empty: it works every day"),
}
