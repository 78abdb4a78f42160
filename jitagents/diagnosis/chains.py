"""Chains of causes: from a shortage along lanes and bills of materials, to supply upstream or orders downstream."""

from typing import NamedTuple

import numpy as np

from jitagents.crises.effects import BUYING, CARRYING, DECIDING, DESTROYING, ORDERING, RECEIVING, SHIPPING
from jitagents.diagnosis.causes import Cause
from jitagents.diagnosis.investigation import Investigation, Scale, Window, part
from jitagents.diagnosis.production import made
from jitagents.diagnosis.quality import replacements, sent_back


class Outflow(NamedTuple):
    """Outflow of a seller: its whole output (a row of `points`), or its shipments on one lane (a row of `lanes`)."""

    table: str
    row: int
    seller: int


def short(investigation: Investigation, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Causes of less output of an agent."""
    return _put_out(investigation, Outflow("points", row, row), window, scale)


def _put_out(investigation: Investigation, out: Outflow, window: Window, scale: Scale) -> list[Cause]:
    """Causes of less outflow of a seller.

    Cumulative shipments are the smaller of cumulative supply and cumulative demand. Supply limits shipments up to the
    last day with backorders; afterwards demand does:

        output = demand - cancelled orders - change of backorders,

    where the backorders of that day are caught up. A shortfall that is caught up entirely is followed no further.
    """
    until, since = investigation.parted(out.seller, window)
    lane = out.table == "lanes"
    shortfall = investigation.shortfall("lanes.allocated" if lane else "points.output", out.row, until)
    caught, anyway = (
        flows.change(f"{out.table}.owed", out.row, *since)
        for flows in (investigation.trace.world, investigation.trace.reference)
    )
    asking = [ordered(investigation, out.row, since, scale)] if lane else asked(investigation, out.row, since, scale)
    lanes = [out.row] if lane else investigation.relations.lanes_from(out.row)
    causes = [
        investigation.cause("reference", out.seller, since.end, -anyway, scale),
        cancelled(investigation, out.seller, lanes, since, scale),
        *asking,
    ]
    if caught and not investigation.matters(shortfall + caught, scale):
        return [*causes, investigation.cause("caught_up", out.seller, since.end, shortfall + caught, scale)]
    lacking = (_shipped if lane else supplied)(investigation, out.row, until, scale)
    return [*causes, *lacking, investigation.cause("caught_up", out.seller, since.end, caught, scale)]


def supplied(investigation: Investigation, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Causes of less output of a stock point over days at the end of which no stock could have left.

    output = receipts - spoiled units - units lost unseen - bad units sent back - change of stock
    """
    output, stock, spoiled, missing, shrunk = (
        investigation.shortfall(f"points.{name}", row, window)
        for name in ("output", "stock", "spoiled", "missing", "shrunk")
    )
    gone = spoiled - missing
    shipping = investigation.disruptions(SHIPPING, [row], window.end) or investigation.disruptions(
        CARRYING, investigation.relations.lanes_from(row), window.end
    )
    held, maker = _held(investigation, row, -stock, window.end, bool(shipping)), investigation.relations.maker(row)
    destroying = investigation.disruptions(DESTROYING, [investigation.relations.owner(row)], window.end)
    causes = [
        investigation.cause("spoiled", row, window.end, -gone, scale, destroying),
        investigation.cause("shrunk", row, window.end, -shrunk, scale),
        investigation.cause("held", row, window.end, held, scale, shipping),
        investigation.cause("buffer", row, window.end, -stock - held, scale),
    ]
    if maker is None:
        lanes = investigation.relations.lanes_into(row)
        back = sent_back(investigation, row, window, scale)
        return [*causes, *back, *(sent(investigation, lane, window, scale) for lane in lanes)]
    production, further = made(investigation, maker, output + gone + shrunk + stock, window, scale)
    for step in further:
        follow = decided if step.way == "orders" else supplied
        production += follow(investigation, step.row, step.window, step.scale)
    return [*causes, *production]


def _held(investigation: Investigation, row: int, surplus: float, day: int, closed: bool) -> float:
    """Part of a surplus of stock that should have left: all of it while a disruption holds it, else the backorders."""
    if investigation.relations.is_input(row):
        return 0.0
    owed = np.inf if closed else investigation.stock("points.owed", row, day)
    return float(np.clip(surplus, 0.0, min(owed, investigation.stock("points.stock", row, day))))


def sent(investigation: Investigation, lane: int, window: Window, scale: Scale) -> Cause:
    """The shortfall of receipts on a lane, and its causes: delays or losses on the way, and shipments of the seller."""
    shortfall, relations = investigation.shortfall("lanes.arrived", lane, window), investigation.relations
    seller, receiver = relations.seller(lane), relations.owner(relations.buyer(lane))
    before = window.back(int(investigation.trace.lead_time[lane]))
    causes: list[Cause] = []
    if investigation.matters(shortfall, scale):
        shipped = investigation.shortfall("lanes.allocated", lane, before)
        disruption = investigation.disruptions(CARRYING, [lane], window.end) or investigation.disruptions(
            RECEIVING, [receiver], window.end
        )
        causes = [
            investigation.cause("way", seller, window.end, shortfall - shipped, scale, disruption, lane=lane),
            *_put_out(investigation, Outflow("lanes", lane, seller), before, scale.further()),
        ]
    return investigation.cause("sent", seller, before.end, shortfall, scale, children=causes, lane=lane)


def _shipped(investigation: Investigation, lane: int, window: Window, scale: Scale) -> list[Cause]:
    """Causes of fewer shipments on a lane of a seller that was short: less output, or more for other customers."""
    seller, shipped = investigation.relations.seller(lane), investigation.shortfall("lanes.allocated", lane, window)
    output = investigation.shortfall("points.output", seller, window)
    share = part(shipped, output)
    supply = supplied(investigation, seller, window, scale.times(share)) if share > 0.0 else []
    return [*supply, *_instead(investigation, lane, shipped - share * output, window, scale)]


def _instead(investigation: Investigation, lane: int, shortfall: float, window: Window, scale: Scale) -> list[Cause]:
    """Causes of fewer shipments on a lane without less output of its seller: more for other customers."""
    seller = investigation.relations.seller(lane)
    if not investigation.matters(shortfall, scale):
        return [investigation.cause("others", seller, window.end, shortfall, scale)]
    others = [other for other in investigation.relations.lanes_from(seller) if other != lane]
    surplus = {other: -investigation.shortfall("lanes.allocated", other, window) for other in others}
    surplus = {other: units for other, units in surplus.items() if units * shortfall > 0.0}
    causes: list[Cause] = []
    for other, units in surplus.items():
        got, asked_for = (
            units * shortfall / sum(surplus.values()),
            -investigation.shortfall("lanes.ordered", other, window),
        )
        share = part(got, asked_for)
        causes += [
            ordered(investigation, other, window, scale.times(-share)),
            investigation.cause("others", seller, window.end, got - share * asked_for, scale),
        ]
    return causes


def cancelled(investigation: Investigation, seller: int, lanes: list[int], window: Window, scale: Scale) -> Cause:
    """Orders on some lanes of a seller that were taken back."""
    units = -sum(investigation.shortfall("lanes.cancelled", lane, window) for lane in lanes)
    return investigation.cause("cancelled", seller, window.end, units, scale)


def asked(investigation: Investigation, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Causes of less demand on an agent."""
    if investigation.relations.is_buyer(row):
        note = investigation.disruptions(BUYING, [row], window.end)
        shortfall = investigation.shortfall("buying.wanted", row, window)
        return [
            investigation.cause(investigation.wanted, row, window.end, shortfall, scale, note),
            _lost(investigation, row, window, scale),
        ]
    return [ordered(investigation, lane, window, scale) for lane in investigation.relations.lanes_from(row)]


def _lost(investigation: Investigation, row: int, window: Window, scale: Scale) -> Cause:
    """The shortfall of a buyer's orders due to lost sales, and the causes of the lost sales.

    lost = wanted - output - change of backorders
    """
    lost = -investigation.shortfall("buying.lost", row, window)
    causes: list[Cause] = []
    if investigation.matters(lost, scale) and investigation.trace.world.change("buying.lost", row, *window) > 0.0:
        note = investigation.disruptions(BUYING, [row], window.end)
        wanted = investigation.shortfall("buying.wanted", row, window)
        causes = [
            *short(investigation, row, window, scale),
            investigation.cause(investigation.wanted, row, window.end, wanted, scale.times(-1.0), note),
            investigation.cause("waiting", row, window.end, investigation.shortfall("points.owed", row, window), scale),
        ]
    return investigation.cause("lost_sales", row, window.end, lost, scale, children=causes)


def ordered(investigation: Investigation, lane: int, window: Window, scale: Scale) -> Cause:
    """The shortfall of orders on a lane, and its causes: the buyer ordered less, elsewhere, or to replace bad units."""
    shortfall, buyer = investigation.shortfall("lanes.ordered", lane, window), investigation.relations.buyer(lane)
    before = window.back(int(investigation.trace.delay[lane]))
    causes: list[Cause] = []
    if investigation.matters(shortfall, scale):
        placed, replaced = (
            investigation.shortfall("points.order", buyer, before),
            replacements(investigation, lane, before),
        )
        share, seller = part(shortfall - replaced, placed), investigation.relations.seller(lane)
        elsewhere = shortfall - replaced - share * placed
        note = investigation.disruptions(ORDERING, [lane], window.end)
        causes = [
            investigation.cause("replaced", buyer, before.end, replaced, scale),
            investigation.cause("elsewhere", seller, window.end, elsewhere, scale, note, lane=lane),
            *decided(investigation, buyer, before, scale.times(share)),
        ]
    return investigation.cause("ordered", buyer, before.end, shortfall, scale, children=causes, lane=lane)


def decided(investigation: Investigation, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Causes of fewer orders of a stock point: less demand on it; the rest is due to its ordering rule."""
    shortfall, owner = investigation.shortfall("points.order", row, window), investigation.relations.owner(row)
    note = investigation.disruptions(DECIDING, [owner], window.end)
    if investigation.relations.is_input(row):
        quantity = investigation.relations.quantity(row)
        planned = quantity * investigation.shortfall("points.order", owner, window)
        rule = investigation.cause("rule", row, window.end, shortfall - planned, scale, note)
        return [rule, *decided(investigation, owner, window, scale.each(quantity))]
    demand = investigation.shortfall("points.demand", row, window)
    rule = investigation.cause("rule", row, window.end, shortfall - demand, scale, note)
    if investigation.relations.is_buyer(row):
        return [rule, *asked(investigation, row, window, scale)]
    # What customers cancel is deducted from demand, on that day or later.
    lanes = investigation.relations.lanes_from(row)
    deducted = demand - sum(investigation.shortfall("lanes.ordered", lane, window) for lane in lanes)
    taken_back = investigation.cause("cancelled", row, window.end, deducted, scale)
    return [rule, taken_back, *asked(investigation, row, window, scale)]
