"""Resilience: losses of a crisis relative to the calm twin on the same random numbers."""

from typing import TYPE_CHECKING

import numpy as np

from jitagents.accounting.loss_accumulators import WEEK
from jitagents.accounting.measures.measure import Paired, ratio
from jitagents.column import Array
from jitagents.flow import ROUNDING

if TYPE_CHECKING:
    from jitagents.accounting.resilience import Resilience


def output_lost(books: "Resilience") -> Array:
    """Output lost."""
    return books.lost(books.output)


def days_lost(books: "Resilience") -> Array:
    """Days of output lost, at the mean output of the twin."""
    return ratio(output_lost(books), books.usual)


def sales_lost(books: "Resilience") -> Array:
    """Sales lost: value of the output lost, where there is final demand."""
    ledger = books.ledger
    buyers = np.zeros((ledger.layout.agent_rows.stop, 1))
    buyers[ledger.layout.market_rows] = 1.0
    value = ledger.planned.plan.value[ledger.layout.agent_rows] * buyers
    money = ledger.flow(value * books.lost(ledger.total("output")))
    return np.where(ledger.flow(buyers) > 0, money, np.nan)


def service_lost(books: "Resilience") -> Array:
    """Service lost: fall of the fill rate."""
    return books.lost(books.ledger.measure("fill_rate"))


def cost_added(books: "Resilience") -> Array:
    """Cost added by the crisis."""
    return -books.lost(books.ledger.measure("cost"))


def depth(books: "Resilience") -> Array:
    """Depth of the loss: the worst week."""
    return ratio(books.total("deepest") / WEEK, books.usual)


def area(books: "Resilience") -> Array:
    """Area of the loss (resilience triangle)."""
    return ratio(books.total("gross"), books.usual)


def days_of_loss(books: "Resilience") -> Array:
    """Days of loss."""
    return books.total("count")


def caught_up(books: "Resilience") -> Array:
    """Loss caught up; none where the loss is rounding error."""
    gross = books.total("gross")
    return 1.0 - ratio(output_lost(books), np.where(gross > ROUNDING, gross, 0.0))


def time_to_survive(books: "Resilience") -> Array:
    """Time to survive."""
    first, last = books.total("first"), books.total("last")
    return np.where(last > 0, first - books.start, books.days - books.start + 1)


def time_to_recover(books: "Resilience") -> Array:
    """Time to recover."""
    last = books.total("last")
    return np.where(last > 0, last - books.start + 1, 0.0)


def not_recovered(books: "Resilience") -> Array:
    """Worlds not recovered: 1 if losses last to the end of the horizon."""
    return (books.total("last") > max(books.days - WEEK, 0)).astype(float)


HENRIET = "Henriet, Hallegatte & Tabourier 2012"
BRUNEAU = "Bruneau et al. 2003, Earthquake Spectra 19(4)"
SIMCHI_LEVI = "Simchi-Levi et al. 2015, Interfaces 45(5)"

MEASURES = {
    "output_lost": Paired(
        "units",
        "output lost",
        "output of the calm twin - output of the crisis, over the horizon",
        HENRIET,
        output_lost,
    ),
    "days_lost": Paired(
        "days",
        "days of output lost",
        "output lost / mean daily output of the calm twin",
        HENRIET,
        days_lost,
    ),
    "sales_lost": Paired(
        "money",
        "sales lost",
        "sum over buyers of unit value x output lost; agents and tiers without final demand have none",
        HENRIET,
        sales_lost,
    ),
    "service_lost": Paired(
        "share",
        "service lost",
        "fill rate of the calm twin - fill rate of the crisis, over the horizon",
        "Silver, Pyke & Thomas 2017, sec. 6.5",
        service_lost,
        alone=("fill_rate",),
    ),
    "cost_added": Paired(
        "money/day",
        "cost added",
        "cost a day of the crisis - cost a day of the calm twin",
        "Tomlin 2006, Management Science 52(5)",
        cost_added,
        alone=("cost",),
    ),
    "depth": Paired(
        "share",
        "depth of the loss",
        "largest loss of output over seven consecutive days, against the calm twin / output of a mean week of the "
        "twin; a week, since the demand of a single day may be far from its mean",
        BRUNEAU,
        depth,
        ("deepest",),
    ),
    "area": Paired(
        "days",
        "area of the loss",
        "sum over days of the output of the calm twin that is missing in the crisis / mean daily output of the twin; "
        "days on which the crisis delivers more are left out, so that output that is caught up still counts as lost, "
        "and so does a lot that comes a day later",
        BRUNEAU,
        area,
        ("gross",),
    ),
    "days_of_loss": Paired(
        "days",
        "days of loss",
        "days on which output is lower than the calm twin's by more than the tolerance, a share of the mean flow",
        SIMCHI_LEVI,
        days_of_loss,
        ("count",),
    ),
    "caught_up": Paired(
        "share",
        "loss caught up",
        "1 - output lost / sum over days of the output that is missing, as in the area; above 1 if more is caught up "
        "than was missing",
        HENRIET,
        caught_up,
        ("gross",),
        zero_in_calm=False,
    ),
    "time_to_survive": Paired(
        "days",
        "time to survive",
        "days from the start of the crisis to the first day of loss; the rest of the horizon if none",
        SIMCHI_LEVI,
        time_to_survive,
        ("first", "last"),
        zero_in_calm=False,
    ),
    "time_to_recover": Paired(
        "days",
        "time to recover",
        "days from the start of the crisis to the end of the last day of loss that closes a week of loss; 0 if none",
        SIMCHI_LEVI,
        time_to_recover,
        ("last",),
    ),
    "not_recovered": Paired(
        "share",
        "worlds not recovered",
        "1 if a day of loss that closes a week of loss lies in the last seven days of the horizon, otherwise 0: the "
        "mean is the part of the worlds that do not recover in time",
        SIMCHI_LEVI,
        not_recovered,
        ("last",),
    ),
}
