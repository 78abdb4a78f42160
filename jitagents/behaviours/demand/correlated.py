"""Demand that is correlated between buyers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.behaviours.demand.base import Buyers, Demand, Draw, Marginal
from jitagents.behaviours.demand.correlation import WHERE, read_matrix
from jitagents.behaviours.demand.independent import Normal
from jitagents.errors import InputError, nearest
from jitagents.parameters import Number, param
from jitagents.random_streams import Carried


@dataclass(frozen=True)
class Correlated(Demand):
    """Correlated demand, NORTA: normal scores that hang together between buyers, each bent to the law of its buyer.

    The correlation is that of the scores. It is that of demand too if the law is normal; otherwise demand's is a little
    nearer to zero. One number is the correlation of any two buyers, by a factor that all have in common.

    Formula:
        score = normal(0, correlation); demand = quantile of the law at Phi(score), each day by itself

    Source:
        Cario & Nelson 1997, Modeling and generating random vectors with arbitrary marginal distributions and
        correlation matrix, Northwestern University.
    """

    law: Marginal = field(default_factory=Normal)
    correlation: Number | str | Sequence[Any] | Mapping[str, Any] = param(
        0.5, "", "of any two buyers; or a matrix: rows in the order of names, {buyer: {buyer: number}}, or a CSV file",
        low=0, high=1, replace=True,
    )  # fmt: skip

    @property
    def _factor(self) -> float | None:
        """The correlation, if it is one number."""
        return float(self.correlation) if isinstance(self.correlation, int | float) else None

    @cached_property
    def matrix(self) -> pd.DataFrame:
        """The correlation matrix that is given, in the order of its names."""
        assert isinstance(self.correlation, str | Sequence | Mapping)
        return read_matrix(self.correlation)

    @cached_property
    def root(self) -> Draw:
        """The symmetric square root of the matrix, which is unique: other roots differ from machine to machine."""
        values, vectors = np.linalg.eigh(self.matrix.to_numpy())
        root: Draw = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
        return root

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        if self._factor is None:
            self._rows(buyers)
        return self.law.moments(buyers)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Draw:
        if self._factor is None:
            score = (rng.standard_normal((days, len(self.root))) @ self.root)[:, self._rows(buyers)]
        else:
            normal = rng.standard_normal((days, 1 + len(buyers.names)))
            score = np.sqrt(self._factor) * normal[:, :1] + np.sqrt(1 - self._factor) * normal[:, 1:]
        return self.law.bend(score, buyers)

    def _rows(self, buyers: Buyers) -> npt.NDArray[np.int64]:
        """The row of the matrix of each buyer."""
        names = self.matrix.index
        if pd.api.types.is_integer_dtype(names):
            if len(names) != len(buyers.names):
                text = f"{len(names)} rows for {len(buyers.names)} buyers"
                raise InputError(f"{WHERE}: {text}; one for each buyer is needed, in the order of names")
            return np.arange(len(names))
        rows = names.get_indexer(pd.Index(buyers.names))
        unknown = buyers.names[rows < 0]
        if len(unknown):
            raise InputError(f"{WHERE}: has no row for {', '.join(unknown[:5])}; {nearest(unknown[0], names)}")
        return rows.astype(np.int64)
