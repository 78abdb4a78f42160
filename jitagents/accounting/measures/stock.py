"""Stock: on hand, in the pipeline and in process, in units, money and days."""

from jitagents.accounting.costs import YEAR
from jitagents.accounting.measures.measure import Books, Single, ratio
from jitagents.column import Array

FACTORY_PHYSICS = "Hopp & Spearman 2011, Factory Physics, 3rd ed. (Waveland), sec. 7.2"


def stock_units(books: Books) -> Array:
    """Stock: units on hand."""
    return books.points(books.stock) / books.days


def stock_value(books: Books) -> Array:
    """Stock value: money on hand."""
    return books.points(books.stock * books.planned.plan.value) / books.days


def net_stock(books: Books) -> Array:
    """Net stock: stock on hand less backorders."""
    return books.flow(books.total("stock") - books.total("owed")) / books.days


def pipeline(books: Books) -> Array:
    """Pipeline stock: units under way."""
    return books.every(books.at(books.layout.lane_seller, books.total("under_way"))) / books.days


def cash_tied_up(books: Books) -> Array:
    """Cash tied up: value of stock on hand and under way."""
    seller = books.layout.lane_seller
    under_way = books.total("under_way") * books.planned.plan.value[seller]
    return stock_value(books) + books.every(books.at(seller, under_way)) / books.days


def buffer_value(books: Books) -> Array:
    """Buffers: value of the stock that budgets add."""
    return books.points(books.total("buffers") * books.planned.plan.value)


def in_process(books: Books) -> Array:
    """Sum the units in process over the measured days: on order from production and started `(agents, worlds)`."""
    makers = books.layout.maker_rows
    return books.at(makers, books.total("on_order")[makers] - books.total("open_orders"))


def work_in_process(books: Books) -> Array:
    """Work in process: units started and not finished."""
    return books.every(in_process(books)) / books.days


def days_of_cover(books: Books) -> Array:
    """Days of cover."""
    return ratio(_stock_value(books), _output_value(books))


def stock_turns(books: Books) -> Array:
    """Stock turns a year."""
    return YEAR * ratio(_output_value(books), _stock_value(books))


def _stock_value(books: Books) -> Array:
    return books.points(books.stock * books.planned.plan.value)


def _output_value(books: Books) -> Array:
    return books.flow(books.total("output") * books.planned.plan.value[books.layout.agent_rows])


MEASURES = (
    Single(
        name="stock_units",
        unit="units",
        label="stock",
        formula="mean stock on hand at the end of the day, inputs included; tier and network: sum over agents",
        source="Silver, Pyke & Thomas 2017, sec. 6.2",
        of=stock_units,
        sums=("input_stock",),
    ),
    Single(
        name="stock_value",
        unit="money",
        label="stock value",
        formula=(
            "mean over days of the sum of unit value x stock on hand, inputs included; tier and network: sum over "
            "agents"
        ),
        source="Silver, Pyke & Thomas 2017, sec. 1.3",
        of=stock_value,
        sums=("input_stock",),
    ),
    Single(
        name="buffer_value",
        unit="money",
        label="buffers",
        formula=(
            "unit value x units that a budget adds to the opening position of the ordering rule, in the plan, before "
            "units are rounded; tier and network: sum over agents"
        ),
        source="as the safety stock of Silver, Pyke & Thomas 2017, sec. 6.2",
        of=buffer_value,
        sums=("buffers",),
    ),
    Single(
        name="net_stock",
        unit="units",
        label="net stock",
        formula=(
            "mean of stock on hand - backorders at the end of the day, inputs left out; tier: sum over its agents; "
            "network: over its buyers"
        ),
        source="Silver, Pyke & Thomas 2017, sec. 6.2",
        of=net_stock,
    ),
    Single(
        name="pipeline",
        unit="units",
        label="pipeline stock",
        formula=(
            "mean of the units that have left the agent and have not reached its customer; tier and network: sum over "
            "agents"
        ),
        source="Silver, Pyke & Thomas 2017, sec. 1.3",
        of=pipeline,
        sums=("under_way",),
    ),
    Single(
        name="work_in_process",
        unit="units",
        label="work in process",
        formula=(
            "mean of the units started and not finished at the end of the day; tier and network: sum over plants and "
            "sources"
        ),
        source=FACTORY_PHYSICS,
        of=work_in_process,
        sums=("on_order", "open_orders"),
    ),
    Single(
        name="days_of_cover",
        unit="days",
        label="days of cover",
        formula=(
            "value of mean stock on hand, inputs included / value of mean daily output; network: all stock / output to "
            "final demand"
        ),
        source="Chopra & Meindl 2016, ch. 3",
        of=days_of_cover,
        sums=("input_stock",),
    ),
    Single(
        name="stock_turns",
        unit="1/year",
        label="stock turns",
        formula=(
            "365 x value of mean daily output / value of mean stock on hand, inputs included; network: output to final "
            "demand / all stock"
        ),
        source="Silver, Pyke & Thomas 2017, sec. 1.2",
        of=stock_turns,
        sums=("input_stock",),
    ),
    Single(
        name="cash_tied_up",
        unit="money",
        label="cash tied up",
        formula=(
            "mean value of stock on hand, inputs included, and of what has left the agent and has not arrived; tier "
            "and network: sum over agents"
        ),
        source="Chopra & Meindl 2016, ch. 3",
        of=cash_tied_up,
        sums=("input_stock", "under_way"),
    ),
)
