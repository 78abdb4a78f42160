"""What the findings are told from: the numbers of the network at the first level, by variant."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from jitagents.results.cube import cube
from jitagents.results.intervals import variance_ratio, words

if TYPE_CHECKING:
    from jitagents.results import Results


@dataclass(frozen=True)
class Mean:
    """A mean with its interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return words(self.mean, self.low, self.high).removesuffix(" ± 0")

    def times(self, factor: float) -> "Mean":
        ends = sorted((self.low * factor, self.high * factor))
        return Mean(self.mean * factor, *ends)

    @property
    def unsure(self) -> bool:
        """Whether the interval holds zero beside other values."""
        return self.low <= 0 <= self.high and self.low < self.high


class Story:
    """The numbers of the network at the first level, by variant."""

    def __init__(self, results: "Results") -> None:
        self.results = results
        self.variants = results.variants
        self.level = results.levels[0]
        table = results.summary(scopes=["network"])
        self.table = table[table["level"] == self.level].set_index(["variant", "metric"])
        self.replications = int(self.table["replications"].max())

    @cached_property
    def share(self) -> dict[str, float]:
        """Share of the replications with a loss."""
        return {name: float(self._losses["share"].get(name, np.nan)) for name in self.variants}

    @cached_property
    def day(self) -> dict[str, float]:
        """Mean day of the first loss in those."""
        return {name: float(self._losses["day"].get(name, np.nan)) for name in self.variants}

    @cached_property
    def sharper(self) -> list[float]:
        """How many times twins make the variance of the change of output smaller, where it varies, by variant."""
        data = cube(self.results.replications, self.variants, ["output"], ["network"])
        ratios = variance_ratio(data.crisis[:, 0], data.calm[:, 0])[(data.cells["level"] == self.level).to_numpy()]
        return [float(ratio) for ratio in ratios if np.isfinite(ratio)]

    @cached_property
    def _losses(self) -> pd.DataFrame:
        losses = self.results.first_loss(["network"])
        return losses[losses["level"] == self.level].set_index("variant")

    def of(self, variant: str, metric: str, world: str = "crisis") -> Mean:
        return _mean(self.table.loc[[(variant, metric)]], world)

    def apart(self, a: str, b: str, metric: str, world: str) -> Mean:
        """Variant a - variant b on the same random numbers."""
        rows = self.results.compare(a, b, metric, ["network"])
        return _mean(rows[rows["level"] == self.level], world)

    def sorted(self, metric: str, world: str) -> list[str]:
        """Variants from the least to the most."""
        return sorted(self.variants, key=lambda name: self.of(name, metric, world).mean)

    @property
    def all(self) -> str:
        return "Both variants" if len(self.variants) == 2 else "All variants"


def _mean(rows: pd.DataFrame, world: str) -> Mean:
    return Mean(*rows[[world, f"{world}_low", f"{world}_high"]].iloc[0].astype(float))
