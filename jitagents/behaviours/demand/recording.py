"""Recorded demand: series read from a table, long or wide, and the buyers that they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.demand.base import Buyers, Draw
from jitagents.errors import InputError, nearest
from jitagents.parameters import LARGEST
from jitagents.reading import Dialect, Table, folded, misspelt, read, twice
from jitagents.reading.dates import is_date
from jitagents.reading.totals import totals

DAYS = {"day", "date", "datum", "data", "tag", "dag", "dia", "jour", "time", "t", "period", "ds", "week"}
"""Headings, folded, of a column that counts the days."""
PARTS = {"year", "month", "jahr", "monat", "quarter"}
"""Headings of parts of a date, beside which a day alone comes again."""


@dataclass(frozen=True, eq=False)
class Recording:
    """Recorded units of markets.

    Attributes:
        units: `(days, markets)`.
        markets: the names or items of the buyers they belong to; empty if one series is for all.
        name: of the file, for messages.
    """

    units: Draw
    markets: tuple[str, ...]
    name: str

    def rows(self, buyers: Buyers) -> npt.NDArray[np.int64]:
        """The series of each buyer `(rows,)`, by its name or else its item; -1 for none.

        Raises:
            InputError: no buyer has a series, or the heading of one is misspelt.
        """
        if not self.markets:
            return np.zeros(len(buyers.names), dtype=np.int64)
        place = {folded(market): row for row, market in enumerate(self.markets)}
        items = buyers.names if buyers.items is None else buyers.items
        own = [place.get(folded(n), place.get(folded(i), -1)) for n, i in zip(buyers.names, items, strict=True)]
        row_of_buyer = np.array(own, dtype=np.int64)
        unused = [market for row, market in enumerate(self.markets) if row not in own]
        lost = [(str(name), misspelt(str(name), unused)) for name in buyers.names[row_of_buyer < 0]]
        faults = [f"demand.file: {self.name}: none for {name!r}; did you mean {near!r}?" for name, near in lost if near]
        if (row_of_buyer < 0).all():
            faults = [f"demand.file: {self.name} has no series for any buyer; {nearest(buyers.names[0], self.markets)}"]
        if faults:
            raise InputError(*faults)
        return row_of_buyer


def read_recording(file: str, column: str | None, market: str | None, dialect: Dialect) -> Recording:
    """Read recorded demand.

    Args:
        file: path of a table.
        column: with the units; None: each column of numbers is a market.
        market: column with the market of each row; None: the file has none.
        dialect: way in which the file is written.

    Raises:
        InputError: a cell is no number of 0 or more, or rows do not fit together.
    """
    table, faults = read(file, "demand.file", dialect), list[str]()
    if column is None:
        if market is not None:
            raise InputError("demand.column: must be given where demand.market is: the column with the units")
        found = _wide(table, faults)
    else:
        place = table.column(column, "demand.column")
        whose = [] if market is None else [table.column(market, "demand.market")]
        faults += totals(table, _days(table), [place, *whose])
        units = _units(table, place, faults)
        if market is None:
            faults += _repeated(table, place)
            found = Recording(units[:, None], (), table.told)
        else:
            found = _long(table, units, whose[0], faults)
    if faults:
        raise InputError(*faults)
    return found


def _units(table: Table, column: int, faults: list[str]) -> Draw:
    units = table.numbers(column, faults, "is empty; units of a day >= 0 are needed, 0 if there are none")
    wrong = np.flatnonzero((units < 0) | (units > LARGEST))[:5]
    heading = table.headings[column]
    faults += [
        f"{table.where}, line {table.lines[row]}: {heading} = {units[row]:g}; allowed: 0 to {LARGEST:g} units a day"
        for row in wrong
    ]
    return units


def _wide(table: Table, faults: list[str]) -> Recording:
    faults += twice(table.headings, table.where)
    days = _days(table)
    faults += totals(table, days)
    columns = [
        number
        for number, heading in enumerate(table.headings)
        if heading and number != days and not all(is_date(cell) for cell in table.columns[number])
    ]
    faults += _repeated(table, -1)
    units = [_units(table, number, faults) for number in columns if not _is_words(table.columns[number])]
    markets = tuple(table.headings[number] for number in columns if not _is_words(table.columns[number]))
    if not markets:
        raise InputError(f"{table.where}: has no column of numbers; a column for each buyer is needed")
    return Recording(np.column_stack(units), markets, table.told)


def _is_words(cells: Sequence[object]) -> bool:
    """Whether no cell of a column is a number."""
    return all(isinstance(cell, str) and (cell == "" or not any(c.isdigit() for c in cell)) for cell in cells)


def _long(table: Table, units: Draw, column: int, faults: list[str]) -> Recording:
    names = table.texts(column, faults)
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(names):
        rows.setdefault(name, []).append(row)
    if "" in rows:
        faults.append(f"{table.where}, line {table.lines[rows[''][0]]}: {table.headings[column]} is empty")
    days = _days(table)
    faults += _lengths(table, rows)
    if days is not None and not faults:
        faults += _agreeing(table, rows, days)
    if faults:
        raise InputError(*faults)
    return Recording(np.column_stack([units[own] for own in rows.values()]), tuple(rows), table.told)


def _lengths(table: Table, rows: dict[str, list[int]]) -> list[str]:
    """Markets must have as many days each."""
    most = max(map(len, rows.values()))
    short = [(name, len(lines)) for name, lines in rows.items() if len(lines) != most]
    return [
        f"{table.where}: {name!r} has {count} days where others have {most}; one line a day is needed for each, with 0 "
        "where nothing was wanted"
        for name, count in short[:5]
    ]


def _agreeing(table: Table, rows: dict[str, list[int]], days: int) -> list[str]:
    """Each market must have each day once, in the same order."""
    cells = table.columns[days]
    first = [cells[row] for row in next(iter(rows.values()))]
    for name, own in rows.items():
        seen: dict[object, int] = {}
        for row, expected in zip(own, first, strict=True):
            if cells[row] in seen:
                text = f"{name!r} has two lines for {cells[row]} (lines {table.lines[seen[cells[row]]]}"
                return [f"{table.where}: {text} and {table.lines[row]})"]
            seen[cells[row]] = row
            if cells[row] != expected:
                text = f"{name!r} has {cells[row]} where others have {expected}"
                return [f"{table.where}, line {table.lines[row]}: {text}; the same days in the same order are needed"]
    return []


def _days(table: Table) -> int | None:
    """The column that counts the days: dates, or headed so."""
    for column, cells in enumerate(table.columns):
        if cells and all(is_date(cell) for cell in cells):
            return column
    headings = [folded(heading) for heading in table.headings]
    if {*headings} & PARTS:
        return None
    return next((column for column, heading in enumerate(headings) if heading in DAYS), None)


def _repeated(table: Table, units: int) -> list[str]:
    """A day that has two lines, as it has where a file holds several markets below each other."""
    days = _days(table)
    if days is None or days == units:
        return []
    seen: dict[object, int] = {}
    for row, cell in enumerate(table.columns[days]):
        if cell in seen and cell != "":
            lines = f"lines {table.lines[seen[cell]]} and {table.lines[row]}"
            others = ", ".join(repr(h) for n, h in enumerate(table.headings) if n not in (days, units))
            hint = f"demand.market=COLUMN, the column that says whose units they are: {others or 'there is none'}"
            return [f"{table.where}: two lines for one day ({cell}, {lines}); give {hint}"]
        seen[cell] = row
    return []
