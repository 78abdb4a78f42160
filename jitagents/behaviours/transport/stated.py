"""Lead times that the network states, and how a law of lead times is drawn."""

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jitagents.behaviours.transport.base import Days, Transport
from jitagents.errors import InputError
from jitagents.network import LeadTimes
from jitagents.parameters import param


@dataclass(frozen=True)
class Planned(Transport):
    """Fixed lead times: everything takes its planned time, the rounded mean.

    Formula:
        days = floor(mean + 1/2)

    Source:
        Zipkin 2000, Foundations of Inventory Management, sec. 6.2.
    """

    @property
    def draws(self) -> bool:
        return False

    def draw(self, rng: np.random.Generator, days: int, times: LeadTimes, rows: Days) -> Days:
        return np.broadcast_to(times.planned[rows], (days, len(rows)))


@dataclass(frozen=True)
class Drawn(Transport):
    """Lead times drawn from the laws of the lanes, whatever those are."""

    overtaking: bool = param(True, "", "a shipment may arrive before one that was sent earlier")
    per: str = param("shipment", "", "what draws a lead time of its own", choices=("shipment", "unit"))

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.by_unit and self.in_sequence:
            raise InputError(f"{type(self).__name__}.overtaking = False: units that draw for themselves overtake")

    @abstractmethod
    def times(self, stated: LeadTimes, lanes: pd.DataFrame) -> LeadTimes: ...

    @property
    def in_sequence(self) -> bool:
        return not self.overtaking

    @property
    def by_unit(self) -> bool:
        return self.per == "unit"

    def draw(self, rng: np.random.Generator, days: int, times: LeadTimes, rows: Days) -> Days:
        uniform = rng.random((days, len(rows)))
        lead = np.broadcast_to(times.planned[rows], uniform.shape).copy()
        for number in np.setdiff1d(times.law[rows], [-1]):
            law, here = times.laws[number], times.law[rows] == number
            lead[:, here] = law.days[np.searchsorted(np.cumsum(law.probability)[:-1], uniform[:, here], side="right")]
        return lead


@dataclass(frozen=True)
class AsStated(Drawn):
    """Random lead times as the network states them; each shipment, or each unit, draws from its lane's law, if any.

    Without overtaking the lead times of successive shipments hang together: no arrival comes before an earlier one's,
    and each lead time follows the law. Where no such mechanism is there, as for a law with gaps ('1:0.5 3:0.5'), the
    law is drawn for each shipment, and who would overtake arrives with those before, later than the law says: with a
    shipment every day that law has a mean of 2.25 days in place of 2. Plans keep to the stated mean, here 2.

    Formula:
        arrival = day + L; without overtaking min{d: age on day d >= J[d]}, each day's J by itself,
        P(J <= k) = P(L = k) / P(L >= k), if that rises in k; else L[t] = max(L[t-1] - 1, X[t]),
        P(X <= k) = P(L <= k) / P(L <= k+1), if that does

    Source:
        Kaplan 1970, Management Science 16(7), and Zipkin 2000, sec. 7.4 (without overtaking); Palm 1938 (by unit).
    """

    def times(self, stated: LeadTimes, lanes: pd.DataFrame) -> LeadTimes:
        return stated
