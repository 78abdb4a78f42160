"""Losses: units that disappear or are misplaced, without an entry."""

import numpy as np

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

    Attributes:
        misplaces: whether anything is ever misplaced.
    """

    def __init__(self, losses: Losses, points: Table, rows: Rows, whole: bool, chances: dict[str, Chances]) -> None:
        self._losses, self._points, self._rows, self._chances = losses, points, rows, chances if whole else None
        self._wastes, self._drains, self.misplaces = (
            bool(np.any(np.asarray(share) > 0.0)) for share in (losses.stock, losses.units, losses.misplaced)
        )
        # The column itself, if the rows are neighbours; otherwise a copy, which is written back.
        self._shrunk = points["shrunk"][rows]

    def lose(self, received: Array, day: int) -> list[Array]:
        """Lose what disappears today; return the units that are no longer to be found, each `(rows, worlds)`.

        Args:
            received: units that came in this morning `(rows, worlds)`.
            day: today.
        """
        losses, gone = self._losses, self._shrunk
        np.multiply(losses.receipts, received, out=gone)
        if self._wastes:
            gone += losses.stock * self._held()
        if self._drains and day % losses.every == 0:
            gone += losses.units
        self._take(gone, "loss")
        if not isinstance(self._rows, slice):
            self._points["shrunk"][self._rows] = gone
        if not self.misplaces:
            return [gone]
        hidden = losses.misplaced * self._held()
        self._take(hidden, "misplacement")
        self._points["misplaced"][self._rows] += hidden
        return [gone, hidden]

    def _held(self) -> Array:
        return np.maximum(self._points["stock"][self._rows], 0.0)

    def _take(self, due: Array, purpose: str) -> None:
        """Take units off the shelf, no more than are held; of whole ones, a part is the chance of one.

        Args:
            due: units `(rows, worlds)`, changed to those that are taken.
            purpose: of the chances.
        """
        if self._chances is not None:
            self._chances[purpose].round(due, self._rows)
        np.minimum(due, self._held(), out=due)
        self._points["stock"][self._rows] -= due

    def find(self, place: Index) -> Array:
        """Put what was misplaced back where stock is counted; return these units `(places,)`.

        Args:
            place: in the flat array of all rows.
        """
        misplaced, stock = (self._points[name].reshape(-1) for name in ("misplaced", "stock"))
        found = misplaced[place]
        misplaced[place] = 0.0
        stock[place] += found
        return found
