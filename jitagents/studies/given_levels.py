"""Levels from Python as plain values: a design of experiments as a table, points, or the values of each key."""

from typing import Any

import pandas as pd

from jitagents.errors import Faults
from jitagents.studies.overrides import natural


def plain_levels(levels: Any) -> Any:
    """Levels as plain numbers, texts, lists and mappings.

    Args:
        levels: as `Study.sweep` takes them; whether their keys and values can be swept is not looked at.

    Raises:
        InputError: a table without rows, or with two columns of one name.
    """
    if isinstance(levels, pd.DataFrame):
        faults = Faults()
        for key in levels.columns[levels.columns.duplicated()]:
            faults.add(f"levels: the column {str(key)!r} stands there twice; each key has one column")
        if not len(levels):
            faults.add("levels: the table has no rows; each row is a point, and levels={} leaves them out")
        faults.tell()
    return natural(levels)
