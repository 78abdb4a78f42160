"""Building: objects from the nodes of a configuration, from trusted packages only."""

import inspect
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from jitagents.config_directory import choices
from jitagents.errors import Faults, InputError, nearest
from jitagents.parameters import BUILDS_NETWORK, Parameters
from jitagents.trust import OURS, TRUST, look_here, trusted_packages
from jitagents.user_code import BEGIN, UserCode

HYDRAS = ("_args_", "_convert_", "_partial_", "_recursive_")
"""Keys that control Hydra's own instantiation; here only `_target_` is known."""
PATH = re.compile(r"[A-Za-z]\w*(\.[A-Za-z]\w*)*", re.ASCII)
"""A module and a name in it, none of them private."""


def build(node: Any, place: str, beside: Iterable[str] = ()) -> Any:
    """Build a node: a mapping with `_target_` becomes a call of the target, mappings and lists are built part by part.

    A configuration from a stranger must not run code. So a target must be defined by a trusted package itself: in
    `jitagents` a class of parameters or a builder of networks, in a package of the user anything that can be called.

    Args:
        node: plain mappings, lists and values (arrays pass through).
        place: where it stands in the configuration, for messages.
        beside: keys that may stand there beside the parameters, for messages.

    Raises:
        InputError: untrusted or unknown targets, unknown or missing parameters, bad values: all of them.
    """
    faults = Faults()
    if isinstance(node, list | tuple):
        parts = [_part(value, f"{place}[{number}]", faults) for number, value in enumerate(node)]
        faults.tell()
        return parts
    if not isinstance(node, Mapping):
        return node
    named = {str(key): _part(value, f"{place}.{key}", faults) for key, value in node.items() if key != "_target_"}
    faults.tell()
    return _call(node["_target_"], named, place, beside) if "_target_" in node else named


def _part(node: Any, place: str, faults: Faults) -> Any:
    try:
        return build(node, place)
    except InputError as error:
        faults.add(*error.faults)
        return None


def _call(target: Any, arguments: dict[str, Any], place: str, beside: Iterable[str]) -> Any:
    made = target.made if isinstance(target, UserCode) else named(str(target), place)
    signature, faults = inspect.signature(made).parameters, Faults()
    faults.add(
        *(
            f"{place}.{name}: not known here; of Hydra's own keys only _target_ is"
            for name in arguments
            if name in HYDRAS
        )
    )
    faults.tell()
    expected = {
        name: item for name, item in signature.items() if item.kind in (item.POSITIONAL_OR_KEYWORD, item.KEYWORD_ONLY)
    }
    if not any(item.kind is item.VAR_KEYWORD for item in signature.values()):
        known, unknown = (*expected, *beside), [name for name in arguments if name not in expected]
        faults.add(*(f"{place}.{name}: {target} {_lack(place, name, known)}" for name in unknown))
    all_stated = isinstance(made, type) and issubclass(made, Parameters) and made.stated
    missing = [
        name for name, item in expected.items() if (all_stated or item.default is item.empty) and name not in arguments
    ]
    faults.add(*(f"{place}.{name}: missing; {target} needs it" for name in missing))
    faults.tell()
    try:
        return made(**arguments)
    except InputError as error:
        placed = (fault if fault.startswith(place) else f"{place}: {fault}" for fault in error.faults)
        raise InputError(*(f"{fault}{_hint(fault, arguments, place)}" for fault in placed)) from error
    except (TypeError, ValueError, ArithmeticError) as error:
        raise InputError(f"{place}: {target} cannot be made of these parameters: {error}") from error


def _lack(place: str, name: str, known: Sequence[str]) -> str:
    """Say that an object has no parameter of this name."""
    if not known:
        return f"has no parameters; another choice of {place} may have"
    return f"has no such parameter; {nearest(name, known)}"


def _hint(fault: str, arguments: Mapping[str, Any], place: str) -> str:
    """A hint to choose a part, if the name of a choice was given in its place; empty otherwise."""
    group = place.partition(".")[0]
    for name, value in arguments.items():
        is_choice = isinstance(value, str) and value in choices(group)
        if is_choice and f".{name} = {value!r}: must be of the kind" in fault:
            return f"; choose it by {group}@{place}.{name}={value}"
    return ""


def named(target: str, place: str) -> Callable[..., Any]:
    """The class or function that a target names.

    Raises:
        InputError: it is not of a trusted package, or nothing that can be built.
    """
    trusted = trusted_packages()
    if target.startswith(BEGIN):
        raise InputError(f"{place}: {target} stood in a program or notebook; run the study there, by study.with_rule")
    module_name, _, name = target.rpartition(".")
    if module_name.split(".")[0] not in trusted:
        raise InputError(
            f"{place}._target_: {target!r} is not of a trusted package ({', '.join(trusted)}); "
            f"trust yours with --trust PACKAGE or the environment variable {TRUST}, never in a configuration"
        )
    if not PATH.fullmatch(target):
        raise InputError(f"{place}._target_: {target!r} is not the path of a class, such as mypackage.rules.Mine")
    look_here()
    try:
        module = import_module(module_name)
    except ImportError as error:
        hint = "; trust it too" if error.name and Path(error.name.partition(".")[0] + ".py").exists() else ""
        raise InputError(f"{place}._target_: {target!r}: there is no module {module_name!r} ({error}{hint})") from error
    found = vars(module).get(name)
    if not _may_be_built(found, trusted):
        offered = [item for item, value in vars(module).items() if _may_be_built(value, trusted)]
        raise InputError(f"{place}._target_: {module_name} has no {name!r} to build; {nearest(name, offered)}")
    return found  # type: ignore[return-value]  # it can be called, or it may not be built


def _may_be_built(found: Any, trusted: tuple[str, ...]) -> bool:
    home = str(getattr(found, "__module__", "")).split(".")[0]
    if not callable(found) or home not in trusted or _is_abstract(found):
        return False
    if home != OURS:
        return True
    if isinstance(found, type):
        return issubclass(found, Parameters)
    return getattr(found, BUILDS_NETWORK, False) is True


def _is_abstract(found: Any) -> bool:
    return any(getattr(getattr(found, name, None), "__isabstractmethod__", False) for name in dir(found))
