"""Shop calendar: the working days ahead of the rows that plan, and how long an order of each has to last."""

from typing import Self

import numpy as np

from jitagents.behaviours.base import Seen, read_only
from jitagents.calendars import AssignedCalendars
from jitagents.calendars.cover import advance
from jitagents.column import Flags
from jitagents.flow import ROUNDING, Groups, Index
from jitagents.rest_cover import completions, lane_receipts
from jitagents.state import SimulationState

BLOCK = 28
"""Days that are worked out together."""
LONGEST_REST = 60
"""Days of rest between an order and its receipt that are looked for at most, beyond twice the longest lead time."""


class ShopCalendar:
    """The days ahead as those who plan count them, holidays included.

    The order of a working day has to last until the order of the next working day is received. Lead times are counted
    as goods travel: in working days where they pause, with the days on which nobody loads or receives.

    Args:
        state: of the model.
        calendars: of agents and lanes.
        days: planned ahead.

    Attributes:
        rested: days of rest just before each of the days ahead, today first; -1 on a day of rest
            `(1 + days, rows, 1)`.
        lasting: days ahead up to whose end the order of each of the days has to last; on a day of rest that of the
            working day before it `(1 + days, rows, 1)`.
        demand: share of the mean demand of each of the days ahead that comes on it, tomorrow first `(days, rows, 1)`.

    Source:
        Vollmann, Berry, Whybark & Jacobs 2005, Manufacturing Planning and Control, 5th ed., ch. 7 (shop calendar).
    """

    def __init__(self, state: SimulationState, calendars: AssignedCalendars, days: int) -> None:
        layout, self._state, self._calendars = state.layout, state, calendars
        self.rested, self.lasting = np.zeros((2, 1 + days, layout.rows, 1))
        self.demand = np.ones((days, layout.rows, 1))
        self._days, self._own, self._first = days, calendars.agents[layout.agent], 1 - BLOCK
        times, planned = state.planned.times, state.planned
        delay, making = layout.lane_column("order_delay").astype(np.int64), layout.making_times
        self._buyers, self._steady = Groups(layout.lane_buyer, layout.rows), np.zeros((layout.rows, 1))
        self._buyers.sum(planned.share * (times.mean + delay)[:, None], self._steady)
        self._steady[layout.maker_rows, 0] += making.mean
        self._counted, self._making = (times.planned + delay)[:, None], making.planned[:, None]
        longest = int(max(self._counted.max(initial=0), self._making.max(initial=0)))
        self._length = -(-(BLOCK + days + 2 * longest + LONGEST_REST) // 7) * 7

    @classmethod
    def of(cls, state: SimulationState, calendars: AssignedCalendars | None, days: int) -> Self | None:
        """Return the shop calendar; None if nothing rests, nobody plans, or plans leave the calendars out."""
        return None if calendars is None or not days or not calendars.calendars.planned else cls(state, calendars, days)

    def show(self, seen: Seen, rows: slice) -> None:
        """Add the days ahead to the view of some rows."""
        seen.rested_ahead, seen.lasting = read_only(self.rested[:, rows]), read_only(self.lasting[:, rows])
        seen.demand_days = read_only(self.demand[:, rows])

    def look(self, day: int) -> None:
        """Bring the days ahead up to date."""
        if not self._first <= day < self._first + BLOCK:
            self._work_out(day)
        ahead = slice(day - self._first, day - self._first + 1 + self._days)
        self.rested[:, :, 0] = self._rested[:, ahead].T
        self.lasting[:, :, 0] = self._last[:, ahead].T - (day - self._first)
        market = self._state.layout.market_rows
        how, works = self._calendars.calendars.demand, self.rested[1:, market] >= 0.0
        if how == "moved":
            self.demand[:, market] = self.rested[1:, market] + 1.0
        elif how == "none":
            self.demand[:, market] = works / (self._calendars.weeks > 0.0).mean(axis=0)[self._own[market]][:, None]

    def _work_out(self, first: int) -> None:
        """Work out some days from one on."""
        days = np.arange(self._length)
        # The days just before them tell how long the first ones have rested; nothing has before day 1.
        around = self._calendars.shares(first - LONGEST_REST, LONGEST_REST + self._length).T > 0.0
        around[:, : max(LONGEST_REST - first + 1, 0)] = True
        latest = np.maximum.accumulate(np.where(around, np.arange(around.shape[1]), -1), axis=1)[:, LONGEST_REST - 1 :]
        before = days + LONGEST_REST - 1 - latest[:, :-1]
        works = around[:, LONGEST_REST:]
        self._rested = np.where(works, before, -1)[self._own]
        self._last, self._first = self._lasting(works, latest[:, 1:] - LONGEST_REST), first

    def _lasting(self, works: Flags, latest: Index) -> Index:
        """Return the last day for which the order of each day is there `(rows, days)`.

        Args:
            works: working days of each calendar `(calendars, days)`.
            latest: the last working day up to each day, below 0 if it lies before them.
        """
        works = works | ~works.any(axis=1, keepdims=True)  # a calendar that nobody keeps may rest all the time
        received, own = self._received(works), works[self._own]
        ordered = np.maximum(latest, 0)[self._own]
        following = advance(own, ordered, np.ones(len(own), dtype=np.int64))
        return np.asarray(np.take_along_axis(received, following, axis=1) - 1)

    def _received(self, works: Flags) -> Index:
        """Return the whole day on which an order of each day of twice the days has come `(rows, 2 x days)`."""
        layout, planned, days = self._state.layout, self._state.planned, np.arange(2 * self._length)
        over_lanes = lane_receipts(layout, self._calendars, works, planned.times.planned) - days - self._counted
        rest = np.zeros((layout.rows, len(days)))
        self._buyers.sum(planned.share * over_lanes, rest)
        rest[layout.maker_rows] += completions(layout, self._calendars, works) - days - self._making
        return np.ceil(self._steady + rest - ROUNDING).astype(np.int64) + days
