"""Histories of flows: demand, deliveries, counts of stock and times to recover, as tables of the user."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from jitagents.errors import Faults, InputError, nearest
from jitagents.reading import Dialect, Table, read, twice
from jitagents.reading.dates import days

MOST = 10
NAME, DATE, NUMBER = "name", "date", "number"
HISTORIES: Mapping[str, Mapping[str, str]] = {
    "demand": {"seller": NAME, "buyer": NAME, "date": DATE, "units": NUMBER},
    "deliveries": {
        "seller": NAME, "buyer": NAME, "ordered": DATE, "promised": DATE, "received": DATE,
        "ordered_units": NUMBER, "received_units": NUMBER, "defects": NUMBER,
    },
    "counts": {"site": NAME, "item": NAME, "booked": NUMBER, "counted": NUMBER},
    "exposure": {"seller": NAME, "buyer": NAME, "time_to_recover": NUMBER, "time_to_survive": NUMBER},
}  # fmt: skip
"""Columns of each table. Dates are read as days since 1970; empty cells are unknown, but for names and `NEEDED`."""
NEEDED = {"demand": ("date", "units"), "deliveries": ("ordered",), "counts": ("booked", "counted"), "exposure": ()}


@dataclass(frozen=True)
class File:
    """A file of a user, and what is stated of the way in which it is written.

    Attributes:
        path: of the file.
        dialect: of the table.
        dates: `day_first` or `month_first`; None: detected.
    """

    path: str
    dialect: Dialect = field(default_factory=Dialect)
    dates: str | None = None


@dataclass(frozen=True)
class Known:
    """Names that histories may have.

    Attributes:
        flows: pairs of seller and buyer.
        stocks: pairs of site and item.
    """

    flows: frozenset[tuple[str, str]]
    stocks: frozenset[tuple[str, str]]

    def pairs(self, columns: tuple[str, ...]) -> frozenset[tuple[str, str]]:
        """Return the pairs that two columns of names may hold."""
        return self.stocks if columns == ("site", "item") else self.flows


def histories(given: Mapping[str, File], known: Known) -> dict[str, pd.DataFrame]:
    """Read the histories.

    Args:
        given: file of each table in `HISTORIES` that there is.
        known: names that they may have.

    Raises:
        InputError: a file cannot be read or is empty, a column is missing, a cell is no number or date, a name is not
            of the network: all of them.
    """
    faults = Faults()
    read_ones = dict[str, pd.DataFrame]()
    for key, file in given.items():
        with faults.collected():
            table = read(file.path, key, file.dialect, needed=", ".join(HISTORIES[key]))
            read_ones[key] = _history(table, known, file.dates)
    faults.tell()
    return read_ones


def _history(table: Table, known: Known, order: str | None) -> pd.DataFrame:
    key, faults = table.key, twice(table.headings, table.where)
    places, missing = dict[str, int](), Faults()
    for name in HISTORIES[key]:
        with missing.collected():
            places[name] = table.column(name, key)
    missing.add(*faults)
    missing.tell()
    kinds = HISTORIES[key]
    dated = [name for name, kind in kinds.items() if kind == DATE]
    columns = [[None if cell == "" else cell for cell in table.columns[places[name]]] for name in dated]
    found = dict[str, object](zip(dated, days(columns, table.lines, order, table.where, f"{key}.dates"), strict=True))
    for name, kind in kinds.items():
        if kind == NAME:
            found[name] = table.texts(places[name], faults)
        elif kind == NUMBER:
            found[name] = table.numbers(places[name], faults)
    frame = pd.DataFrame(found)[list(kinds)]
    faults += _wrong(table, frame, known)
    if faults:
        raise InputError(*faults)
    return frame


def _wrong(table: Table, frame: pd.DataFrame, known: Known) -> list[str]:
    """Faults of empty cells, numbers below 0, what is received before it is ordered, and names that there are not."""
    kinds, faults = HISTORIES[table.key], list[str]()
    for name in NEEDED[table.key]:
        faults += _at(table, frame[name].isna(), f"{name} is empty")
    for name in (name for name, kind in kinds.items() if kind == NUMBER):
        faults += _at(table, frame[name] < 0, f"{name} is below 0")
        faults += _at(table, frame[name] == np.inf, f"{name} is infinite")
    if table.key == "deliveries":
        faults += _at(table, frame["received"] < frame["ordered"], "received before it was ordered")
    names = tuple(name for name, kind in kinds.items() if kind == NAME)
    allowed = known.pairs(names)
    pairs = list(zip(*(frame[name] for name in names), strict=True))
    strange = [row for row, pair in enumerate(pairs) if pair not in allowed]
    shown = [" -> ".join(pair) for pair in sorted(allowed)]
    for row in strange[:MOST]:
        told = " -> ".join(pairs[row])
        faults.append(
            f"{table.where}, line {table.lines[row]}: the network has no {' -> '.join(names)} = {told!r}; "
            f"{nearest(told, shown)}"
        )
    more = len(strange) - MOST
    return [*faults, f"{table.where}: … and {more} more like this"] if more > 0 else faults


def _at(table: Table, wrong: "pd.Series[bool]", sentence: str) -> list[str]:
    return [f"{table.where}, line {table.lines[row]}: {sentence}" for row in np.flatnonzero(wrong)[:MOST]]
