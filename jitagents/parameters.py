"""Parameters with units and limits, of which behaviours, crises and cost models consist."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from types import UnionType
from typing import Any, ClassVar, Self, TypeAliasType, Union, get_args, get_origin, get_type_hints

import numpy as np
import numpy.typing as npt

from jitagents.errors import InputError, nearest, unquoted

type Number = float | npt.NDArray[np.float64]
"""One number for all, one for each row `(rows, 1)`, or one for each world `(1, worlds)`."""

LARGEST = 1e12
"""Upper limit of every number: units up to it are counted exactly, and their squares stay finite."""
TEXT = 255
"""Letters of a text, or of a name in a path, at most: file systems take no more."""
LONGEST = 100_000
"""Upper limit of a whole number that counts days, or things kept in memory."""
BUILDS_NETWORK = "_builds_network"
"""Attribute of functions that a configuration may name to make a network."""


def param(
    default: Any = MISSING,
    unit: str = "",
    meaning: str = "",
    *,
    low: float = -np.inf,
    high: float = np.inf,
    choices: tuple[str | None, ...] = (),
    replace: bool = False,
) -> Any:
    """Declare a field of a `Parameters` dataclass.

    Args:
        default: its value, if it has one.
        unit: of a number.
        meaning: in a few words.
        low, high: limits, both included.
        choices: values that are allowed; none: any.
        replace: whether an override replaces a mapping, and does not merge into it, since its keys are the user's.
    """
    metadata = {"unit": unit, "meaning": meaning, "low": low, "high": high, "choices": choices, "replace": replace}
    return field(default=default, metadata=metadata)


def network_builder[**Arguments, Built](function: Callable[Arguments, Built]) -> Callable[Arguments, Built]:
    """Mark a function that makes a network, so that a configuration may name it as a target."""
    setattr(function, BUILDS_NETWORK, True)
    return function


@dataclass(frozen=True)
class Parameters:
    """Base class of everything that a configuration builds: frozen, and checked when it is made.

    Attributes:
        stated: True if a configuration must state all parameters, since no default of theirs is usual.

    Raises:
        InputError: a value is not of its field's kind, or lies outside its limits.
    """

    stated: ClassVar[bool] = False

    def __post_init__(self) -> None:
        kinds = _kinds(type(self))
        faults = [_fault(item, getattr(self, item.name), kinds[item.name]) for item in fields(self)]
        if named := [f"{type(self).__name__}.{fault}" for fault in faults if fault]:
            raise InputError(*named)
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, float) and int in kinds[item.name] and float not in kinds[item.name]:
                object.__setattr__(self, item.name, int(value))  # 4.0 is a whole number too

    def at(self, rows: int | slice, count: int) -> Self:
        """Select some of `count` rows: fields of shape `(count, …)` are indexed, others kept."""
        if count == 1:
            return self
        cut = object.__new__(type(self))
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, Parameters):
                value = value.at(rows, count)
            elif isinstance(value, np.ndarray) and value.ndim > 1 and value.shape[0] == count:
                value = value[rows]
            object.__setattr__(cut, item.name, value)
        return cut


def in_worlds(value: Any, index: npt.NDArray[np.int64], worlds: int) -> Any:
    """Return parameters, or a mapping or list of them, for some of `worlds` worlds.

    Args:
        value: what holds numbers that differ by world `(1, worlds)`; all else is kept.
        index: the worlds, each as often as wanted.
        worlds: number of worlds that it is for now.
    """
    match value:
        case np.ndarray():
            return value[:, index] if value.shape == (1, worlds) else value
        case Mapping():
            return {name: in_worlds(part, index, worlds) for name, part in value.items()}
        case list() | tuple():
            return type(value)(in_worlds(part, index, worlds) for part in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    made = object.__new__(type(value))
    for item in fields(value):
        object.__setattr__(made, item.name, in_worlds(getattr(value, item.name), index, worlds))
    return made


def replaced_names() -> frozenset[str]:
    """Names of the parameters whose mapping an override replaces, of all classes that are imported."""

    def below(owner: type[Parameters]) -> Iterator[type[Parameters]]:
        yield owner
        for kind in owner.__subclasses__():
            yield from below(kind)

    return frozenset(
        item.name for kind in below(Parameters) for item in _declared(kind) if item.metadata.get("replace")
    )


def _declared(owner: type[Parameters]) -> tuple[Field[Any], ...]:
    return fields(owner) if "__dataclass_fields__" in vars(owner) else ()


def _kinds(owner: type[Any]) -> dict[str, tuple[Any, ...]]:
    """The kinds of value that each field of a class may hold: the parts of its annotation, e.g. `Number` and `None`."""
    return {name: _parts(hint) for name, hint in get_type_hints(owner).items()}


def _parts(hint: Any) -> tuple[Any, ...]:
    """The kinds that an annotation allows; `Number` is one of them."""
    if isinstance(hint, TypeAliasType) and hint is not Number:
        hint = hint.__value__
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def _fault(item: Field[Any], value: Any, kinds: tuple[Any, ...]) -> str:
    """The fault of the value of a field; empty if it has none."""
    if choices := item.metadata.get("choices"):
        return "" if value in choices else f"{_shown(item, value)}: {nearest(value, choices)}"
    if isinstance(value, str) and str in kinds and (max(map(len, value.split("/"))) > TEXT or "\0" in value):
        return f"{item.name}: must be a text of at most {TEXT} letters, or a path of such names"
    if Any in kinds or (value is None and type(None) in kinds):
        return ""
    classes = tuple(get_origin(kind) or kind for kind in kinds if kind is not Number)
    others = tuple(kind for kind in classes if kind not in (int, float))
    if isinstance(value, others) and not (isinstance(value, str) and str not in others):
        return ""
    if Number in kinds or len(others) < len(classes):
        if isinstance(value, np.ndarray) and Number not in kinds:
            return f"{item.name}: must be the same in all worlds; make its values variants"
        return _number_fault(item, value, whole=int in kinds)
    kinds_in_words = (_WORDS.get(kind, f"of the kind {kind.__name__}") for kind in others)
    return f"{_shown(item, value)}: must be {item.metadata.get('words') or ' or '.join(kinds_in_words)}"


def _shown(item: Field[Any], value: Any) -> str:
    """A field and its value as text; made only for a fault, since an array takes long to print."""
    return f"{item.name} = {value!r}"


_WORDS = {bool: "true or false", type(None): "null", str: "a text", Mapping: "a mapping", Sequence: "a list"}


def first_wrong(value: Any, right: Any) -> str:
    """A number as a message shows it: of an array only the first value that is not allowed."""
    if not isinstance(value, np.ndarray):
        return repr(value)
    return f"{value[~np.broadcast_to(right, value.shape)].flat[0]!s}, one of its values"


def _number_fault(item: Field[Any], value: Any, *, whole: bool) -> str:
    """The fault of a number, or of one in an array; empty if there is none."""
    if value is None or isinstance(value, str | bool) or not (isinstance(value, np.ndarray) or np.isscalar(value)):
        return f"{_shown(item, value)}: must be a {'whole ' if whole else ''}number{unquoted(value)}"
    number = np.asarray(value, dtype=float)
    right = np.isfinite(number) & (np.floor(number) == number if whole else True)
    if not right.all():
        return f"{item.name} = {first_wrong(value, right)}: must be {'whole' if whole else 'finite'}"
    low, high = item.metadata.get("low", -np.inf), item.metadata.get("high", np.inf)
    most = high if high < np.inf else LARGEST if not whole or item.metadata.get("unit") == "units" else LONGEST
    right = (number >= max(low, -LARGEST)) & (number <= most)
    if right.all():
        return ""
    unit = f" ({item.metadata['unit']})" if item.metadata["unit"] else ""
    too_large = not (number <= most).all() and high >= LONGEST
    allowed = f"lie between {low:g} and {high:g}" if high < LONGEST else f"be {low:g} or more"
    if too_large or (low == -np.inf and not (number >= -LARGEST).all()):
        allowed = f"lie between {max(low, -LARGEST):g} and {most:g}"
    return f"{item.name} = {first_wrong(value, right)}: must {allowed}{unit}"
