"""Courses: the severity of a disruption day by day, for the rows that it may affect."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from jitagents.column import Array, Flags
from jitagents.continuation import Stateful
from jitagents.crises.distributions import Distribution, Uncertain
from jitagents.crises.health import Exposure
from jitagents.random_streams import Drawn, Sampler
from jitagents.worlds import Worlds

type Idle = Callable[[], Flags]
"""True where an agent or lane was starved yesterday `(rows, worlds)`."""


@dataclass(frozen=True)
class Scene:
    """The rows, worlds and random numbers of a course.

    Attributes:
        table: the rows that may be affected: agents, lanes or carriers with their attributes; those of one `name`
            fail together, in the order of the rows.
        worlds: who shares the draws.
        stream: purpose of the draws.
        begins: the first measured day that will be asked for; below 1 in the warm-up.
        idle: which rows were starved yesterday.
        idle_of: the same for other agents, by their selector and its place in the configuration.
        short: days in a row for which the firms of the rows have been unable to pay `(rows, worlds)`; None: no money
            is followed.
        exposure: makes what tells of the customers and the load of agents; None: the rows are no agents.
        help: factor on the time in which each agent recovers `(rows, 1 or worlds)`; None: nobody helps.
    """

    table: pd.DataFrame
    worlds: Worlds
    stream: str
    begins: int
    idle: Idle
    idle_of: Callable[[Mapping[str, Any], str], Idle]
    short: Callable[[], Array] | None = None
    exposure: Callable[[], Exposure] | None = None
    help: Array | None = None

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.table)

    def draw_once(self, value: Uncertain, purpose: str) -> Array:
        """A number that all rows share: itself, or one drawn for each replication `(1, worlds)` or `(1, 1)`."""
        if not isinstance(value, Distribution):
            return np.atleast_2d(np.asarray(value, dtype=float))
        chance = [generator.random() for generator in self.worlds.generators(f"{self.stream}.{purpose}")]
        return np.atleast_2d(value.quantile(self.worlds.by_replication(chance)))

    def draw_daily(self, purpose: str, numbers: int = 1, names: "pd.Series[str] | None" = None) -> Drawn:
        """Uniform numbers of every day, `numbers` for each row, drawn in the order of names.

        Args:
            purpose: of the draws.
            numbers: for each row.
            names: other names than those of the table, one a row of the draws.

        Returns:
            Drawn `(numbers x rows, worlds)`.
        """
        key = self.table["name"] if names is None else names
        back = np.argsort(np.argsort(key.to_numpy(dtype=str), kind="stable"))
        sampler: Sampler = lambda rng, day, days, _: (  # noqa: E731
            rng.random((days, numbers, len(back)))[:, :, back].reshape(days, -1)
        )
        return Drawn(self.worlds, f"{self.stream}{purpose}", [sampler], numbers * len(back))


class Course(ABC, Stateful):
    """Severity of a disruption over time.

    Attributes:
        begins: the first measured day on which a world may be affected `(1, worlds)` or `(1, 1)`.
        last: the last measured day on which any world may be affected.
        tells: True if those who know that it has begun know how many days are to come, `left`.
    """

    begins: Array
    last: float = np.inf
    tells: ClassVar[bool] = False

    @property
    def apart(self) -> bool:
        """True if each row has outages of its own, which begin on different days."""
        return False

    @abstractmethod
    def intensity(self, day: int) -> Array:
        """Severity on a measured day, asked for day by day: `(rows, worlds)`; one row or world stands for all."""

    def extra(self, day: int) -> Array:
        """Share by which a site can make more than its capacity on a measured day, of the same shape."""
        return np.zeros((1, 1))

    def announced(self, day: int) -> Array:
        """Days of full severity that are known on a measured day to be still to come, of the same shape."""
        return np.zeros((1, 1))

    def left(self, day: int) -> Array:
        """Days of full severity that are still to come for who knows on a measured day that it has begun.

        They are those that must be expected; `(rows, worlds)` where rows are `apart`.
        """
        return np.zeros((1, 1))

    def began(self, day: int) -> Array:
        """First day of the outage that lasts on a measured day, in the shape of `left`; infinite where none does."""
        return self.begins

    def heard(self, day: int, lag: Array) -> Flags:
        """Whether those who hear of an announcement with a lag, days `(rows, 1 or worlds)`, have heard of it."""
        return np.ones((1, 1), dtype=bool)

    @property
    def first(self) -> int:
        """The first measured day on which any world may be affected."""
        return int(self.begins.min())

    @property
    def known(self) -> int:
        """The first measured day on which anybody in any world may know of it."""
        return self.first
