"""The design of a sweep: its levels as points, and the effect of one key by regression."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import pandas as pd

from jitagents.results.estimate import Floats


@dataclass(frozen=True)
class Design:
    """The levels of a sweep as points.

    Attributes:
        points: a row a level, a column a swept key.
    """

    points: pd.DataFrame

    @classmethod
    def of(cls, points: dict[str, list[Any]], levels: Sequence[str]) -> "Design":
        """The design of some levels from the value of each of them, by key."""
        return cls(pd.DataFrame(points, index=pd.Index(levels)))

    @property
    def factorial(self) -> bool:
        """Whether every combination of values stands in it once: then means over levels can be compared directly."""
        return len(self.points) == prod(self.points[key].nunique() for key in self.points)

    @property
    def confounded(self) -> bool:
        """Whether its points do not tell the effects of the numeric keys apart."""
        return self._matrix(list(self.points.index)) is None

    def effect(self, key: str, levels: Sequence[str], responses: Floats) -> Floats | None:
        """Change of a response for each unit of a key, the other keys held constant, in each replication.

        The coefficient of an ordinary least-squares regression on all numeric keys that vary (Kleijnen, 2015, Design
        and Analysis of Simulation Experiments, section 2.2).

        Args:
            key: of a column of numbers.
            levels: rows of the regression.
            responses: levels x replications.

        Returns:
            One value a replication; None if these levels do not tell the keys apart.
        """
        matrix = self._matrix(levels)
        if matrix is None or key not in matrix:
            return None
        slopes = np.linalg.lstsq(matrix.to_numpy(), responses - responses.mean(axis=0), rcond=None)[0]
        return np.asarray(slopes[list(matrix).index(key)] / self.points[key].abs().max())

    def _matrix(self, levels: Sequence[str]) -> pd.DataFrame | None:
        """The numeric keys that vary, as a share of their largest value, less their means; None if dependent."""
        rows = self.points.loc[list(levels)].select_dtypes("number")
        varied = rows.loc[:, rows.nunique() > 1]
        scaled = varied / self.points[list(varied)].abs().max()
        centred = scaled - scaled.mean()
        return centred if np.linalg.matrix_rank(centred) == len(varied.columns) else None
