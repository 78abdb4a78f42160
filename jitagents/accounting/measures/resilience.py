"""Resilience: losses of a crisis relative to the calm twin on the same random numbers."""

import numpy as np

from jitagents.accounting.loss_accumulators import WEEK, Count, Deepest, First, Gross, Last, Lowest
from jitagents.accounting.measures.cost import COST
from jitagents.accounting.measures.measure import Paired, ratio
from jitagents.accounting.measures.records import TwinLedger
from jitagents.accounting.measures.service import FILL_RATE
from jitagents.column import Array
from jitagents.flow import ROUNDING

HENRIET = "Henriet, Hallegatte & Tabourier 2012"
BRUNEAU = "Bruneau et al. 2003, Earthquake Spectra 19(4)"


class OutputLost(Paired):
    """Output lost."""

    unit = "units"
    label = "output lost"
    formula = (
        "output of the calm twin - output of the crisis, over the horizon; none where there are several items: see "
        "days of output lost and sales lost"
    )
    source = HENRIET

    def of(self, twins: TwinLedger) -> Array:
        return twins.lost(twins.output) + twins.scopes.several_flow


class DaysLost(Paired):
    """Days of output lost, at the mean output of the twin."""

    unit = "days"
    label = "days of output lost"
    formula = "output lost / mean daily output of the calm twin, both by value where there are several items"
    source = HENRIET

    def of(self, twins: TwinLedger) -> Array:
        return ratio(twins.lost(twins.weighed_output), twins.usual)


class SalesLost(Paired):
    """Sales lost: value of the output lost, where there is final demand."""

    unit = "money"
    label = "sales lost"
    formula = "sum over buyers of unit value x output lost; agents and tiers without final demand have none"
    source = HENRIET

    def of(self, twins: TwinLedger) -> Array:
        return _lost_at(twins, twins.ledger.planned.plan.value)


class MarginLost(Paired):
    """Margin lost: contribution of the output lost, where there is final demand."""

    unit = "money"
    label = "margin lost"
    formula = (
        "sum over buyers of unit margin x output lost over the horizon, so that what is delivered later is not lost; "
        "margin: value - cost, or a share of the value (`lost_sale` of the costs) where the network states no cost; "
        "agents and tiers without final demand have none"
    )
    source = "Silver, Pyke & Thomas 2017, sec. 6.2; contribution in place of the price"

    def of(self, twins: TwinLedger) -> Array:
        return _lost_at(twins, twins.ledger.costs.margin(twins.ledger.planned))


class ServiceLost(Paired):
    """Service lost: fall of the fill rate."""

    unit = "share"
    label = "service lost"
    formula = "fill rate of the calm twin - fill rate of the crisis, over the horizon"
    source = "Silver, Pyke & Thomas 2017, sec. 6.5"
    compares = (FILL_RATE,)

    def of(self, twins: TwinLedger) -> Array:
        return twins.lost(FILL_RATE.of(twins.ledger))


class CostAdded(Paired):
    """Cost added by the crisis."""

    unit = "money/day"
    label = "cost added"
    formula = "cost a day of the crisis - cost a day of the calm twin"
    source = "Tomlin 2006, Management Science 52(5)"
    compares = (COST,)

    def of(self, twins: TwinLedger) -> Array:
        return -twins.lost(COST.of(twins.ledger))


class DepthDay(Paired):
    """Depth of the loss on its worst day: the largest fall of quality."""

    unit = "share"
    label = "depth of the loss, worst day"
    formula = (
        "1 - smallest quality over the days of loss; quality: output of the day / output of the calm twin on the same "
        "day; 0 if there is no day of loss; an agent that ships in lots reaches 1 where a lot comes a day later"
    )
    source = BRUNEAU
    losses = (Lowest,)

    def of(self, twins: TwinLedger) -> Array:
        return twins.total(Lowest)


class DepthWeek(Paired):
    """Depth of the loss over its worst week."""

    unit = "share"
    label = "depth of the loss, worst week"
    formula = (
        "largest loss of output over seven consecutive days, against the calm twin / output of a mean week of the "
        "twin; a total stop of three days is 3 / 7 deep"
    )
    source = BRUNEAU
    losses = (Deepest,)

    def of(self, twins: TwinLedger) -> Array:
        return ratio(twins.total(Deepest) / WEEK, twins.usual)


class Area(Paired):
    """Output late or lost: the area of the loss (resilience triangle)."""

    unit = "days"
    label = "output late or lost"
    formula = (
        "area of the loss: sum over days of the output of the calm twin that is missing in the crisis / mean daily "
        "output of the twin; days on which the crisis delivers more are left out, so that output that is caught up "
        "still counts, and so does a lot that comes a day later"
    )
    source = BRUNEAU
    losses = (Gross,)

    def of(self, twins: TwinLedger) -> Array:
        return ratio(twins.total(Gross), twins.usual)


class DaysOfLoss(Paired):
    """Days of loss."""

    unit = "days"
    label = "days of loss"
    formula = "days on which output is lower than the calm twin's by more than the tolerance, a share of the mean flow"
    source = BRUNEAU
    losses = (Count,)

    def of(self, twins: TwinLedger) -> Array:
        return twins.total(Count)


class CaughtUp(Paired):
    """Loss caught up; none where the loss is rounding error."""

    unit = "share"
    label = "loss caught up"
    formula = (
        "1 - output lost / sum over days of the output that is missing, as in the area; above 1 if more is caught "
        "up than was missing"
    )
    source = HENRIET
    losses = (Gross,)
    zero_in_calm = False

    def of(self, twins: TwinLedger) -> Array:
        gross = twins.total(Gross)
        return 1.0 - ratio(twins.lost(twins.weighed_output), np.where(gross > ROUNDING, gross, 0.0))


class FirstLoss(Paired):
    """First loss: days from the start of the crisis to the first day of loss."""

    unit = "days"
    label = "first loss"
    formula = (
        "days from the start of the crisis to the first day of loss, 0 if its announcement already causes one; the "
        "rest of the horizon if none, so that a mean over worlds with and without a loss is a lower bound (tables mark "
        "it with ≥); the longest outage that is not felt at all is another quantity, the time to survive of "
        "`jitagents.time_to_survive`"
    )
    source = BRUNEAU
    losses = (First, Last)
    zero_in_calm = False

    def of(self, twins: TwinLedger) -> Array:
        first, last = twins.total(First), twins.total(Last)
        return np.where(last > 0, np.maximum(first - twins.start, 0.0), twins.days - twins.start + 1)


class LastLoss(Paired):
    """Last loss: days from the start of the crisis to the last day of loss."""

    unit = "days"
    label = "last loss"
    formula = (
        "days from the start of the crisis to the end of the last day of loss that closes a week of loss; 0 if there "
        "is none from then on"
    )
    source = BRUNEAU
    losses = (Last,)

    def of(self, twins: TwinLedger) -> Array:
        last = twins.total(Last)
        return np.where(last > 0, np.maximum(last - twins.start + 1, 0.0), 0.0)


class NotRecovered(Paired):
    """Worlds not recovered: 1 if losses last to the end of the horizon."""

    unit = "share"
    label = "worlds not recovered"
    formula = (
        "1 if a day of loss that closes a week of loss lies in the last seven days of the horizon, otherwise 0: "
        "the mean is the part of the worlds that do not recover in time"
    )
    source = BRUNEAU
    losses = (Last,)

    def of(self, twins: TwinLedger) -> Array:
        return (twins.total(Last) > max(twins.days - WEEK, 0)).astype(float)


def _lost_at(twins: TwinLedger, worth: Array) -> Array:
    """Output lost at buyers, each unit at its worth `(scopes, pairs)`; NaN for scopes without buyers."""
    ledger = twins.ledger
    buyers = np.zeros((ledger.layout.agent_rows.stop, 1))
    buyers[ledger.layout.market_rows] = 1.0
    money = ledger.flow(worth[ledger.layout.agent_rows] * buyers * twins.lost(ledger.total("output")))
    return np.where(ledger.flow(buyers) > 0, money, np.nan)


MEASURES = (
    OutputLost(),
    DaysLost(),
    SalesLost(),
    MarginLost(),
    ServiceLost(),
    CostAdded(),
    DepthDay(),
    DepthWeek(),
    Area(),
    DaysOfLoss(),
    CaughtUp(),
    FirstLoss(),
    LastLoss(),
    NotRecovered(),
)
