"""Stock: on hand, in the pipeline and in process, in units, money and days."""

from jitagents.accounting.costs import YEAR
from jitagents.accounting.measures.measure import Single, WorldLedger, ratio
from jitagents.column import Array

FACTORY_PHYSICS = "Hopp & Spearman 2011, Factory Physics, 3rd ed. (Waveland), sec. 7.2"


def stock_units(ledger: WorldLedger) -> Array:
    """Stock: units on hand."""
    return ledger.points(ledger.stock) / ledger.days


def stock_value(ledger: WorldLedger) -> Array:
    """Stock value: money on hand."""
    return ledger.points(ledger.stock * ledger.planned.plan.value) / ledger.days


def net_stock(ledger: WorldLedger) -> Array:
    """Net stock: stock on hand less backorders."""
    return ledger.flow(ledger.total("stock") - ledger.total("owed")) / ledger.days


def pipeline(ledger: WorldLedger) -> Array:
    """Pipeline stock: units under way."""
    return ledger.every(ledger.at(ledger.layout.lane_seller, ledger.total("under_way"))) / ledger.days


def cash_tied_up(ledger: WorldLedger) -> Array:
    """Cash tied up: value of stock on hand and under way."""
    seller = ledger.layout.lane_seller
    under_way = ledger.total("under_way") * ledger.planned.plan.value[seller]
    return stock_value(ledger) + ledger.every(ledger.at(seller, under_way)) / ledger.days


def buffer_value(ledger: WorldLedger) -> Array:
    """Buffers: value of the stock that budgets add."""
    return ledger.points(ledger.total("buffers") * ledger.planned.plan.value)


def in_process(ledger: WorldLedger) -> Array:
    """Sum the units in process over the measured days: on order from production and started `(agents, worlds)`."""
    makers = ledger.layout.maker_rows
    return ledger.at(makers, ledger.total("on_order")[makers] - ledger.total("open_orders"))


def work_in_process(ledger: WorldLedger) -> Array:
    """Work in process: units started and not finished."""
    return ledger.every(in_process(ledger)) / ledger.days


def days_of_cover(ledger: WorldLedger) -> Array:
    """Days of cover."""
    return ratio(_stock_value(ledger), _output_value(ledger))


def stock_turns(ledger: WorldLedger) -> Array:
    """Stock turns a year."""
    return YEAR * ratio(_output_value(ledger), _stock_value(ledger))


def _stock_value(ledger: WorldLedger) -> Array:
    return ledger.points(ledger.stock * ledger.planned.plan.value)


def _output_value(ledger: WorldLedger) -> Array:
    return ledger.flow(ledger.total("output") * ledger.planned.plan.value[ledger.layout.agent_rows])


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
