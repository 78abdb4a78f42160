"""A scene for courses that run by themselves."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from jitagents.crises import Scene
from jitagents.crises.course import Flags, Idle
from jitagents.worlds import Worlds


def scene(worlds: Worlds, table: pd.DataFrame | None = None, idle: Flags | None = None) -> Scene:
    """Rows by a table (one row `a` if left out), of whom always those wait that `idle` `(rows, worlds)` says."""
    rows = pd.DataFrame({"name": ["a"]}) if table is None else table
    waits = np.zeros((len(rows), worlds.count), dtype=bool) if idle is None else idle

    def of(target: Mapping[str, Any], place: str) -> Idle:
        return lambda: waits

    return Scene(rows, worlds, "crisis.test", 1, lambda: waits, of)
