"""Supply: why somebody sent less, followed upstream through lanes and bills of materials."""

from collections.abc import Callable
from functools import partial

from jitagents.why.case import Case, Scale, Window, part
from jitagents.why.causes import Cause
from jitagents.why.making import made
from jitagents.why.orders import asked, ordered
from jitagents.why.shocks import CARRYING, DESTROYING, RECEIVING, SHIPPING


def short(case: Case, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Why an agent put out less: up to the last evening on which it was short for what came in, then for orders."""
    until, since = case.parted(row, window)
    less = case.less("points.output", row, until)
    lacked = partial(supplied, case, row, until, scale)
    return [*_made_good(case, "points", row, row, less, since, scale, lacked), *asked(case, row, since, scale)]


def supplied(case: Case, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Why a stock point put out less over days that end with nothing on hand that could have left.

    output = what came in - what spoiled - change of stock
    """
    output, stock, spoiled, missing = (
        case.less(f"points.{name}", row, window) for name in ("output", "stock", "spoiled", "missing")
    )
    gone = spoiled - missing
    held, maker = _held(case, row, -stock, window.end), case.maker(row)
    shipping = case.struck(SHIPPING, [row], window.end) or case.struck(CARRYING, case.lanes_from(row), window.end)
    causes = [
        case.cause("spoiled", row, window.end, -gone, scale, case.struck(DESTROYING, [case.owner(row)], window.end)),
        case.cause("held", row, window.end, held, scale, shipping),
        case.cause("buffer", row, window.end, -stock - held, scale),
    ]
    if maker is None:
        return [*causes, *(sent(case, lane, window, scale) for lane in case.lanes_into(row))]
    own, scarce = made(case, maker, output + gone + stock, window, scale)
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
        door, onward = case.owner(int(case.layout.buyer[lane])), scale.further()
        shock = case.struck(CARRYING, [lane], window.end) or case.struck(RECEIVING, [door], window.end)
        shipped = case.less("lanes.allocated", lane, before)
        until, since = case.parted(seller, before)
        lacked = partial(_shipped, case, lane, until, onward)
        causes = [
            case.cause("way", seller, window.end, less - shipped, scale, shock),
            *_made_good(case, "lanes", lane, seller, case.less("lanes.allocated", lane, until), since, onward, lacked),
            ordered(case, lane, since, onward),
        ]
    return case.cause("sent", seller, before.end, less, scale, children=causes)


def _made_good(
    case: Case, table: str, row: int, seller: int, less: float, since: Window, scale: Scale,
    lacked: Callable[[], list[Cause]],
) -> list[Cause]:  # fmt: skip
    """Why less had been sent by the last evening on which a seller was short, and what it has caught up since then.

    Where all that is owed leaves as far as stock reaches, the sum of what has left is the smaller of what has come in
    and what has been asked for: the first while something is owed, then the second. Thus, since that evening,

        sent = ordered - change of what is owed.
    """
    caught, anyway = (one.change(f"{table}.owed", row, *since) for one in (case.trace.world, case.trace.reference))
    reference = case.cause("reference", seller, since.end, -anyway, scale)
    if not caught or case.matters(less + caught, scale):
        return [*lacked(), case.cause("caught_up", seller, since.end, caught, scale), reference]
    return [case.cause("caught_up", seller, since.end, less + caught, scale), reference]


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
