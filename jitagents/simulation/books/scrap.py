"""Scrap: material in scrapped work, the use of which nobody enters."""

from collections.abc import Sequence

import numpy as np

from jitagents.behaviours.information import Books
from jitagents.column import Array
from jitagents.flow import rounded
from jitagents.layout import Index
from jitagents.state import SimulationState


class UnreportedScrap:
    """The scrap of plants that their books do not hear of; the material for it is called for on the day after.

    Args:
        state: of the model.
        parts: the rules of the books, each with its rows.
    """

    def __init__(self, state: SimulationState, parts: Sequence[tuple[Books, Index]]) -> None:
        layout = state.layout
        self._making, self._clock, self._whole = state.making, state.clock, state.whole
        self._inputs, self._maker = layout.input_rows, np.searchsorted(layout.maker_rows, layout.plant_of_input)
        self._quantity = layout.input_quantity[:, None]
        share, self._units = np.zeros((2, layout.rows, state.worlds.count))
        for rule, rows in parts:
            share[rows] = rule.losses.scrap
        self._share = share[self._inputs]

    def today(self) -> Array:
        """Return units that are called for today, in place of scrap that nobody entered `(rows of the table, worlds)`.

        To be asked before work is started today.
        """
        if "scrapped" in self._making:
            need = self._making["scrapped"][self._maker] * self._quantity
            self._units[self._inputs] = rounded(need * self._share, self._whole, self._clock.day)
        return self._units


def unreported_scrap_of(state: SimulationState, parts: Sequence[tuple[Books, Index]]) -> UnreportedScrap | None:
    """Return the unreported scrap of a model; None if all is reported."""
    if not any(np.any(np.asarray(rule.losses.scrap) > 0.0) for rule, _ in parts):
        return None
    return UnreportedScrap(state, parts)
