"""Switching: the rule of a stage that gives way to others on some days."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from jitagents.behaviours.ordering import Ordering
from jitagents.column import Array
from jitagents.simulation.regimes import When
from jitagents.simulation.switched_decisions import (
    Anchored,
    SwitchedForecasting,
    SwitchedInformation,
    SwitchedOrdering,
)
from jitagents.simulation.switched_flows import (
    SwitchedAllocation,
    SwitchedInspection,
    SwitchedProduction,
    SwitchedServing,
    SwitchedSourcing,
)
from jitagents.simulation.switched_transport import SwitchedTransport

SWITCHED = {
    "forecasting": SwitchedForecasting, "information": SwitchedInformation,
    "production": SwitchedProduction, "serving": SwitchedServing, "allocation": SwitchedAllocation,
    "inspection": SwitchedInspection,
}  # fmt: skip
"""The switched rule of each stage, but for ordering, sourcing and transport."""

PLANNED = {"sourcing": SwitchedSourcing, "transport": SwitchedTransport}
"""The switched rules of these, of which the plan takes the first."""


def switched(stage: str, usual: Any, others: Sequence[tuple[Any, When, Array]]) -> Any:
    """Return a rule that is `usual` or, on some days, one of `others`; the last that holds counts.

    Args:
        stage: in which they decide.
        usual: the rule of all other days.
        others: rules, the days on which each holds, and where it does today `(1, worlds)`, as `Regimes` writes it.
    """
    if not others:
        return usual
    rules = (usual, *(rule for rule, _, _ in others))
    holds = tuple(hold for _, _, hold in others)
    if stage in PLANNED:
        first = [number for number, (_, when, hold) in enumerate(others, start=1) if _always(when, hold)]
        return PLANNED[stage](rules, holds, first[-1] if first else 0)
    if stage == "ordering":
        rules = tuple(Anchored(rule) if isinstance(rule, Ordering) and rule.incremental else rule for rule in rules)
        glides, adjusted = tuple(when.glide for _, when, _ in others), any(when.wave for _, when, _ in others)
        return SwitchedOrdering(rules, holds, glides=glides, adjusted=adjusted)
    return SWITCHED[stage](rules, holds)


def _always(when: When, hold: Array) -> bool:
    """Whether it holds before day 1 in all worlds, whatever worlds there are."""
    same = not isinstance(when.start, np.ndarray) and not isinstance(when.end, np.ndarray)
    return same and bool(hold.all())
