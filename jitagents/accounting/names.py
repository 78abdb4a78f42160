"""Lists of names that a study asks for."""

from collections.abc import Iterable
from typing import Any

from jitagents.errors import InputError, nearest

ALL = "all"


def picked(asked: Any, known: Iterable[str], key: str) -> list[str]:
    """Read a list of names, in the order of the known ones.

    Args:
        asked: a list of names, or `all`.
        known: all names.
        key: of the configuration that asks for them.

    Raises:
        InputError: no list of names, or names that there are not: all of them.
    """
    names = list(known)
    if asked == ALL:
        return names
    if not isinstance(asked, list | tuple):
        raise InputError(f"{key} = {asked!r}: must be a list of names, or {ALL}")
    unknown = [name for name in asked if name not in names]
    if unknown:
        raise InputError(*(f"{key}: there is no {name!r}; {nearest(name, names)}" for name in unknown))
    twice = sorted({name for name in asked if asked.count(name) > 1})
    if twice:
        raise InputError(*(f"{key}: {name!r} stands there twice" for name in twice))
    return [name for name in names if name in asked]
