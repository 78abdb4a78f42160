"""Chains: from who was short back through lanes and bills of materials, to supply upstream or to orders downstream."""

from typing import NamedTuple

import numpy as np

from jitagents.crises.effects.base import BUYING, CARRYING, DECIDING, DESTROYING, ORDERING, RECEIVING, SHIPPING
from jitagents.diagnosis.causes import Cause
from jitagents.diagnosis.investigation import Investigation, Scale, Window, part
from jitagents.diagnosis.production import made


class Outflow(NamedTuple):
    """What leaves a seller: all of it (a row of `points`), or what leaves on one of its lanes (of `lanes`)."""

    table: str
    row: int
    seller: int


def short(investigation: Investigation, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Why an agent put out less."""
    return _put_out(investigation, Outflow("points", row, row), window, scale)


def _put_out(investigation: Investigation, out: Outflow, window: Window, scale: Scale) -> list[Cause]:
    """Why less left a seller.

    Where all that is owed leaves as far as stock reaches, the sum of what has left is the smaller of what has come in
    and what has been asked for. Up to the last evening on which the seller was short it is the first; since then

        output = demand - change of what is owed,

    where what it owed that evening is caught up. What has been caught up altogether is followed no further.
    """
    until, since = investigation.parted(out.seller, window)
    lane = out.table == "lanes"
    less = investigation.less("lanes.allocated" if lane else "points.output", out.row, until)
    caught, anyway = (
        one.change(f"{out.table}.owed", out.row, *since)
        for one in (investigation.trace.world, investigation.trace.reference)
    )
    asking = [ordered(investigation, out.row, since, scale)] if lane else asked(investigation, out.row, since, scale)
    causes = [investigation.cause("reference", out.seller, since.end, -anyway, scale), *asking]
    if caught and not investigation.matters(less + caught, scale):
        return [*causes, investigation.cause("caught_up", out.seller, since.end, less + caught, scale)]
    lacking = (_shipped if lane else supplied)(investigation, out.row, until, scale)
    return [*causes, *lacking, investigation.cause("caught_up", out.seller, since.end, caught, scale)]


def supplied(investigation: Investigation, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Why a stock point put out less over days that end with nothing on hand that could have left.

    output = what came in - what spoiled - change of stock
    """
    output, stock, spoiled, missing = (
        investigation.less(f"points.{name}", row, window) for name in ("output", "stock", "spoiled", "missing")
    )
    gone = spoiled - missing
    shipping = investigation.disruptions(SHIPPING, [row], window.end) or investigation.disruptions(
        CARRYING, investigation.relations.lanes_from(row), window.end
    )
    held, maker = _held(investigation, row, -stock, window.end, bool(shipping)), investigation.relations.maker(row)
    causes = [
        investigation.cause(
            "spoiled",
            row,
            window.end,
            -gone,
            scale,
            investigation.disruptions(DESTROYING, [investigation.relations.owner(row)], window.end),
        ),
        investigation.cause("held", row, window.end, held, scale, shipping),
        investigation.cause("buffer", row, window.end, -stock - held, scale),
    ]
    if maker is None:
        return [
            *causes,
            *(sent(investigation, lane, window, scale) for lane in investigation.relations.lanes_into(row)),
        ]
    own, further = made(investigation, maker, output + gone + stock, window, scale)
    for one in further:
        own += (decided if one.way == "orders" else supplied)(investigation, one.row, one.window, one.scale)
    return [*causes, *own]


def _held(investigation: Investigation, row: int, more: float, day: int, shut: bool) -> float:
    """Of the stock that there is more of, what would have left: where a shock holds it all, else what is owed."""
    owed = (
        0.0
        if investigation.relations.is_input(row)
        else np.inf
        if shut
        else investigation.there("points.owed", row, day)
    )
    return float(np.clip(more, 0.0, min(owed, investigation.there("points.stock", row, day))))


def sent(investigation: Investigation, lane: int, window: Window, scale: Scale) -> Cause:
    """How much less a lane brought, and why: what is still on the way, and what its seller sent."""
    less, seller, door = (
        investigation.less("lanes.arrived", lane, window),
        investigation.relations.seller(lane),
        investigation.relations.buyer(lane),
    )
    before = window.back(int(investigation.trace.lead_time[lane]))
    causes: list[Cause] = []
    if investigation.matters(less, scale):
        shipped = investigation.less("lanes.allocated", lane, before)
        shock = investigation.disruptions(CARRYING, [lane], window.end) or investigation.disruptions(
            RECEIVING, [investigation.relations.owner(door)], window.end
        )
        causes = [
            investigation.cause("way", seller, window.end, less - shipped, scale, shock),
            *_put_out(investigation, Outflow("lanes", lane, seller), before, scale.further()),
        ]
    return investigation.cause("sent", seller, before.end, less, scale, children=causes)


def _shipped(investigation: Investigation, lane: int, window: Window, scale: Scale) -> list[Cause]:
    """Why a seller that was short sent less on a lane: it put out less in all, or others were sent more."""
    seller, shipped = investigation.relations.seller(lane), investigation.less("lanes.allocated", lane, window)
    output = investigation.less("points.output", seller, window)
    share = part(shipped, output)
    own = supplied(investigation, seller, window, scale.times(share)) if share > 0.0 else []
    return [*own, *_instead(investigation, lane, shipped - share * output, window, scale)]


def _instead(investigation: Investigation, lane: int, less: float, window: Window, scale: Scale) -> list[Cause]:
    """Why a lane was sent less though its seller sent no less in all: other customers were sent more."""
    seller = investigation.relations.seller(lane)
    if not investigation.matters(less, scale):
        return [investigation.cause("others", seller, window.end, less, scale)]
    more = {
        one: -investigation.less("lanes.allocated", one, window)
        for one in investigation.relations.lanes_from(seller)
        if one != lane
    }
    more = {one: units for one, units in more.items() if units * less > 0.0}
    causes: list[Cause] = []
    for other, units in more.items():
        got, asked_for = units * less / sum(more.values()), -investigation.less("lanes.ordered", other, window)
        share = part(got, asked_for)
        causes += [
            ordered(investigation, other, window, scale.times(-share)),
            investigation.cause("others", seller, window.end, got - share * asked_for, scale),
        ]
    return causes


def asked(investigation: Investigation, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Why less was asked of an agent by its customers."""
    if investigation.relations.is_buyer(row):
        note, less = (
            investigation.disruptions(BUYING, [row], window.end),
            investigation.less("buying.wanted", row, window),
        )
        return [
            investigation.cause(investigation.wanted, row, window.end, less, scale, note),
            _lost(investigation, row, window, scale),
        ]
    return [ordered(investigation, lane, window, scale) for lane in investigation.relations.lanes_from(row)]


def _lost(investigation: Investigation, row: int, window: Window, scale: Scale) -> Cause:
    """How much less a buyer ordered because of sales that it had lost, and why it had lost them.

    lost = wanted - output - change of what is owed
    """
    lost = -investigation.less("buying.lost", row, window)
    causes: list[Cause] = []
    if investigation.matters(lost, scale) and investigation.trace.world.change("buying.lost", row, *window) > 0.0:
        note, wanted = (
            investigation.disruptions(BUYING, [row], window.end),
            investigation.less("buying.wanted", row, window),
        )
        causes = [
            *short(investigation, row, window, scale),
            investigation.cause(investigation.wanted, row, window.end, wanted, scale.times(-1.0), note),
            investigation.cause("waiting", row, window.end, investigation.less("points.owed", row, window), scale),
        ]
    return investigation.cause("lost_sales", row, window.end, lost, scale, children=causes)


def ordered(investigation: Investigation, lane: int, window: Window, scale: Scale) -> Cause:
    """How much less was ordered on a lane, and why: its buyer ordered less, or elsewhere."""
    less, buyer = investigation.less("lanes.ordered", lane, window), investigation.relations.buyer(lane)
    before = window.back(int(investigation.trace.delay[lane]))
    causes: list[Cause] = []
    if investigation.matters(less, scale):
        placed = investigation.less("points.order", buyer, before)
        share = part(less, placed)
        note = investigation.disruptions(ORDERING, [lane], window.end)
        causes = [
            investigation.cause(
                "elsewhere", investigation.relations.seller(lane), window.end, less - share * placed, scale, note
            ),
            *decided(investigation, buyer, before, scale.times(share)),
        ]
    return investigation.cause("ordered", buyer, before.end, less, scale, children=causes)


def decided(investigation: Investigation, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Why a stock point ordered less: less was asked of it, the rest is its rule's."""
    less, note = (
        investigation.less("points.order", row, window),
        investigation.disruptions(DECIDING, [investigation.relations.owner(row)], window.end),
    )
    if investigation.relations.is_input(row):
        plant, quantity = investigation.relations.owner(row), investigation.relations.quantity(row)
        made = investigation.less("points.order", plant, window)
        own = investigation.cause("rule", row, window.end, less - quantity * made, scale, note)
        return [own, *decided(investigation, plant, window, scale.each(quantity))]
    own = investigation.cause(
        "rule", row, window.end, less - investigation.less("points.demand", row, window), scale, note
    )
    return [own, *asked(investigation, row, window, scale)]
