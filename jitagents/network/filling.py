"""Tables of a network, filled: every column is there, in its type, and faults of cells are told by row."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.errors import nearest
from jitagents.network.columns import Field
from jitagents.reading import misspelt, renamed, text, twice

MOST = 10
"""Faults of one sort that are spelt out; the rest is counted."""


def fill(table: pd.DataFrame, fields: dict[str, Field], place: str, faults: list[str]) -> pd.DataFrame:
    """Give a table all its columns, in order and of their type; what cannot be read is added to `faults`.

    Empty cells take the column's default. Columns that `fields` does not know stay behind as free attributes.
    """
    headings = renamed([str(column) for column in table.columns], {}, list(fields), place)
    if double := twice(headings, place):
        faults += double
        headings = [
            f"{heading} {number}" if heading in headings[:number] else heading
            for number, heading in enumerate(headings)
        ]
    table = table.reset_index(drop=True).set_axis(headings, axis=1)
    unknown = [column for column in headings if column not in fields]
    absent = [column for column in fields if column not in headings]
    faults += _slips(unknown, absent, place)
    filled = dict[str, pd.Series | npt.NDArray[np.float64]]()
    for column, field in fields.items():
        if column not in absent:
            read = _text if field.sort == "text" else _number
            filled[column] = read(table[column], field, f"{place}: {column}", faults)
        elif field.default is None:
            faults.append(f"{place}: the column {column!r} is missing; {_found(column, unknown)}")
            filled[column] = pd.Series("", index=table.index, dtype="str")
        elif field.sort == "text":
            filled[column] = pd.Series(field.default, index=table.index, dtype="str")
        else:
            filled[column] = np.full(len(table), field.default, dtype=np.float64)
    filled |= {column: table[column] for column in table.columns if column not in fields}
    return pd.DataFrame(filled, index=table.index)


def row_faults(
    place: str, wrong: npt.ArrayLike, label: Callable[[int], str], sentence: str, values: pd.Series | None = None
) -> list[str]:
    """One fault for each of the first rows where `wrong` is true, and the count of the rest."""
    rows = np.flatnonzero(wrong)
    shown = [
        f"{place}: {label(row)}: {sentence.format(value=None if values is None else values.iloc[row])}"
        for row in rows[:MOST]
    ]
    rest = len(rows) - MOST
    return [*shown, f"{place}: … and {rest} more like this"] if rest > 0 else shown


def _found(column: str, unknown: list[str]) -> str:
    return nearest(column, unknown).replace("allowed:", "found:") if unknown else "there is nothing like it"


def _slips(unknown: list[str], absent: list[str], place: str) -> list[str]:
    """Optional columns that are misspelt; a name less like any of them is a free attribute."""
    optional = [column for column in absent if column not in ("name", "kind", "item", "seller", "buyer")]
    found = [(column, misspelt(column, optional)) for column in unknown if column.isidentifier() or " " in column]
    return [
        f"{place}: unknown column {typo!r}; did you mean {column!r}? An attribute of your own needs another name"
        for typo, column in found
        if column
    ]


def _text(cells: pd.Series, field: Field, place: str, faults: list[str]) -> pd.Series:
    if not isinstance(cells.dtype, pd.StringDtype):
        eaten = [row for row, cell in enumerate(cells) if isinstance(cell, bool | np.bool_)]
        faults += [
            f"{place} = {cells.iloc[row]} in row {row + 1} is no text; YAML reads NO, off and false as false, and YES "
            "and on as true: put the text in quotes, 'NO'"
            for row in eaten[:MOST]
        ]
        cells = pd.Series(["" if _is_nothing(cell) else text(cell) for cell in cells], index=cells.index, dtype="str")
    read = cells.fillna("").str.strip()
    if field.default is None:
        faults.extend(f"{place}: row {row + 1} is empty" for row in np.flatnonzero(read == "")[:MOST])
    return read


def _number(cells: pd.Series, field: Field, place: str, faults: list[str]) -> pd.Series:
    if pd.api.types.is_numeric_dtype(cells.dtype) and cells.dtype != bool:
        numbers = cells.astype("float64")
    else:
        read = [_read(cell, field) for cell in cells]
        wrong = [row for row, number in enumerate(read) if number is None]
        faults.extend(f"{place} = {_shown(cells.iloc[row])} in row {row + 1} is not a number" for row in wrong[:MOST])
        # Told already: no second fault shall follow from it.
        numbers = pd.Series([1.0 if number is None else number for number in read], index=cells.index, dtype="float64")
    return numbers.fillna(float(field.default or 0.0))


def _read(cell: object, field: Field) -> float | None:
    """A cell as a number, NaN if it is empty, None if it is none."""
    if _is_nothing(cell):
        return np.nan
    if isinstance(cell, str):
        return np.inf if field.infinite and cell.strip().casefold() in ("inf", "infinity") else None
    return float(cell) if isinstance(cell, int | float | np.number) and not isinstance(cell, bool) else None


def _is_nothing(cell: object) -> bool:
    return cell is None or cell is pd.NA or (isinstance(cell, float) and np.isnan(cell)) or cell == ""


def _shown(cell: object) -> str:
    return f"{cell!r} (a text: write the number without quotes)" if _is_numeral(cell) else repr(cell)


def _is_numeral(cell: object) -> bool:
    return isinstance(cell, str) and cell.strip().replace(".", "", 1).isdecimal()
