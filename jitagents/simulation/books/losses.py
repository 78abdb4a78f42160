"""Losses: units that disappear or are misplaced, without an entry."""

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.information import Losses
from jitagents.cells import Cells, among_all
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
        self._losses, self._points, self._rows, self._whole, self._chances = losses, points, rows, whole, chances
        self._wastes, self._drains, self.misplaces = (
            bool(np.any(np.asarray(share) > 0.0)) for share in (losses.stock, losses.units, losses.misplaced)
        )

    def lose(self, received: Array, day: int) -> list[Cells]:
        """Lose what disappears today; return the units that are no longer to be found, cells of these rows.

        Args:
            received: units that came in this morning `(rows, worlds)`.
            day: today.
        """
        losses, due = self._losses, self._losses.receipts * received
        if self._wastes:
            due += losses.stock * self._held()
        if self._drains and day % losses.every == 0:
            due += losses.units
        gone = self._take(due, "loss", "shrunk")
        return (
            [gone, self._take(losses.misplaced * self._held(), "misplacement", "misplaced")]
            if self.misplaces
            else [gone]
        )

    def _held(self) -> Array:
        return np.maximum(self._points["stock"][self._rows], 0.0)

    def _take(self, due: Array, purpose: str, column: str) -> Cells:
        """Take units off the shelf into a column, no more than are held; of whole ones, a part is the chance of one.

        `due` is overwritten.
        """
        if self._whole:
            due += self._chances[purpose].today[self._rows]
        at = np.flatnonzero(due >= 1.0 if self._whole else due > 0.0)
        units, place = due.reshape(-1)[at], among_all(self._rows, at, due.shape[1])
        if self._whole:
            np.floor(units, out=units)
        stock, lost = (self._points[name].reshape(-1) for name in ("stock", column))
        held = stock[place]
        np.minimum(units, np.maximum(held, 0.0), out=units)
        stock[place] = held - units
        lost[place] += units
        return at, units

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
