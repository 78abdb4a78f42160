"""Guards around the rules of users: common mistakes raise an error that states the remedy.

The classes of this package are not guarded, so that guards cost nothing where no user has written a rule.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from types import FunctionType
from typing import Any

import numpy as np

from jitagents.errors import InputError, nearest
from jitagents.rule_errors import explained, file_of
from jitagents.spelling import distance

DECIDED = {"decide": "order", "produce": "started", "ship": "output", "serve": "output"}
"""The rules of agents, and the column that each of them sets."""
MESA = frozenset({"unique_id", "model", "pos", "cell", "random", "rng"})
"""Attributes that Mesa sets."""
OPEN = "_is_being_made"
MISSPELT = 0.17
"""Distance up to which the name of a method is that of a rule, misspelt: a letter of `decide`."""


def guard(cls: type[Any]) -> None:
    """Guard the rules of a class of agents, and assignments to its attributes, if a user has written it.

    Raises:
        InputError: the name of a method is that of a rule, misspelt.
    """
    if cls.__module__.partition(".")[0] == "jitagents":
        return
    _check_names(cls)
    for rule in DECIDED.keys() & vars(cls).keys():
        setattr(cls, rule, _guarded(vars(cls)[rule], rule))
    if "__init__" in vars(cls):
        cls.__init__ = _opened(cls.__init__)
    if "__setattr__" not in vars(cls):
        setattr(cls, "__setattr__", _assign)  # noqa: B010


def unknown(handle: Any, attribute: str) -> str:
    """Return the message for an attribute that an agent does not have."""
    return f"{type(handle).__name__} has no attribute {attribute!r}; {nearest(attribute, _names(type(handle)))}"


def _check_names(cls: type[Any]) -> None:
    """Check the methods of a class: a misspelt rule would never run."""
    for name, method in vars(cls).items():
        rule = next((rule for rule in DECIDED if name != rule and distance(name, rule) <= MISSPELT), None)
        if rule is not None and isinstance(method, FunctionType) and rule not in vars(cls):
            raise InputError(f"{cls.__name__}.{name}: is no rule, and would never run; did you mean {rule!r}?")


def _guarded(rule: Callable[..., Any], name: str) -> Callable[..., Any]:
    @wraps(rule)
    def run(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            result = rule(self, *args, **kwargs)
        except InputError:
            raise
        except Exception as error:
            raise explained(error, f"{type(self).__name__}.{name}", self.model.clock.day, file_of(rule)) from error
        _check(self, DECIDED[name], f"{type(self).__name__}.{name}")
        return result

    return run


def _check(handle: Any, column: str, place: str) -> None:
    """Check the column that a rule has set."""
    units = getattr(handle, column)
    if units.size and not (units.min() >= 0 and units.max() < np.inf):  # false for a NaN, too
        wrong = units[~((units >= 0) & (units < np.inf))].flat[0]
        raise InputError(
            f"{place}: set {column} to {wrong:g} on day {handle.model.clock.day}; allowed: numbers from 0 up, "
            f"as np.maximum({column}, 0) gives them"
        )


def _opened(init: Callable[..., None]) -> Callable[..., None]:
    """Return an `__init__` in which attributes may be declared."""

    @wraps(init)
    def run(self: Any, *args: Any, **kwargs: Any) -> None:
        self.__dict__[OPEN] = self.__dict__.get(OPEN, 0) + 1
        try:
            init(self, *args, **kwargs)
        finally:
            self.__dict__[OPEN] -= 1

    return run


def _assign(self: Any, attribute: str, value: Any) -> None:
    known = attribute in self.__dict__ or hasattr(type(self), attribute) or attribute in MESA
    if not (known or attribute.startswith("_") or self.__dict__.get(OPEN) or attribute in _annotated(type(self))):
        raise InputError(
            f"{type(self).__name__}.{attribute}: there is no such attribute to set; "
            f"{nearest(attribute, _names(type(self)))}; for one of your own, declare it in the class: {attribute} = 0.0"
        )
    try:
        object.__setattr__(self, attribute, value)
    except (ValueError, TypeError) as error:
        column = getattr(self, attribute, None)
        if not isinstance(column, np.ndarray):
            raise
        shape = np.shape(value) if not isinstance(value, str) else "a text"
        raise InputError(
            f"{type(self).__name__}.{attribute}: needs numbers of shape {column.shape} (agents, worlds), not {shape}"
        ) from error


def _annotated(cls: type[Any]) -> set[str]:
    return {name for base in cls.__mro__ for name in getattr(base, "__annotations__", ())}


def _names(cls: type[Any]) -> Iterable[str]:
    """Return the attributes to suggest: the columns of a class, and `seen`."""
    return [*cls.columns(), "seen"]
