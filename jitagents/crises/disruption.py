"""Disruptions: the target, effect and severity that all kinds of them share."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeGuard

import numpy as np

from jitagents.crises.attenuation import Attenuation
from jitagents.crises.course import Course, Scene
from jitagents.crises.distributions import Distribution, Uncertain
from jitagents.crises.effects import AGENTS, Effect, effect_of
from jitagents.crises.outages import Outages
from jitagents.errors import Faults
from jitagents.parameters import Number, Parameters, first_wrong, param

if TYPE_CHECKING:
    from jitagents.crises.shock import Shock


@dataclass(frozen=True)
class Disruption(Parameters):
    """A disruption. Several make a crisis; where they meet, the tightest limit holds, and surges of demand multiply.

    The target is a selector of agents, lanes or carriers, as its effect demands. `random: k` in it draws k
    targets for each replication. Draws are nested: the targets for k - 1 are a subset of those for k.

    Attributes:
        consequent: True if it only follows from others, and begins no crisis.
    """

    consequent: ClassVar[bool] = False
    target: Mapping[str, Any] = field(default_factory=dict, metadata={"replace": True})
    what: str | Effect = field(default="supply", metadata={"meaning": "effect: a name, or an effect with parameters"})
    severity: Uncertain = param(1.0, "share", "part that is lost; of demand and prices: the relative change")
    attenuation: Attenuation | None = field(default=None, metadata={"meaning": "how severity falls with distance"})

    def __post_init__(self) -> None:
        faults, effect = Faults(), None
        with faults.collected():
            super().__post_init__()
        with faults.collected():
            effect = self.effect
        faults.add(*(f"{type(self).__name__}.{fault}" for fault in self.faults(effect)))
        faults.tell()

    def faults(self, effect: Effect | None) -> Iterator[str]:
        """Faults of its parameters beyond their kinds and limits; none if there is no such effect."""
        if effect is None:
            return
        if is_number(self.severity) and not (right := np.equal(self.severity, effect.cut(self.severity))).all():
            allowed = f"{effect.least:g} or more" if np.isinf(effect.most) else f"between {effect.least:g} and 1"
            yield f"severity = {first_wrong(self.severity, right)}: must be {allowed}, a share, for {self.effect_name}"
        if isinstance(self.severity, Distribution):
            yield from self._drawn_faults(self.severity, effect)
        if self.attenuation is not None and effect.table != AGENTS:
            yield f"attenuation: only agents have a place, and {self.effect_name} acts on none"

    def _drawn_faults(self, severity: Distribution, effect: Effect) -> Iterator[str]:
        """Faults of a severity that is drawn: values that would be cut."""
        low, high = (np.asarray(end, dtype=float) for end in severity.ends)
        if (low < effect.least).any() or (high > effect.most).any():
            allowed = f"{effect.least:g} up" if np.isinf(effect.most) else f"{effect.least:g} to 1"
            text = f"severity: {type(severity).__name__} gives {low.min():.3g} to {high.max():.3g}"
            yield f"{text}; must be a share from {allowed} for {self.effect_name}"

    @cached_property
    def effect(self) -> Effect:
        """The effect, by which it acts.

        Raises:
            InputError: there is none of that name.
        """
        return effect_of(self.what, f"{type(self).__name__}.what")

    @property
    def effect_name(self) -> str:
        """The name of its effect, for messages."""
        return self.what if isinstance(self.what, str) else type(self.what).__name__

    @abstractmethod
    def course(self, scene: Scene) -> Course:
        """Its course for the rows that it may affect."""

    @abstractmethod
    def as_single_shock(self) -> "Shock":
        """A single shock from day 1 with the expected severity and duration, used to screen for the worst target."""

    def outages(self, days: int, ttr: float = np.nan) -> Outages | None:
        """The outages of a row that it may affect; None if their law is not known.

        Args:
            days: of the study.
            ttr: time to recover of the row, days; NaN: not stated.
        """
        return None


def is_number(value: Any) -> TypeGuard[Number]:
    """True for a number or an array of some, whatever the parameter that holds it should be."""
    return not isinstance(value, Parameters) and np.issubdtype(np.asarray(value).dtype, np.number)
