"""Building: objects from the nodes of a configuration, from trusted packages only."""

import inspect
import os
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from jitagents.errors import InputError, nearest

TRUST = "JITAGENTS_TRUST"
"""Environment variable with further packages whose classes a configuration may name, separated by commas."""


def trusted_packages() -> tuple[str, ...]:
    """`jitagents`, and the packages that the user trusts in the environment (`--trust` puts them there)."""
    return ("jitagents", *filter(None, (name.strip() for name in os.environ.get(TRUST, "").split(","))))


def build(node: Any, place: str) -> Any:
    """Build a node: a mapping with `_target_` becomes a call of the target, other mappings and lists are gone through.

    A configuration from a stranger must not run code: a target is a class or function that a trusted package defines.

    Args:
        node: plain mappings, lists and values (arrays pass through).
        place: where it stands in the configuration, for messages.

    Raises:
        InputError: an untrusted or unknown target, unknown or missing parameters, bad values.
    """
    if isinstance(node, Mapping):
        parts = {str(key): build(value, f"{place}.{key}") for key, value in node.items() if key != "_target_"}
        return _call(str(node["_target_"]), parts, place) if "_target_" in node else parts
    if isinstance(node, list | tuple):
        return [build(value, f"{place}[{number}]") for number, value in enumerate(node)]
    return node


def _call(target: str, arguments: dict[str, Any], place: str) -> Any:
    made = _find(target, place)
    expected = inspect.signature(made).parameters
    unknown = [name for name in arguments if name not in expected]
    required = [name for name, item in expected.items() if item.default is item.empty and name not in arguments]
    faults = [f"{place}.{name}: {target} has no such parameter; {nearest(name, expected)}" for name in unknown]
    faults += [f"{place}.{name}: missing; {target} needs it" for name in required]
    if faults:
        raise InputError(*faults)
    try:
        return made(**arguments)
    except InputError as error:
        raise InputError(*(fault if fault.startswith(place) else f"{place}: {fault}" for fault in error.faults)) from error


def _find(target: str, place: str) -> Callable[..., Any]:
    trusted = trusted_packages()
    module_name, _, name = target.rpartition(".")
    if module_name.split(".")[0] not in trusted:
        raise InputError(
            f"{place}._target_: {target!r} is not of a trusted package ({', '.join(trusted)}); "
            f"trust yours with --trust PACKAGE or the environment variable {TRUST}, never in a configuration"
        )
    try:
        module = import_module(module_name)
    except ImportError as error:
        raise InputError(f"{place}._target_: {target!r}: there is no module {module_name!r} ({error})") from error
    found = getattr(module, name, None)
    home = getattr(found, "__module__", "") or ""
    if not callable(found) or home.split(".")[0] not in trusted:
        public = [item for item in vars(module) if item[:1].isupper()]
        raise InputError(f"{place}._target_: {module_name} defines no {name!r}; {nearest(name, public)}")
    return found  # type: ignore[no-any-return]  # anything callable that the package defines
