"""Rules given as objects: a class of agents or a behaviour of the user, as a variant in this process."""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from jitagents.agents import KINDS
from jitagents.behaviours.base import Behaviour
from jitagents.errors import InputError
from jitagents.scenario.setup import STAGES

NOTICE = "is given as an object: the study runs in this process"


def with_rule(config: Mapping[str, Any], rule: Any) -> dict[str, Any]:
    """The configuration of a variant with a rule in the place of its own.

    Args:
        config: resolved, plain values.
        rule: a class that derives from Buyer, Supplier or Plant, for all agents of that kind; or a behaviour.

    Raises:
        InputError: it is neither.
    """
    if isinstance(rule, type):
        kinds = [kind for kind, base in KINDS.items() if issubclass(rule, base)]
        if kinds:
            return {**config, "classes": {**config.get("classes", {}), **dict.fromkeys(kinds, rule)}}
    stages = [name for name, kind in STAGES.items() if isinstance(rule, kind)]  # type: ignore[arg-type]
    if not stages:
        made = "; make an object of it" if isinstance(rule, type) and issubclass(rule, Behaviour) else ""
        raise InputError(
            f"rule = {rule!r}: must be a class that derives from Buyer, Supplier or Plant, or a behaviour{made}"
        )
    return {**config, **dict.fromkeys(stages, rule)}


def given_as_objects(config: Mapping[str, Any]) -> bool:
    """Whether a configuration holds rules that are no plain values."""
    return "classes" in config or any(isinstance(config.get(name), Behaviour) for name in STAGES)


def name_of(rule: Any) -> str:
    """The name of a rule's class in lower case, `TwoWeeks` as `two_weeks`."""
    own = rule if isinstance(rule, type) else type(rule)
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", own.__name__).lower()


def described(value: Any) -> str:
    """A rule as text that changes with its parameters and with its code."""
    own = value if isinstance(value, type) else type(value)
    functions = [getattr(part, "__wrapped__", part) for base in own.__mro__[:-1] for part in vars(base).values()]
    codes = [part.__code__ for part in functions if hasattr(part, "__code__")]
    code = sha256(
        repr([(one.co_name, one.co_code.hex(), one.co_names, _plain(one.co_consts)) for one in codes]).encode()
    )
    return f"{own.__module__}.{own.__qualname__} {'' if value is own else value!r} {code.hexdigest()[:16]}"


def _plain(constants: tuple[Any, ...]) -> list[str]:
    """Constants of a function, without those whose text has an address in it."""
    return [repr(one) for one in constants if not hasattr(one, "co_code")]
