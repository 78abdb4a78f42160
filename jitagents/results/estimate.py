"""An estimate: a number with its interval, and how that was found."""

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.formatting import words

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

CONFIDENCE = 0.95
STUDENT = "Student's t"
PERCENT = 100.0


@dataclass(frozen=True)
class Estimate[Value: (float, Floats)]:
    """A number with its interval, or an array of them.

    Attributes:
        mean: the estimate; NaN if there is nothing to estimate from.
        low: lower end of the interval; NaN if there are too few replications.
        high: upper end of the interval; NaN if there are too few replications.
        replications: that are numbers, behind it.
        unit: of all three; a share is between 0 and 1.
        confidence: of the interval.
        method: by which the interval was found.
    """

    mean: Value
    low: Value
    high: Value
    replications: int | Ints = 0
    unit: str = ""
    confidence: float = CONFIDENCE
    method: str = STUDENT

    @classmethod
    def read(cls, row: "pd.Series[Any]", name: str, unit: str = "") -> "Estimate[float]":
        """An estimate from a row of a table, with columns `NAME`, `NAME_low` and `NAME_high`."""
        mean, low, high = (float(row[f"{name}{end}"]) for end in ("", "_low", "_high"))
        return Estimate(mean, low, high, unit=unit)

    def columns(self, name: str) -> dict[str, Value]:
        """The columns of a table in which it stands: `NAME`, `NAME_low` and `NAME_high`."""
        return {name: self.mean, f"{name}_low": self.low, f"{name}_high": self.high}

    @property
    def one(self) -> "Estimate[float]":
        """The same of an array that holds one number."""
        mean, low, high = float(self.mean), float(self.low), float(self.high)
        return Estimate(mean, low, high, int(self.replications), self.unit, self.confidence, self.method)

    def times(self, factor: float) -> Self:
        """The estimate of a multiple."""
        low, high = (self.low, self.high) if factor >= 0 else (self.high, self.low)
        return replace(self, mean=self.mean * factor, low=low * factor, high=high * factor)

    @property
    def in_percent(self) -> Self:
        """A share in percent; anything else as it is."""
        return replace(self.times(PERCENT), unit="%") if self.unit == "share" else self

    @property
    def unsure(self: "Estimate[float]") -> bool:
        """Whether the interval holds zero beside other values."""
        return self.low <= 0 <= self.high and self.low < self.high

    @property
    def sign(self: "Estimate[float]") -> str:
        """`up`, `down`, `flat` where that is not clear, `none` where it is 0."""
        if self.unsure:
            return "flat"
        return "none" if self.mean == 0 else "up" if self.mean > 0 else "down"

    @property
    def with_interval(self: "Estimate[float]") -> str:
        """As text, with its interval even where that is 0: for a column in which others vary."""
        return words(self.mean, self.low, self.high)

    def __str__(self: "Estimate[float]") -> str:
        return self.with_interval.removesuffix(" ± 0")
