"""Site outages: which agents a crisis can stop, how often and for how long."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from jitagents.crises.effects.base import AGENTS, MAKING, SHIPPING
from jitagents.crises.outages import Outages
from jitagents.layout import Layout
from jitagents.parameters import Number

if TYPE_CHECKING:
    from jitagents.model import SupplyModel


@dataclass(frozen=True)
class SiteOutages:
    """The outages of an agent.

    Attributes:
        row: of the agent.
        outages: their number and length.
        ships: True if it makes nothing, and goes on shipping from stock.
    """

    row: int
    outages: Outages
    ships: bool = False


def site_outages(model: "SupplyModel", days: int, ttr: Number) -> list[SiteOutages]:
    """The outages of the sellers that the crisis of a model can stop.

    Their length has the law that the crisis states. If it stops no seller, each has one outage, as long as its time to
    recover.

    Args:
        model: the model.
        days: measured days.
        ttr: time to recover of sellers for which the network states none (column `ttr`), days.
    """
    return list(_of_crisis(model, days)) or list(_of_network(model.layout, ttr))


def _of_crisis(model: "SupplyModel", days: int) -> Iterator[SiteOutages]:
    rate, ttr = model.planned.plan.rate, model.layout.agent_column("ttr")
    for disruption in model.disruptions.all:
        effect = disruption.spec.effect
        if effect.table != AGENTS or not effect.causes & {MAKING, SHIPPING}:
            continue
        weight = np.ones((len(disruption.rows), 1)) if disruption.weight is None else disruption.weight
        capacity = model.layout.agent_column("capacity")[disruption.rows, None]
        flow = rate[disruption.rows]
        room = np.divide(capacity, flow, out=np.ones(flow.shape), where=np.isfinite(capacity) & (flow > 0))
        for place, row in enumerate(disruption.rows):
            outages = disruption.spec.outages(days, ttr[row])
            if outages is not None:
                own = replace(outages, severity=outages.severity * weight[place], capacity=room[place])
                yield SiteOutages(int(row), own, SHIPPING not in effect.causes)


def _of_network(layout: Layout, ttr: Number) -> Iterator[SiteOutages]:
    stated = layout.agent_column("ttr")
    for row in range(layout.seller_rows.start, layout.seller_rows.stop):
        yield SiteOutages(row, Outages(1.0, ttr if np.isnan(stated[row]) else float(stated[row])))
