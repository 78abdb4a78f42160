"""Panic: more is ordered than is needed, because what was ordered does not come."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory, Seen, memory_of
from jitagents.behaviours.ordering.wrappers import Wrapper, without
from jitagents.column import Array
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Panic(Wrapper):
    """Shortage gaming: while deliveries are late, orders are inflated; afterwards the phantom orders are cancelled.

    Deliveries are late when more is on order, phantom orders not counted, than flows in the lead time and `patience`
    days. The rule within does not see the phantom orders as on order, or it would take them back at once. Phantom
    orders that are shipped already, or all of them with `cancel: false`, are worked off: as much less is ordered.

    Formula:
        order = wanted x (1 + inflation) if late, else max(0, wanted - phantom)
        cancelled = min(phantom, owed by the sellers) if not late, else 0
        phantom = sum of what was ordered above what was wanted, less what was cancelled
        late: on order - phantom > flow x (lead time + patience)

    Source:
        Lee, Padmanabhan & Whang 1997, Management Science 43(4), sec. 4: the rationing game.
    """

    patience: Number = param(1.0, "days", "mean flow that may be on order above that of the lead time", low=0)
    inflation: Number = param(0.5, "", "share that is added to orders while deliveries are late", low=0)
    cancel: bool = param(True, "", "whether phantom orders are cancelled, or only worked off")

    memory: ClassVar[dict[str, int]] = {"phantom": 0}

    @property
    def cancels(self) -> bool:
        return self.cancel or super().cancels

    def depths(self) -> dict[str, int]:
        return super().depths() | ({"cancelled": 0} if self.cancel else {})

    def cancelled(self, memory: Memory) -> Array:
        return memory["cancelled"] if self.cancel else super().cancelled(memory)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        phantom = memory["phantom"]
        real = without(seen, phantom)
        wanted = self.rule(real, memory_of("rule", memory))
        late = real.on_order > seen.plan.rate * (seen.plan.lead_time + self.patience)
        if self.cancel:
            assert seen.cancellable is not None
            memory["cancelled"][...] = np.where(late, 0.0, np.clip(phantom, 0.0, seen.cancellable))
            phantom -= memory["cancelled"]
        order = np.where(late, wanted * (1.0 + self.inflation), np.maximum(wanted - phantom, 0.0))
        phantom += order
        phantom -= wanted
        return order
