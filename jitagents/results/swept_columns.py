"""Columns of the swept keys: tables have, beside the label of a level, the value of each key that it stands for."""

from collections.abc import Iterable

import pandas as pd

from jitagents.points import Point, label

INTERVALS = tuple(f"{name}{end}" for name in ("calm", "crisis", "difference") for end in ("", "_low", "_high"))
BANDS = (*(f"{world}_{percent}" for world in ("calm", "crisis") for percent in (10, 90)),)
LOST = ("loss", *(f"loss_{percent:02}" for percent in (5, 25, 50, 75, 95)))
TAKEN = frozenset(
    ("variant", "level", "replication", "replications", "scope", "metric", "unit", "day", "agent", "output", "lost",
     "grain", "statistic", "value", "low", "high", "method", "probability", "share", "run", *INTERVALS, *BANDS, *LOST)
)  # fmt: skip
"""Columns of tables with a level; no swept key is shown by one of these names."""


def point_table(points: Iterable[Point]) -> pd.DataFrame:
    """A row a level: its label as `level`, then a column for each swept key."""
    return pd.DataFrame([{"level": label(point), **point} for point in points])


def swept_keys(points: pd.DataFrame) -> list[str]:
    """The swept keys of a table of points."""
    return [str(column) for column in points if column != "level"]


def with_swept(table: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """A table with a column for each swept key after its `level`: numbers as numbers, texts as texts.

    Args:
        table: with a column `level`; without columns it stays as it is.
        points: `level`, and a column for each swept key.
    """
    keys = swept_keys(points)
    if not keys or table.columns.empty:
        return table
    place = list(table).index("level") + 1
    values = _values(table, points)[keys].set_axis(table.index)
    return pd.concat([table.iloc[:, :place], values, table.iloc[:, place:]], axis=1)


def check_swept(table: pd.DataFrame, points: pd.DataFrame) -> None:
    """Check that the columns of the swept keys hold what the levels say.

    Raises:
        ValueError: they do not, or a level is not among the points.
    """
    keys = swept_keys(points)
    if not keys or table.columns.empty:
        return
    expected = _values(table, points)
    for key in keys:
        if not (table[key].to_numpy() == expected[key].to_numpy()).all():
            raise ValueError(f"column {key} does not hold the values of the levels")


def _values(table: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    return points.set_index("level").reindex(table["level"])
