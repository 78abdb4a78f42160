"""Today: the changes that disruptions make in a day, for the rest of the day to read."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from jitagents.column import Array, Rows
from jitagents.continuation import Stateful

OF_LANES = {
    "lane_limit": np.inf, "receiving_limit": np.inf, "closed": 0.0, "lost": 0.0, "detour": 0.0, "lead_time_factor": 1.0,
    "price_factor": 1.0, "freight_factor": 1.0, "order_error_share": 0.0, "switched_share": 0.0, "cancelling": 0.0,
    "announced": 0.0, "void": 0.0,
}  # fmt: skip
OF_MAKERS = {"scrap": 0.0, "flaw": 0.0, "ruined": 0.0}
OF_POINTS = {
    "dark": 0.0, "fallback": 0.0, "late": 0.0, "behind": 0.0, "unsaved": 0.0, "stock_error": 0.0,
    "counted_error": 0.0, "demand_error": 0.0,
}  # fmt: skip
"""Neutral value of each change, by the table of its rows."""


class Today(Stateful):
    """The changes of a day, each None where nothing is changed. Where several disruptions meet, each tightens them.

    Args:
        sizes: number of `lanes`, `makers` and `points`.
        worlds: number of worlds.

    Attributes:
        worlds: their number.
        shipping: True if some agents can ship only so much today (column `shippable`).
        holds_work: True once production has been limited: from then on work in process can wait.
        lane_limit: most that each lane takes today, units `(lanes, worlds)`.
        receiving_limit: most that each lane delivers today; what is beyond waits at its end `(lanes, worlds)`.
        closed: 1 for a lane that takes nothing, or whose seller ships nothing `(lanes, worlds)`.
        lost: 1 for a lane on which all that is under way this morning is lost `(lanes, worlds)`.
        detour: days by which what is under way this morning arrives later `(lanes, worlds)`.
        lead_time_factor: factor on the lead time of what each lane loads today `(lanes, worlds)`.
        price_factor: on the price of what is ordered `(lanes, worlds)`.
        freight_factor: on the cost of transport `(lanes, worlds)`.
        order_error_share: share by which orders that reach the seller exceed those placed (short: below 0)
            `(lanes, worlds)`.
        switched_share: share of its orders on a lane that a buyer places on its other lanes `(lanes, worlds)`.
        cancelling: 1 for a lane whose buyer cancels what it owes, and orders it on its other lanes `(lanes, worlds)`.
        announced: 1 for a lane whose closure was announced before it began `(lanes, worlds)`.
        void: 1 for a lane on which nothing is ordered, and what it owes is cancelled `(lanes, worlds)`.
        scrap: share of what makers start today that is spoiled `(makers, worlds)`.
        flaw: share of the good units that makers start today that turns out bad and escapes `(makers, worlds)`.
        ruined: share of the work in process of makers that is lost this morning `(makers, worlds)`.
        dark: 1 where records stand still but for physical cards, 2 where those do too `(points, worlds)`.
        fallback: orders where they stand still, by the numbers of `Fallback` `(points, worlds)`.
        late: days by which records are late `(points, worlds)`.
        behind: the same, but for physical cards `(points, worlds)`.
        unsaved: days before an outage whose entries the system lacks for good, while it is down `(points, worlds)`.
        stock_error, demand_error: relative errors of records `(points, worlds)`.
        counted_error: of records of stock, but for physical cards `(points, worlds)`.
    """

    changing = ("shipping", "holds_work", *OF_LANES, *OF_MAKERS, *OF_POINTS)
    lane_limit: Array | None
    receiving_limit: Array | None
    closed: Array | None
    lost: Array | None
    detour: Array | None
    lead_time_factor: Array | None
    price_factor: Array | None
    freight_factor: Array | None
    order_error_share: Array | None
    switched_share: Array | None
    cancelling: Array | None
    announced: Array | None
    void: Array | None
    scrap: Array | None
    flaw: Array | None
    ruined: Array | None
    dark: Array | None
    fallback: Array | None
    late: Array | None
    behind: Array | None
    unsaved: Array | None
    stock_error: Array | None
    counted_error: Array | None
    demand_error: Array | None

    def __init__(self, sizes: Mapping[str, int], worlds: int) -> None:
        tables = ((OF_LANES, "lanes"), (OF_MAKERS, "makers"), (OF_POINTS, "points"))
        self._neutral = {name: (sizes[table], value) for names, table in tables for name, value in names.items()}
        self.worlds, self.holds_work = worlds, False
        self.begin()

    def begin(self) -> None:
        """Begin a day on which nothing is changed."""
        self.shipping = False
        for name in self._neutral:
            setattr(self, name, None)

    def of(self, name: str) -> Array:
        """A change, to be written; made if there is none yet."""
        change: Array | None = getattr(self, name)
        if change is None:
            rows, value = self._neutral[name]
            change = np.full((rows, self.worlds), value)
            setattr(self, name, change)
        return change

    def raise_to(self, name: str, rows: Rows, value: npt.ArrayLike) -> None:
        """Note at least so much of a change at some rows."""
        change = self.of(name)
        change[rows] = np.maximum(change[rows], value)

    def limit_to(self, name: str, rows: Rows, value: npt.ArrayLike) -> None:
        """Note at most so much at some rows."""
        change = self.of(name)
        change[rows] = np.minimum(change[rows], value)
