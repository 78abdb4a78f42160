"""Guards around ordering rules of users: faults in them are told with the agent, the day and the remedy."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np
import numpy.typing as npt

from jitagents.errors import InputError
from jitagents.rule_errors import explained, file_of


def guarded(cls: type[Any]) -> type[Any]:
    """Return a subclass of the same name whose orders are checked, and whose errors are explained."""
    own = {name: _explaining(getattr(cls, name)) for name in ("opening", "begin")}
    methods = {**own, "__call__": _checking(cls.__call__), "__module__": cls.__module__, "__doc__": cls.__doc__}
    return type(cls.__name__, (cls,), {**methods, "__qualname__": cls.__qualname__})


def _explaining(method: Callable[..., Any]) -> Callable[..., Any]:
    """The same method, whose errors are explained."""

    @wraps(method)
    def run(self: Any, *args: Any) -> Any:
        try:
            return method(self, *args)
        except InputError:
            raise
        except Exception as error:
            raise explained(error, f"{type(self).__name__}.{method.__name__}", 0, file_of(method)) from error

    return run


def _checking(rule: Callable[..., Any]) -> Callable[..., Any]:
    """The same rule, whose orders are checked and whose errors are explained."""

    @wraps(rule)
    def run(self: Any, seen: Any, memory: Any) -> Any:
        name = type(self).__name__
        try:
            order = rule(self, seen, memory)
        except InputError:
            raise
        except Exception as error:
            raise explained(error, name, seen.day, file_of(rule)) from error
        return checked(order, seen, name)

    return run


def checked(order: Any, seen: Any, name: str) -> npt.NDArray[np.float64]:
    """Return the orders of a rule as numbers `(rows, worlds)`.

    Args:
        order: what the rule has returned.
        seen: the records on which it decided.
        name: of the rule.

    Raises:
        InputError: they are no numbers from 0 up, or of another shape.
    """
    shape = seen.stock.shape
    if order is None:
        raise InputError(f"{name}: returned nothing on day {seen.day}; end it with `return` and the units to order")
    try:
        units = np.asarray(order, dtype=float)
        whole = units if units.shape == shape else np.broadcast_to(units, shape)
    except (TypeError, ValueError):
        given = f"of shape {np.shape(order)}" if isinstance(order, np.ndarray) else repr(order)[:60]
        raise InputError(
            f"{name}: needs numbers of shape {shape} (agents, worlds) on day {seen.day}, not {given}"
        ) from None
    if whole.size and not (whole.min() >= 0 and whole.max() < np.inf):  # false for a NaN, too
        row, world = np.argwhere(~((whole >= 0) & (whole < np.inf)))[0]
        raise InputError(
            f"{name}: ordered {whole[row, world]:g} for {seen.plan.names[row]} on day {seen.day}; allowed: numbers "
            "from 0 up, as np.maximum(order, 0) gives them"
        )
    return units
