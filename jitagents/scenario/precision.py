"""Precision that a study is to reach: a half-width for the intervals of each of some measures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from jitagents.errors import Faults, nearest

ABSOLUTE = "absolute"
LEAST = 10
"""Replications of a first variance (Law 2015, Simulation Modeling and Analysis, section 9.4.1)."""
FORMS = "a share of the mean between 0 and 1, as 0.02, or {absolute: half-width} in the unit of the measure"


@dataclass(frozen=True)
class Aim:
    """A half-width that the intervals of a measure are to have at most.

    Attributes:
        measure: its name.
        half: the half-width, as a share of the mean or in the unit of the measure.
        relative: whether it is a share of the mean.
    """

    measure: str
    half: float
    relative: bool

    @classmethod
    def of(cls, measure: str, stated: Any) -> "Aim | None":
        """The aim that a setting states; None if it states none."""
        relative = not isinstance(stated, Mapping)
        half = stated if relative else stated.get(ABSOLUTE) if {*stated} == {ABSOLUTE} else None
        if not isinstance(half, int | float) or isinstance(half, bool) or not isfinite(half) or half <= 0:
            return None
        return cls(measure, float(half), relative) if not relative or half < 1 else None


def aims(precision: Mapping[str, Any] | None, measures: Iterable[str]) -> tuple[Aim, ...]:
    """The aims of a study.

    Args:
        precision: the setting.
        measures: names of those that the study asks for.

    Raises:
        InputError: a measure that is not asked for, or a value that is no half-width.
    """
    faults, found, known = Faults(), list[Aim](), [*measures]
    for measure, stated in (precision or {}).items():
        aim = Aim.of(measure, stated)
        if measure not in known:
            which = "one of the measures asked for (those of losses need a crisis)"
            faults.add(f"precision.{measure}: must be {which}; {nearest(measure, known)}")
        elif aim is None:
            faults.add(f"precision.{measure} = {stated!r}: must be {FORMS}")
        else:
            found.append(aim)
    faults.tell()
    return tuple(found)
