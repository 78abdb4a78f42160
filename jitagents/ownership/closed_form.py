"""The closed form of the total cost of ownership of a source (Ellram 1995; Degraeve & Roodhooft 1999)."""

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr

from jitagents.ownership.terms import YEAR, Buyer, Outage, Source

ROWS = (
    "purchase", "volume", "freight", "duty", "currency", "pipeline", "cycle", "safety", "engineering_change",
    "shortage", "quality", "ordering", "administration", "qualification", "bonus", "reservation", "outages",
)  # fmt: skip
"""Rows of a total cost of ownership, in the order of tables."""


def spread(source: Source, buyer: Buyer) -> float:
    """Standard deviation of the demand over lead time and review, units.

    sigma^2 = (L + R) sd^2 + d^2 sd_L^2 (Silver, Pyke & Thomas 2017, sec. 6.10).
    """
    interval = source.lead_time + buyer.review
    return float(np.hypot(np.sqrt(interval) * buyer.demand_sd, buyer.demand * source.lead_time_sd))


def safety_stock(source: Source, buyer: Buyer) -> float:
    """Safety stock, units: z sigma."""
    return buyer.safety_factor * spread(source, buyer)


def shortfall(z: float) -> float:
    """Normal loss function G(z) = phi(z) - z (1 - Phi(z)): mean shortage of a cycle, in standard deviations."""
    return float(np.exp(-z * z / 2.0) / np.sqrt(2.0 * np.pi) - z * ndtr(-z))


def total_cost(source: Source, buyer: Buyer, outages: Sequence[Outage] = ()) -> dict[str, float]:
    """The total cost of ownership of a source that delivers all that the buyer needs, money a year by row.

    With landed price P' = price (1 + duty) + freight, demand D a year and d a day: pipeline h' P' d L, cycle stock
    h P' d R / 2, safety stock h P' z sigma, shortage b sigma G(z) 365 / R, outages rate x E[(T - z sigma / d)+] x loss.
    With a part s of the flow and an elasticity e of the price, volume (s^-e - 1) x price D; the bonus is paid on all of
    D, and the fee on what is reserved, used or not. Cover against the currency takes a share of price D; engineering
    changes c a year write off the share w of all that is there: c w P' (d R / 2 + z sigma + d L).

    An outage is felt for as long as it lasts beyond the safety stock, whether the source is down or the lane closed:
    the goods that were under way when a source went down only put off the gap behind them.

    Args:
        source: the source and its lane.
        buyer: the buyer.
        outages: of the source or its lane.

    Returns:
        The rows of `ROWS`; their sum is the total.

    Source:
        Ellram 1995, Int. J. Physical Distribution & Logistics Management 25(8); Degraeve & Roodhooft 1999, European
        Management Journal 17(4); currency: Carter & Vickery 1989, J. Purchasing and Materials Management 25(3);
        engineering changes: Terwiesch & Loch 1999, J. Product Innovation Management 16(2); volume: Henderson 1974, The
        Experience Curve (Boston Consulting Group); bonus and fee: Cachon 2003, in Handbooks in OR & MS 11.
    """
    demand, sigma, landed = buyer.demand * YEAR, spread(source, buyer), source.landed
    orders, stock = YEAR / buyer.review, safety_stock(source, buyer)
    cycle, under_way = buyer.demand * buyer.review / 2.0, buyer.demand * source.lead_time
    felt = sum(one.a_year * one.beyond(stock / buyer.demand) for one in outages)
    return {
        "purchase": source.price * demand,
        "volume": (source.part**-source.elasticity - 1.0) * source.price * demand,
        "freight": source.freight * demand,
        "duty": source.duty * source.price * demand,
        "currency": source.hedging * source.price * demand,
        "pipeline": buyer.under_way * landed * buyer.demand * source.lead_time,
        "cycle": buyer.holding * landed * buyer.demand * buyer.review / 2.0,
        "safety": buyer.holding * landed * stock,
        "engineering_change": buyer.changes * buyer.written_off * landed * (cycle + stock + under_way),
        "shortage": buyer.shortage * sigma * shortfall(buyer.safety_factor) * orders,
        "quality": source.quality * demand,
        "ordering": source.order * orders,
        "administration": source.administration,
        "qualification": source.qualification / source.life,
        "bonus": source.bonus * demand,
        "reservation": source.reservation_fee * source.reserved * YEAR,
        "outages": felt * buyer.stopped,
    }


def break_even(one: Source, other: Source, buyer: Buyer, days: float, law: str = "fixed") -> float:
    """Outages a year of one source at which the other, that has none, costs the same.

    Args:
        one: the source that fails.
        other: the source that does not.
        buyer: the buyer.
        days, law: length of an outage, as in `Outage`.

    Returns:
        0 where the other is not dearer anyway; infinity where no outage is felt.
    """
    dearer = sum(total_cost(other, buyer).values()) - sum(total_cost(one, buyer).values())
    loss = total_cost(one, buyer, [Outage(1.0, days, law)])["outages"]
    if dearer <= 0.0:
        return 0.0
    return dearer / loss if loss else np.inf
