"""Inspections: a look at what comes in, and the record of what has been found bad so far."""

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.base import read_only, remember
from jitagents.behaviours.inspection import Inspection, Receipts
from jitagents.choice import Choice
from jitagents.column import Array, compact
from jitagents.continuation import Stateful
from jitagents.state import SimulationState


class Inspections(Stateful):
    """The rules of inspection at work: each is told what came in, and what showed since it was last asked.

    Columns written here, units: of stock points `inspected` (today).

    Args:
        state: of the model, as it is before day 1.
        rules: of inspection, by stock point.
    """

    changing = ("_shown", "_memories")

    def __init__(self, state: SimulationState, rules: Choice[Inspection]) -> None:
        self._state, self._inspected = state, state.points.add("inspected")
        parts = [(rule, rows) for rule, rows in rules.parts() if rule.inspects]
        self._rules = [(rule.fit(state.planned.plan.at(rows)), compact(rows)) for rule, rows in parts]
        self._memories = [remember(rule, len(rows), state.worlds.count) for rule, rows in parts]
        self._at_line = rules.at(state.layout.input_rows).parts()
        self._shown = np.zeros_like(state.points["stock"])

    def inspect(self, received: Array) -> tuple[Array, Array]:
        """Return the units inspected this morning: of those received, and of the other stock `(rows, worlds)`."""
        stock, inspected = self._state.points["stock"], np.zeros((2, *received.shape))
        whole, day = self._state.whole, self._state.clock.day
        for (rule, rows), memory in zip(self._rules, self._memories, strict=True):
            came, there, shown = (read_only(units[rows]) for units in (received, stock, self._shown))
            receipts = Receipts(came, there, shown, self._state.planned.plan.rate[rows], whole, day)
            inspected[:, rows] = rule(receipts, memory)
        self._shown.fill(0.0)
        inspected.sum(axis=0, out=self._inspected)
        return inspected[0], inspected[1]

    def note(self, found: Array, rows: slice | npt.NDArray[np.intp] = slice(None)) -> None:
        """Note bad units that showed after the inspection, in use or at final customers, at stock points `rows`."""
        self._shown[rows] += found

    def stops(self) -> npt.NDArray[np.bool_]:
        """Return where the line stops for a bad part today `(inputs, worlds)`."""
        layout = self._state.layout
        stops = np.zeros((len(layout.agent[layout.input_rows]), self._state.points.worlds), dtype=bool)
        for rule, rows in self._at_line:
            stops[rows] = rule.stops > 0.0
        return stops
