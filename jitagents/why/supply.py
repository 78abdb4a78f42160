"""Supply: why somebody sent less, followed upstream through lanes and bills of materials."""

from jitagents.why.case import Case, Scale, Window, part
from jitagents.why.causes import Cause
from jitagents.why.making import made
from jitagents.why.orders import asked, ordered, settled
from jitagents.why.shocks import CARRYING, SHIPPING


def short(case: Case, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Why an agent put out less.

    Up to the last evening on which it was short, what came in decided; since then, what was asked for: where all that
    is owed leaves as far as stock reaches, the sum of what has left is the smaller of what has come in and what has
    been asked for.
    """
    until, since = case.parted(row, window)
    asking = [*asked(case, row, since, scale), *settled(case, "points", row, row, since, scale)]
    return supplied(case, row, until, scale) + asking


def supplied(case: Case, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Why a stock point put out less over days that end with nothing on hand that could have left.

    output = what came in - what spoiled - change of stock
    """
    output, stock, spoiled = (case.less(f"points.{name}", row, window) for name in ("output", "stock", "spoiled"))
    came, maker, held = output + spoiled + stock, case.maker(row), _held(case, row, -stock, window.end)
    shock = case.struck(row, SHIPPING, window.end) or case.struck_lanes(case.lanes_from(row), CARRYING, window.end)
    causes = [
        case.cause("spoiled", row, window.end, -spoiled, scale),
        case.cause("shock" if shock else "held", row, window.end, held, scale, shock),
        case.cause("buffer", row, window.end, -stock - held, scale),
    ]
    if maker is None:
        lanes = case.lanes_into(row)
        missing = came - sum(case.less("lanes.arrived", lane, window) for lane in lanes)
        causes += [sent(case, lane, window, scale) for lane in lanes]
        return [*causes, case.cause("lost", row, window.end, missing, scale)]
    own, scarce = made(case, maker, came, window, scale)
    return [*causes, *own, *(cause for one in scarce for cause in supplied(case, *one))]


def _held(case: Case, row: int, more: float, day: int) -> float:
    """Of the stock that there is more of, what is owed and yet has not left."""
    owed = 0.0 if case.is_input(row) else case.there("points.owed", row, day)
    return max(min(more, owed, case.there("points.stock", row, day)), 0.0)


def sent(case: Case, lane: int, window: Window, scale: Scale) -> Cause:
    """How much less a lane brought, and why: what is still on the way, and what its seller sent."""
    less, seller = case.less("lanes.arrived", lane, window), int(case.layout.seller[lane])
    before = window.back(int(case.trace.lead_time[lane]))
    causes: list[Cause] = []
    if case.matters(less, scale):
        until, since = case.parted(seller, before)
        shock = case.struck_lanes([lane], CARRYING, window.end)
        way = less - case.less("lanes.allocated", lane, before)
        causes = [
            case.cause("shock" if shock else "way", seller, window.end, way, scale, shock),
            *_shipped(case, lane, until, scale.further()),
            ordered(case, lane, since, scale.further()),
            *settled(case, "lanes", lane, seller, since, scale),
        ]
    return case.cause("sent", seller, before.end, less, scale, children=causes)


def _shipped(case: Case, lane: int, window: Window, scale: Scale) -> list[Cause]:
    """Why a seller that was short sent less on a lane: it put out less in all, or others were sent more."""
    seller, shipped = int(case.layout.seller[lane]), case.less("lanes.allocated", lane, window)
    output = case.less("points.output", seller, window)
    share = part(shipped, output)
    own = supplied(case, seller, window, scale.times(share)) if share > 0.0 else []
    return [*own, *_instead(case, lane, shipped - share * output, window, scale)]


def _instead(case: Case, lane: int, less: float, window: Window, scale: Scale) -> list[Cause]:
    """Why a lane was sent less though its seller sent no less in all: other customers were sent more."""
    seller = int(case.layout.seller[lane])
    if not case.matters(less, scale):
        return [case.cause("others", seller, window.end, less, scale)]
    more = {one: -case.less("lanes.allocated", one, window) for one in case.lanes_from(seller) if one != lane}
    total = sum(units for units in more.values() if units > 0.0)
    causes: list[Cause] = []
    for other, units in more.items():
        if units > 0.0:
            got, asked = units * less / total, -case.less("lanes.ordered", other, window)
            share = part(got, asked)
            causes += [
                ordered(case, other, window, scale.times(-share)),
                case.cause("others", seller, window.end, got - share * asked, scale),
            ]
    return causes
