"""Lists of names that a study asks for."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from jitagents.errors import InputError, nearest

ALL = "all"


def parse_names(
    asked: Any,
    known: Iterable[str],
    key: str,
    required: Collection[str] = (),
    least: int = 0,
    renamed: Mapping[str, str] | None = None,
) -> list[str]:
    """Read a list of names, in the order of the known ones.

    Args:
        asked: a list of names, or `all`.
        known: all names.
        key: of the configuration that asks for them.
        required: names that must be in the list.
        least: smallest number of names.
        renamed: new name of each former one, for messages.

    Raises:
        InputError: no list of names, unknown or repeated names (all of them), or too few.
    """
    names = list(known)
    if asked == ALL:
        return names
    if not isinstance(asked, list | tuple):
        raise InputError(f"{key} = {asked!r}: must be a list of names, or {ALL}")
    unknown = [name for name in asked if name not in names]
    if unknown:
        raise InputError(*(f"{key}: there is no {name!r}; {_hint(name, names, renamed or {})}" for name in unknown))
    repeated = sorted({name for name in asked if asked.count(name) > 1})
    if repeated:
        raise InputError(*(f"{key}: {name!r} stands there twice" for name in repeated))
    missing = [name for name in required if name not in asked]
    if missing:
        raise InputError(*(f"{key} = {asked!r}: {name} must be one of them" for name in missing))
    if len(asked) < least:
        raise InputError(f"{key} = {asked!r}: must name at least {'one' if least == 1 else least}")
    return [name for name in names if name in asked]


def _hint(name: object, names: Iterable[str], renamed: Mapping[str, str]) -> str:
    new = renamed.get(name) if isinstance(name, str) else None
    return f"it is now called {new!r}" if new else nearest(name, names)
