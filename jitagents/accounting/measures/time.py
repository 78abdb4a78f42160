"""Time and flow: lead times by Little's law, output, and line stops."""

import numpy as np

from jitagents.accounting.measures.measure import Single, WorldLedger, ratio
from jitagents.accounting.measures.stock import FACTORY_PHYSICS, in_process
from jitagents.column import Array
from jitagents.layout import PLANT


def order_age(ledger: WorldLedger) -> Array:
    """Order age: mean days that customers wait."""
    return ratio(ledger.flow(ledger.total("owed")), ledger.flow(ledger.total("output")))


def order_lead_time(ledger: WorldLedger) -> Array:
    """Order lead time: mean days from order to receipt."""
    return ratio(ledger.flow(ledger.total("on_order")), ledger.flow(ledger.total("received")))


def cycle_time(ledger: WorldLedger) -> Array:
    """Cycle time: mean days in process."""
    makers = ledger.layout.maker_rows
    made = ledger.at(makers, ledger.total("received")[makers])
    return ratio(ledger.every(in_process(ledger)), ledger.every(made))


def output(ledger: WorldLedger) -> Array:
    """Output: units shipped or sold."""
    return ledger.flow(ledger.total("output"))


def throughput(ledger: WorldLedger) -> Array:
    """Throughput: output a day."""
    return output(ledger) / ledger.days


def line_stop_days(ledger: WorldLedger) -> Array:
    """Line-stop days: days on which a plant starts nothing."""
    return ledger.every(_of_plants(ledger, "line_stops"))


def longest_line_stop(ledger: WorldLedger) -> Array:
    """Longest line stop: consecutive days on which a plant starts nothing."""
    stops = _of_plants(ledger, "longest_stop")
    tiers = ledger.scopes.by_tier(ledger.scopes.agents(stops), np.maximum)
    return ledger.scopes.stacked(np.concatenate((tiers.max(axis=0, keepdims=True), tiers)), stops)


def _of_plants(ledger: WorldLedger, name: str) -> Array:
    """Bring an accumulator of makers to the rows of agents; 0 for agents that are not plants."""
    makers = ledger.layout.maker_rows
    plants = (ledger.layout.role[makers] == PLANT)[:, None]
    return ledger.at(makers, ledger.total(name) * plants)


MEASURES = (
    Single(
        name="order_age",
        unit="days",
        label="order age",
        formula=(
            "mean age of what is shipped, in days since it was ordered: backorders at the end of the day / units "
            "shipped, both summed over days (Little's law); tier: over its agents; network: at its buyers"
        ),
        source="Little 1961, Operations Research 9(3)",
        of=order_age,
    ),
    Single(
        name="order_lead_time",
        unit="days",
        label="order lead time",
        formula=(
            "mean days from an agent's order (a plant: to its production) to receipt: units on order at the end of the "
            "day / units received, both summed over days (Little's law); tier: over its agents; network: of its buyers"
        ),
        source="Little 1961, Operations Research 9(3)",
        of=order_lead_time,
        sums=("on_order", "received"),
    ),
    Single(
        name="cycle_time",
        unit="days",
        label="cycle time",
        formula=(
            "work in process / units finished, both summed over days (Little's law); tier and network: over all plants "
            "and sources"
        ),
        source=FACTORY_PHYSICS,
        of=cycle_time,
        sums=("on_order", "open_orders", "received"),
    ),
    Single(
        name="output",
        unit="units",
        label="output",
        formula=(
            "units served to final demand (network, tier 0, buyers) or shipped (other agents and tiers), over the "
            "measured days"
        ),
        source=FACTORY_PHYSICS,
        of=output,
    ),
    Single(
        name="throughput",
        unit="units/day",
        label="throughput",
        formula="output / days",
        source=FACTORY_PHYSICS,
        of=throughput,
    ),
    Single(
        name="line_stop_days",
        unit="days",
        label="line-stop days",
        formula="days on which a plant with open orders starts nothing; tier and network: sum over plants",
        source="Monden 2011, Toyota Production System, ch. 10",
        of=line_stop_days,
        sums=("line_stops",),
    ),
    Single(
        name="longest_line_stop",
        unit="days",
        label="longest line stop",
        formula=(
            "largest number of consecutive days on which a plant with open orders starts nothing; tier and network: "
            "the longest of its plants"
        ),
        source="Monden 2011, Toyota Production System, ch. 10",
        of=longest_line_stop,
        sums=("longest_stop",),
    ),
)
