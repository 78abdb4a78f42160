"""Lists of names that a study asks for, and of objects of the user's own beside them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Protocol

from jitagents.errors import Faults, InputError, nearest

ALL = "all"


class Named(Protocol):
    """An object with a name."""

    @property
    def name(self) -> str: ...


def parse_objects[T: Named](
    asked: Any,
    known: Mapping[str, T],
    key: str,
    make: Callable[[Any, str], T],
    least: int = 0,
    renamed: Mapping[str, Collection[str]] | None = None,
) -> list[T]:
    """Read a list of names and of nodes that make objects; these come last, as they stand there.

    Args:
        asked: a list of names and nodes, or `all`.
        known: the objects with a name, in the order of tables.
        key: of the configuration that asks for them.
        make: makes an object of a node; takes the node and its place.
        least, renamed: as in `parse_names`.

    Raises:
        InputError: no such list, names that there are not or are taken, or objects that cannot be made: all of them.
    """
    stated = asked if isinstance(asked, list | tuple) else ()
    nodes = [(f"{key}[{at}]", one) for at, one in enumerate(stated) if isinstance(one, Mapping)]
    names = [one for one in asked if not isinstance(one, Mapping)] if nodes else asked
    faults, found, taken = Faults(), list[T](), {*known}
    with faults.collected():
        chosen = ALL if names == [ALL] else names
        found += (known[name] for name in parse_names(chosen, known, key, least=0 if nodes else least, renamed=renamed))
    for place, node in nodes:
        with faults.collected():
            made = make(node, place)
            if made.name in taken:
                raise InputError(f"{place}: the name {made.name!r} is taken already; give it another `name`")
            taken.add(made.name)
            found.append(made)
    faults.tell()
    return found


def parse_names(
    asked: Any,
    known: Iterable[str],
    key: str,
    required: Collection[str] = (),
    least: int = 0,
    renamed: Mapping[str, Collection[str]] | None = None,
) -> list[str]:
    """Read a list of names, in the order of the known ones.

    Args:
        asked: a list of names, or `all`.
        known: all names.
        key: of the configuration that asks for them.
        required: names that must be in the list.
        least: smallest number of names.
        renamed: new name of each former one, or names, for messages.

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
        raise InputError(*(f"{key}: there is no {name!r}; {hint(name, names, renamed or {})}" for name in unknown))
    repeated = sorted({name for name in asked if asked.count(name) > 1})
    if repeated:
        raise InputError(*(f"{key}: {name!r} stands there twice" for name in repeated))
    missing = [name for name in required if name not in asked]
    if missing:
        raise InputError(*(f"{key} = {asked!r}: {name} must be one of them" for name in missing))
    if len(asked) < least:
        raise InputError(f"{key} = {asked!r}: must name at least {'one' if least == 1 else least}")
    return [name for name in names if name in asked]


def hint(name: object, names: Iterable[str], renamed: Mapping[str, Collection[str]]) -> str:
    """Say what can be written in the place of an unknown name: its new name or names, or the nearest one."""
    new = renamed.get(name, ()) if isinstance(name, str) else ()
    if len(new) > 1:
        return f"in its place there are now {' and '.join(map(repr, new))}"
    return f"it is now called {next(iter(new))!r}" if new else nearest(name, names)
