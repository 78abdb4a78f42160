"""Laws of demand that come from a recorded series."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from jitagents.behaviours.demand.base import Buyers, Demand, Draw
from jitagents.errors import InputError, nearest
from jitagents.parameters import Number, param
from jitagents.worlds import Carried


@dataclass(frozen=True)
class Recorded(Demand):
    """A recorded series, one number a day."""

    file: str = param("", "", "path of a CSV file, one row a day")
    column: str = param("", "", "the column with the units of each day")
    scale: Number = param(1.0, "", "factor on the recorded units", low=0)

    @cached_property
    def series(self) -> Draw:
        """The recorded units `(days,)`."""
        path = Path(self.file)
        if not path.is_file():
            raise InputError(f"demand.file: there is no file {self.file!r}; a CSV file with one row a day is needed")
        header = pd.read_csv(path, nrows=0).columns
        if self.column not in header:
            raise InputError(
                f"demand.column: {path.name} has no column {self.column!r}; {nearest(self.column, header)}"
            )
        units = pd.to_numeric(pd.read_csv(path, usecols=[self.column])[self.column], errors="coerce").to_numpy(float)
        bad = np.flatnonzero(~(units >= 0))
        if len(bad) or not len(units):
            line = f"line {bad[0] + 2}" if len(bad) else "the file"
            raise InputError(f"demand.column: {path.name}, {line}: units of a day >= 0 are needed in {self.column!r}")
        return units

    @property
    def weights(self) -> Draw:
        """How often each recorded day is used in the long run, compared with the others `(days,)`."""
        return np.ones(len(self.series))

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        mean = np.average(self.series, weights=self.weights)
        sd = np.sqrt(np.average((self.series - mean) ** 2, weights=self.weights))
        shape = buyers.mean.shape
        return np.full(shape, self.scale * mean), np.full(shape, self.scale * sd)


@dataclass(frozen=True)
class Replay(Recorded):
    """Replay of a recorded series, begun again when it ends; the same for every buyer and in every replication.

    Formula:
        demand = scale x series[(day - 1) mod length]

    Source:
        Trace-driven simulation: Law 2015, Simulation Modeling and Analysis, sec. 6.1.
    """

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Draw:
        units = self.scale * self.series[np.arange(first - 1, first - 1 + days) % len(self.series)]
        return units[:, None] * np.ones(len(buyers.names))


@dataclass(frozen=True)
class Bootstrap(Recorded):
    """Moving-block bootstrap of a recorded series: pieces of successive days, drawn with replacement.

    What hangs together within a piece is kept; every buyer and replication has pieces of its own.

    Formula:
        demand = scale x series[start + place], place = (day - 1) mod block; when place is 0, start is drawn anew,
        each of 0 ... length - block as likely as another

    Source:
        Kuensch 1989, Annals of Statistics 17(3).
    """

    block: int = param(7, "days", "length of a piece", low=1)

    @property
    def starts(self) -> int:
        """Number of days on which a piece may begin."""
        if self.block > len(self.series):
            told = f"the series has {len(self.series)} days"
            raise InputError(f"demand.block = {self.block}: {told}; a piece must not be longer than it")
        return len(self.series) - self.block + 1

    @property
    def weights(self) -> Draw:
        return np.convolve(np.ones(self.starts), np.ones(self.block))

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Draw:
        count = len(buyers.names)
        begun, place = np.divmod(np.arange(first - 1, first - 1 + days), self.block)
        held = memory.get("start", np.zeros((0, count), dtype=np.int64))
        fresh = rng.integers(self.starts, size=(begun[-1] + 1 - begun[0] - len(held), count))
        start = np.concatenate((held, fresh))
        memory["start"] = start[-1:] if place[-1] < self.block - 1 else start[:0]
        return self.scale * self.series[start[begun - begun[0]] + place[:, None]]
