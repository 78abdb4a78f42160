"""Errors of input: one class, a collector of faults, and the nearest valid name for a wrong one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from jitagents.spelling import FAR, distance, synonyms

WORD, SHOWN = 300, 60
"""Letters from which on a word is cut in a message, and how many of them are shown then."""


class InputError(ValueError):
    """Input that cannot be simulated, reported before the first day.

    Args:
        faults: one sentence a fault; each states the place, the fault, and what is allowed.
    """

    def __init__(self, *faults: str) -> None:
        self.faults = tuple(shortened(fault) for fault in faults)
        super().__init__("\n".join(self.faults))


def shortened(text: str) -> str:
    """A text in which very long words (values or paths of thousands of letters) are shortened."""
    return re.sub(rf"\S{{{WORD},}}", lambda word: f"{word[0][:SHOWN]}…{word[0][-1]}", text)


class Faults:
    """Collector of the faults of independent checks, to report them all at once."""

    def __init__(self) -> None:
        self._faults: dict[str, None] = {}

    @contextmanager
    def collected(self, place: str = "") -> Iterator[None]:
        """Keep the faults raised in the `with` block, each with the place before it."""
        try:
            yield
        except InputError as error:
            self.add(*(f"{place}{fault}" for fault in error.faults))

    def add(self, *faults: str) -> None:
        """Keep faults, each once."""
        self._faults |= dict.fromkeys(faults)

    def tell(self) -> None:
        """Raise the faults that were collected.

        Raises:
            InputError: there is at least one fault.
        """
        if self._faults:
            raise InputError(*self._faults)


def nearest(word: object, allowed: Iterable[object], most: int = 12) -> str:
    """State the name that was probably meant, and those that are allowed: `did you mean 'a'? allowed: a, b`."""
    names = sorted(str(name) for name in allowed)
    meant = closest(str(word), names)
    hint = f"did you mean {meant!r}? " if meant else ""
    return f"{hint}{listed(names, most)}"


def listed(allowed: Iterable[object], most: int = 12) -> str:
    """List the names that are allowed: `allowed: a, b`."""
    names = sorted(str(name) for name in allowed)
    shown = ", ".join(names[:most]) + (f", … ({len(names)} in all)" if len(names) > most else "")
    return f"allowed: {shown}" if names else "none is allowed here"


def closest(word: str, names: Sequence[str]) -> str:
    """The name that was probably meant by a word; empty if none is near. Of dotted keys the last part counts."""
    start = word.rfind(".") + 1
    if not all(name[:start] == word[:start] for name in names):
        start = 0
    if not names or len(word) > WORD:
        return ""
    far, best = min((distance(word[start:], name[start:]), name) for name in names)
    called = (word[:start] + known for known in synonyms(word[start:]) if far > 0)
    elsewhere = (name for name in names if word[start:] in synonyms(name[start:]))
    return next((name for name in called if name in names), best if far < FAR else next(elsewhere, ""))


def unquoted(value: object) -> str:
    """A hint to write a number without quotes, if it was given as a text; empty for anything else."""
    if not isinstance(value, str):
        return ""
    try:
        float(value)
    except ValueError:
        return ""
    return f"; write {value.strip()} without quotes"
