"""Laws of demand that come from recorded series."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from jitagents.behaviours.demand.base import Buyers, Demand, Draw
from jitagents.behaviours.demand.independent import Normal
from jitagents.behaviours.demand.recording import Recording, read_recording
from jitagents.errors import InputError
from jitagents.parameters import Number, param
from jitagents.random_streams import Carried
from jitagents.reading import Dialect


@dataclass(frozen=True)
class Recorded(Demand):
    """Recorded units of each day: one series for all buyers, or one for each.

    One column holds the series of all buyers. With `market`, that column says by its name or by its item which buyer's
    units a line holds, the lines of each in the order of days. Without `column`, each buyer has a column of its own,
    headed by its name or its item. Buyers without a series follow `rest`.
    """

    file: str = param("", "", "path of a table (CSV, Excel), one row a day, or a row a day and market")
    column: str | None = param("", "", "the column with the units of each day; None: a column for each buyer")
    market: str | None = param(None, "", "the column with the buyer, or its item, of each row; None: none")
    scale: Number = param(1.0, "", "factor on the recorded units", low=0)
    rest: Demand = field(default_factory=lambda: Normal(clip=True))
    csv: Dialect = field(default_factory=Dialect)

    @cached_property
    def recording(self) -> Recording:
        """The recorded units of each market."""
        return read_recording(self.file, self.column, self.market, self.csv)

    @property
    def series(self) -> Draw:
        """The recorded units `(days,)`, or `(days, markets)` if markets have series of their own."""
        units = self.recording.units
        return units if self.recording.markets else units[:, 0]

    @property
    def weights(self) -> Draw:
        """Relative frequency of each recorded day in the long run `(days,)`."""
        return np.ones(len(self.recording.units))

    def moments(self, buyers: Buyers) -> tuple[Draw, Draw]:
        series = self.recording.rows(buyers)
        mean = np.average(self.recording.units, axis=0, weights=self.weights)
        sd = np.sqrt(np.average((self.recording.units - mean) ** 2, axis=0, weights=self.weights))
        moments_of_buyers = self.scale * mean[series], self.scale * sd[series]
        rest = series < 0
        if rest.any():
            for moment, others in zip(moments_of_buyers, self.rest.moments(buyers.of(rest)), strict=True):
                moment[rest] = others
        return moments_of_buyers

    def _with_rest(
        self, units: Draw, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried
    ) -> Draw:
        """The units, with those of the buyers that have no series put in."""
        rest = self.recording.rows(buyers) < 0
        if rest.any():
            held: Carried = {key[5:]: value for key, value in memory.items() if key.startswith("rest ")}
            stream = memory.setdefault("stream of the rest", rng.spawn(1)[0])
            units[:, rest] = self.rest.draw(stream, first, days, buyers.of(rest), held)
            memory.update({f"rest {key}": value for key, value in held.items()})
        return units


@dataclass(frozen=True)
class Replay(Recorded):
    """Replay of recorded series, begun again when they end; the same in every replication.

    Formula:
        demand = scale x series[(day - 1) mod length]

    Source:
        Trace-driven simulation: Law 2015, Simulation Modeling and Analysis, sec. 6.1.
    """

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Draw:
        recorded = self.recording
        day = np.arange(first - 1, first - 1 + days) % len(recorded.units)
        units = self.scale * recorded.units[day][:, recorded.rows(buyers)]
        return self._with_rest(units, rng, first, days, buyers, memory)


@dataclass(frozen=True)
class Bootstrap(Recorded):
    """Moving-block bootstrap of recorded series: pieces of successive days, drawn with replacement.

    What hangs together within a piece is kept. Of one series for all, every buyer and replication has pieces of its
    own; where buyers have series of their own, they have the same pieces, so that what hangs together between them is
    kept too.

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
        length = len(self.recording.units)
        if self.block > length:
            text = f"the series has {length} days"
            raise InputError(f"demand.block = {self.block}: {text}; a piece must not be longer than it")
        return length - self.block + 1

    @property
    def weights(self) -> Draw:
        return np.convolve(np.ones(self.starts), np.ones(self.block))

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Draw:
        count = 1 if self.recording.markets else len(buyers.names)
        begun, place = np.divmod(np.arange(first - 1, first - 1 + days), self.block)
        held = memory.get("start", np.zeros((0, count), dtype=np.int64))
        fresh = rng.integers(self.starts, size=(begun[-1] + 1 - begun[0] - len(held), count))
        start = np.concatenate((held, fresh))
        memory["start"] = start[-1:] if place[-1] < self.block - 1 else start[:0]
        drawn = start[begun - begun[0]] + place[:, None]
        units = self.scale * self.recording.units[drawn, self.recording.rows(buyers)]
        return self._with_rest(units, rng, first, days, buyers, memory)
