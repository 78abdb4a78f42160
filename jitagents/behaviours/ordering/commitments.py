"""Commitments: a plan is shared ahead, and orders stay near to it."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory, Seen, memory_of
from jitagents.behaviours.ordering.wrappers import Wrapper
from jitagents.column import Array
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class QuantityFlexibility(Wrapper):
    """Quantity flexibility contract: orders stay within a band around what was forecast some days before.

    What a rule that never looks at its position asks for beyond the band, it gets on later days; other rules see the
    gap in their position. Without a band (0) the schedule is frozen and orders are the forecasts; with both sides open
    (None) the rule is free.

    Formula:
        order = min((1 + up) plan, max((1 - down) plan, wanted)), plan = the forecast of a day's demand `ahead` days ago

    Source:
        Tsay 1999, Management Science 45(10); the forecast that it is a band of: Heath & Jackson 1994, IIE
        Transactions 26(3).
    """

    forecasts: ClassVar[bool] = True

    ahead: int = param(7, "days", "from a plan to the orders that it binds", low=1)
    up: Number | None = param(0.25, "", "most above the plan, share of it; None: without limit", low=0)
    down: Number | None = param(0.25, "", "most below the plan, share of it; None: without limit", low=0, high=1)

    def depths(self) -> dict[str, int]:
        return super().depths() | {"plans": self.ahead} | ({"due": 0} if self.incremental else {})

    def begin(self, seen: Seen, memory: Memory) -> None:
        super().begin(seen, memory)
        memory["plans"][...] = seen.plan.rate

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        assert seen.forecast is not None
        slot = memory["plans"][seen.day % self.ahead]
        planned = slot.copy()
        slot[...] = seen.forecast
        wanted = self.rule(seen, memory_of("rule", memory))
        if not self.incremental:
            return self._within(wanted, planned)
        due = memory["due"]
        due += wanted
        order = self._within(np.maximum(due, 0.0), planned)
        due -= order
        return order

    def _within(self, wanted: Array, planned: Array) -> Array:
        order = wanted if self.down is None else np.maximum(wanted, (1.0 - np.asarray(self.down)) * planned)
        return order if self.up is None else np.minimum(order, (1.0 + np.asarray(self.up)) * planned)
