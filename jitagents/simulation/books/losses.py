"""Losses: units that disappear or are misplaced, without an entry."""

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.information import Losses
from jitagents.column import Array, Rows, Table
from jitagents.layout import Index
from jitagents.simulation.books.chances import Chances


def loses(losses: Losses) -> bool:
    """Whether something ever disappears or is misplaced."""
    shares = (losses.receipts, losses.stock, losses.units, losses.misplaced)
    return any(bool(np.any(np.asarray(share) > 0.0)) for share in shares)


class Shelf:
    """The shelves of some rows, off which units are lost.

    Columns written here, units: of stock points `stock`, `shrunk` (disappeared for good today), `misplaced`
    (there, and not to be found).

    Args:
        losses: what is lost.
        points: the table of stock points.
        rows: that lose it.
        whole: units are whole.
        chances: of the day, by purpose.
    """

    def __init__(self, losses: Losses, points: Table, rows: Rows, whole: bool, chances: dict[str, Chances]) -> None:
        self._losses, self._points, self._rows, self._whole, self._chances = losses, points, rows, whole, chances
        self._wastes = bool(np.any(np.asarray(losses.stock) > 0.0))
        self._misplaces = bool(np.any(np.asarray(losses.misplaced) > 0.0))

    def lose(self, received: Array, day: int) -> Array:
        """Lose what disappears today; return the units that are no longer to be found `(rows, worlds)`.

        Args:
            received: units that came in this morning `(rows, worlds)`.
            day: today.
        """
        losses, stock = self._losses, self._points["stock"][self._rows]
        held, due = np.maximum(stock, 0.0), losses.receipts * received
        if self._wastes:
            due += losses.stock * held
        if day % losses.every == 0:
            due += losses.units
        gone = self._cut(due, held, "loss")
        self._points["shrunk"][self._rows] = gone
        if self._misplaces:
            held -= gone
            astray = self._cut(losses.misplaced * held, held, "misplacement")
            self._points["misplaced"][self._rows] += astray
            gone += astray
        self._points["stock"][self._rows] -= gone
        return gone

    def _cut(self, due: Array, held: Array, purpose: str) -> Array:
        """Return the units that go, no more than are held; of whole units, a part of one is the chance of one.

        `due` is overwritten.
        """
        if self._whole:
            due += self._chances[purpose].today[self._rows]
            np.floor(due, out=due)
        return np.minimum(due, held, out=due)

    def find(self, rows: Index, counted: npt.NDArray[np.bool_]) -> Array:
        """Put what was misplaced back where stock is counted; return these units `(rows, worlds)`.

        Args:
            rows: of the table, some of these.
            counted: flags of what is counted of them `(rows, worlds)`.
        """
        found = np.asarray(self._points["misplaced"][rows] * counted)
        self._points["misplaced"][rows] -= found
        self._points["stock"][rows] += found
        return found
