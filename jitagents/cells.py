"""Cells: units in a few places of an array of rows and worlds, where all others have none."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from jitagents.column import Array, Rows

type Index = npt.NDArray[np.int64]
type Cells = tuple[Index, Array]
"""Places in a flat array `(rows, worlds)`, ascending, each there once; their units."""

NONE: Cells = np.zeros(0, dtype=np.int64), np.zeros(0)
"""No cells."""
_FIRST = np.ones(1, dtype=bool)


def change(record: Array, cells: Iterable[Cells], by: float = 1.0) -> None:
    """Add so many times the units of some cells to a record `(rows, worlds)`."""
    for at, units in cells:
        record.reshape(-1)[at] += by * units


def cells_of(units: Array) -> Cells:
    """Return the cells of an array `(rows, worlds)` that are not 0."""
    at = np.flatnonzero(units)
    return at, units.reshape(-1)[at]


def together(*parts: Cells) -> Cells:
    """Return the sum of several."""
    there = [part for part in parts if len(part[0])]
    if len(there) < 2:
        return there[0] if there else NONE
    return merged(*(np.concatenate(column) for column in zip(*there, strict=True)))


def merged(at: Index, units: Array) -> Cells:
    """Return the cells of units at some places, which may be in any order, and repeat."""
    order = np.argsort(at, kind="stable")
    at, units = at[order], units[order]
    new = at[1:] != at[:-1]
    if new.all():
        return at, units
    first = np.flatnonzero(np.concatenate((_FIRST, new)))
    return at[first], np.add.reduceat(units, first)


def within(index: Index, at: Index, worlds: int) -> tuple[Index, Index]:
    """Find the cells of some rows among cells of all rows.

    Args:
        index: the rows, ascending.
        at: places of cells in a flat array `(all rows, worlds)`.
        worlds: number of worlds.

    Returns:
        places in the flat array of these rows; numbers of these cells among `at`.
    """
    if len(index) * worlds > at.max(initial=0) and index[-1] == len(index) - 1:  # all rows
        return at, np.arange(len(at))
    row, world = np.divmod(at, worlds)
    place = np.minimum(np.searchsorted(index, row), len(index) - 1)
    own = np.flatnonzero(index[place] == row)
    return place[own] * worlds + world[own], own


def among_all(rows: Rows, at: Index, worlds: int) -> Index:
    """Return the places of cells of some rows in a flat array of all rows.

    Args:
        rows: among all.
        at: places in a flat array `(rows, worlds)`.
        worlds: number of worlds.
    """
    if isinstance(rows, slice):
        return np.asarray(at + rows.start * worlds)
    row, world = np.divmod(at, worlds)
    return np.asarray(rows[row] * worlds + world)


def some(cells: Cells, rows: slice, worlds: int) -> Cells:
    """Return the cells of neighbouring rows, with their places in the flat array of these.

    Args:
        cells: of all rows, in the order of rows.
        rows: neighbours among them.
        worlds: number of worlds.
    """
    at, units = cells
    if not len(at):
        return NONE
    first, last = at.searchsorted((rows.start * worlds, rows.stop * worlds))
    return at[first:last] - rows.start * worlds, units[first:last]


def continued_in(at: Index, worlds: int, index: Index) -> tuple[Index, Index]:
    """Find cells in other worlds that continue some of these.

    Args:
        at: places in a flat array `(rows, worlds)`.
        worlds: number of worlds.
        index: number of the world that each other world continues `(other worlds,)`.

    Returns:
        places in the flat array `(rows, other worlds)`; numbers of these cells among `at`.
    """
    row, world = np.divmod(at, worlds)
    one, new = np.nonzero(world[:, None] == index)
    return row[one] * len(index) + new, one
