"""Resilience: losses of a crisis relative to the calm twin on the same random numbers."""

import numpy as np

from jitagents.accounting.loss_accumulators import WEEK
from jitagents.accounting.measures.cost import COST
from jitagents.accounting.measures.measure import Paired, TwinLedger, ratio
from jitagents.accounting.measures.service import FILL_RATE
from jitagents.column import Array
from jitagents.flow import ROUNDING


def output_lost(twins: TwinLedger) -> Array:
    """Output lost."""
    return twins.lost(twins.output)


def days_lost(twins: TwinLedger) -> Array:
    """Days of output lost, at the mean output of the twin."""
    return ratio(output_lost(twins), twins.usual)


def sales_lost(twins: TwinLedger) -> Array:
    """Sales lost: value of the output lost, where there is final demand."""
    ledger = twins.ledger
    buyers = np.zeros((ledger.layout.agent_rows.stop, 1))
    buyers[ledger.layout.market_rows] = 1.0
    value = ledger.planned.plan.value[ledger.layout.agent_rows] * buyers
    money = ledger.flow(value * twins.lost(ledger.total("output")))
    return np.where(ledger.flow(buyers) > 0, money, np.nan)


def service_lost(twins: TwinLedger) -> Array:
    """Service lost: fall of the fill rate."""
    return twins.lost(FILL_RATE.of(twins.ledger))


def cost_added(twins: TwinLedger) -> Array:
    """Cost added by the crisis."""
    return -twins.lost(COST.of(twins.ledger))


def depth(twins: TwinLedger) -> Array:
    """Depth of the loss: the worst week."""
    return ratio(twins.total("deepest") / WEEK, twins.usual)


def area(twins: TwinLedger) -> Array:
    """Area of the loss (resilience triangle)."""
    return ratio(twins.total("gross"), twins.usual)


def days_of_loss(twins: TwinLedger) -> Array:
    """Days of loss."""
    return twins.total("count")


def caught_up(twins: TwinLedger) -> Array:
    """Loss caught up; none where the loss is rounding error."""
    gross = twins.total("gross")
    return 1.0 - ratio(output_lost(twins), np.where(gross > ROUNDING, gross, 0.0))


def time_to_survive(twins: TwinLedger) -> Array:
    """Time to survive."""
    first, last = twins.total("first"), twins.total("last")
    return np.where(last > 0, first - twins.start, twins.days - twins.start + 1)


def time_to_recover(twins: TwinLedger) -> Array:
    """Time to recover."""
    last = twins.total("last")
    return np.where(last > 0, last - twins.start + 1, 0.0)


def not_recovered(twins: TwinLedger) -> Array:
    """Worlds not recovered: 1 if losses last to the end of the horizon."""
    return (twins.total("last") > max(twins.days - WEEK, 0)).astype(float)


HENRIET = "Henriet, Hallegatte & Tabourier 2012"
BRUNEAU = "Bruneau et al. 2003, Earthquake Spectra 19(4)"
SIMCHI_LEVI = "Simchi-Levi et al. 2015, Interfaces 45(5)"

MEASURES = (
    Paired(
        name="output_lost",
        unit="units",
        label="output lost",
        formula="output of the calm twin - output of the crisis, over the horizon",
        source=HENRIET,
        of=output_lost,
    ),
    Paired(
        name="days_lost",
        unit="days",
        label="days of output lost",
        formula="output lost / mean daily output of the calm twin",
        source=HENRIET,
        of=days_lost,
    ),
    Paired(
        name="sales_lost",
        unit="money",
        label="sales lost",
        formula="sum over buyers of unit value x output lost; agents and tiers without final demand have none",
        source=HENRIET,
        of=sales_lost,
    ),
    Paired(
        name="service_lost",
        unit="share",
        label="service lost",
        formula="fill rate of the calm twin - fill rate of the crisis, over the horizon",
        source="Silver, Pyke & Thomas 2017, sec. 6.5",
        of=service_lost,
        compares=(FILL_RATE,),
    ),
    Paired(
        name="cost_added",
        unit="money/day",
        label="cost added",
        formula="cost a day of the crisis - cost a day of the calm twin",
        source="Tomlin 2006, Management Science 52(5)",
        of=cost_added,
        compares=(COST,),
    ),
    Paired(
        name="depth",
        unit="share",
        label="depth of the loss",
        formula=(
            "largest loss of output over seven consecutive days, against the calm twin / output of a mean week of the "
            "twin; a week, since the demand of a single day may be far from its mean"
        ),
        source=BRUNEAU,
        of=depth,
        losses=("deepest",),
    ),
    Paired(
        name="area",
        unit="days",
        label="area of the loss",
        formula=(
            "sum over days of the output of the calm twin that is missing in the crisis / mean daily output of the "
            "twin; days on which the crisis delivers more are left out, so that output that is caught up still counts "
            "as lost, and so does a lot that comes a day later"
        ),
        source=BRUNEAU,
        of=area,
        losses=("gross",),
    ),
    Paired(
        name="days_of_loss",
        unit="days",
        label="days of loss",
        formula=(
            "days on which output is lower than the calm twin's by more than the tolerance, a share of the mean flow"
        ),
        source=SIMCHI_LEVI,
        of=days_of_loss,
        losses=("count",),
    ),
    Paired(
        name="caught_up",
        unit="share",
        label="loss caught up",
        formula=(
            "1 - output lost / sum over days of the output that is missing, as in the area; above 1 if more is caught "
            "up than was missing"
        ),
        source=HENRIET,
        of=caught_up,
        losses=("gross",),
        zero_in_calm=False,
    ),
    Paired(
        name="time_to_survive",
        unit="days",
        label="time to survive",
        formula="days from the start of the crisis to the first day of loss; the rest of the horizon if none",
        source=SIMCHI_LEVI,
        of=time_to_survive,
        losses=("first", "last"),
        zero_in_calm=False,
    ),
    Paired(
        name="time_to_recover",
        unit="days",
        label="time to recover",
        formula=(
            "days from the start of the crisis to the end of the last day of loss that closes a week of loss; 0 if none"
        ),
        source=SIMCHI_LEVI,
        of=time_to_recover,
        losses=("last",),
    ),
    Paired(
        name="not_recovered",
        unit="share",
        label="worlds not recovered",
        formula=(
            "1 if a day of loss that closes a week of loss lies in the last seven days of the horizon, otherwise 0: "
            "the mean is the part of the worlds that do not recover in time"
        ),
        source=SIMCHI_LEVI,
        of=not_recovered,
        losses=("last",),
    ),
)
