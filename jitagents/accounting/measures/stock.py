"""Stock: on hand, in the pipeline and in process, in units, money and days."""

from jitagents.accounting import accumulators
from jitagents.accounting.costs import YEAR
from jitagents.accounting.measures.measure import Single, ratio
from jitagents.accounting.measures.records import WorldLedger
from jitagents.column import Array

FACTORY_PHYSICS = "Hopp & Spearman 2011, Factory Physics, 3rd ed. (Waveland), sec. 7.2"


class StockUnits(Single):
    """Stock: units on hand."""

    unit = "units"
    label = "stock"
    formula = (
        "mean stock on hand at the end of the day, inputs included; tier and network: sum over agents; none where "
        "there are several items, as at a plant with inputs: see the stock value"
    )
    source = "Silver, Pyke & Thomas 2017, sec. 6.2"
    sums = (accumulators.input_stock,)

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.points(ledger.stock) / ledger.days + ledger.scopes.several_stock


class StockValue(Single):
    """Stock value: money on hand."""

    unit = "money"
    label = "stock value"
    formula = (
        "mean over days of the sum of unit value x stock on hand, inputs included; tier and network: sum over agents"
    )
    source = "Silver, Pyke & Thomas 2017, sec. 1.3"
    sums = (accumulators.input_stock,)

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.points(ledger.stock * ledger.planned.plan.value) / ledger.days


class BufferValue(Single):
    """Buffers: value of the stock that budgets add."""

    unit = "money"
    label = "buffers"
    formula = (
        "unit value x units that a budget adds to the opening position of the ordering rule, in the plan, before "
        "units are rounded; tier and network: sum over agents"
    )
    source = "as the safety stock of Silver, Pyke & Thomas 2017, sec. 6.2"
    sums = (accumulators.buffers,)

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.points(ledger.total(accumulators.buffers) * ledger.planned.plan.value)


class NetStock(Single):
    """Net stock: stock on hand less backorders."""

    unit = "units"
    label = "net stock"
    formula = (
        "mean of stock on hand - backorders at the end of the day, inputs left out; tier: sum over its agents; "
        "network: over its buyers; none where there are several items"
    )
    source = "Silver, Pyke & Thomas 2017, sec. 6.2"

    def of(self, ledger: WorldLedger) -> Array:
        net = ledger.flow(ledger.total("stock") - ledger.total("owed"))
        return net / ledger.days + ledger.scopes.several_flow


class Pipeline(Single):
    """Pipeline stock: units under way."""

    unit = "units"
    label = "pipeline stock"
    formula = (
        "mean of the units that have left the agent and have not reached its customer; tier and network: sum over "
        "agents; none where there are several items"
    )
    source = "Silver, Pyke & Thomas 2017, sec. 1.3"
    sums = (accumulators.under_way,)

    def of(self, ledger: WorldLedger) -> Array:
        left = ledger.at(ledger.layout.lane_seller, ledger.total(accumulators.under_way))
        return ledger.every(left) / ledger.days + ledger.scopes.several_every


class WorkInProcess(Single):
    """Work in process: units started and not finished."""

    unit = "units"
    label = "work in process"
    formula = (
        "mean of the units started and not finished at the end of the day; tier and network: sum over plants and "
        "sources; none where the agents have several items"
    )
    source = FACTORY_PHYSICS
    sums = (accumulators.on_order, accumulators.open_orders)

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.every(in_process(ledger)) / ledger.days + ledger.scopes.several_every


class DaysOfCover(Single):
    """Days of cover."""

    unit = "days"
    label = "days of cover"
    formula = (
        "value of mean stock on hand, inputs included / value of mean daily output; network: all stock / output to "
        "final demand"
    )
    source = "Chopra & Meindl 2016, ch. 3"
    sums = (accumulators.input_stock,)

    def of(self, ledger: WorldLedger) -> Array:
        return ratio(_stock_value(ledger), _output_value(ledger))


class StockTurns(Single):
    """Stock turns a year."""

    unit = "1/year"
    label = "stock turns"
    formula = (
        "365 x value of mean daily output / value of mean stock on hand, inputs included; network: output to final "
        "demand / all stock"
    )
    source = "Silver, Pyke & Thomas 2017, sec. 1.2"
    sums = (accumulators.input_stock,)

    def of(self, ledger: WorldLedger) -> Array:
        return YEAR * ratio(_output_value(ledger), _stock_value(ledger))


class CashTiedUp(Single):
    """Cash tied up: value of stock on hand and under way."""

    unit = "money"
    label = "cash tied up"
    formula = (
        "mean value of stock on hand, inputs included, and of what has left the agent and has not arrived; tier "
        "and network: sum over agents"
    )
    source = "Chopra & Meindl 2016, ch. 3"
    sums = (accumulators.input_stock, accumulators.under_way)

    def of(self, ledger: WorldLedger) -> Array:
        seller = ledger.layout.lane_seller
        under_way = ledger.total(accumulators.under_way) * ledger.planned.plan.value[seller]
        return StockValue().of(ledger) + ledger.every(ledger.at(seller, under_way)) / ledger.days


def in_process(ledger: WorldLedger) -> Array:
    """Sum the units in process over the measured days: on order from production and started `(agents, worlds)`."""
    makers = ledger.layout.maker_rows
    return ledger.at(makers, ledger.total(accumulators.on_order)[makers] - ledger.total(accumulators.open_orders))


def _stock_value(ledger: WorldLedger) -> Array:
    return ledger.points(ledger.stock * ledger.planned.plan.value)


def _output_value(ledger: WorldLedger) -> Array:
    return ledger.flow(ledger.total("output") * ledger.planned.plan.value[ledger.layout.agent_rows])


MEASURES = (
    StockUnits(),
    StockValue(),
    BufferValue(),
    NetStock(),
    Pipeline(),
    WorkInProcess(),
    DaysOfCover(),
    StockTurns(),
    CashTiedUp(),
)
