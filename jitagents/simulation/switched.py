"""Switched rules: a usual rule, and others in its place on some days and in some worlds."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from jitagents.behaviours.base import Behaviour, Memory, Plan, memory_of, remember
from jitagents.column import Array


@dataclass(frozen=True)
class Switched[Rule: Behaviour](Behaviour):
    """A rule that is another one on some days, in some worlds; the memories lie side by side.

    The last of the rules that holds counts. Where it was another one yesterday, its memory begins anew. A rule that
    holds in no world is not asked.

    Attributes:
        rules: the usual rule, then those that may take its place.
        holds: 0 where each of the latter does not hold today, each `(1, worlds)`; written by `Regimes`.
    """

    rules: tuple[Rule, ...]
    holds: tuple[Array, ...]

    def parts(self) -> dict[str, Behaviour]:
        return {str(number): rule for number, rule in enumerate(self.rules)}

    def depths(self) -> dict[str, int]:
        return super().depths() | {"regime": 0}

    def at(self, rows: int | slice, count: int) -> Self:
        return replace(self, rules=tuple(rule.at(rows, count) for rule in self.rules))

    def fit(self, plan: Plan) -> Self:
        return replace(self, rules=tuple(rule.fit(plan) for rule in self.rules))

    def regime(self) -> Array:
        """Number of the rule that counts today `(1, worlds)`."""
        regime = np.zeros_like(self.holds[0])
        for number, hold in enumerate(self.holds, start=1):
            regime[hold > 0.0] = number
        return regime

    def turn(self, memory: Memory, begin: Callable[[Rule, Memory], None]) -> Array:
        """Begin the memories anew of rules to which the rows switch today; return the rule that counts `(1, worlds)`.

        Args:
            memory: of this rule.
            begin: fills the memory of a rule, all zeros, from the state before today.
        """
        regime, before = self.regime(), memory["regime"]
        switched = (regime != before).any(axis=0)
        if not switched.any():
            return regime
        for number, rule in enumerate(self.rules):
            worlds = np.flatnonzero(switched & (regime[0] == number))
            if len(worlds):
                anew = remember(rule, *before.shape)
                begin(rule, anew)
                for name, column in self.of(number, memory).items():
                    column[..., worlds] = anew[name][..., worlds]
        before[...] = regime
        return regime

    def of(self, number: int, memory: Memory) -> Memory:
        """The memory of one of the rules."""
        return memory_of(str(number), memory)

    def choose(self, regime: Array, answer: Callable[[Rule, int], Array]) -> Array:
        """Ask the rules that hold somewhere, and take the answer of the one that counts, world by world.

        Args:
            regime: number of the rule that counts `(1, worlds)`.
            answer: of a rule and its number, broadcast to `(…, rows, worlds)`.
        """
        chosen: Any = None
        for number in np.unique(regime).astype(int):
            given = answer(self.rules[number], int(number))
            chosen = given if chosen is None else np.where(regime == number, given, chosen)
        return np.asarray(chosen)
