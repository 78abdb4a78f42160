"""Cover, which may differ by role: dealers hold weeks, plants hours."""

from collections.abc import Mapping

import numpy as np

from jitagents.behaviours.base import ROLES, Plan
from jitagents.behaviours.ordering.classes import check_entry, of_class
from jitagents.errors import Faults
from jitagents.parameters import Number

type Cover = Number | Mapping[str, Number]
"""One number, or one by role; `source` is a supplier that buys nothing, `other` is every role that is not stated."""

OTHER = "other"


def cover_of(value: Cover, plan: Plan) -> Number:
    """Days of cover: the number, or that of each row by its role `(rows, 1)` or `(rows, worlds)`.

    Raises:
        InputError: a role that is none, a number below 0, or a role of the plan for which there is no number.
    """
    if not isinstance(value, Mapping):
        return value
    faults = Faults()
    for role, number in value.items():
        with faults.collected():
            check_entry(f"ordering.cover.{role}", "role", role, number, (*ROLES, OTHER), "number of days")
    known = {role: _of(value, role) for role in dict.fromkeys(plan.role)}
    for role in (role for role, number in known.items() if number is None):
        name = plan.names[plan.role == role][0]
        faults.add(f"ordering.cover = {value!r}: none for the role {role!r} ({name}); it must be stated, or {OTHER!r}")
    faults.tell()
    stated = {role: number for role, number in known.items() if number is not None}
    return of_class(stated, [*stated], np.array([[*stated].index(role) for role in plan.role], dtype=np.int64))


def _of(value: Mapping[str, Number], role: str) -> Number | None:
    """The number of a role; a source is a supplier where nothing else is said."""
    asked = (role, "supplier", OTHER) if role == "source" else (role, OTHER)
    return next((value[name] for name in asked if name in value), None)
