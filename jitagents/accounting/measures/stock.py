"""Stock: on hand, in the pipeline and in process, in units, money and days."""

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.cost_part import YEAR
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
    """Stock value: money in stock, at cost."""

    unit = "money"
    label = "stock value"
    formula = (
        "mean over days of unit cost x stock on hand, inputs included, and of work in process at the cost of what went "
        "into it and half of the value added; tier and network: sum over agents"
    )
    source = "Silver, Pyke & Thomas 2017, sec. 1.3; work in process: Graves & Willems 2003, sec. 3"
    sums = (accumulators.input_stock, accumulators.in_process)

    def of(self, ledger: WorldLedger) -> Array:
        return _stock_value(ledger) / ledger.days


class StockOwned(Single):
    """Stock owned: money in goods, by who owns them."""

    unit = "money"
    label = "stock owned"
    formula = (
        "mean over days of unit cost x stock on hand, in process and under way, at its owner: goods under way and at a "
        "buyer are the seller's until they pass to the buyer, as the relation of the lane says, or else at receipt; "
        "tier and network: sum over agents"
    )
    source = "Zavanella & Zanoni 2009, International Journal of Production Economics 118(1) (consignment stock)"
    sums = (
        accumulators.input_stock, accumulators.in_process, accumulators.under_way, accumulators.stock_at_buyers,
    )  # fmt: skip

    def of(self, ledger: WorldLedger) -> Array:
        layout, planned = ledger.layout, ledger.planned
        seller, buyer, cost = layout.lane_seller, layout.lane_buyer, planned.valuation.cost
        moving = ledger.total(accumulators.under_way) * cost[seller]
        shipped = np.zeros((len(seller), 1)) if planned.terms is None else planned.terms.at_shipment
        owned = ledger.at(seller, moving * (1.0 - shipped)) + ledger.at(layout.owner[buyer], moving * shipped)
        if planned.terms is not None:
            there = ledger.total(accumulators.stock_at_buyers) * cost[buyer] * planned.share * planned.terms.at_use
            owned += ledger.at(seller, there) - ledger.at(layout.owner[buyer], there)
        return (_stock_value(ledger) + ledger.every(owned)) / ledger.days


class AddedStock(Single):
    """Added stock: cost of the stock that budgets add in the plan."""

    unit = "money"
    label = "added stock"
    formula = (
        "unit cost x units that a budget adds to the opening position of the ordering rule, in the plan, before "
        "units are rounded; tier and network: sum over agents"
    )
    source = "a budget in the plan, whatever it is for; of safety stock: Silver, Pyke & Thomas 2017, sec. 6.2"
    sums = (accumulators.buffers,)

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.points(ledger.total(accumulators.buffers) * ledger.planned.valuation.cost)


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
    sums = (accumulators.in_process,)

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.every(in_process(ledger)) / ledger.days + ledger.scopes.several_every


class DaysOfCover(Single):
    """Days of cover."""

    unit = "days"
    label = "days of cover"
    formula = (
        "mean stock value / cost of mean daily output, both at unit cost; network: all stock / output to final demand"
    )
    source = "Chopra & Meindl 2016, ch. 3"
    sums = (accumulators.input_stock, accumulators.in_process)

    def of(self, ledger: WorldLedger) -> Array:
        return ratio(_stock_value(ledger), _output_value(ledger))


class StockTurns(Single):
    """Stock turns a year."""

    unit = "1/year"
    label = "stock turns"
    formula = (
        "365 x cost of mean daily output / mean stock value, both at unit cost; network: output to final demand / all "
        "stock"
    )
    source = "Silver, Pyke & Thomas 2017, sec. 1.2"
    sums = (accumulators.input_stock, accumulators.in_process)

    def of(self, ledger: WorldLedger) -> Array:
        return YEAR * ratio(_output_value(ledger), _stock_value(ledger))


class CashTiedUp(Single):
    """Cash tied up: cost of stock on hand, in process and under way."""

    unit = "money"
    label = "cash tied up"
    formula = (
        "mean stock value, and unit cost x what has left the agent and has not arrived; tier and network: sum over "
        "agents"
    )
    source = "Chopra & Meindl 2016, ch. 3"
    sums = (accumulators.input_stock, accumulators.in_process, accumulators.under_way)

    def of(self, ledger: WorldLedger) -> Array:
        seller = ledger.layout.lane_seller
        under_way = ledger.total(accumulators.under_way) * ledger.planned.valuation.cost[seller]
        return StockValue().of(ledger) + ledger.every(ledger.at(seller, under_way)) / ledger.days


def in_process(ledger: WorldLedger) -> Array:
    """Sum the units in process over the measured days `(agents, worlds)`."""
    return ledger.at(ledger.layout.maker_rows, ledger.total(accumulators.in_process))


def _stock_value(ledger: WorldLedger) -> Array:
    """Sum the cost of stock on hand and in process over the measured days `(scopes, worlds)`."""
    worth, agents = ledger.planned.valuation, ledger.layout.agent_rows
    on_hand = ledger.points(ledger.stock * worth.cost)
    return on_hand + ledger.every(in_process(ledger) * worth.in_process[agents])


def _output_value(ledger: WorldLedger) -> Array:
    """Sum the cost of output over the measured days `(scopes, worlds)`."""
    return ledger.flow(ledger.total("output") * ledger.planned.valuation.cost[ledger.layout.agent_rows])


MEASURES = (
    StockUnits(),
    StockValue(),
    StockOwned(),
    AddedStock(),
    NetStock(),
    Pipeline(),
    WorkInProcess(),
    DaysOfCover(),
    StockTurns(),
    CashTiedUp(),
)
