"""Stock: on hand, in the pipeline and in process, in units, money and days."""

from typing import TYPE_CHECKING

from jitagents.accounting.costs import YEAR
from jitagents.accounting.measures.measure import Single, ratio
from jitagents.column import Array

if TYPE_CHECKING:
    from jitagents.accounting.ledger import Ledger

FACTORY_PHYSICS = "Hopp & Spearman 2011, Factory Physics, 3rd ed. (Waveland), sec. 7.2"


def stock_units(books: "Ledger") -> Array:
    """Stock: units on hand."""
    return books.points(books.stock) / books.days


def stock_value(books: "Ledger") -> Array:
    """Stock value: money on hand."""
    return books.points(books.stock * books.planned.plan.value) / books.days


def net_stock(books: "Ledger") -> Array:
    """Net stock: stock on hand less backorders."""
    return books.flow(books.total("stock") - books.total("owed")) / books.days


def pipeline(books: "Ledger") -> Array:
    """Pipeline stock: units under way."""
    return books.every(books.at(books.layout.lane_seller, books.total("under_way"))) / books.days


def cash_tied_up(books: "Ledger") -> Array:
    """Cash tied up: value of stock on hand and under way."""
    seller = books.layout.lane_seller
    under_way = books.total("under_way") * books.planned.plan.value[seller]
    return stock_value(books) + books.every(books.at(seller, under_way)) / books.days


def buffer_value(books: "Ledger") -> Array:
    """Buffers: value of the stock that budgets add."""
    return books.points(books.total("buffers") * books.planned.plan.value)


def in_process(books: "Ledger") -> Array:
    """Sum the units in process over the measured days: on order from production and started `(agents, worlds)`."""
    makers = books.layout.maker_rows
    return books.at(makers, books.total("on_order")[makers] - books.total("open_orders"))


def work_in_process(books: "Ledger") -> Array:
    """Work in process: units started and not finished."""
    return books.every(in_process(books)) / books.days


def days_of_cover(books: "Ledger") -> Array:
    """Days of cover."""
    return ratio(_stock_value(books), _output_value(books))


def stock_turns(books: "Ledger") -> Array:
    """Stock turns a year."""
    return YEAR * ratio(_output_value(books), _stock_value(books))


def _stock_value(books: "Ledger") -> Array:
    return books.points(books.stock * books.planned.plan.value)


def _output_value(books: "Ledger") -> Array:
    return books.flow(books.total("output") * books.planned.plan.value[books.layout.agent_rows])


MEASURES = {
    "stock_units": Single(
        "units",
        "stock",
        "mean stock on hand at the end of the day, inputs included; tier and network: sum over agents",
        "Silver, Pyke & Thomas 2017, sec. 6.2",
        stock_units,
        ("input_stock",),
    ),
    "stock_value": Single(
        "money",
        "stock value",
        "mean over days of the sum of unit value x stock on hand, inputs included; tier and network: sum over agents",
        "Silver, Pyke & Thomas 2017, sec. 1.3",
        stock_value,
        ("input_stock",),
    ),
    "buffer_value": Single(
        "money",
        "buffers",
        "unit value x units that a budget adds to the opening position of the ordering rule, in the plan, before units "
        "are rounded; tier and network: sum over agents",
        "as the safety stock of Silver, Pyke & Thomas 2017, sec. 6.2",
        buffer_value,
        ("buffers",),
    ),
    "net_stock": Single(
        "units",
        "net stock",
        "mean of stock on hand - backorders at the end of the day, inputs left out; tier: sum over its agents; "
        "network: over its buyers",
        "Silver, Pyke & Thomas 2017, sec. 6.2",
        net_stock,
    ),
    "pipeline": Single(
        "units",
        "pipeline stock",
        "mean of the units that have left the agent and have not reached its customer; tier and network: sum over "
        "agents",
        "Silver, Pyke & Thomas 2017, sec. 1.3",
        pipeline,
        ("under_way",),
    ),
    "work_in_process": Single(
        "units",
        "work in process",
        "mean of the units started and not finished at the end of the day; tier and network: sum over plants and "
        "sources",
        FACTORY_PHYSICS,
        work_in_process,
        ("on_order", "open_orders"),
    ),
    "days_of_cover": Single(
        "days",
        "days of cover",
        "value of mean stock on hand, inputs included / value of mean daily output; network: all stock / output to "
        "final demand",
        "Chopra & Meindl 2016, ch. 3",
        days_of_cover,
        ("input_stock",),
    ),
    "stock_turns": Single(
        "1/year",
        "stock turns",
        "365 x value of mean daily output / value of mean stock on hand, inputs included; network: output to final "
        "demand / all stock",
        "Silver, Pyke & Thomas 2017, sec. 1.2",
        stock_turns,
        ("input_stock",),
    ),
    "cash_tied_up": Single(
        "money",
        "cash tied up",
        "mean value of stock on hand, inputs included, and of what has left the agent and has not arrived; tier and "
        "network: sum over agents",
        "Chopra & Meindl 2016, ch. 3",
        cash_tied_up,
        ("input_stock", "under_way"),
    ),
}
