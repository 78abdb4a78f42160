"""Shocks: which of them act on whom, day by day, in the world that is traced."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from jitagents.model import SupplyModel

type Mask = npt.NDArray[np.bool_]

MAKING, SHIPPING, CARRYING, BUYING = ("supply", "production"), ("supply", "shipping"), ("lane", "carrier"), ("demand",)
"""What shocks act on, by what they may be the cause of."""


def acting(model: SupplyModel, names: Sequence[str], world: int) -> Iterator[tuple[str, str, Mask]]:
    """The shocks that act on a world today: name, what each acts on, and the rows hit: of points, or of lanes."""
    today = model.clock.day - model.warmup
    for name, bound in zip(names, model.strikes.bound, strict=True):
        if bound.shock.first <= today <= bound.shock.last:
            on_lanes = bound.shock.what in CARRYING
            severity = np.atleast_2d(bound.course.intensity(today) * model.worlds.struck)[:, world]
            hit = np.zeros(len(model.layout.buyer) if on_lanes else model.layout.rows, dtype=bool)
            hit[bound.rows] = (severity[bound.of_lanes] if on_lanes and len(severity) > 1 else severity) != 0.0
            yield name, bound.shock.what, hit


class Shocks:
    """Takes down who is struck by what; give it to `model.observers`.

    Args:
        names: of the shocks, in the order of the model.
        world: the one that is traced.
    """

    def __init__(self, names: Sequence[str], world: int) -> None:
        self._names, self._world = names, world
        self._hits: dict[tuple[str, str], dict[int, Mask]] = {}

    def __call__(self, model: SupplyModel) -> None:
        """Take down a day."""
        for name, what, hit in acting(model, self._names, self._world):
            self._hits.setdefault((name, what), {})[model.clock.day] = hit

    def on(self, row: int, kinds: Collection[str], day: int) -> dict[str, int]:
        """The shocks of some kinds that have hit a row (of points; or of lanes) up to a day, and the first day of each."""
        found = {
            name: [when for when, hit in days.items() if when <= day and hit[row]]
            for (name, what), days in self._hits.items()
            if what in kinds
        }
        return {name: days[0] for name, days in found.items() if days}
