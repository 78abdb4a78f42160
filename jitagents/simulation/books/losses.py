"""Losses: units that disappear or are misplaced, without an entry."""

import numpy as np

from jitagents.behaviours.information import Losses
from jitagents.cells import Cells, among_all, cells_of
from jitagents.column import Array, Rows, Table
from jitagents.continuation import Stateful
from jitagents.layout import Index
from jitagents.simulation.books.chances import STEPS, Chances
from jitagents.simulation.books.sparse_column import SparseColumn


def loses(losses: Losses) -> bool:
    """Whether something ever disappears or is misplaced."""
    shares = (losses.receipts, losses.stock, losses.units, losses.misplaced)
    return any(bool(np.any(np.asarray(share) > 0.0)) for share in shares)


class Shelf(Stateful):
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

    changing = ("_shrunk",)

    def __init__(self, losses: Losses, points: Table, rows: Rows, whole: bool, chances: dict[str, Chances]) -> None:
        self._losses, self._points, self._rows, self._chances = losses, points, rows, chances if whole else None
        self._wastes, self._drains, self.misplaces = (
            bool(np.any(np.asarray(share) > 0.0)) for share in (losses.stock, losses.units, losses.misplaced)
        )
        parts = STEPS if whole else 1.0
        self._receipts, self._stock, self._units, self._misplaced = (
            np.asarray(number) * parts for number in (losses.receipts, losses.stock, losses.units, losses.misplaced)
        )
        self._shrunk = SparseColumn(points["shrunk"])

    def lose(self, received: Array, day: int) -> list[Cells]:
        """Lose what disappears today; return the units that are no longer to be found, cells of these rows.

        Args:
            received: units that came in this morning `(rows, worlds)`.
            day: today.
        """
        due = self._receipts * received
        if self._wastes:
            due += self._stock * self._held()
        if self._drains and day % self._losses.every == 0:
            due += self._units
        gone, place = self._take(due, "loss")
        self._shrunk.write(place, gone[1])
        if not self.misplaces:
            return [gone]
        hidden, place = self._take(self._misplaced * self._held(), "misplacement")
        self._points["misplaced"].reshape(-1)[place] += hidden[1]
        return [gone, hidden]

    def _held(self) -> Array:
        return np.maximum(self._points["stock"][self._rows], 0.0)

    def _take(self, due: Array, purpose: str) -> tuple[Cells, Index]:
        """Take units off the shelf, no more than are held; of whole ones, a part is the chance of one.

        Args:
            due: units `(rows, worlds)`; of whole ones, `STEPS` times as many.
            purpose: of the chances.

        Returns:
            the units, cells of these rows; their places among all.
        """
        at, units = cells_of(due) if self._chances is None else self._chances[purpose].units(due, self._rows)
        place, stock = among_all(self._rows, at, due.shape[1]), self._points["stock"].reshape(-1)
        held = stock[place]
        units = np.minimum(units, np.maximum(held, 0.0))
        stock[place] = held - units
        return (at, units), place

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
