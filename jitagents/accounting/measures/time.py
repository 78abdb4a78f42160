"""Time and flow: lead times by Little's law, output, and line stops."""

from typing import TYPE_CHECKING

import numpy as np

from jitagents.accounting.measures.measure import Single, ratio
from jitagents.accounting.measures.stock import FACTORY_PHYSICS, in_process
from jitagents.column import Array
from jitagents.layout import PLANT

if TYPE_CHECKING:
    from jitagents.accounting.ledger import Ledger


def order_age(books: "Ledger") -> Array:
    """Order age: mean days that customers wait."""
    return ratio(books.flow(books.total("owed")), books.flow(books.total("output")))


def order_lead_time(books: "Ledger") -> Array:
    """Order lead time: mean days from order to receipt."""
    return ratio(books.flow(books.total("on_order")), books.flow(books.total("received")))


def cycle_time(books: "Ledger") -> Array:
    """Cycle time: mean days in process."""
    makers = books.layout.maker_rows
    made = books.at(makers, books.total("received")[makers])
    return ratio(books.every(in_process(books)), books.every(made))


def output(books: "Ledger") -> Array:
    """Output: units shipped or sold."""
    return books.flow(books.total("output"))


def throughput(books: "Ledger") -> Array:
    """Throughput: output a day."""
    return output(books) / books.days


def line_stop_days(books: "Ledger") -> Array:
    """Line-stop days: days on which a plant starts nothing."""
    return books.every(_of_plants(books, "line_stops"))


def longest_line_stop(books: "Ledger") -> Array:
    """Longest line stop: consecutive days on which a plant starts nothing."""
    stops = _of_plants(books, "longest_stop")
    tiers = books.scopes.by_tier(books.scopes.agents(stops), np.maximum)
    return books.scopes.stacked(np.concatenate((tiers.max(axis=0, keepdims=True), tiers)), stops)


def _of_plants(books: "Ledger", name: str) -> Array:
    """Bring an accumulator of makers to the rows of agents; 0 for agents that are not plants."""
    makers = books.layout.maker_rows
    plants = (books.layout.role[makers] == PLANT)[:, None]
    return books.at(makers, books.total(name) * plants)


MEASURES = {
    "order_age": Single(
        "days",
        "order age",
        "mean age of what is shipped, in days since it was ordered: backorders at the end of the day / units shipped, "
        "both summed over days (Little's law); tier: over its agents; network: at its buyers",
        "Little 1961, Operations Research 9(3)",
        order_age,
    ),
    "order_lead_time": Single(
        "days",
        "order lead time",
        "mean days from an agent's order (a plant: to its production) to receipt: units on order at the end of the day "
        "/ units received, both summed over days (Little's law); tier: over its agents; network: of its buyers",
        "Little 1961, Operations Research 9(3)",
        order_lead_time,
        ("on_order", "received"),
    ),
    "cycle_time": Single(
        "days",
        "cycle time",
        "work in process / units finished, both summed over days (Little's law); tier and network: over all plants and "
        "sources",
        FACTORY_PHYSICS,
        cycle_time,
        ("on_order", "open_orders", "received"),
    ),
    "output": Single(
        "units",
        "output",
        "units served to final demand (network, tier 0, buyers) or shipped (other agents and tiers), over the measured "
        "days",
        FACTORY_PHYSICS,
        output,
    ),
    "throughput": Single(
        "units/day",
        "throughput",
        "output / days",
        FACTORY_PHYSICS,
        throughput,
    ),
    "line_stop_days": Single(
        "days",
        "line-stop days",
        "days on which a plant with open orders starts nothing; tier and network: sum over plants",
        "Monden 2011, Toyota Production System, ch. 10",
        line_stop_days,
        ("line_stops",),
    ),
    "longest_line_stop": Single(
        "days",
        "longest line stop",
        "largest number of consecutive days on which a plant with open orders starts nothing; tier and network: the "
        "longest of its plants",
        "Monden 2011, Toyota Production System, ch. 10",
        longest_line_stop,
        ("longest_stop",),
    ),
}
