"""Units as a network states them: its currency in the place of money, its unit of time in the place of days."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

MONEY, DAY = "money", "day"
"""Words of our own labels, which stand for any currency and any unit of time."""
CHANGED = re.compile(r"\b(money|days|day|daily)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Units:
    """Words for money and time.

    Attributes:
        currency: what money is counted in.
        time: what a day of the simulation stands for.
    """

    currency: str = MONEY
    time: str = DAY

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Self:
        """Those of a study, by the keys `currency` and `time_unit` of its network."""
        network = config.get("network") or {}
        return cls(str(network.get("currency") or MONEY), str(network.get("time_unit") or DAY))

    @property
    def times(self) -> str:
        """The unit of time in the plural."""
        return f"{self.time}s"

    def say(self, words: str) -> str:
        """Words of our own, `cost (money/day)`, in these units: `cost (dollars/week)`; not for names."""
        if (self.currency, self.time) == (MONEY, DAY):
            return words
        told = {"money": self.currency, "day": self.time, "days": self.times, "daily": f"{self.time}ly"}

        def put(found: re.Match[str]) -> str:
            word = told[found[0].lower()]
            return word[:1].upper() + word[1:] if found[0][0].isupper() else word

        return CHANGED.sub(put, words)
