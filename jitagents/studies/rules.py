"""Rules of the user as variants of a study: a behaviour, a class of agents, or a function of plain numbers."""

import inspect
import re
from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import partial
from typing import Any

from jitagents.agents import KINDS
from jitagents.behaviours.base import Behaviour
from jitagents.behaviours.ordering import Ordering
from jitagents.build import named
from jitagents.column import Handle
from jitagents.errors import InputError
from jitagents.guarded_ordering import guarded
from jitagents.scenario.setup import STAGES
from jitagents.studies.rule_checks import check_class, check_scalar
from jitagents.studies.scalar import scalar
from jitagents.user_code import UserCode, codes_in

ALLOWED = (
    "must be a function `def decide(seen):` of plain numbers, a class or object with such a method, a behaviour, or a "
    "class that derives from Buyer, Supplier or Plant"
)


def with_rule(config: Mapping[str, Any], rule: Any, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration of a variant with a rule in the place of its own.

    Args:
        config: resolved, plain values.
        rule: a behaviour, or its class; a function of plain numbers, or a class or object with the method `decide`; or
            a class that derives from Buyer, Supplier or Plant, for all agents of that kind.
        parameters: of the rule.

    Raises:
        InputError: it is none of these, or has no such parameters.
    """
    own = rule if isinstance(rule, type) else type(rule)
    if issubclass(own, Handle):
        return {**config, "classes": {**config.get("classes", {}), **_classes(rule, parameters)}}
    if issubclass(own, Behaviour):
        return {**config, **dict.fromkeys(_stages(rule, own), _node(rule, parameters))}
    if not inspect.isroutine(rule) and not callable(getattr(rule, "decide", None)):
        raise InputError(f"rule = {rule!r}: {ALLOWED}")
    check_scalar(rule, parameters)
    node = {"_target_": UserCode(partial(scalar, rule), rule), "before": config["ordering"], **parameters}
    return {**config, "ordering": node}


def is_scalar(rule: Any) -> bool:
    """Whether a rule decides on plain numbers."""
    return not issubclass(rule if isinstance(rule, type) else type(rule), Behaviour | Handle)


def _classes(rule: Any, parameters: Mapping[str, Any]) -> dict[str, UserCode]:
    """A class of agents by the kinds that it is for."""
    kinds = [kind for kind, base in KINDS.items() if isinstance(rule, type) and issubclass(rule, base)]
    if not kinds:
        raise InputError(f"rule = {rule!r}: {ALLOWED}")
    if parameters:
        raise InputError(f"{rule.__name__}: a class of agents has no parameters; write them into the class")
    return dict.fromkeys(kinds, UserCode(rule, rule))


def _stages(rule: Any, own: type[Any]) -> list[str]:
    """The stages of the day in which a behaviour decides."""
    stages = [name for name, kind in STAGES.items() if isinstance(kind, type) and issubclass(own, kind)]
    if not stages:
        raise InputError(f"rule = {rule!r}: {ALLOWED}; behaviours are of {', '.join(STAGES)}")
    return stages


def _node(rule: Any, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """A behaviour as a node of a configuration, with all its parameters, so that they can be swept."""
    own = rule if isinstance(rule, type) else type(rule)
    check_class(own, parameters)
    if isinstance(rule, type):
        stated = {item.name: item.default for item in fields(own) if item.init and item.default is not MISSING}
    else:
        stated = {item.name: getattr(rule, item.name) for item in fields(own) if item.init}
    nodes = {
        name: _node(value, {}) if isinstance(value, Behaviour) else value
        for name, value in {**stated, **parameters}.items()
    }
    path = f"{own.__module__}.{own.__qualname__}"
    try:
        is_known = named(path, "rule") is own
    except InputError:
        is_known = False
    made = guarded(own) if issubclass(own, Ordering) else own
    return {"_target_": path if is_known else UserCode(made, own), **nodes}


def own_code(configs: Mapping[str, Mapping[str, Any]]) -> dict[str, UserCode]:
    """The code of the user in the variants that have any; the first of each."""
    found = {name: codes_in(config) for name, config in configs.items()}
    return {name: codes[0] for name, codes in found.items() if codes}


def name_of(rule: Any) -> str:
    """The name of a rule's function or class in lower case, `TwoWeeks` as `two_weeks`."""
    name = getattr(rule, "__name__", type(rule).__name__)
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
