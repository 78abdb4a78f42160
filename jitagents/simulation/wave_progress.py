"""Progress of waves: which of them have begun, and what their gates say, world by world."""

from collections.abc import Mapping

import numpy as np

from jitagents.column import Array, Flags
from jitagents.continuation import Stateful
from jitagents.flow import ROUNDING
from jitagents.simulation.books.bookkeeper import Bookkeeper
from jitagents.simulation.inexperience import Inexperience
from jitagents.simulation.reached import Reached
from jitagents.simulation.regimes import Regimes
from jitagents.simulation.rollout import ADJUST, ROLLBACK, Gate, Rollout, Wave
from jitagents.simulation.service_chart import ServiceChart
from jitagents.simulation.wave_learning import WaveLearning
from jitagents.simulation.working_days import WorkingDays
from jitagents.state import SimulationState

WAITING, JUDGED, PASSED, ROLLED_BACK, KEPT = range(5)
"""The states of a wave: not begun; begun, and at its gate; passed; failed, and taken back; failed, and kept."""
HOLDS = (JUDGED, PASSED, KEPT)


class WaveProgress(Stateful):
    """The waves of a roll-out, in the order in which it states them.

    Args:
        rollout: its waves and their gate, numbers that differ by world as `(worlds,)`.
        reached: those whom each wave reaches, by its name.
        state: of the model.
        holds: where a wave holds, 1 and the days of cover that it has been adjusted by, else 0; by its name, written
            every morning, each `(1, worlds)`.
        at_work: what makers have of today, 0 on a day of rest `(makers, 1)`; None: nothing rests.
        books: that gates read; None: they read the truth.
        learner: the learning of those whom waves reach; None: they know all at once.

    Attributes:
        status: state of each wave `(waves, worlds)`.
        begun: measured day on which each has begun, NaN before.
        passed: measured day from which on it has passed, NaN before.
        held: windows that were held.
        adjusted: days of cover that failed windows have added.
    """

    changing = (
        "status",
        "begun",
        "passed",
        "held",
        "adjusted",
        "_waited",
        "_sums",
        "_before",
        "_past",
        "_chart",
        "learner",
    )

    def __init__(
        self, rollout: Rollout, reached: Mapping[str, Reached], state: SimulationState, holds: Mapping[str, Array],
        at_work: Array | None = None, books: Bookkeeper | None = None,
        learner: WaveLearning | None = None,
    ) -> None:  # fmt: skip
        self._books, self.learner = books, learner
        self.names, self._waves, self.gate = list(rollout.waves), list(rollout.waves.values()), rollout.gate
        self._reached, self._holds = [reached[name] for name in self.names], [holds[name] for name in self.names]
        self._clock, self._points, self._making, self._at_work = state.clock, state.points, state.making, at_work
        self._value, shape = state.planned.plan.value, (len(self.names), state.worlds.count)
        self.status = np.full(shape, float(WAITING))
        self.begun, self.passed = np.full((2, *shape), np.nan)
        self.held, self.adjusted, self._waited = np.zeros((3, *shape))
        self._sums = np.zeros((5, *shape))  # of the window: days, demand, missed, stops, stock
        self._before = np.zeros(shape)
        self._past = np.zeros((rollout.gate.window if rollout.gate else 1, *shape))
        chart = None if rollout.gate is None else rollout.gate.cusum or rollout.gate.sprt
        self._chart = None if chart is None else ServiceChart(chart, shape, len(self._past))

    def turn(self) -> None:
        """Begin waves this morning, and write which of them hold."""
        today = self._clock.measured
        for number, wave in enumerate(self._waves):
            begins = (self.status[number] == WAITING) & self._may_begin(wave, today)
            self.begun[number, begins] = today
            self._before[number, begins] = self._past[:, number, begins].mean(axis=0)
            if self._chart is not None:
                self._chart.begin(number, begins)
            self.status[number, begins] = PASSED if self.gate is None else JUDGED
            if self.gate is None:
                self.passed[number, begins] = today
            self._holds[number][...] = np.isin(self.status[number], HOLDS) * (1.0 + self.adjusted[number])
        if self.learner is not None:
            self.learner.turn(today - self.begun, np.isin(self.status, HOLDS))

    def _may_begin(self, wave: Wave, today: int) -> Flags:
        if wave.after is None:
            return np.asarray(today >= np.asarray(wave.start))
        before = self.names.index(wave.after)
        return np.asarray(today >= self.passed[before] + np.asarray(wave.wait))  # NaN before it has passed

    def observe(self) -> None:
        """Count the day that ends, and judge the waves whose window is full."""
        if self.gate is None:
            return
        today, points = self._clock.measured, self._points
        demand, stock = (points["demand"], points["stock"]) if self._books is None else self._books.at_night()
        for number, reached in enumerate(self._reached):
            counts = self._day(reached, demand, stock)
            self._past[self._clock.day % len(self._past), number] = counts[-1]
            judged = (self.status[number] == JUDGED) & (today >= self.begun[number] + self.gate.settle)
            self._sums[:, number] += counts * judged
            alarm, fine = self._decided(number, counts, judged)
            full = judged & (self._sums[0, number] >= self.gate.window) | alarm | fine
            if full.any():
                self._judge(self.gate, number, full, alarm, fine, today)

    def _decided(self, number: int, counts: Array, judged: Flags) -> tuple[Flags, Flags]:
        """Worlds in which the chart of service finds today that it is too bad, and that it is as good as before."""
        if self._chart is None:
            return np.zeros_like(judged), np.zeros_like(judged)
        missed = np.divide(counts[2], counts[1], out=np.zeros_like(counts[2]), where=counts[1] > 0.0)
        return self._chart.add(number, self._clock.day, missed, judged)

    def _day(self, reached: Reached, demand: Array, stock: Array) -> Array:
        """Today's 1, demand and what was missed of it by value, line stops, and value of stock `(5, worlds)`."""
        demand, owed = demand[reached.agents], self._points["owed"][reached.agents]
        started, waiting = (self._making[name][reached.makers] for name in ("started", "open_orders"))
        stopped = (started == 0) & (waiting > ROUNDING)
        if self._at_work is not None:
            stopped &= self._at_work[reached.makers] > 0.0
        worth = self._value[reached.agents]
        missed = (worth * np.minimum(demand, owed)).sum(axis=0)
        held = (self._value[reached.points] * stock[reached.points]).sum(axis=0)
        return np.stack((np.ones_like(held), (worth * demand).sum(axis=0), missed, stopped.sum(axis=0), held))

    def _judge(self, gate: Gate, number: int, full: Flags, alarm: Flags, fine: Flags, today: int) -> None:
        """Judge a wave in the worlds in which its window is full, or its chart has decided."""
        days, demand, missed, stops, stock = self._sums[:, number]
        few = np.inf if gate.stock is None else np.asarray(gate.stock) * self._before[number] * days
        served, unserved = fine if gate.sprt is not None else ~alarm, alarm
        if self._chart is None:
            fill = 1.0 - np.divide(missed, demand, out=np.zeros_like(missed), where=demand > 0.0)
            served, unserved = fill >= gate.fill - ROUNDING, fill < gate.fill_fails - ROUNDING
        good = served & (stops <= gate.stops) & (stock <= few + ROUNDING)
        bad = ~good & (unserved | (stops > gate.stops_fail))
        neither = full & ~good & ~bad
        self.held[number] += neither
        self._waited[number] += neither
        bad |= self._waited[number] > gate.patience
        self.status[number, full & good] = PASSED
        self.passed[number, full & good] = today + 1
        self._fail(gate, number, full & ~good & bad)
        self._sums[:, number, full] = 0.0

    def _fail(self, gate: Gate, number: int, fails: Flags) -> None:
        """Take a wave that has failed back, keep it, or adjust its cover, to be judged anew."""
        if gate.on_fail == ADJUST:
            self.adjusted[number] += fails * np.asarray(gate.step)
            self._waited[number, fails] = 0.0
            return
        self.status[number, fails] = ROLLED_BACK if gate.on_fail == ROLLBACK else KEPT


def waves_of(
    rollout: Rollout | None, reached: Mapping[str, Reached], state: SimulationState, regimes: Regimes,
    working_days: WorkingDays | None, books: Bookkeeper | None, inexperience: Inexperience | None,
) -> WaveProgress | None:  # fmt: skip
    """Return the progress of a roll-out before day 1; None without one."""
    if rollout is None:
        return None
    rollout, learner = rollout.by_world(), None
    if rollout.learning is not None and inexperience is not None:
        learner = WaveLearning(rollout.learning, list(reached.values()), inexperience, state.worlds.count)
    at_work = None if working_days is None else working_days.share
    return WaveProgress(rollout, reached, state, regimes.waves, at_work, books, learner)
