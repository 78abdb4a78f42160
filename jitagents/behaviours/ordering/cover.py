"""Cover, which may differ by role: dealers hold weeks, plants hours."""

from collections.abc import Mapping

import numpy as np

from jitagents.behaviours.base import ROLES, Plan
from jitagents.column import Array
from jitagents.errors import Faults, InputError, nearest
from jitagents.parameters import LARGEST, Number

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
            _check(f"ordering.cover.{role}", role, number)
    known = {role: _of(value, role) for role in dict.fromkeys(plan.role)}
    for role in (role for role, number in known.items() if number is None):
        name = plan.names[plan.role == role][0]
        faults.add(f"ordering.cover = {value!r}: none for the role {role!r} ({name}); it must be stated, or {OTHER!r}")
    faults.tell()
    columns = {role: np.atleast_2d(np.asarray(number, dtype=float)) for role, number in known.items()}
    worlds = max((column.shape[1] for column in columns.values()), default=1)
    rows: list[Array] = [np.broadcast_to(columns[role], (1, worlds)) for role in plan.role]
    return np.concatenate(rows) if rows else np.zeros((0, 1))


def _check(place: str, role: str, number: Number) -> None:
    if role not in (*ROLES, OTHER):
        raise InputError(f"{place}: there is no role {role!r}; {nearest(role, (*ROLES, OTHER))}")
    wrong = isinstance(number, bool) or not isinstance(number, int | float | np.ndarray)
    if wrong or not ((np.asarray(number) >= 0) & (np.asarray(number) <= LARGEST)).all():
        raise InputError(f"{place} = {number!r}: must be a number of days, 0 or more")


def _of(value: Mapping[str, Number], role: str) -> Number | None:
    """The number of a role; a source is a supplier where nothing else is said."""
    asked = (role, "supplier", OTHER) if role == "source" else (role, OTHER)
    return next((value[name] for name in asked if name in value), None)
