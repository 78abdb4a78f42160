"""Parameters with units and limits: what every behaviour, crisis and cost model is made of."""

from dataclasses import MISSING, dataclass, field, fields
from difflib import get_close_matches
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from jitagents.errors import InputError

type Number = float | npt.NDArray[np.float64]
"""A number for all, one a row `(rows, 1)`, or one a world `(1, worlds)`."""


def param(
    default: Any = MISSING,
    unit: str = "",
    meaning: str = "",
    *,
    low: float = -np.inf,
    high: float = np.inf,
    choices: tuple[str, ...] = (),
) -> Any:
    """Declare a field of a `Parameters` dataclass with its unit, meaning and limits (both included)."""
    metadata = {"unit": unit, "meaning": meaning, "low": low, "high": high, "choices": choices}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Parameters:
    """Base of everything that a configuration builds: frozen, and checked when it is made.

    Raises:
        InputError: a value is not of its field's kind, or lies outside its limits.
    """

    def __post_init__(self) -> None:
        faults = [fault for item in fields(self) for fault in self._faults(item)]
        if faults:
            raise InputError(*faults)

    def _faults(self, item: Any) -> list[str]:
        value = getattr(self, item.name)
        where = f"{type(self).__name__}.{item.name} = {value!r}"
        limits = item.metadata
        if limits.get("choices") and value not in limits["choices"]:
            close = get_close_matches(str(value), limits["choices"], n=1)
            hint = f"did you mean {close[0]!r}? " if close else ""
            return [f"{where}: {hint}allowed: {', '.join(limits['choices'])}"]
        if "low" not in limits or limits["choices"] or value is None:
            return []
        bounded = np.isfinite([limits["low"], limits["high"]]).any()
        if isinstance(value, str | bool) or not (isinstance(value, np.ndarray) or np.isscalar(value)):
            return [f"{where}: must be a number"] if bounded else []
        number = np.asarray(value, dtype=float)
        if np.isnan(number).any() or (number < limits["low"]).any() or (number > limits["high"]).any():
            unit = f" {limits['unit']}" if limits["unit"] else ""
            return [f"{where}: must lie between {limits['low']:g} and {limits['high']:g}{unit}"]
        return []

    def at(self, rows: int | slice, count: int) -> Self:
        """The same parameters for some of `count` rows: fields of shape `(count, …)` are cut, others kept."""
        if count == 1:
            return self
        cut = object.__new__(type(self))
        for item in fields(self):
            value = getattr(self, item.name)
            per_row = isinstance(value, np.ndarray) and value.ndim > 1 and value.shape[0] == count
            object.__setattr__(cut, item.name, value[rows] if per_row else value)
        return cut
