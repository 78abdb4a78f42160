"""Prose: lists, and what is said once of all of which the same is said."""

from collections.abc import Callable, Iterable, Sequence

MANY = 4
"""Variants up to which a sentence names each of them."""
LONGEST, NAMED = 8, 3
"""Parts of a list that is given whole, at most; those that a longer one begins with."""


def listed(parts: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`; of a long list the first, `a, b, c and 97 more`."""
    *first, last = parts
    if len(first) >= LONGEST:
        first, last = first[:NAMED], f"{len(first) + 1 - NAMED} more"
    return f"{', '.join(first)} and {last}" if first else last


def shown(names: Sequence[str]) -> list[str]:
    """All names if they are few, otherwise the first and the last."""
    return [*names] if len(names) <= MANY else [names[0], names[-1]]


def by_variant(names: Iterable[str], say: Callable[[str], str]) -> str:
    """Join what `say` returns for each variant, equal texts once; only the extremes if there are many."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(say(name), []).append(name)
    parts = [f"{text} under {listed(group)}" for text, group in groups.items()]
    if len(groups) > MANY:
        return f"between {parts[0]} and {parts[-1]}"
    return listed(parts)
