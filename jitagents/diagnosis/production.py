"""Causes in production: the reasons for less output of a plant or a source."""

from typing import NamedTuple

import numpy as np

from jitagents.column import Array
from jitagents.crises.effects import MAKING, SPOILING
from jitagents.diagnosis.bottleneck import BAD_PARTS, DISRUPTION, ORDERS, REST, RULE, bottleneck
from jitagents.diagnosis.causes import Cause
from jitagents.diagnosis.investigation import Investigation, Scale, Window
from jitagents.diagnosis.quality import line_stopped


class Further(NamedTuple):
    """The continuation of a chain beyond a maker: at an input that was scarce, or at the orders for the maker.

    Attributes:
        way: `inputs` or `orders`.
        row: the stock point.
        window: the days.
        scale: weight of a unit there.
    """

    way: str
    row: int
    window: Window
    scale: Scale


def made(
    investigation: Investigation, maker: int, entered: float, window: Window, scale: Scale
) -> tuple[list[Cause], list[Further]]:
    """Causes of less output of a process: less was started, more of it was bad, it waits, or it takes longer.

    Args:
        investigation: of the shortage.
        maker: row of the table of makers.
        entered: shortfall of the output over the window, units.
        window: the days.
        scale: weight of a unit of it.
    """
    row = int(investigation.trace.layout.maker_rows[maker])
    before = window.back(int(investigation.trace.process[maker]))
    started, reworked, scrapped, flawed = (
        investigation.shortfall(f"making.{name}", maker, before)
        for name in ("started", "reworked", "scrapped", "flawed")
    )
    waiting, bad = -investigation.shortfall("making.waiting", maker, window), reworked - scrapped - flawed
    stopped = investigation.disruptions(MAKING, [row], window.end)
    spoiled = investigation.disruptions(SPOILING, [row], before.end)
    causes = [
        investigation.cause("gate", row, window.end, waiting, scale, stopped),
        investigation.cause("quality", row, before.end, bad, scale, spoiled),
        investigation.cause("process", row, window.end, entered - started - bad - waiting, scale),
    ]
    if not investigation.matters(started, scale):
        return [*causes, investigation.cause("started", row, before.end, started, scale)], []
    starts, further = _started(investigation, maker, before, scale)
    return causes + starts, further


def _started(
    investigation: Investigation, maker: int, window: Window, scale: Scale
) -> tuple[list[Cause], list[Further]]:
    """Causes of fewer starts: the daily differences by binding constraint; the remainder was made good by capacity."""
    row = int(investigation.trace.layout.maker_rows[maker])
    constraint, shares = bottleneck(investigation.trace, maker)
    daily = _daily(investigation, maker, window)
    disruption, rule, orders, bad, rest = (
        float(daily[constraint == kind].sum()) for kind in (DISRUPTION, RULE, ORDERS, BAD_PARTS, REST)
    )
    fewer, further = _limited(investigation, "orders", row, daily * (constraint == ORDERS), window, scale)
    left = float(daily.sum()) - disruption - rule - orders - bad - rest
    for number, point in enumerate(investigation.relations.inputs_of(row)):
        limited, upstream = _limited(investigation, "inputs", point, daily * shares[:, number], window, scale)
        left, further = left - limited, further + upstream
    note = investigation.disruptions(MAKING, [row], window.end)
    causes = [
        investigation.cause("stopped", row, window.end, disruption, scale, note),
        investigation.cause("production", row, window.end, rule, scale),
        line_stopped(investigation, row, bad, window, scale),
        investigation.cause("rest", row, window.end, rest, scale),
        investigation.cause("started", row, window.end, orders - fewer, scale),
        investigation.cause("capacity", row, window.end, left, scale),
    ]
    return causes, further


def _limited(
    investigation: Investigation, way: str, point: int, daily: Array, window: Window, scale: Scale
) -> tuple[float, list[Further]]:
    """The shortfall of starts for want of orders or of an input, and the continuation of its chain.

    It is capped by the shortage of the orders or the input, accumulated to the last day on which they were binding.
    """
    days = window.start + 1 + np.flatnonzero(daily[window.start + 1 : window.end + 1])
    until = window.until(int(days[-1]) if len(days) else window.start)
    quantity = investigation.relations.quantity(point) if way == "inputs" else 1.0
    lacked = investigation.shortfall("points.output" if way == "inputs" else "points.order", point, until) / quantity
    side = np.sign(scale.share)
    limited = side * float(np.clip(side * daily.sum(), 0.0, max(side * lacked, 0.0)))
    if not limited:
        return 0.0, []
    return limited, [Further(way, point, until, scale.times(limited / lacked).each(1.0 / quantity))]


def _daily(investigation: Investigation, maker: int, window: Window) -> Array:
    """Shortfall of starts each day, units `(days + 1,)`; 0 outside the window."""
    trace = investigation.trace
    world, reference = (flows.daily["making.started"][:, maker] for flows in (trace.world, trace.reference))
    daily, days = np.zeros_like(world), slice(window.start + 1, window.end + 1)
    daily[days] = reference[days] - world[days]
    return daily
