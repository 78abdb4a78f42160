"""Lead times of a chosen law, with the means of the lanes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jitagents.behaviours.transport.stated import Drawn
from jitagents.network import Law, LeadTimes
from jitagents.network.lead_time_laws import gamma_law, lognormal_law
from jitagents.network.lead_times import collect
from jitagents.parameters import param


def _with_law(stated: LeadTimes, cv: float, law_of: Callable[[float, float, int], Law]) -> LeadTimes:
    """Lead times of the stated means, drawn from a law of this coefficient of variation; as stated if it is 0."""
    if not cv:
        return stated
    means, law = np.unique(stated.mean, return_inverse=True)
    laws = tuple(law_of(mean, cv * mean, 1) for mean in means.tolist())
    return collect(stated.planned.astype(float), law.astype(np.int64), laws, 1)


@dataclass(frozen=True)
class Gamma(Drawn):
    """Gamma lead times on all lanes, with the lane's mean, in whole days.

    Formula:
        L = max(1, round(X)), X gamma with the lane's mean and standard deviation cv x mean

    Source:
        Burgin 1975, Operational Research Quarterly 26(3).
    """

    cv: float = param(0.3, "", "coefficient of variation; 0: as stated", low=0)

    def times(self, stated: LeadTimes, lanes: pd.DataFrame) -> LeadTimes:
        return _with_law(stated, self.cv, gamma_law)


@dataclass(frozen=True)
class Lognormal(Drawn):
    """Lognormal lead times on all lanes, with the lane's mean, in whole days; a longer tail than the gamma law.

    Formula:
        L = max(1, round(X)), X lognormal with the lane's mean and standard deviation cv x mean

    Source:
        Das 1983, International Journal of Production Research 21(6).
    """

    cv: float = param(0.3, "", "coefficient of variation; 0: as stated", low=0)

    def times(self, stated: LeadTimes, lanes: pd.DataFrame) -> LeadTimes:
        return _with_law(stated, self.cv, lognormal_law)
