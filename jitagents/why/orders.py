"""Orders: why less was asked of somebody, followed downstream to the customers."""

from jitagents.why.case import Case, Scale, Window, part
from jitagents.why.causes import Cause
from jitagents.why.shocks import BUYING, DECIDING, ORDERING


def asked(case: Case, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Why less was asked of a stock point: by its customers, or by the plant whose input it is."""
    if case.is_buyer(row):
        note = case.struck(BUYING, [row], window.end)
        return [
            case.cause(case.wanted, row, window.end, case.less("buying.wanted", row, window), scale, note),
            case.cause("lost_sales", row, window.end, -case.less("buying.lost", row, window), scale),
        ]
    return [ordered(case, lane, window, scale) for lane in case.lanes_from(row)]


def ordered(case: Case, lane: int, window: Window, scale: Scale) -> Cause:
    """How much less was ordered on a lane, and why: its buyer ordered less, or elsewhere."""
    layout, less = case.layout, case.less("lanes.ordered", lane, window)
    buyer, before = int(layout.buyer[lane]), window.back(int(case.trace.delay[lane]))
    causes: list[Cause] = []
    if case.matters(less, scale):
        placed = case.less("points.order", buyer, before)
        share = part(less, placed)
        causes = [
            case.cause(
                "elsewhere", buyer, window.end, less - share * placed, scale, case.struck(ORDERING, [lane], window.end)
            ),
            *decided(case, buyer, before, scale.times(share)),
        ]
    return case.cause("ordered", buyer, before.end, less, scale, children=causes)


def decided(case: Case, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Why a stock point ordered less: less was asked of it, the rest is its rule's."""
    less, note = case.less("points.order", row, window), case.struck(DECIDING, [case.owner(row)], window.end)
    if case.is_input(row):
        plant, quantity = case.owner(row), case.quantity(row)
        made = case.less("points.order", plant, window)
        own = case.cause("rule", row, window.end, less - quantity * made, scale, note)
        return [own, *decided(case, plant, window, scale.each(quantity))]
    own = case.cause("rule", row, window.end, less - case.less("points.demand", row, window), scale, note)
    return [own, *asked(case, row, window, scale)]
