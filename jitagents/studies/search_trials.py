"""Trials of the points of a search, as levels of one study, on random numbers that are not those of the study."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import ceil
from typing import Any, Protocol

import numpy as np
import pandas as pd

from jitagents.designs import Search
from jitagents.points import Point, label
from jitagents.results import Results
from jitagents.scenario.replications import stated


class Ready(Protocol):
    """A study that is ready to run."""

    def run(self, path: None = None, progress: bool = True) -> Results:
        """Simulate it."""


type Make = Callable[[dict[str, Any]], Ready]
"""Makes the study of a resolved configuration that states its levels beside its design."""

REFUSED = 1e100
"""Objective of a point that serves too little, times one and the share that is missing: samplers look at ranks alone,
and take from it which way is better (Deb 2000, Comput. Methods Appl. Mech. Eng. 186(2-4))."""


class Trials:
    """Points of one variant that were tried.

    Args:
        search: its settings.
        config: resolved configuration of the variant.
        make: makes a study.

    Attributes:
        points: that were tried, by their labels.
        kept: names of those that are left when all has been halved, the best first.
    """

    def __init__(self, search: Search, config: Mapping[str, Any], make: Make) -> None:
        self._search, self._config, self._make = search, config, make
        self.points, self.kept = dict[str, Point](), list[str]()
        self._found = dict[str, dict[str, list[float]]]()

    def study(self, points: Sequence[Point], numbers: range) -> Ready:
        """The study of replications of some points.

        Raises:
            InputError: anything that prevents the simulation.
        """
        return self._make(self._configured(points, numbers))

    def add(self, points: Sequence[Point], numbers: range) -> None:
        """Simulate replications of some points, besides those that were simulated before."""
        results = self.study(points, numbers).run(progress=False)
        columns = {name: _column(results, name) for name in self._names}
        frame = results.replications[results.replications["scope"] == "network"]
        of_each = {str(level): rows for level, rows in frame.groupby("level")}
        for point in points:
            name = label(point)
            self.points.setdefault(name, point)
            values = self._found.setdefault(name, {one: [] for one in columns})
            for one, column in columns.items():
                values[one] += of_each[name][column].tolist()

    def value(self, name: str) -> float:
        """The number that is made least: the objective of a point, or how far it falls short of the service."""
        means = {one: _mean(values) for one, values in self._found[name].items()}
        missing = sum(max(least - means[one], 0.0) for one, least in self._search.least.items())
        return REFUSED * (1 + missing) if missing else means[self._search.objective]

    def best(self, names: Sequence[str] | None = None) -> list[str]:
        """Names of points, the best first: of some, or of all that were tried."""
        return sorted(self.points if names is None else names, key=self.value)

    def halve(self) -> Iterator[int]:
        """Halve what was tried until the points that are kept are left; yields the number of points of each round.

        The better half goes on with twice as many replications, so that each round costs about the same.

        Source:
            Successive halving: Karnin, Koren & Somekh 2013, ICML 30; Jamieson & Talwalkar 2016, AISTATS 19.
        """
        left, done = self.best(), self._search.replications
        for count in halves(len(left), self._search.keep):
            left = left[:count]
            self.add([self.points[name] for name in left], range(done, 2 * done))
            left, done = self.best(left), 2 * done
            yield count
        self.kept = left

    @property
    def _names(self) -> list[str]:
        return list(dict.fromkeys((self._search.objective, *self._search.least)))

    def _configured(self, points: Sequence[Point], numbers: range) -> dict[str, Any]:
        """The configuration of a batch of trials: the points as levels, with other random numbers than the study."""
        config = self._config
        names = [self._search.objective.partition(".")[0], *self._search.least]
        kept = [one for one in config["measures"] if not isinstance(one, str) or one in names]
        return {
            **config, "levels": list(points), "replications": stated(numbers), "precision": {},
            "seed": config["seed"] + 1, "variants": {}, "measures": names if config["measures"] == "all" else kept,
            "scopes": ["network"], "daily": ["output"], "loss_map": False, "objective": None, "labels": {},
        }  # fmt: skip


def halves(count: int, keep: int) -> list[int]:
    """The number of points that go on in each round, until as many are left as are kept."""
    rounds = []
    while count > keep:
        count = max(ceil(count / 2), keep)
        rounds.append(count)
    return rounds


def _column(results: Results, name: str) -> str:
    metric, _, world = name.partition(".")
    return f"{metric}.{world or ('crisis' if results.has_crisis else 'calm')}"


def _mean(values: Sequence[float]) -> float:
    """The mean of the replications that have a value; a point without any is refused."""
    known = pd.Series(values).dropna()
    return float(np.mean(known)) if len(known) else REFUSED
