"""Working days: rest of plants, sites, lanes and carriers today, in calm and in crisis alike."""

import numpy as np

from jitagents.behaviours.base import Seen, read_only
from jitagents.calendars import AssignedCalendars
from jitagents.continuation import Stateful
from jitagents.crises.engine.engine import DisruptionEngine
from jitagents.flow import rounded
from jitagents.simulation.goods import Goods
from jitagents.simulation.pausing import Pausing
from jitagents.simulation.production import ProductionSystem
from jitagents.state import SimulationState

BLOCK = 512
"""Days whose shares are worked out together."""
AHEAD = 400
"""Days of rest in a row that are looked for at most."""


class WorkingDays(Stateful):
    """The calendars of a model in which something rests.

    Nobody loads, receives, makes or decides on a day of rest. Disruptions limit what working days leave: capacity is
    that of the disrupted day times the share of the day.

    Args:
        calendars: of agents and lanes.
        state, goods, works, disruptions: of the model.

    Attributes:
        share: of a day's capacity that makers work today `(makers, 1)`.
        nominal: capacity of makers today, if no disruption limits it `(makers, 1)`.
        week_share: mean share of a day that makers work in a week `(makers,)`.
        rested: days of rest of each row between its last working day and today `(rows, 1)`.
        resting: days of rest of each row that follow today `(rows, 1)`.
    """

    changing = ("_since", "_lanes_since")

    def __init__(
        self, calendars: AssignedCalendars, state: SimulationState, goods: Goods, works: ProductionSystem,
        disruptions: DisruptionEngine,
    ) -> None:  # fmt: skip
        layout = state.layout
        self._calendars, self._state, self._goods, self._works = calendars, state, goods, works
        self._disruptions, self._pausing = disruptions, Pausing(calendars, layout)
        self._own = calendars.agents[layout.agent]
        self._makers = self._own[layout.maker_rows]
        self._sellers, self._buyers = self._own[layout.lane_seller], self._own[layout.lane_buyer]
        # Behind the last calendar stands one without rest, which -1 chooses.
        self._lanes, self._carriers = calendars.lanes[layout.lane_order], calendars.carriers
        self._room = state.carriers["room"].copy()
        self._first, self._shares, self._following = 1, np.empty((0, 0)), np.empty((0, 0))
        self._today = np.ones(len(calendars.calendars.names) + 1)
        self._since = np.zeros((len(self._today), 1))
        self._lanes_since, self._lanes_rested = np.zeros((2, len(self._lanes), 1))
        self.share, self.nominal = np.ones((len(self._makers), 1)), disruptions.nominal.copy()
        self.week_share = calendars.weeks.mean(axis=0)[self._makers]
        self.rested, self.resting = np.zeros((2, layout.rows, 1))
        goods.docks.rested = self._lanes_rested
        if works.step.lines is not None:
            works.step.lines.follow(self.share, [calendars.calendars.names[number] for number in self._makers])

    def show(self, seen: Seen, rows: slice) -> None:
        """Add the days of rest around today to the view of some rows."""
        seen.rested, seen.resting = read_only(self.rested[rows]), read_only(self.resting[rows])

    def work(self, row: int) -> bool:
        """Whether the agent of a row works today."""
        return bool(self._today[self._own[row]] > 0.0)

    def begin(self) -> None:
        """Begin a day: whole shifts everywhere, and the days of rest around today."""
        state, day = self._state, self._state.clock.day
        self._disruptions.today.begin()
        state.making["capacity"] = self._disruptions.nominal
        state.carriers["room"] = self._room
        self._look(day)
        for gate in self._goods.gates:
            gate.resting = self._today[self._pausing.lanes[gate.lanes], None] <= 0.0
        self.rested[...], self._lanes_rested[...] = self._since[self._own], self._lanes_since
        self.resting[...] = self._following[day - self._first][self._own, None]
        self.share[...] = self._today[self._makers, None]
        self.nominal[...] = self._part(self._disruptions.nominal, self.share)
        for since, works in ((self._since, self._today > 0.0), (self._lanes_since, self._loading())):
            since[...] = np.where(works[:, None], 0.0, since + 1.0)

    def _loading(self) -> np.ndarray:
        """Flags of the lanes that can load: their sellers and they themselves work."""
        works = self._today > 0.0
        return np.asarray(works[self._sellers] & works[self._lanes])

    def _look(self, day: int) -> None:
        """Look up the shares of a day."""
        if not self._first <= day < self._first + len(self._shares):
            shares = self._calendars.shares(day, BLOCK + AHEAD)
            self._shares = np.concatenate((shares, np.ones((len(shares), 1))), axis=1)
            days = np.arange(len(shares))[:, None]
            coming = np.minimum.accumulate(np.where(self._shares > 0.0, days, len(days))[::-1])[::-1]
            self._following = coming[1 : BLOCK + 1] - days[1 : BLOCK + 1]
            self._first, self._shares = day, self._shares[:BLOCK]
        self._today = self._shares[day - self._first]

    def apply(self) -> None:
        """Let rest, after disruptions have set their limits, what rests today."""
        if (self._today == 1.0).all():
            return
        today, rests = self._disruptions.today, self._today <= 0.0
        self._make()
        stopped = np.flatnonzero(~self._loading())
        kept = np.flatnonzero(rests[self._buyers] | (rests[self._lanes] & (self._pausing.lanes < 0)))
        for name, lanes in (("lane_limit", stopped), ("receiving_limit", kept)):
            if len(lanes):
                today.limit_to(name, lanes, 0.0)
        self._state.carriers["room"] = self._part(self._room, self._today[self._carriers, None])
        self._pause(rests)

    def _make(self) -> None:
        """Limit what makers make to the share of the day; what is through their process waits."""
        making, share = self._state.making, self.share
        if (share < 1.0).any():
            self._disruptions.today.holds_work = True
        making["capacity"] = self._part(making["capacity"], share)

    def _part(self, capacity: np.ndarray, share: np.ndarray) -> np.ndarray:
        """Return a share of a capacity `(rows, worlds)`; of an unlimited one all, unless the share is 0."""
        part = np.where(share > 0.0, capacity, 0.0) * np.where(share > 0.0, share, 1.0)
        exact = (share == 1.0) | np.isinf(part)
        return np.where(exact, part, rounded(part, self._state.whole, self._state.clock.day))

    def _pause(self, rests: np.ndarray) -> None:
        """Delay by a day what is on lanes and in processes that stand still."""
        day, worlds = self._state.clock.day, np.arange(self._state.worlds.count)
        for calendar, transits in (
            (self._pausing.lanes, self._goods.transits), (self._pausing.makers, [self._works.process])
        ):  # fmt: skip
            rows = np.flatnonzero(rests[calendar] & (calendar >= 0))
            if len(rows):
                cells = np.repeat(rows, len(worlds)), np.tile(worlds, len(rows))
                for transit in transits:
                    transit.delay(day, cells, 1)
