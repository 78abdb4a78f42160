"""Short words for the levels of a sweep in figures, and their order."""

import pandas as pd
from pandas.api.types import is_numeric_dtype

from jitagents.formatting import about
from jitagents.points import ONLY, told


def short(points: pd.DataFrame) -> dict[str, str]:
    """Words for each level by its label: the ends of its keys, and numbers to three figures, as far as they differ.

    Args:
        points: `level`, and a column for each swept key.
    """
    keys = [column for column in points if column != "level"]
    ends = [str(key).rpartition(".")[2] for key in keys]
    names = ends if len({*ends}) == len(ends) else [str(key) for key in keys]
    parts = [
        [one if key == ONLY else f"{name} {one}" for one in _values(points[key])]
        for key, name in zip(keys, names, strict=True)
    ]
    if not parts:
        return {}
    return {str(level): ", ".join(words) for level, *words in zip(points["level"], *parts, strict=True)}


def in_order(table: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """A table with the levels of each variant in the order of the one number that is swept, or as they are."""
    keys = [column for column in points if column != "level"]
    if len(keys) != 1 or not is_numeric_dtype(points[keys[0]]):
        return table
    value = table["level"].map(points.set_index("level")[keys[0]])
    return table.loc[value.sort_values(kind="stable").index]


def _values(column: "pd.Series[float] | pd.Series[str]") -> list[str]:
    values = column.tolist()
    if not is_numeric_dtype(column):
        return [told(value) for value in values]
    rounded = [about(float(value)) for value in values]
    return rounded if len({*rounded}) == len({*values}) else [told(value) for value in values]
