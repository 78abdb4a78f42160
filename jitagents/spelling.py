"""Spelling: the distance of a misspelt name from a valid one, and synonyms."""

import re

from jitagents.synonyms import SYNONYMS

FAR = 0.51
"""Distance from which on two names count as unrelated."""
PREFIX, PART = 0.1, 0.25
"""Distance of the beginning of a name, and of one of its words, from the name."""


def folded(name: str) -> str:
    """A name without case and without what separates its words: `Safety-Stock` is `safety_stock`."""
    return re.sub(r"[\s_\-]+", "", name.casefold())


def synonyms(word: str) -> tuple[str, ...]:
    """The names used here for a word of the field."""
    return SYNONYMS.get(re.sub(r"[().,;:/]+", "", folded(word)), ())


def distance(word: str, name: str) -> float:
    """Distance of a word from a name: 0 if they differ in case and separators only, 1 if they have nothing in common.

    Edits (a letter left out, added, replaced, two swapped) over the letters of the longer one; less if the word is the
    beginning of the name (`reps` of replications), or one of its words.
    """
    short, full = folded(word), folded(name)
    if short == full:
        return 0.0
    longest = max(len(short), len(full))
    if len(short) >= 3 and full.startswith((short, short.removesuffix("s")) if len(short) > 3 else short):
        return PREFIX + (1.0 - len(short) / longest) / 10.0
    if len(short) >= 3 and short in re.split(r"[\s_\-]+", name.casefold()):
        return PART
    if abs(len(short) - len(full)) > FAR * longest:
        return FAR / 2 if len(full) >= 3 and short.startswith(full) else 1.0
    return edits(short, full) / longest


def edits(one: str, other: str) -> int:
    """Least number of letters left out, added, replaced or swapped with their neighbour that make one text the other.

    The optimal string alignment distance (Damerau 1964, Communications of the ACM 7(3)).
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            least = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                least = min(least, earlier[j - 2] + 1)
            row.append(least)
    return row[-1]
