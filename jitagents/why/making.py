"""Making: why less came out of a plant or a source: what was started, and what is still in the process."""

from typing import NamedTuple

import numpy as np

from jitagents.column import Array
from jitagents.why.binding import ORDERS, RULE, SHOCK, bound
from jitagents.why.case import Case, Scale, Window
from jitagents.why.causes import Cause
from jitagents.why.shocks import MAKING, SPOILING


class Further(NamedTuple):
    """Where a chain goes on from a maker: at an input that was scarce, or at the orders that it had.

    Attributes:
        way: `inputs` or `orders`.
        row: the stock point.
        window: the days.
        scale: what a unit counts for.
    """

    way: str
    row: int
    window: Window
    scale: Scale


def made(case: Case, maker: int, entered: float, window: Window, scale: Scale) -> tuple[list[Cause], list[Further]]:
    """Why less entered stock from a process: less was started in time, what was started was bad, or it is held back.

    Args:
        case: that is looked into.
        maker: row of the table of makers.
        entered: how much less it was over the window.
        window: the days.
        scale: what a unit of it counts for.
    """
    row, before = int(case.trace.layout.makers[maker]), window.back(int(case.trace.process[maker]))
    started, reworked, scrapped, flawed = (
        case.less(f"making.{name}", maker, before) for name in ("started", "reworked", "scrapped", "flawed")
    )
    waiting, bad = -case.less("making.waiting", maker, window), reworked - scrapped - flawed
    causes = [
        case.cause("gate", row, window.end, waiting, scale, case.struck(MAKING, [row], window.end)),
        case.cause("quality", row, before.end, bad, scale, case.struck(SPOILING, [row], before.end)),
        case.cause("process", row, window.end, entered - started - bad - waiting, scale),
    ]
    if not case.matters(started, scale):
        return [*causes, case.cause("started", row, before.end, started, scale)], []
    more, further = _started(case, maker, before, scale)
    return causes + more, further


def _started(case: Case, maker: int, window: Window, scale: Scale) -> tuple[list[Cause], list[Further]]:
    """Why less was started: the daily differences, sorted by what bound on the day; what is left over was made good."""
    row, binding, daily = int(case.trace.layout.makers[maker]), bound(case.trace, maker), _daily(case, maker, window)
    shock, rule, orders = (float(daily[binding.what == kind].sum()) for kind in (SHOCK, RULE, ORDERS))
    fewer, further = _kept(case, "orders", row, daily * (binding.what == ORDERS), window, scale)
    left = float(daily.sum()) - shock - rule - orders
    for number, point in enumerate(case.ties.inputs_of(row)):
        kept, more = _kept(case, "inputs", point, daily * binding.shares[:, number], window, scale)
        left, further = left - kept, further + more
    note = case.struck(MAKING, [row], window.end)
    causes = [
        case.cause("stopped", row, window.end, shock, scale, note),
        case.cause("production", row, window.end, rule, scale),
        case.cause("started", row, window.end, orders - fewer, scale),
        case.cause("capacity", row, window.end, left, scale),
    ]
    return causes, further


def _kept(case: Case, way: str, point: int, daily: Array, window: Window, scale: Scale) -> tuple[float, list[Further]]:
    """How much less was started for want of orders or of an input, and where that chain goes on.

    By the last day on which it bound, it can have kept back no more than there was less of it until then.
    """
    days = window.start + 1 + np.flatnonzero(daily[window.start + 1 : window.end + 1])
    until = window.until(int(days[-1]) if len(days) else window.start)
    quantity = case.ties.quantity(point) if way == "inputs" else 1.0
    lacked = case.less("points.output" if way == "inputs" else "points.order", point, until) / quantity
    side = np.sign(scale.share)
    kept = side * float(np.clip(side * daily.sum(), 0.0, max(side * lacked, 0.0)))
    if not kept:
        return 0.0, []
    return kept, [Further(way, point, until, scale.times(kept / lacked).each(1.0 / quantity))]


def _daily(case: Case, maker: int, window: Window) -> Array:
    """How much less was started each day `(days + 1,)`; 0 outside the window."""
    world, reference = (one.daily["making.started"][:, maker] for one in (case.trace.world, case.trace.reference))
    daily, days = np.zeros_like(world), slice(window.start + 1, window.end + 1)
    daily[days] = reference[days] - world[days]
    return daily
