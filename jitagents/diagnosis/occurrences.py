"""Occurrences: disruptions that act on rows, day by day, in the world that is traced."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jitagents.crises.effects import CARRIERS, LANES, Effect
from jitagents.model import SupplyModel

type Mask = npt.NDArray[np.bool_]


class Occurrence(NamedTuple):
    """A disruption on a day: its name, its effect, and the rows of lanes or stock points that it affects."""

    name: str
    effect: Effect
    rows: Mask


def occurrences(model: SupplyModel, world: int) -> Iterator[Occurrence]:
    """The disruptions that act on a world today."""
    for disruption, severity in model.disruptions.active:
        effect, severity_of_world = disruption.spec.effect, severity[:, world]
        # A negative severity is a fall of demand or prices; of a site, it is extra capacity to catch up.
        affected = severity_of_world != 0.0 if effect.least < 0.0 else severity_of_world > 0.0
        if not affected.any():
            continue
        if effect.table in (LANES, CARRIERS):
            rows, mask = disruption.lane_rows, np.zeros(model.lanes.rows, dtype=bool)
            affected = affected[disruption.of_lanes] if len(affected) > 1 else affected
        else:
            rows, mask = disruption.rows, np.zeros(model.points.rows, dtype=bool)
        mask[rows] = affected
        yield Occurrence(disruption.name, effect, mask)


class OccurrenceRecorder:
    """Records the disruptions of each day and their rows; add it to `model.observers`.

    Args:
        world: column of the traced world.
    """

    def __init__(self, world: int) -> None:
        self._world = world
        self._days: dict[int, list[Occurrence]] = {}
        self._first: dict[str, tuple[Effect, npt.NDArray[np.int64]]] = {}

    def __call__(self, model: SupplyModel) -> None:
        """Record a day."""
        for occurrence in occurrences(model, self._world):
            self._days.setdefault(model.clock.day, []).append(occurrence)
            _, first = self._first.setdefault(
                occurrence.name, (occurrence.effect, np.zeros(len(occurrence.rows), dtype=np.int64))
            )
            first[occurrence.rows & (first == 0)] = model.clock.day

    @property
    def first(self) -> int:
        """The first day on which any row is affected; 0 if none ever is."""
        return min(self._days, default=0)

    def on_day(self, day: int) -> list[Occurrence]:
        """The disruptions that act on a day."""
        return self._days.get(day, [])

    def on(self, rows: Sequence[int], step: str, day: int) -> dict[str, int]:
        """The disruptions of a step that have affected some rows by a day, with the first day of each."""
        first_days = {
            name: int(min((first[row] for row in rows if first[row]), default=0))
            for name, (effect, first) in self._first.items()
            if step in effect.causes
        }
        return {name: first for name, first in first_days.items() if 0 < first <= day}
