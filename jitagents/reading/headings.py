"""Headings of columns, matched without regard to case and blanks, and misspelt headings."""

import re
from collections.abc import Iterable, Mapping, Sequence

from jitagents.errors import InputError, nearest

LETTERS = 5
"""Names from this length on count as misspelt if they differ by one letter; shorter ones if two are swapped."""


def folded(heading: object) -> str:
    """A heading without case, blanks, hyphens and underscores."""
    return re.sub(r"[\s_\-]+", "", str(heading)).casefold()


def place_of(wanted: str, headings: Sequence[str], place: str, what: str) -> int:
    """The number of a column that the user names.

    Raises:
        InputError: there is none, or more than one.
    """
    found = [number for number, heading in enumerate(headings) if heading == wanted.strip()]
    found = found or [number for number, heading in enumerate(headings) if folded(heading) == folded(wanted)]
    if not found:
        raise InputError(f"{place}: {what} has no column {wanted!r}; {nearest(wanted, filter(None, headings))}")
    if len(found) > 1:
        same = ", ".join(repr(headings[number]) for number in found)
        raise InputError(f"{place}: {what}: the column {wanted!r} stands there {_times(len(found))} ({same})")
    return found[0]


def twice(headings: Sequence[str], place: str) -> list[str]:
    """Faults of headings that stand there more than once, whatever their case and blanks."""
    groups: dict[str, list[str]] = {}
    for heading in filter(None, headings):
        groups.setdefault(folded(heading), []).append(heading)
    return [
        f"{place}: the column {same[0]!r} stands there {_times(len(same))} ({', '.join(map(repr, same))})"
        for same in groups.values()
        if len(same) > 1
    ]


def renamed(headings: Sequence[str], names: Mapping[str, object], known: Sequence[str], place: str) -> list[str]:
    """Rename headings as the user states, and known ones to their usual spelling.

    Args:
        headings: of the file.
        names: heading of the file -> column.
        known: columns that there are.
        place: where the names are stated.

    Raises:
        InputError: a name that is no text.
    """
    wrong = [name for name in names.values() if not isinstance(name, str) or not name.strip()]
    if wrong:
        raise InputError(f"{place}: {wrong[0]!r} is no column; must be {{heading of the file: column}}")
    given = {folded(heading): str(name).strip() for heading, name in names.items()}
    spelt = {folded(name): name for name in known}
    new = [given.get(folded(heading), heading) for heading in headings]
    return [spelt.get(folded(heading), heading) for heading in new]


def misspelt(heading: str, known: Iterable[str]) -> str | None:
    """The known column that a heading misspells; None if it is a name of its own."""
    plain = folded(heading)
    return next((name for name in known if _is_slip(plain, folded(name))), None)


def _is_slip(one: str, other: str) -> bool:
    """Whether two different names differ by two letters that are swapped, or by one letter if they are long enough."""
    if one == other:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    if len(a) == len(b) and sorted(a[:2]) == sorted(b[:2]) and a[2:] == b[2:] and len(a) > 1:
        return True
    return min(len(one), len(other)) >= LETTERS and (a[1:] == b[1:] or a[1:] == b or a == b[1:])


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"
