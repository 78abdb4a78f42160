"""Making: why less came out of a plant or a source: what was started, and what is still in the process."""

from typing import NamedTuple

import numpy as np

from jitagents.column import Array
from jitagents.why.binding import ORDERS, RULE, SHOCK, bound
from jitagents.why.case import Case, Scale, Window
from jitagents.why.causes import Cause
from jitagents.why.orders import decided
from jitagents.why.shocks import MAKING, SPOILING


class Scarce(NamedTuple):
    """An input that kept a plant from starting more: its stock point, until when, and what its lack counts for."""

    row: int
    window: Window
    scale: Scale


def made(case: Case, maker: int, entered: float, window: Window, scale: Scale) -> tuple[list[Cause], list[Scarce]]:
    """Why less entered stock from a process: less was started in time, what was started was bad, or it is held back.

    Args:
        case: that is looked into.
        maker: row of the table of makers.
        entered: how much less it was over the window.
        window: the days.
        scale: what a unit of it counts for.
    """
    row, before = int(case.layout.makers[maker]), window.back(int(case.trace.process[maker]))
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
    more, scarce = _started(case, maker, before, scale)
    return causes + more, scarce


def _started(case: Case, maker: int, window: Window, scale: Scale) -> tuple[list[Cause], list[Scarce]]:
    """Why less was started: the daily differences, sorted by what bound on the day; what is left over was made good."""
    row, binding, daily = int(case.layout.makers[maker]), bound(case, maker), _daily(case, maker, window)
    shock, rule, orders = (float(daily[binding.what == kind].sum()) for kind in (SHOCK, RULE, ORDERS))
    fewer, causes = _fewer(case, row, orders, window.until(_last(binding.what == ORDERS, window)), scale)
    left, scarce = float(daily.sum()) - shock - rule - orders, []
    for number, point in enumerate(case.inputs_of(row)):
        share = binding.shares[:, number]
        until = window.until(_last(share > 0.0, window))
        # By the day on which it last bound, an input can have kept back no more than it lacked until then.
        lacked = case.less("points.output", point, until) / case.quantity(point)
        kept = float(np.clip((daily * share).sum(), 0.0, max(lacked, 0.0)))
        if kept > 0.0:
            left -= kept
            scarce.append(Scarce(point, until, scale.times(kept / lacked).each(1.0 / case.quantity(point))))
    causes += [
        case.cause("stopped", row, window.end, shock, scale, case.struck(MAKING, [row], window.end)),
        case.cause("production", row, window.end, rule, scale),
        case.cause("started", row, window.end, orders - fewer, scale),
        case.cause("capacity", row, window.end, left, scale),
    ]
    return causes, scarce


def _fewer(case: Case, row: int, orders: float, window: Window, scale: Scale) -> tuple[float, list[Cause]]:
    """How much less was started because fewer units were ordered, and why they were."""
    less = case.less("points.order", row, window)
    fewer = float(np.clip(orders, 0.0, max(less, 0.0)))
    return fewer, decided(case, row, window, scale.times(fewer / less)) if fewer > 0.0 else []


def _daily(case: Case, maker: int, window: Window) -> Array:
    """How much less was started each day `(days + 1,)`; 0 outside the window."""
    world, reference = (one.daily["making.started"][:, maker] for one in (case.trace.world, case.trace.reference))
    daily, days = np.zeros_like(world), slice(window.start + 1, window.end + 1)
    daily[days] = reference[days] - world[days]
    return daily


def _last(mask: np.ndarray, window: Window) -> int:
    """The last day of a window that is marked; its start if none is."""
    found = np.flatnonzero(mask[window.start + 1 : window.end + 1])
    return window.start + 1 + int(found[-1]) if len(found) else window.start
