"""Shocks: which of them act on whom, day by day, in the world that is traced."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jitagents.crises import effects
from jitagents.crises.effects import CARRIERS, LANES, Effect
from jitagents.model import SupplyModel

type Mask = npt.NDArray[np.bool_]
type Effects = tuple[type[Effect], ...]

MAKING: Effects = (effects.Supply, effects.Production)
SHIPPING: Effects = (effects.Supply, effects.Shipping)
CARRYING: Effects = (effects.Lane, effects.SlowLane)
RECEIVING: Effects = (effects.Receiving,)
SPOILING: Effects = (effects.Yield,)
DESTROYING: Effects = (effects.Stock,)
DECIDING: Effects = (effects.Dark, effects.Late, effects.Wrong)
ORDERING: Effects = (effects.OrdersLost, effects.OrdersDoubled, effects.Custom, effects.Freight, effects.Lane)
BUYING: Effects = (effects.Demand,)
"""Effects by what they can be the cause of: of what is made, shipped, on the way, …; those of `ORDERING` hit lanes."""


class Occurrence(NamedTuple):
    """A shock on a day: its name, what it does, and the rows that it hits: of lanes, or of stock points."""

    name: str
    effect: Effect
    rows: Mask


def acting(model: SupplyModel, world: int) -> Iterator[Occurrence]:
    """The shocks that act on a world today."""
    for disruption, severity in model.disruptions.active:
        effect, here = disruption.spec.effect, severity[:, world]
        # Below 0, severity is a fall of demand or prices, but of a site it is more capacity to catch up.
        struck = here != 0.0 if effect.least < 0.0 else here > 0.0
        if not struck.any():
            continue
        if effect.table in (LANES, CARRIERS):
            rows, hit = disruption.lane_rows, np.zeros(model.lanes.rows, dtype=bool)
            struck = struck[disruption.of_lanes] if len(struck) > 1 else struck
        else:
            rows, hit = disruption.rows, np.zeros(model.points.rows, dtype=bool)
        hit[rows] = struck
        yield Occurrence(disruption.name, effect, hit)


class Shocks:
    """Takes down who is struck by what; give it to `model.observers`.

    Args:
        world: the one that is traced.
    """

    def __init__(self, world: int) -> None:
        self._world = world
        self._days: dict[int, list[Occurrence]] = {}
        self._first: dict[str, tuple[Effect, npt.NDArray[np.int64]]] = {}

    def __call__(self, model: SupplyModel) -> None:
        """Take down a day."""
        for occurrence in acting(model, self._world):
            self._days.setdefault(model.clock.day, []).append(occurrence)
            _, first = self._first.setdefault(
                occurrence.name, (occurrence.effect, np.zeros(len(occurrence.rows), dtype=np.int64))
            )
            first[occurrence.rows & (first == 0)] = model.clock.day

    @property
    def first(self) -> int:
        """The first day on which anybody is struck; 0 if nobody ever is."""
        return min(self._days, default=0)

    def on_day(self, day: int) -> list[Occurrence]:
        """What strikes on a day."""
        return self._days.get(day, [])

    def on(self, rows: Sequence[int], kinds: Effects, day: int) -> dict[str, int]:
        """The shocks of some kinds that have hit one of some rows up to a day, and the first day of each."""
        found = {
            name: int(min((first[row] for row in rows if first[row]), default=0))
            for name, (effect, first) in self._first.items()
            if isinstance(effect, kinds)
        }
        return {name: first for name, first in found.items() if 0 < first <= day}
