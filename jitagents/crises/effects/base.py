"""Base of the effects of disruptions, and of the handlers that apply them to the state of the model."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np

from jitagents.column import Array, Flags
from jitagents.continuation import Stateful
from jitagents.crises.effects.wording import Wording
from jitagents.crises.engine.active import ActiveDisruption, Reach
from jitagents.crises.engine.gate import Gate
from jitagents.crises.engine.today import Today
from jitagents.errors import InputError, nearest
from jitagents.flow import NONE, Index
from jitagents.parameters import Number, Parameters
from jitagents.state import SimulationState

AGENTS, LANES, CARRIERS = "agents", "lanes", "carriers"
"""The table that the target of a disruption is chosen from."""
ANY, BUYER, SELLER, MAKER, RECEIVER = (
    "an agent", "a buyer", "an agent that sells to others", "a plant or source", "an agent that buys from others",
)  # fmt: skip
"""Roles of the targeted agents that an effect can act on; it ignores the others."""
MAKING, SHIPPING, CARRYING, RECEIVING, SPOILING, ESCAPING, DESTROYING, DECIDING, ORDERING, BUYING = (
    "making", "shipping", "carrying", "receiving", "spoiling", "escaping", "destroying", "deciding", "ordering",
    "buying",
)  # fmt: skip
"""Steps of the flow in which an effect can be the cause of a loss."""
RENAMED = {"custom": "switching"}
"""Effects that had another name."""


class EffectHandler(ABC, Stateful):
    """Applies an effect to the state of the model, day by day.

    Args:
        disruption: the disruption whose effect it is.
        state: of the model.
        today: changes of the day, for the rest of the day to read.

    Attributes:
        lasting: True if it acts on every day after it has begun, and not only while its severity is not 0.
        changes_prices: True if prices or freight can change.
        columns: `table.column` of the state that it needs.
        affected_rows: stock points whose records it can change.
        record_age: most days by which it makes records late.
        lost_entries: most days of entries that books lose for good.
        gate: on the way of its lanes; None if it has none.
    """

    lasting: bool = False
    changes_prices: ClassVar[bool] = False
    columns: ClassVar[tuple[str, ...]] = ()
    affected_rows: Index = NONE
    record_age: int = 0
    lost_entries: float = 0.0
    gate: Gate | None = None

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        self.disruption, self.state, self.today = disruption, state, today
        self.effect: Any = disruption.spec.effect

    @abstractmethod
    def apply(self, severity: Array, day: int) -> None:
        """Apply it for a day.

        Args:
            severity: `(rows or 1, worlds)`, 0 in worlds without the crisis.
            day: today, counted from the first day of the warm-up.
        """

    def revert(self) -> None:  # most write nothing there
        """Take back what it has written into the tables of state."""

    def shift_demand(self, wanted: Array) -> None:  # effects of demand alone do
        """Change what final customers want on a day on which it was applied, units `(buyers, worlds)`."""

    def delays(self) -> tuple[float, int]:
        """Largest factor on the lead time of its lanes, 0 if it never delays; most days of detour."""
        return 0.0, 0


class Onset(Stateful):
    """Finds the day on which a disruption begins, row by row and world by world."""

    changing = ("_before",)

    def __init__(self, reached: Callable[[Array], Flags]) -> None:
        self._reached, self._before = reached, np.zeros((1, 1), dtype=bool)

    def of(self, severity: Array) -> Flags:
        """True where it acts today, and did not yesterday."""
        now = self._reached(severity)
        fresh = now & ~self._before
        self._before = now
        return fresh


class Effect(Parameters):
    """The effect of a disruption. A new effect needs a class of its own with its handler, and nothing else.

    Attributes:
        handler: class that applies it.
        table: table that the target is chosen from.
        role: role of the agents that it can act on.
        least, most: severity that it may have.
        catches_up: True if lost work can be caught up afterwards.
        momentary: True if it acts on the first day alone.
        causes: steps of the flow in which a loss is attributed to it.
        words: by which it is told; None: those that follow from the name of its class.
    """

    handler: ClassVar[type[EffectHandler]]
    table: ClassVar[str] = AGENTS
    role: ClassVar[str] = ANY
    least: ClassVar[float] = 0.0
    most: ClassVar[float] = 1.0
    catches_up: ClassVar[bool] = False
    momentary: ClassVar[bool] = False
    causes: ClassVar[frozenset[str]] = frozenset()
    words: ClassVar[Wording | None] = None

    def wording(self) -> Wording:
        """The words by which findings, console and report tell it."""
        affected = f"affected by {_words_of(type(self).__name__)}"
        return self.words or Wording("is", "are", f"{affected}, at a severity of {{share}}", affected)

    def cut(self, severity: Number) -> Array:
        """A severity cut to what it may be."""
        return np.clip(severity, self.least, self.most)

    def missing_lanes(self, disruption: ActiveDisruption, state: SimulationState) -> Reach | None:
        """The lanes that will miss a share of their flow, which a warning announces; None if there are none."""
        return None

    def more_demand(self, disruption: ActiveDisruption) -> Reach | None:
        """The buyers whose demand will rise, which a warning announces; None if there are none."""
        return None


EFFECTS: dict[str, type[Effect]] = {}
"""The names under which a configuration may choose an effect as it is by default."""


def named[E: type[Effect]](kind: E) -> E:
    """Register an effect for configurations under its class name in lower case with underscores."""
    EFFECTS[_words_of(kind.__name__).replace(" ", "_")] = kind
    return kind


def _words_of(name: str) -> str:
    """Words of the name of a class: `OrdersLost` is `orders lost`."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()


def effect_of(what: Any, place: str) -> Effect:
    """An effect by its name, or itself.

    Raises:
        InputError: there is none of that name.
    """
    if isinstance(what, Effect):
        return what
    if what in RENAMED:
        raise InputError(f"{place} = {what!r}: is called {RENAMED[what]!r} now")
    if not isinstance(what, str) or what not in EFFECTS:
        raise InputError(f"{place} = {what!r}: {nearest(what, EFFECTS, most=len(EFFECTS))}")
    return EFFECTS[what]()
