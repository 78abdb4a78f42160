"""Chains: from who was short back through lanes and bills of materials, to supply upstream or to orders downstream."""

from typing import NamedTuple

import numpy as np

from jitagents.why.case import Case, Scale, Window, part
from jitagents.why.causes import Cause
from jitagents.why.making import made
from jitagents.why.shocks import BUYING, CARRYING, DECIDING, DESTROYING, ORDERING, RECEIVING, SHIPPING


class Outflow(NamedTuple):
    """What leaves a seller: all of it (a row of `points`), or what leaves on one of its lanes (of `lanes`)."""

    table: str
    row: int
    seller: int


def short(case: Case, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Why an agent put out less."""
    return _put_out(case, Outflow("points", row, row), window, scale)


def _put_out(case: Case, out: Outflow, window: Window, scale: Scale) -> list[Cause]:
    """Why less left a seller.

    Where all that is owed leaves as far as stock reaches, the sum of what has left is the smaller of what has come in
    and what has been asked for. Up to the last evening on which the seller was short it is the first; since then

        output = demand - change of what is owed,

    where what it owed that evening is caught up. What has been caught up altogether is followed no further.
    """
    until, since = case.parted(out.seller, window)
    lane = out.table == "lanes"
    less = case.less("lanes.allocated" if lane else "points.output", out.row, until)
    caught, anyway = (
        one.change(f"{out.table}.owed", out.row, *since) for one in (case.trace.world, case.trace.reference)
    )
    asking = [ordered(case, out.row, since, scale)] if lane else asked(case, out.row, since, scale)
    causes = [case.cause("reference", out.seller, since.end, -anyway, scale), *asking]
    if caught and not case.matters(less + caught, scale):
        return [*causes, case.cause("caught_up", out.seller, since.end, less + caught, scale)]
    lacking = (_shipped if lane else supplied)(case, out.row, until, scale)
    return [*causes, *lacking, case.cause("caught_up", out.seller, since.end, caught, scale)]


def supplied(case: Case, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Why a stock point put out less over days that end with nothing on hand that could have left.

    output = what came in - what spoiled - change of stock
    """
    output, stock, spoiled, missing = (
        case.less(f"points.{name}", row, window) for name in ("output", "stock", "spoiled", "missing")
    )
    gone = spoiled - missing
    shipping = case.struck(SHIPPING, [row], window.end) or case.struck(CARRYING, case.ties.lanes_from(row), window.end)
    held, maker = _held(case, row, -stock, window.end, bool(shipping)), case.ties.maker(row)
    causes = [
        case.cause(
            "spoiled", row, window.end, -gone, scale, case.struck(DESTROYING, [case.ties.owner(row)], window.end)
        ),
        case.cause("held", row, window.end, held, scale, shipping),
        case.cause("buffer", row, window.end, -stock - held, scale),
    ]
    if maker is None:
        return [*causes, *(sent(case, lane, window, scale) for lane in case.ties.lanes_into(row))]
    own, further = made(case, maker, output + gone + stock, window, scale)
    for one in further:
        own += (decided if one.way == "orders" else supplied)(case, one.row, one.window, one.scale)
    return [*causes, *own]


def _held(case: Case, row: int, more: float, day: int, shut: bool) -> float:
    """Of the stock that there is more of, what would have left: where a shock holds it all, else what is owed."""
    owed = 0.0 if case.ties.is_input(row) else np.inf if shut else case.there("points.owed", row, day)
    return float(np.clip(more, 0.0, min(owed, case.there("points.stock", row, day))))


def sent(case: Case, lane: int, window: Window, scale: Scale) -> Cause:
    """How much less a lane brought, and why: what is still on the way, and what its seller sent."""
    less, seller, door = case.less("lanes.arrived", lane, window), case.ties.seller(lane), case.ties.buyer(lane)
    before = window.back(int(case.trace.lead_time[lane]))
    causes: list[Cause] = []
    if case.matters(less, scale):
        shipped = case.less("lanes.allocated", lane, before)
        shock = case.struck(CARRYING, [lane], window.end) or case.struck(RECEIVING, [case.ties.owner(door)], window.end)
        causes = [
            case.cause("way", seller, window.end, less - shipped, scale, shock),
            *_put_out(case, Outflow("lanes", lane, seller), before, scale.further()),
        ]
    return case.cause("sent", seller, before.end, less, scale, children=causes)


def _shipped(case: Case, lane: int, window: Window, scale: Scale) -> list[Cause]:
    """Why a seller that was short sent less on a lane: it put out less in all, or others were sent more."""
    seller, shipped = case.ties.seller(lane), case.less("lanes.allocated", lane, window)
    output = case.less("points.output", seller, window)
    share = part(shipped, output)
    own = supplied(case, seller, window, scale.times(share)) if share > 0.0 else []
    return [*own, *_instead(case, lane, shipped - share * output, window, scale)]


def _instead(case: Case, lane: int, less: float, window: Window, scale: Scale) -> list[Cause]:
    """Why a lane was sent less though its seller sent no less in all: other customers were sent more."""
    seller = case.ties.seller(lane)
    if not case.matters(less, scale):
        return [case.cause("others", seller, window.end, less, scale)]
    more = {one: -case.less("lanes.allocated", one, window) for one in case.ties.lanes_from(seller) if one != lane}
    more = {one: units for one, units in more.items() if units * less > 0.0}
    causes: list[Cause] = []
    for other, units in more.items():
        got, asked_for = units * less / sum(more.values()), -case.less("lanes.ordered", other, window)
        share = part(got, asked_for)
        causes += [
            ordered(case, other, window, scale.times(-share)),
            case.cause("others", seller, window.end, got - share * asked_for, scale),
        ]
    return causes


def asked(case: Case, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Why less was asked of an agent by its customers."""
    if case.ties.is_buyer(row):
        note, less = case.struck(BUYING, [row], window.end), case.less("buying.wanted", row, window)
        return [case.cause(case.wanted, row, window.end, less, scale, note), _lost(case, row, window, scale)]
    return [ordered(case, lane, window, scale) for lane in case.ties.lanes_from(row)]


def _lost(case: Case, row: int, window: Window, scale: Scale) -> Cause:
    """How much less a buyer ordered because of sales that it had lost, and why it had lost them.

    lost = wanted - output - change of what is owed
    """
    lost = -case.less("buying.lost", row, window)
    causes: list[Cause] = []
    if case.matters(lost, scale) and case.trace.world.change("buying.lost", row, *window) > 0.0:
        note, wanted = case.struck(BUYING, [row], window.end), case.less("buying.wanted", row, window)
        causes = [
            *short(case, row, window, scale),
            case.cause(case.wanted, row, window.end, wanted, scale.times(-1.0), note),
            case.cause("waiting", row, window.end, case.less("points.owed", row, window), scale),
        ]
    return case.cause("lost_sales", row, window.end, lost, scale, children=causes)


def ordered(case: Case, lane: int, window: Window, scale: Scale) -> Cause:
    """How much less was ordered on a lane, and why: its buyer ordered less, or elsewhere."""
    less, buyer = case.less("lanes.ordered", lane, window), case.ties.buyer(lane)
    before = window.back(int(case.trace.delay[lane]))
    causes: list[Cause] = []
    if case.matters(less, scale):
        placed = case.less("points.order", buyer, before)
        share = part(less, placed)
        note = case.struck(ORDERING, [lane], window.end)
        causes = [
            case.cause("elsewhere", case.ties.seller(lane), window.end, less - share * placed, scale, note),
            *decided(case, buyer, before, scale.times(share)),
        ]
    return case.cause("ordered", buyer, before.end, less, scale, children=causes)


def decided(case: Case, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Why a stock point ordered less: less was asked of it, the rest is its rule's."""
    less, note = case.less("points.order", row, window), case.struck(DECIDING, [case.ties.owner(row)], window.end)
    if case.ties.is_input(row):
        plant, quantity = case.ties.owner(row), case.ties.quantity(row)
        made = case.less("points.order", plant, window)
        own = case.cause("rule", row, window.end, less - quantity * made, scale, note)
        return [own, *decided(case, plant, window, scale.each(quantity))]
    own = case.cause("rule", row, window.end, less - case.less("points.demand", row, window), scale, note)
    return [own, *asked(case, row, window, scale)]
