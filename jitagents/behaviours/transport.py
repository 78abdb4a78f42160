"""Transport: how many days a shipment, or a production run, takes."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.base import Behaviour
from jitagents.network import LeadTimes

type Days = npt.NDArray[np.int64]


class Transport(Behaviour):
    """A rule of lead times.

    Attributes:
        draws: True if lead times that have a law are drawn; False if everything takes its planned time.
    """

    draws: ClassVar[bool] = True

    @abstractmethod
    def draw(self, rng: np.random.Generator, days: int, times: LeadTimes, rows: Days) -> Days:
        """Lead times of the shipments of some days, in whole days `(days, rows)`."""


@dataclass(frozen=True)
class Planned(Transport):
    """Everything takes its planned time: the rounded mean."""

    draws: ClassVar[bool] = False

    def draw(self, rng: np.random.Generator, days: int, times: LeadTimes, rows: Days) -> Days:
        return np.broadcast_to(times.planned[rows], (days, len(rows)))


@dataclass(frozen=True)
class AsStated(Transport):
    """Each shipment's time is drawn from its lane's law, if it has one; later shipments may overtake."""

    def draw(self, rng: np.random.Generator, days: int, times: LeadTimes, rows: Days) -> Days:
        uniform = rng.random((days, len(rows)))
        lead = np.broadcast_to(times.planned[rows], uniform.shape).copy()
        for number in np.setdiff1d(times.law[rows], [-1]):
            law, here = times.laws[number], times.law[rows] == number
            lead[:, here] = law.days[np.searchsorted(np.cumsum(law.probability)[:-1], uniform[:, here], side="right")]
        return lead
