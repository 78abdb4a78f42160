"""Mode choice: late goods go by the faster mode."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jitagents.behaviours.transport.departures import Wrapped
from jitagents.column import Array
from jitagents.network import Law, LeadTimes
from jitagents.network.lead_times import collect
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Expediting(Wrapped):
    """Expedited shipping: goods on which the seller is late go express, the others as usual.

    What the seller had not sent this morning, beyond `patience` days of the buyer's mean flow, is late.

    Formula:
        express = min(leaving, max(0, outstanding - patience x mean flow))
        express lead time = max(1, ceil(factor x lead time))

    Source:
        Moinzadeh & Nahmias 1988, Management Science 34(6); Minner 2003, Int. J. Production Economics 81-82, sec. 4.
    """

    patience: Number = param(1.0, "days", "mean flow that may be outstanding before goods are late", low=0)
    factor: float = param(0.5, "", "express lead time over the usual one", low=0, high=1)

    @property
    def expresses(self) -> bool:
        return True

    def times(self, stated: LeadTimes, lanes: pd.DataFrame) -> LeadTimes:
        return super().times(stated, lanes)

    def hurried(self, times: LeadTimes) -> LeadTimes:
        laws = tuple(self._faster(law) for law in times.laws)
        return collect(self._days(times.planned).astype(float), times.law, laws, 1)

    def _faster(self, law: Law) -> Law:
        days, place = np.unique(self._days(law.days), return_inverse=True)
        return Law(days, np.bincount(place, weights=law.probability))

    def _days(self, usual: np.ndarray) -> np.ndarray:
        return np.maximum(np.ceil(self.factor * usual - 1e-9), 1.0).astype(np.int64)

    def express(self, leaving: Array, outstanding: Array, rate: Array) -> Array:
        return np.minimum(leaving, np.maximum(outstanding - self.patience * rate, 0.0))
