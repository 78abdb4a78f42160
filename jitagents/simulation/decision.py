"""Decision process of agents: records are shown, a forecast is made, an order is calculated."""

from dataclasses import dataclass, field

import numpy as np

from jitagents.behaviours.base import EXTRAS, RECORDS, Behaviour, Seen, read_only, remember
from jitagents.behaviours.forecasting import ExponentialSmoothing, Forecasting
from jitagents.behaviours.information import Exact, Information
from jitagents.behaviours.ordering import Jit, Ordering
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.crises.engine.record_faults import RecordFaults
from jitagents.flow import ROUNDING
from jitagents.simulation.planned_releases import Schedule
from jitagents.simulation.unread import Unread


@dataclass(frozen=True)
class Profile:
    """The behaviours by which an agent decides."""

    ordering: Ordering = field(default_factory=Jit)
    forecasting: Forecasting = field(default_factory=ExponentialSmoothing)
    information: Information = field(default_factory=Exact)

    @property
    def echelon(self) -> bool:
        """True if a behaviour reads echelon columns."""
        return self.ordering.echelon or self.forecasting.echelon or self.information.echelon

    @property
    def noisy(self) -> bool:
        """True if orders depend on random noise."""
        return self.ordering.noisy or (self.ordering.forecasts and self.forecasting.noisy)

    @property
    def foresees(self) -> bool:
        """True if orders depend on future demand."""
        return self.ordering.foresees or (self.ordering.forecasts and self.forecasting.foresees)

    def at(self, rows: int | slice, count: int) -> "Profile":
        """Return the same behaviours for some of the `count` rows that they are fitted to."""
        return Profile(
            self.ordering.at(rows, count), self.forecasting.at(rows, count), self.information.at(rows, count)
        )


class DecisionProcess(Stateful):
    """The decision process of some rows with one profile.

    Args:
        profile: the behaviours, fitted to these rows.
        truth: the true records of the rows.
        whole: orders are rounded up to whole units.
        schedule: requirements and plans of the days ahead, if any row of the model plans.
        faults: changes that disruptions make to the records; None if they never make any.
        cancelled: column of the units that the rows take back, written; None if their rule never cancels.
        rests: whether the rows may have days of rest.

    Attributes:
        seen: the records as the information behaviour and the faults show them.
        memories: of the information, forecasting and ordering behaviours.
    """

    changing = ("seen", "memories", "_buffers", "_faults", "_unread")

    def __init__(
        self,
        profile: Profile,
        truth: Seen,
        whole: bool,
        schedule: Schedule | None = None,
        faults: RecordFaults | None = None,
        cancelled: Array | None = None,
        rests: bool = False,
    ) -> None:
        self.profile, self.truth, self.whole = profile, truth, whole
        self.forecasts = profile.ordering.forecasts
        self.schedule = schedule if profile.ordering.horizon else None
        self._cancelled = cancelled
        if self.schedule:
            self.truth.gross = read_only(self.schedule.gross)
        rows, worlds = truth.stock.shape
        stages = (profile.information, profile.forecasting, profile.ordering)
        self.memories = tuple(remember(stage, rows, worlds) if self._uses(stage) else {} for stage in stages)
        self._faults = faults
        exact = profile.information.transparent and faults is None
        self._buffers = {} if exact else {name: np.zeros((rows, worlds)) for name in RECORDS}
        self.seen = Seen(truth.clock, truth.plan, **self._buffers) if self._buffers else truth
        for name in EXTRAS:
            setattr(self.seen, name, getattr(truth, name))
        if faults is not None:
            self.seen.corrected = read_only(faults.corrected)
        self._unread = Unread(self.seen, rows, worlds) if rests else None

    def _uses(self, stage: Behaviour) -> bool:
        return self.forecasts or not isinstance(stage, Forecasting)

    def begin(self) -> None:
        """Fill the memories from the state before day 1."""
        for name, buffer in self._buffers.items():
            buffer[...] = getattr(self.truth, name)
        stages = (self.profile.information, self.profile.forecasting, self.profile.ordering)
        for stage, memory in zip(stages, self.memories, strict=True):
            if memory:
                stage.begin(self.truth, memory)
        if self._faults is not None:
            self._faults.begin(self._buffers)

    def look(self) -> Seen:
        """Bring the records and the forecast up to date, and return them."""
        informing, forecasting, _ = self.memories
        if self._buffers:
            records = self.profile.information(self.truth, informing)
            for name, record in zip(RECORDS, records, strict=True):
                self._buffers[name][...] = record
            if self._faults is not None:
                self._faults.apply(self._buffers, self.truth.spoiled, self.truth.day)
        if self.forecasts:
            self.seen.forecast, self.seen.forecast_variance = self.profile.forecasting(self.seen, forecasting)
        if self.schedule:
            self.schedule.complete(self.seen)
        return self.seen

    def order(self) -> Array:
        """Return the units to order today `(rows, worlds)`; whole units are rounded up."""
        seen = self.look()
        if self._unread is not None:
            seen = self._unread.read(seen)
        order = self.profile.ordering(seen, self.memories[2])
        if self.schedule:
            self.schedule.note(self.seen, self.profile.ordering.releases(self.memories[2]))
        if self._faults is not None:
            order = self._faults.fallback.order(order)
        if self._cancelled is not None:
            cancelled = self.profile.ordering.cancelled(self.memories[2])
            self._cancelled[...] = np.floor(cancelled + ROUNDING) if self.whole else cancelled
        if not self.whole:
            return order
        order = order - ROUNDING
        return np.ceil(order, out=order)

    def rest(self) -> None:
        """Go through a day of rest: records and forecasts go on, what came in is kept for the next decision."""
        assert self._unread is not None
        self._unread.keep(self.look())
        if self.schedule:
            self.schedule.pass_day(self.seen)
        if self._cancelled is not None:
            self._cancelled[...] = 0.0

    def at(self, row: int) -> "DecisionProcess":
        """Return the decision process of one row: views of the same memories."""
        part = object.__new__(DecisionProcess)
        rows, count = slice(row, row + 1), len(self.truth.plan)
        part.profile = self.profile.at(rows, count)
        part.whole, part.forecasts = self.whole, self.forecasts
        part.schedule = self.schedule.at(rows) if self.schedule else None
        part.truth = self.truth.at(rows)
        part._cancelled = None if self._cancelled is None else self._cancelled[rows]
        part._faults = None if self._faults is None else self._faults.at(rows)
        part._unread = None if self._unread is None else self._unread.at(rows)
        part.memories = tuple({name: held[..., rows, :] for name, held in memory.items()} for memory in self.memories)
        part._buffers = {name: buffer[rows] for name, buffer in self._buffers.items()}
        part.seen = self.seen.at(rows) if self._buffers else part.truth
        return part
