"""Making: why less came out of a plant or a source: what was started, and what is still in the process."""

from typing import NamedTuple

import numpy as np

from jitagents.column import Array
from jitagents.crises.effects.base import MAKING, SPOILING
from jitagents.diagnosis.bottleneck import ORDERS, RULE, SHOCK, bound
from jitagents.diagnosis.causes import Cause
from jitagents.diagnosis.investigation import Investigation, Scale, Window


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


def made(
    investigation: Investigation, maker: int, entered: float, window: Window, scale: Scale
) -> tuple[list[Cause], list[Further]]:
    """Why less entered stock from a process: less was started in time, what was started was bad, or it is held back.

    Args:
        case: that is looked into.
        maker: row of the table of makers.
        entered: how much less it was over the window.
        window: the days.
        scale: what a unit of it counts for.
    """
    row, before = (
        int(investigation.trace.layout.maker_rows[maker]),
        window.back(int(investigation.trace.process[maker])),
    )
    started, reworked, scrapped, flawed = (
        investigation.less(f"making.{name}", maker, before) for name in ("started", "reworked", "scrapped", "flawed")
    )
    waiting, bad = -investigation.less("making.waiting", maker, window), reworked - scrapped - flawed
    causes = [
        investigation.cause(
            "gate", row, window.end, waiting, scale, investigation.disruptions(MAKING, [row], window.end)
        ),
        investigation.cause(
            "quality", row, before.end, bad, scale, investigation.disruptions(SPOILING, [row], before.end)
        ),
        investigation.cause("process", row, window.end, entered - started - bad - waiting, scale),
    ]
    if not investigation.matters(started, scale):
        return [*causes, investigation.cause("started", row, before.end, started, scale)], []
    more, further = _started(investigation, maker, before, scale)
    return causes + more, further


def _started(
    investigation: Investigation, maker: int, window: Window, scale: Scale
) -> tuple[list[Cause], list[Further]]:
    """Why less was started: the daily differences, sorted by what bound on the day; what is left over was made good."""
    row, binding, daily = (
        int(investigation.trace.layout.maker_rows[maker]),
        bound(investigation.trace, maker),
        _daily(investigation, maker, window),
    )
    shock, rule, orders = (float(daily[binding.what == kind].sum()) for kind in (SHOCK, RULE, ORDERS))
    fewer, further = _kept(investigation, "orders", row, daily * (binding.what == ORDERS), window, scale)
    left = float(daily.sum()) - shock - rule - orders
    for number, point in enumerate(investigation.relations.inputs_of(row)):
        kept, more = _kept(investigation, "inputs", point, daily * binding.shares[:, number], window, scale)
        left, further = left - kept, further + more
    note = investigation.disruptions(MAKING, [row], window.end)
    causes = [
        investigation.cause("stopped", row, window.end, shock, scale, note),
        investigation.cause("production", row, window.end, rule, scale),
        investigation.cause("started", row, window.end, orders - fewer, scale),
        investigation.cause("capacity", row, window.end, left, scale),
    ]
    return causes, further


def _kept(
    investigation: Investigation, way: str, point: int, daily: Array, window: Window, scale: Scale
) -> tuple[float, list[Further]]:
    """How much less was started for want of orders or of an input, and where that chain goes on.

    By the last day on which it bound, it can have kept back no more than there was less of it until then.
    """
    days = window.start + 1 + np.flatnonzero(daily[window.start + 1 : window.end + 1])
    until = window.until(int(days[-1]) if len(days) else window.start)
    quantity = investigation.relations.quantity(point) if way == "inputs" else 1.0
    lacked = investigation.less("points.output" if way == "inputs" else "points.order", point, until) / quantity
    side = np.sign(scale.share)
    kept = side * float(np.clip(side * daily.sum(), 0.0, max(side * lacked, 0.0)))
    if not kept:
        return 0.0, []
    return kept, [Further(way, point, until, scale.times(kept / lacked).each(1.0 / quantity))]


def _daily(investigation: Investigation, maker: int, window: Window) -> Array:
    """How much less was started each day `(days + 1,)`; 0 outside the window."""
    world, reference = (
        one.daily["making.started"][:, maker] for one in (investigation.trace.world, investigation.trace.reference)
    )
    daily, days = np.zeros_like(world), slice(window.start + 1, window.end + 1)
    daily[days] = reference[days] - world[days]
    return daily
