"""Checks of rules of the user, before they are put into a study."""

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from jitagents.errors import InputError, nearest
from jitagents.studies.scalar import MEMORY
from jitagents.user_code import UserCode

OPENING = "`def opening(self, plan): return plan.rate * plan.lead_time` is the inventory position before day 1"


def check_class(own: type[Any], parameters: Mapping[str, Any]) -> None:
    """Check that a class of behaviours is whole, and has the parameters.

    Raises:
        InputError: it is no dataclass of its own, lacks a method, or a parameter.
    """
    name = own.__name__
    if inspect.get_annotations(own) and "__dataclass_fields__" not in vars(own):
        raise InputError(f"{name}: has parameters; write @dataclass(frozen=True) above its class")
    if lacking := [one for one in dir(own) if getattr(getattr(own, one, None), "__isabstractmethod__", False)]:
        raise InputError(f"{name}: lacks {' and '.join(lacking)}{f'; {OPENING}' if 'opening' in lacking else ''}")
    _check_names(name, parameters, [item.name for item in fields(own) if item.init])


def check_scalar(rule: Any, parameters: Mapping[str, Any]) -> None:
    """Check the arguments of a rule of plain numbers.

    Raises:
        InputError: it does not take the records, or lacks a parameter.
    """
    name = getattr(rule, "__name__", type(rule).__name__)
    is_class = isinstance(rule, type)
    function = rule if inspect.isroutine(rule) else rule.decide
    arguments = list(inspect.signature(function).parameters.values())[int(is_class) :]
    if not arguments:
        raise InputError(f"{name}: must take the records of the day, `decide({'self, ' if is_class else ''}seen)`")
    known = [one for one in arguments[1:] if one.name != MEMORY]
    if function is not rule:
        _check_given(name, known, {})
        known = list(inspect.signature(rule).parameters.values()) if is_class else []
    _check_names(name, parameters, [one.name for one in known])
    _check_given(name, known, parameters)


def check_kept(codes: Mapping[str, UserCode]) -> None:
    """Check that rules can be told from others when results are taken up again.

    Raises:
        InputError: one refers to something that may be another thing then.
    """
    faults = [
        f"{name}: the rule refers to {', '.join(code.unknown)}, of which nobody can tell whether it is the same next "
        "time; make it a parameter, or keep no results: study.run()"
        for name, code in codes.items()
        if code.unknown
    ]
    if faults:
        raise InputError(*faults)


def _check_names(name: str, parameters: Mapping[str, Any], known: Iterable[str]) -> None:
    if unknown := [one for one in parameters if one not in known]:
        raise InputError(*(f"{name}.{one}: there is no such parameter; {nearest(one, known)}" for one in unknown))


def _check_given(name: str, needed: Iterable[inspect.Parameter], parameters: Mapping[str, Any]) -> None:
    """Refuse arguments without a default that nobody gives; `*args` and `**kwargs` need none."""
    named = [one for one in needed if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY, one.POSITIONAL_ONLY)]
    if missing := [one.name for one in named if one.default is one.empty and one.name not in parameters]:
        raise InputError(f"{name}: needs {', '.join(missing)}; give it a default, or to with_rule")
