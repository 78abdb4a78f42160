"""Tries: limits to the guesses of an address at a code or a word."""

import time
from collections import defaultdict
from collections.abc import Callable

MOST, SECONDS = 20, 60.0


class Tries:
    """Wrong tries of each address within the last minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._wrong = clock, defaultdict[str, list[float]](list)

    def wrong(self, address: str) -> None:
        """Note a wrong try."""
        self._wrong[address].append(self._clock())

    def too_many(self, address: str) -> bool:
        """Whether an address has to wait."""
        if address not in self._wrong:
            return False
        recent = [one for one in self._wrong.pop(address) if self._clock() - one < SECONDS]
        if recent:
            self._wrong[address] = recent
        return len(recent) >= MOST
