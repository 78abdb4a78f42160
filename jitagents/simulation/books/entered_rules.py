"""Entered rules: ordering rules with the lots and the safety that the master data of their books have."""

from collections.abc import Mapping
from copy import copy
from dataclasses import fields

import numpy as np

from jitagents.behaviours.base import Plan
from jitagents.behaviours.ordering import Ordering
from jitagents.behaviours.ordering.cover import cover_of
from jitagents.column import Array
from jitagents.parameters import LARGEST

LOT, SAFETY = KINDS = ("lot", "safety")
"""Kinds of master data that are parameters of ordering rules."""
ONE = np.ones((1, 1))
"""Factor of entries that are right."""


def entered(rule: Ordering, factors: Mapping[str, Array], plan: Plan, whole: bool) -> Ordering:
    """Return a rule, and those that it wraps, with its lots and safety times a factor; itself if it has none.

    Args:
        rule: not yet fitted.
        factors: by kind, each `(rows, worlds)`; kinds that are left out are kept.
        plan: of the rows.
        whole: units are whole, and lots that are stated in units stay so.
    """
    changed = {item.name: _inside(getattr(rule, item.name), factors, plan, whole) for item in fields(rule)}
    for kind, names in ((LOT, rule.lot_names), (SAFETY, rule.safety_names)):
        if kind in factors:
            changed |= {name: _times(rule, name, factors[kind], plan, whole) for name in names}
    changed = {name: value for name, value in changed.items() if value is not getattr(rule, name)}
    if not changed:
        return rule
    made = copy(rule)
    for name, value in changed.items():
        object.__setattr__(made, name, value)  # what is wrong need not fit together: broken lots, for one
    return made


def _inside(value: object, factors: Mapping[str, Array], plan: Plan, whole: bool) -> object:
    """Return the same of the rules in a parameter; itself if there are none."""
    if isinstance(value, Ordering):
        return entered(value, factors, plan, whole)
    if isinstance(value, tuple):
        inner = tuple(_inside(one, factors, plan, whole) for one in value)
        return inner if any(new is not old for new, old in zip(inner, value, strict=True)) else value
    return value


def _times(rule: Ordering, name: str, factor: Array, plan: Plan, whole: bool) -> Array:
    """Return a parameter times a factor, within its limits `(rows, worlds)`."""
    value, about = getattr(rule, name), next(item.metadata for item in fields(rule) if item.name == name)
    number = (cover_of(value, plan) if isinstance(value, Mapping) else value) * np.ones((len(plan), factor.shape[1]))
    wrong = np.clip(number * factor, about.get("low", 0.0), min(about.get("high", LARGEST), LARGEST))
    if whole and about.get("unit") == "units":
        wrong = np.maximum(np.rint(wrong), 1.0)
    return np.where(factor == 1.0, number, wrong)
