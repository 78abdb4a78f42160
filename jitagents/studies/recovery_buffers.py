"""Recovery buffers: cover for what an outage of a seller outlasts the stock downstream, flow by flow."""

from dataclasses import dataclass

import numpy as np

from jitagents.accounting.transmission import Transmission
from jitagents.column import Array
from jitagents.layout import Index
from jitagents.model import SupplyModel
from jitagents.parameters import Parameters, param


@dataclass(frozen=True)
class Recovery(Parameters):
    """Time to recover of the sellers for which the network states none (column `ttr`)."""

    ttr: float = param(30.0, "days", "time to recover where the network states none", low=0)


def recovery_days(model: SupplyModel, flows: Index, recovery: Recovery) -> Array:
    """Days of cover of some flows by which their sellers' time to recover exceeds the time to survive (TTR - TTS).

    One outage at a time: a seller that is out for its TTR is missed by its share of the flow, less what other sellers
    make besides if the sourcing rule turns to them. TTS: what the flow's buyer and the stages behind it have on hand
    before day 1, in days of mean flow, on the way to final demand on which it ends first. Goods under way are no
    cover: they delay the gap and do not shorten it. Flows downstream come first, and their buffers are part of the TTS
    of those upstream; with them no outage of one seller is felt, if all is as planned.

    Args:
        model: before day 1, without the buffers.
        flows: rows that buy.
        recovery: times to recover.

    Returns:
        Days of each flow `(flows,)`.

    Source:
        Simchi-Levi et al. 2014, 2015, for TTR and TTS; the greedy order from final demand upstream is ours.
    """
    layout, rate = model.layout, model.planned.plan.rate[:, :1]
    stock = model.points["stock"][:, :1]
    cover = np.divide(stock, rate, out=np.zeros_like(stock), where=rate > 0)
    way, days, longest = Transmission(layout, model.planned), np.zeros(layout.rows), np.zeros(layout.rows)
    stated = layout.agent_column("ttr")[layout.lane_seller]
    missing = way.missing(np.arange(len(layout.lane_seller)))
    np.maximum.at(longest, layout.lane_buyer, missing * np.where(np.isnan(stated), recovery.ttr, stated))
    for tier in np.unique(layout.tier[flows]):
        rows = flows[layout.tier[flows] == tier]
        reached = way.reach(rows, cover[rows], cover)
        share, used = (part[layout.market_rows, :, 0] for part in (reached.share, reached.stock))
        survived = np.divide(used, share, out=np.full_like(used, np.inf), where=share > 0).min(axis=0)
        days[rows] = np.maximum(longest[rows] - survived, 0.0)
        cover[rows, 0] += days[rows]
    return days[flows]
