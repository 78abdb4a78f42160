"""Correlation matrices: read from what a user writes, and checked."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from jitagents.errors import InputError
from jitagents.reading import read

TOLERANCE = 1e-6
"""Tolerance for symmetry, ones on the diagonal, and positive semidefiniteness of a matrix."""
WHERE = "demand.correlation"


def read_matrix(given: str | Sequence[Any] | Mapping[str, Any]) -> pd.DataFrame:
    """A correlation matrix, in the order of its names; rows and columns are numbered if it has none.

    Args:
        given: path of a CSV file with the names above and in the first column, rows of numbers, or for each name the
            correlations with others, where what is not said is 0.

    Raises:
        InputError: it is no correlation matrix.
    """
    try:
        matrix = _table(given)
        values = matrix.to_numpy(dtype=float)
    except InputError:
        raise
    except (ValueError, TypeError, OSError) as error:
        allowed = "rows in the order of names, {buyer: {buyer: number}}, or a CSV file with names and numbers"
        raise InputError(f"{WHERE}: no matrix of numbers can be read from it; allowed: {allowed}") from error
    if fault := _fault(matrix, values):
        raise InputError(f"{WHERE}: {fault}")
    return pd.DataFrame(values, matrix.index, matrix.columns).sort_index(axis=0).sort_index(axis=1)


def _table(given: str | Sequence[Any] | Mapping[str, Any]) -> pd.DataFrame:
    """The given matrix as a table."""
    if isinstance(given, str):
        written, faults = read(given, WHERE), list[str]()
        numbers = {heading: written.numbers(n, faults) for n, heading in enumerate(written.headings) if n}
        if faults:
            raise InputError(*faults)
        return pd.DataFrame(numbers, index=written.texts(0, faults))
    if not isinstance(given, Mapping):
        return pd.DataFrame(np.array([list(row) for row in given], dtype=float))
    names = list(dict.fromkeys([*given, *(other for row in given.values() for other in row or ())]))
    table = pd.DataFrame(np.eye(len(names)), names, names)
    for name, row in given.items():
        for other, number in (row or {}).items():
            stated_back = (given.get(other) or {}).get(name, number)
            table.loc[name, other], table.loc[other, name] = number, stated_back
    return table


def _fault(matrix: pd.DataFrame, values: "np.ndarray[Any, np.dtype[np.float64]]") -> str:
    """The faults of a table as a correlation matrix; empty if there are none."""
    rows, columns = values.shape
    if rows != columns or not rows:
        return f"must be square; it has {rows} rows and {columns} columns"
    names = matrix.index[matrix.index.duplicated()]
    if len(names):
        return f"{names[0]!r} stands there twice"
    unpaired = sorted(set(matrix.index) ^ set(matrix.columns), key=str)
    if unpaired:
        return f"rows and columns must have the same names; {unpaired[0]!r} is not in both"
    values = matrix[matrix.index].to_numpy(dtype=float)
    if not (np.abs(values) <= 1 + TOLERANCE).all():
        return "every number must lie between -1 and 1"
    lopsided = np.abs(values - values.T).max(axis=1)
    for odd, what in (
        (np.abs(np.diag(values) - 1), "there must be 1 on the diagonal"),
        (lopsided, "it must be symmetric"),
    ):
        if odd.max() > TOLERANCE:
            return f"{what}, which does not hold at {matrix.index.tolist()[int(odd.argmax())]!r}"
    least = np.linalg.eigvalsh(values)[0]
    return "" if least >= -TOLERANCE else f"must be positive semidefinite; its least eigenvalue is {least:.3g}"
