"""Today: what crises change in a day, for the rest of the day to read."""

import numpy as np

from jitagents.column import Array, Rows
from jitagents.day.strikes.blur import Blur

NEUTRAL = {
    "passing": np.inf,
    "entering": np.inf,
    "closed": 0.0,
    "stretch": 1.0,
    "dearer": 1.0,
    "freight": 1.0,
    "misled": 0.0,
    "left": 0.0,
    "scrap": 0.0,
}
"""What each change is where nothing is changed."""


class Today:
    """The changes of a day, each None where nothing is changed. Where several disruptions meet, each tightens them.

    Args:
        lanes: number of lanes.
        makers: number of makers.
        worlds: number of worlds.
        blur: how far the records are from the truth; None if they never are.

    Attributes:
        shipping: True if some agents can ship only so much today (column `shippable`).
        gated: True once production has been hit: from then on work in process can wait.
        passing: most that each lane takes today, units `(lanes, worlds)`.
        entering: most that each lane delivers today; what is beyond waits at its end `(lanes, worlds)`.
        closed: 1 for a lane that takes nothing, or whose seller ships nothing `(lanes, worlds)`.
        stretch: factor on the lead time of what each lane loads today `(lanes, worlds)`.
        dearer, freight: factor on the price of what is ordered, and on the cost of transport `(lanes, worlds)`.
        misled: share that reaches the seller above (or, below 0, short of) what was ordered `(lanes, worlds)`.
        left: share of its custom that a buyer has taken off a lane `(lanes, worlds)`.
        scrap: share of what makers start today that turns out bad `(makers, worlds)`.
    """

    passing: Array | None
    entering: Array | None
    closed: Array | None
    stretch: Array | None
    dearer: Array | None
    freight: Array | None
    misled: Array | None
    left: Array | None
    scrap: Array | None

    def __init__(self, lanes: int, makers: int, worlds: int, blur: Blur | None) -> None:
        self._lanes, self._makers, self._worlds = lanes, makers, worlds
        self.blur, self.gated = blur, False
        self.begin()

    def begin(self) -> None:
        """Begin a day on which nothing is changed."""
        self.shipping = False
        for name in NEUTRAL:
            setattr(self, name, None)
        if self.blur is not None:
            self.blur.clear()

    def of(self, name: str) -> Array:
        """A change, to be written; made if there is none yet."""
        change: Array | None = getattr(self, name)
        if change is None:
            rows = self._makers if name == "scrap" else self._lanes
            change = np.full((rows, self._worlds), NEUTRAL[name])
            setattr(self, name, change)
        return change

    def close(self, lanes: Rows, severity: Array) -> None:
        """Note which lanes take nothing."""
        closed = self.of("closed")
        closed[lanes] = np.maximum(closed[lanes], severity >= 1.0)
