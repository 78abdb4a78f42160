"""Disruptions: who is hit, by what, and how hard; what all kinds of them share."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.parameters import Number, Parameters, param
from jitagents.worlds import Worlds

if TYPE_CHECKING:
    from jitagents.crises.shock import Shock

KINDS = ("supply", "production", "shipping", "lane", "carrier", "demand")
"""What a disruption acts on: an agent's production and shipping, one of them, a lane, a carrier's lanes, demand."""


class Course(Protocol):
    """How a disruption runs."""

    def intensity(self, day: int) -> Array:
        """Severity on a measured day, asked for day by day: `(rows, worlds)`; one row or world stands for all."""


@dataclass(frozen=True)
class Disruption(Parameters):
    """A disruption. Several make a crisis; where they meet, the tightest limit holds, and surges of demand multiply.

    A site at 60 % (severity 0.4) starts, finishes and ships at most 60 % of its capacity, or of its mean flow where its
    capacity is unlimited; work in process waits. A lane or carrier that is closed (severity 1) loads nothing, and goods
    under way wait for its opening; at a lower severity it loads at most the rest of its mean flow. Demand is multiplied
    by 1 + severity.
    """

    target: Mapping[str, Any] = field(default_factory=dict)
    what: str = param("supply", "", "what it acts on", choices=KINDS)
    severity: Number = param(1.0, "share", "part that is lost; of demand: the relative surge", low=-1)

    def __post_init__(self) -> None:
        super().__post_init__()
        severity = np.asarray(self.severity)
        if self.what != "demand" and ((severity < 0) | (severity > 1)).any():
            told = f"{type(self).__name__}.severity = {self.severity!r}"
            raise InputError(f"{told}: must lie between 0 and 1 share, but for demand")

    @property
    @abstractmethod
    def start(self) -> Number:
        """First day, counted from the first measured day, which is 1."""

    @property
    @abstractmethod
    def last(self) -> int:
        """The last measured day on which any world may be hit."""

    @property
    def first(self) -> int:
        """The first measured day on which any world may be hit."""
        return int(np.floor(np.min(self.start)))

    @abstractmethod
    def course(self, names: npt.NDArray[np.object_], worlds: Worlds, stream: str, begins: int) -> Course:
        """How it runs for the rows that it hits.

        Args:
            names: of the rows.
            worlds: who shares the draws, if there are any.
            stream: purpose of the draws.
            begins: the first measured day that will be asked for.
        """

    @abstractmethod
    def once(self) -> "Shock":
        """One blow of it, from day 1: what is tried to find out whom it hurts most."""
