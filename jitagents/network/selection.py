"""Selection: which rows of a table are meant by {column: value, …}."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.errors import InputError, nearest

type Flags = npt.NDArray[np.bool_]


def select(table: pd.DataFrame, where: Mapping[str, Any], place: str) -> Flags:
    """Rows of a table that a selector names, shape (rows,).

    Args:
        table: agents (with their tier), lanes or carriers.
        where: {column: value or list of values, …}: all must hold; {any: [selector, …]}, {all: [selector, …]} and
            {not: selector} combine selectors; {} is every row.
        place: where the selector stands, for messages.

    Raises:
        InputError: an unknown column, or a value that no row has: each with the nearest valid one.
    """
    faults: list[str] = []
    chosen = _select(table, where, place, faults)
    if faults:
        raise InputError(*faults)
    return chosen


def _select(table: pd.DataFrame, where: object, place: str, faults: list[str]) -> Flags:
    chosen = np.ones(len(table), dtype=bool)
    if not isinstance(where, Mapping):
        faults.append(f"{place}: {where!r} is no selector; allowed: a mapping {{column: value}}")
        return chosen
    for key, value in where.items():
        here = f"{place}.{key}"
        if key == "not":
            chosen &= ~_select(table, value, here, faults)
        elif key in ("any", "all"):
            join = np.logical_or if key == "any" else np.logical_and
            parts = [_select(table, part, f"{here}[{i}]", faults) for i, part in enumerate(_listed(value))]
            chosen &= join.reduce(parts) if parts else key == "all"
        elif key in table.columns:
            chosen &= _equal(table[str(key)], _listed(value), here, faults)
        else:
            faults.append(f"{place}: unknown column {key!r}; {nearest(key, [*table.columns, 'any', 'all', 'not'])}")
    return chosen


def _equal(cells: pd.Series, values: Sequence[object], place: str, faults: list[str]) -> Flags:
    chosen = np.zeros(len(cells), dtype=bool)
    numeric = pd.api.types.is_numeric_dtype(cells.dtype) and cells.dtype != bool
    for value in values:
        wanted = pd.to_numeric(str(value), errors="coerce") if numeric else str(value)
        found = ((cells if numeric else cells.astype("str")) == wanted).to_numpy(dtype=bool)
        if not found.any():
            faults.append(f"{place}: {value!r} occurs nowhere; {nearest(value, cells.dropna().unique())}")
        chosen |= found
    return chosen


def _listed(value: object) -> Sequence[Any]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
