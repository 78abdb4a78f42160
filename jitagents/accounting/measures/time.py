"""Time and flow: lead times by Little's law, output, and line stops."""

import numpy as np

from jitagents.accounting import accumulators, line_stop_accumulators
from jitagents.accounting.accumulator import Setup
from jitagents.accounting.measures.measure import Single, ratio
from jitagents.accounting.measures.records import WorldLedger
from jitagents.accounting.measures.stock import FACTORY_PHYSICS, in_process
from jitagents.column import Array
from jitagents.stock_points import PLANT


class OrderAge(Single):
    """Order age: mean days that customers wait."""

    unit = "days"
    label = "order age"
    formula = (
        "mean age of what is shipped, in days since it was ordered: backorders at the end of the day / units shipped, "
        "both summed over days (Little's law; the waits outside the window are cut off, which biases it where a "
        "backlog stands at its ends); tier: over its agents; network: at its buyers; by value where there are several "
        "items"
    )
    source = "Little 1961, Operations Research 9(3)"

    def of(self, ledger: WorldLedger) -> Array:
        return ratio(ledger.weighed_flow(ledger.total("owed")), ledger.weighed_flow(ledger.total("output")))


class OrderLeadTime(Single):
    """Order lead time: mean days from order to receipt."""

    unit = "days"
    label = "order lead time"
    formula = (
        "mean days from an agent's order (a plant: to its production) to receipt: units on order at the end of the "
        "day / units received, both summed over days (Little's law, biased where much is on order at the ends of the "
        "window, as in a crisis); tier: over its agents; network: of its buyers"
    )
    source = "Little 1961, Operations Research 9(3)"
    sums = (accumulators.on_order, accumulators.received)

    def of(self, ledger: WorldLedger) -> Array:
        on_order, received = (ledger.total(name) for name in (accumulators.on_order, accumulators.received))
        return ratio(ledger.weighed_flow(on_order), ledger.weighed_flow(received))


class CycleTime(Single):
    """Cycle time: mean days in process."""

    unit = "days"
    label = "cycle time"
    formula = (
        "work in process / units finished, both summed over days (Little's law, as the order age); tier and network: "
        "over all plants and sources, by value where there are several items"
    )
    source = FACTORY_PHYSICS
    sums = (accumulators.in_process, accumulators.received)

    def of(self, ledger: WorldLedger) -> Array:
        makers = ledger.layout.maker_rows
        made = ledger.at(makers, ledger.total(accumulators.received)[makers])
        return ratio(ledger.weighed_every(in_process(ledger)), ledger.weighed_every(made))


class Output(Single):
    """Output: units shipped or sold."""

    unit = "units"
    label = "output"
    formula = (
        "units served to final demand (network, tier 0, buyers) or shipped (other agents and tiers), over the measured "
        "days; none where there are several items: see the output value"
    )
    source = FACTORY_PHYSICS

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.flow(ledger.total("output")) + ledger.scopes.several_flow


class OutputValue(Single):
    """Output value: price of what is shipped or sold."""

    unit = "money"
    label = "output value"
    formula = "price of the output, over the measured days; tier: sum over agents; network: over its buyers"
    source = FACTORY_PHYSICS

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.flow(ledger.total("output") * ledger.planned.plan.value[ledger.layout.agent_rows])


class Throughput(Single):
    """Throughput: output a day."""

    unit = "units/day"
    label = "throughput"
    formula = "output / days; none where there are several items"
    source = FACTORY_PHYSICS

    def of(self, ledger: WorldLedger) -> Array:
        return Output().of(ledger) / ledger.days


class LineStopDays(Single):
    """Line-stop days: days on which a plant starts nothing."""

    unit = "days"
    label = "line-stop days"
    formula = (
        "days on which a plant with open orders starts nothing, whether it is stopped or between lots; a plant that "
        "goes on slowly has none: see stop equivalents; tier and network: sum over plants"
    )
    source = "Monden 2011, Toyota Production System, ch. 10"
    sums = (line_stop_accumulators.line_stops,)

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.every(_of_plants(ledger, line_stop_accumulators.line_stops))


class LongestLineStop(Single):
    """Longest line stop: consecutive days on which a plant starts nothing."""

    unit = "days"
    label = "longest line stop"
    formula = (
        "largest number of consecutive days on which a plant with open orders starts nothing; tier and network: "
        "the longest of its plants"
    )
    source = "Monden 2011, Toyota Production System, ch. 10"
    sums = (line_stop_accumulators.longest_stop,)

    def of(self, ledger: WorldLedger) -> Array:
        stops = _of_plants(ledger, line_stop_accumulators.longest_stop)
        tiers = ledger.scopes.by_tier(ledger.scopes.agents(stops), np.maximum)
        return ledger.scopes.stacked(np.concatenate((tiers.max(axis=0, keepdims=True), tiers)), stops)


class StopEquivalents(Single):
    """Stop equivalents: days of a full line stop that the work left undone adds up to."""

    unit = "days"
    label = "stop equivalents"
    formula = (
        "sum over days of 1 - started / min(open orders, nominal capacity) of a plant, 0 on days without open orders: "
        "a plant at a tenth of its pace counts .9 of a day; the capacity is that of an undisturbed day, so that its "
        "own outage counts; days between the lots of a plant that works in batches count too; tier and network: sum "
        "over plants"
    )
    source = "Hopp & Spearman 2011, Factory Physics, 3rd ed. (Waveland), ch. 8: availability as lost capacity"
    sums = (line_stop_accumulators.stop_equivalents,)

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.every(_of_plants(ledger, line_stop_accumulators.stop_equivalents))


class Changeovers(Single):
    """Changeovers: set-ups of lines a day."""

    unit = "changeovers/day"
    label = "changeovers"
    formula = (
        "set-ups of lines that several makers share, begun for the item of an agent / days; tier and network: sum over "
        "agents"
    )
    source = "Silver, Pyke & Thomas 2017, sec. 10.4"
    sums = (accumulators.changeovers,)

    def of(self, ledger: WorldLedger) -> Array:
        return _of_lines(ledger, accumulators.changeovers) / ledger.days


class ChangeoverDays(Single):
    """Changeover days: time of lines that set-ups take."""

    unit = "days"
    label = "changeover days"
    formula = (
        "days of lines that several makers share, lost in set-ups for the item of an agent; tier and network: sum over "
        "agents"
    )
    source = "Silver, Pyke & Thomas 2017, sec. 10.4"
    sums = (accumulators.setup,)

    def of(self, ledger: WorldLedger) -> Array:
        return _of_lines(ledger, accumulators.setup)


def _of_plants(ledger: WorldLedger, stops: Setup) -> Array:
    """Bring an accumulator of makers to the rows of agents; 0 for agents that are not plants."""
    makers = ledger.layout.maker_rows
    plants = (ledger.layout.role[makers] == PLANT)[:, None]
    return ledger.at(makers, ledger.total(stops) * plants)


def _of_lines(ledger: WorldLedger, sums: Setup) -> Array:
    """Sum over makers `(scopes, worlds)`; 0 where no line is shared."""
    makers, worlds = ledger.layout.maker_rows, ledger.total("order").shape[1]
    return ledger.every(ledger.at(makers, np.broadcast_to(ledger.total(sums), (len(makers), worlds))))


MEASURES = (
    OrderAge(),
    OrderLeadTime(),
    CycleTime(),
    Output(),
    OutputValue(),
    Throughput(),
    LineStopDays(),
    StopEquivalents(),
    LongestLineStop(),
    Changeovers(),
    ChangeoverDays(),
)
