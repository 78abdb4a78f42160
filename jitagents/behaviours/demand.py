"""Final demand: the orders of customers at the buyers, drawn per replication and shared by levels and twins."""

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.behaviours.base import Behaviour
from jitagents.errors import InputError, nearest
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Buyers:
    """Mean and standard deviation of daily demand that the network states `(rows,)`, NaN where it states none."""

    names: npt.NDArray[np.object_]
    mean: npt.NDArray[np.float64]
    sd: npt.NDArray[np.float64]


type Draw = npt.NDArray[np.float64]


class Demand(Behaviour):
    """A law of final demand. `mean` and `sd` None mean: as the network states it for each buyer."""

    @abstractmethod
    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers) -> Draw:
        """Units demanded `(days, rows)` in one replication from day `first` on."""

    @abstractmethod
    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        """Long-run mean and standard deviation of a day's demand, each `(rows,)`."""


def _stated(value: Number | None, network: npt.NDArray[np.float64], what: str, buyers: Buyers) -> Draw:
    """The parameter if it is given, otherwise what the network states."""
    found = network if value is None else np.broadcast_to(np.asarray(value, dtype=float).reshape(-1), network.shape)
    missing = buyers.names[np.isnan(found)]
    if len(missing):
        raise InputError(f"demand.{what}: neither the behaviour nor the network states it for {', '.join(missing[:5])}")
    return found


@dataclass(frozen=True)
class Constant(Demand):
    """The same demand every day."""

    mean: Number | None = param(None, "units/day", "demand a day; None: the network's", low=0)

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        mean = _stated(self.mean, buyers.mean, "mean", buyers)
        return mean, np.zeros_like(mean)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers) -> Draw:
        return np.broadcast_to(self.moments(buyers)[0], (days, len(buyers.names)))


@dataclass(frozen=True)
class Step(Demand):
    """A demand that changes once for all (the beer game: 4, from week 5 on 8; Sterman 1989)."""

    before: Number = param(4.0, "units/day", "demand before the step", low=0)
    after: Number = param(8.0, "units/day", "demand from the day of the step on", low=0)
    day: int = param(5, "day", "first day of the new demand, counted from the first simulated day", low=1)

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        shape = buyers.mean.shape
        return np.full(shape, self.before, dtype=float), np.zeros(shape)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers) -> Draw:
        late = np.arange(first, first + days)[:, None] >= self.day
        return np.where(late, self.after, self.before) * np.ones(len(buyers.names))


@dataclass(frozen=True)
class Poisson(Demand):
    """Independent Poisson demand: many customers, each rarely (Silver, Pyke & Thomas 2017, ch. 7)."""

    mean: Number | None = param(None, "units/day", "mean a day; None: the network's", low=0)

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        mean = _stated(self.mean, buyers.mean, "mean", buyers)
        return mean, np.sqrt(mean)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers) -> Draw:
        mean = self.moments(buyers)[0]
        alike = (mean == mean[0]).all()  # numpy draws faster for one number than for many
        return rng.poisson(mean[0] if alike else mean, size=(days, len(mean))).astype(float)


@dataclass(frozen=True)
class Normal(Demand):
    """Independent normal demand; neither cut at zero nor rounded unless asked (Snyder & Shen 2019, sec. 4.3)."""

    mean: Number | None = param(None, "units/day", "mean a day; None: the network's", low=0)
    sd: Number | None = param(None, "units/day", "standard deviation; None: the network's", low=0)
    clip: bool = param(False, "", "cut at zero")
    whole: bool = param(False, "", "round to whole units")

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        return _stated(self.mean, buyers.mean, "mean", buyers), _stated(self.sd, buyers.sd, "sd", buyers)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers) -> Draw:
        mean, sd = self.moments(buyers)
        units = mean + sd * rng.standard_normal((days, len(mean)))
        units = np.rint(units) if self.whole else units
        return np.maximum(units, 0.0) if self.clip else units


@dataclass(frozen=True)
class NegativeBinomial(Demand):
    """Independent negative binomial demand: whole units that vary more than Poisson ones.

    Both moments are matched; where the deviation is not stated, or the variance not above the mean, Poisson takes its
    place (Agrawal & Smith 1996, Naval Research Logistics 43).
    """

    mean: Number | None = param(None, "units/day", "mean a day; None: the network's", low=0)
    sd: Number | None = param(None, "units/day", "standard deviation; None: the network's", low=0)

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        mean = _stated(self.mean, buyers.mean, "mean", buyers)
        sd = _stated(self.sd, np.nan_to_num(buyers.sd), "sd", buyers)
        return mean, np.where(mean > 0, np.maximum(sd, np.sqrt(mean)), 0.0)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers) -> Draw:
        mean, sd = self.moments(buyers)
        excess = sd**2 - mean
        spread = excess > 1e-9 * np.maximum(mean, 1.0)
        shape = mean[spread] ** 2 / excess[spread]
        units = np.empty((days, len(mean)))
        units[:, ~spread] = rng.poisson(mean[~spread], size=(days, int((~spread).sum())))
        units[:, spread] = rng.negative_binomial(shape, shape / (shape + mean[spread]), size=(days, len(shape)))
        return units


@dataclass(frozen=True)
class Gamma(Demand):
    """Independent gamma demand: continuous, never negative, any mean and spread (Burgin 1975, ORQ 26)."""

    mean: Number | None = param(None, "units/day", "mean a day; None: the network's", low=0)
    sd: Number | None = param(None, "units/day", "standard deviation; None: the network's", low=0)

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        mean, sd = _stated(self.mean, buyers.mean, "mean", buyers), _stated(self.sd, buyers.sd, "sd", buyers)
        return mean, np.where(mean > 0, sd, 0.0)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers) -> Draw:
        mean, sd = self.moments(buyers)
        units = np.broadcast_to(mean, (days, len(mean))).copy()
        varies = sd > 0
        shape = (mean[varies] / sd[varies]) ** 2
        units[:, varies] = rng.standard_gamma(shape, size=(days, len(shape))) * (mean[varies] / shape)
        return units


@dataclass(frozen=True)
class Replay(Demand):
    """A recorded series, day by day, begun again when it ends; the same in every replication."""

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

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        shape = buyers.mean.shape
        return np.full(shape, self.scale * self.series.mean()), np.full(shape, self.scale * self.series.std())

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers) -> Draw:
        units = self.scale * self.series[np.arange(first - 1, first - 1 + days) % len(self.series)]
        return units[:, None] * np.ones(len(buyers.names))
