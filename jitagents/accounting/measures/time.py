"""Time and flow: how long things take by Little's law, how much comes out, and when nothing moves."""

from typing import TYPE_CHECKING

import numpy as np

from jitagents.accounting.measures.measure import Single, ratio
from jitagents.accounting.measures.stock import in_process
from jitagents.column import Array
from jitagents.layout import PLANT

if TYPE_CHECKING:
    from jitagents.accounting.ledger import Ledger


def order_age(books: "Ledger") -> Array:
    """Days that customers wait."""
    return ratio(books.flow(books.total("owed")), books.flow(books.total("output")))


def order_lead_time(books: "Ledger") -> Array:
    """Days from order to receipt."""
    return ratio(books.flow(books.total("on_order")), books.flow(books.total("received")))


def cycle_time(books: "Ledger") -> Array:
    """Days in process."""
    makers = books.layout.maker_rows
    made = books.at(makers, books.total("received")[makers])
    return ratio(books.every(in_process(books)), books.every(made))


def output(books: "Ledger") -> Array:
    """Units that leave."""
    return books.flow(books.total("output"))


def throughput(books: "Ledger") -> Array:
    """Units that leave a day."""
    return output(books) / books.days


def line_stop_days(books: "Ledger") -> Array:
    """Days on which a plant stands still."""
    return books.every(_of_plants(books, "line_stops"))


def longest_line_stop(books: "Ledger") -> Array:
    """Days on end on which a plant stands still."""
    stops = _of_plants(books, "longest_stop")
    tiers = books.scopes.by_tier(books.scopes.agents(stops), np.maximum)
    return books.scopes.stacked(np.concatenate((tiers.max(axis=0, keepdims=True), tiers)), stops)


def _of_plants(books: "Ledger", name: str) -> Array:
    """A running sum of makers at the rows of agents; 0 for those that are no plants."""
    makers = books.layout.maker_rows
    plants = (books.layout.role[makers] == PLANT)[:, None]
    return books.at(makers, books.total(name) * plants)


MEASURES = {
    "order_age": Single(
        "days",
        "order age",
        "mean age of what is shipped, in days since it was ordered: units owed at the end of the day / units shipped, "
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
        "Hopp & Spearman 2008, sec. 7.2",
        cycle_time,
        ("on_order", "open_orders", "received"),
    ),
    "output": Single(
        "units",
        "output",
        "units served to final demand (network, tier 0, buyers) or shipped (other agents and tiers), over the measured "
        "days",
        "Hopp & Spearman 2008, sec. 7.2",
        output,
    ),
    "throughput": Single(
        "units/day",
        "throughput",
        "output / days",
        "Hopp & Spearman 2008, sec. 7.2",
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
        "most days on end on which a plant with open orders starts nothing; tier and network: the longest of its "
        "plants",
        "Monden 2011, Toyota Production System, ch. 10",
        longest_line_stop,
        ("longest_stop",),
    ),
}
