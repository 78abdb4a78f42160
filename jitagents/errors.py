"""Bad input: one error class, a collector of faults, and the nearest valid name for a wrong one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches


class InputError(ValueError):
    """Input that cannot be simulated, told before the first day.

    Args:
        faults: one sentence a fault; each says what is wrong, where, and what is allowed.
    """

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class Faults:
    """Collects the faults of checks that do not depend on each other, to tell them all at once."""

    def __init__(self) -> None:
        self._faults: dict[str, None] = {}

    @contextmanager
    def collected(self, place: str = "") -> Iterator[None]:
        """Keep the faults of what is done inside, each with the place before it."""
        try:
            yield
        except InputError as error:
            self.add(*(f"{place}{fault}" for fault in error.faults))

    def add(self, *faults: str) -> None:
        """Keep faults; what was said already is not said again."""
        self._faults |= dict.fromkeys(faults)

    def tell(self) -> None:
        """Raise what was collected.

        Raises:
            InputError: there is at least one fault.
        """
        if self._faults:
            raise InputError(*self._faults)


def nearest(word: object, allowed: Iterable[object], most: int = 12) -> str:
    """Say which name was probably meant and which are allowed: `did you mean 'a'? allowed: a, b`."""
    names = sorted(str(name) for name in allowed)
    folded = {name.casefold(): name for name in reversed(names)}
    close = get_close_matches(str(word).casefold(), folded, n=1, cutoff=0.5)
    hint = f"did you mean {folded[close[0]]!r}? " if close else ""
    shown = ", ".join(names[:most]) + (f", … ({len(names)} in all)" if len(names) > most else "")
    return f"{hint}allowed: {shown}" if names else "none is allowed here"
