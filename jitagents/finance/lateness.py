"""Lateness: days by which payers exceed the terms of payment."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.parameters import Number, Parameters, param

RARE = 1e-3
"""Share of the late payments that may come later than the latest that is kept apart."""


@dataclass(frozen=True)
class Lateness(Parameters):
    """Bills that are paid late: a share of them on the due day, the others by geometric days after it.

    Formula:
        days = 0 with probability `on_time`, else geometric from 1 up, so that the mean of all is `mean`

    A mean of at most 1 - on_time day means one day for each of the others. What the law would pay after all but one in
    a thousand late bills is paid then.

    Source:
        Altares, Comportements de paiement des entreprises en France, 2024: 48.7 % of firms pay on time, 12.9 days late
        on average; the geometric law is assumed.
    """

    on_time: Number = param(0.49, "share", "of bills that are paid on the due day", low=0, high=1)
    mean: Number = param(12.9, "days", "late, mean of all bills", low=0, high=365)

    @property
    def longest(self) -> int:
        """Days within which all bills are paid after their due day."""
        return int(np.ceil(np.max(np.log(RARE) / np.log1p(-1.0 / np.maximum(self._of_late, 1.0 + 1e-9)))))

    @property
    def _of_late(self) -> Array:
        """Mean days of those that are late `(1, 1)` or `(1, worlds)`."""
        late = np.maximum(1.0 - np.atleast_2d(self.on_time), 1e-9)
        return np.minimum(np.maximum(np.asarray(self.mean) / late, 1.0), 3650.0)

    def days(self, uniform: Array) -> npt.NDArray[np.int64]:
        """Days by which bills are late, from uniform numbers, of the same shape `(lanes, worlds)`."""
        share, late = np.asarray(self.on_time), (uniform >= self.on_time) & (np.asarray(self.mean) > 0.0)
        rest = np.clip((1.0 - uniform) / np.maximum(1.0 - share, 1e-300), 1e-300, 1.0)
        steady = np.maximum(1.0 - 1.0 / np.maximum(self._of_late, 1.0 + 1e-9), 1e-300)
        days = np.clip(np.ceil(np.log(rest) / np.log(steady)), 1, self.longest)
        return np.where(late, days, 0).astype(np.int64)
