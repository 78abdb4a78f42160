"""Disruptions: who is hit, by what, and how hard; what all kinds of them share."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from jitagents.crises.course import Course, Scene
from jitagents.crises.distributions import Distribution, Uncertain
from jitagents.crises.effects import AGENTS, BUYERS, Effect, effect_of
from jitagents.crises.fading import Fading
from jitagents.errors import InputError
from jitagents.parameters import Parameters, param

if TYPE_CHECKING:
    from jitagents.crises.shock import Shock


@dataclass(frozen=True)
class Disruption(Parameters):
    """A disruption. Several make a crisis; where they meet, the tightest limit holds, and surges of demand multiply.

    The target is a selector of agents, lanes or carriers, by what it acts on. With `random: k` in it, k of those are
    hit, others in every replication; k - 1 of them are those that would be hit if one fewer were.
    """

    target: Mapping[str, Any] = field(default_factory=dict)
    what: str | Effect = field(default="supply", metadata={"meaning": "what it acts on: a name, or an effect"})
    severity: Uncertain = param(1.0, "share", "part that is lost; of demand and prices: the relative change")
    fades: Fading | None = field(default=None, metadata={"meaning": "how severity falls with distance"})

    def __post_init__(self) -> None:
        super().__post_init__()
        effect, told = effect_of(self.what, f"{type(self).__name__}.what"), f"{type(self).__name__}.severity"
        if not isinstance(self.severity, Distribution):
            severity = np.asarray(self.severity)
            if ((severity < effect.least) | (severity > effect.most)).any():
                above = f"{effect.least:g} or more" if np.isinf(effect.most) else f"between {effect.least:g} and 1"
                raise InputError(f"{told} = {self.severity!r}: must be {above}, a share, for {_word(self.what)}")
        if self.fades is not None and effect.table not in (AGENTS, BUYERS):
            raise InputError(f"{type(self).__name__}.fades: only agents have a place, and {_word(self.what)} hits none")

    @cached_property
    def effect(self) -> Effect:
        """What it does."""
        return effect_of(self.what, f"{type(self).__name__}.what")

    @abstractmethod
    def course(self, scene: Scene) -> Course:
        """How it runs for the rows that it hits."""

    @abstractmethod
    def once(self) -> "Shock":
        """One blow of it, from day 1: what is tried to find out whom it hurts most."""


def _word(what: str | Effect) -> str:
    return what if isinstance(what, str) else type(what).__name__
