"""Rest cover: days that the days of rest of a week add to planned lead times."""

from dataclasses import dataclass

import numpy as np

from jitagents.calendars import AssignedCalendars
from jitagents.calendars.cover import Floats, LaneDays, advance, cover, gathered, next_day, receipts
from jitagents.column import Array, Flags
from jitagents.flow import Groups
from jitagents.layout import Index, Layout

PASSES = 1_000
EXACT = 1e-12
DIGITS = 9


@dataclass(frozen=True)
class RestCover:
    """Days of the mean flow that stock must cover beyond the lead time, because some days are days of rest.

    Attributes:
        lanes: of each lane `(lanes,)`.
        makers: of each maker `(makers,)`.
    """

    lanes: Floats
    makers: Floats


def no_rest(layout: Layout) -> RestCover:
    """Return the cover where nothing rests: none."""
    return RestCover(np.zeros(len(layout.lane_buyer)), np.zeros(len(layout.maker_rows)))


def rest_cover(layout: Layout, calendars: AssignedCalendars, lead_time: Index, flow: Array) -> RestCover:
    """Return what the week adds to planned lead times.

    The largest demand between two receipts, on a stock that is brought to its position on each working day, less the
    lead time. The demand of each day of the week is what customers order on it if they pass on what came in since they
    last decided. Periods of rest beyond the week, and shares of a day, are left out.

    Args:
        layout: rows and lanes.
        calendars: of agents and lanes.
        lead_time: planned lead times of the lanes, days `(lanes,)`.
        flow: mean flow of the lanes, units a day `(lanes, 1)`.
    """
    works = calendars.weeks.T > 0.0
    decides = works[calendars.agents[layout.agent]]
    by_day = _demand_by_day(layout, calendars, decides, flow)
    delay = layout.lane_column("order_delay").astype(np.int64)
    makers, making = layout.maker_rows, layout.making_times.planned
    received, finished = lane_receipts(layout, calendars, works, lead_time), completions(layout, calendars, works)
    of_lanes = cover(decides[layout.lane_buyer], received, by_day[layout.lane_buyer]) - (lead_time + delay)
    of_makers = cover(decides[makers], finished, by_day[makers]) - making
    return RestCover(np.round(of_lanes, DIGITS), np.round(of_makers, DIGITS))


def lane_receipts(layout: Layout, calendars: AssignedCalendars, works: Flags, lead_time: Index) -> Index:
    """Return the days on which orders of the days of two weeks are received over the lanes `(lanes, 2 x days)`.

    Args:
        layout: rows and lanes.
        calendars: of agents and lanes.
        works: working days of each calendar over a week, or over more days that repeat `(calendars, days)`.
        lead_time: planned lead times of the lanes, days `(lanes,)`.
    """
    delay = layout.lane_column("order_delay").astype(np.int64)
    return receipts(_lanes(layout, calendars, works, works[calendars.agents[layout.agent]]), delay, lead_time)


def completions(layout: Layout, calendars: AssignedCalendars, works: Flags) -> Index:
    """Return the days on which makers finish what is ordered on the days of two weeks `(makers, 2 x days)`."""
    agents, days = layout.agent[layout.maker_rows], np.arange(2 * works.shape[1])
    own, moving = works[calendars.agents[agents]], _working(works, calendars.pausing_makers[agents])
    ordered = np.broadcast_to(days, (len(own), len(days)))
    return next_day(own, advance(moving, next_day(own, ordered), layout.making_times.planned))


def _lanes(layout: Layout, calendars: AssignedCalendars, works: Flags, decides: Flags) -> LaneDays:
    pausing = calendars.pausing[layout.lane_order]
    runs, buyer = _working(works, calendars.lanes[layout.lane_order]), decides[layout.lane_buyer]
    return LaneDays(
        buyer=buyer,
        loading=decides[layout.lane_seller] & runs,
        unloading=buyer & (runs | (pausing >= 0)[:, None]),
        moving=_working(works, pausing),
    )


def _working(works: Flags, calendar: Index) -> Flags:
    """Return the working days of some calendars, every day for -1 `(rows, days)`."""
    return np.where((calendar >= 0)[:, None], works[calendar], True)


def _demand_by_day(layout: Layout, calendars: AssignedCalendars, decides: Flags, flow: Array) -> Floats:
    """Return the demand on each row by day of the week, in days of its mean flow `(rows, 7)`."""
    by_day, market = np.ones((layout.rows, 7)), layout.market_rows
    if calendars.calendars.demand != "every_day":
        working = decides[market]
        by_day[market] = (
            gathered(by_day[market], working)
            if calendars.calendars.demand == "moved"
            else 7.0 * working / working.sum(axis=1, keepdims=True)
        )
    delay, inputs = layout.lane_column("order_delay").astype(np.int64), layout.input_rows
    later = (np.arange(7) - delay[:, None]) % 7
    sellers = Groups(layout.lane_seller, layout.rows)
    total = sellers.sum(flow, np.empty((layout.rows, 1)))
    for _ in range(PASSES):
        orders = gathered(by_day, decides)
        placed = np.take_along_axis(orders[layout.lane_buyer], later, axis=1)
        asked = sellers.sum(flow * placed, np.empty_like(by_day))
        fresh = np.divide(asked, total, out=by_day.copy(), where=total > 0.0)
        fresh[inputs] = orders[layout.plant_of_input]
        if np.abs(fresh - by_day).max() < EXACT:
            break
        by_day = fresh
    return by_day
