"""Prebuild: stock is built before a crisis that was announced."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory, Seen, memory_of
from jitagents.behaviours.ordering.wrappers import Wrapper, without
from jitagents.column import Array
from jitagents.flow import ROUNDING
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Prebuild(Wrapper):
    """Anticipation stock: built before an announced disruption, and used up while it lasts.

    The extra stock follows the days that the crisis will still keep from coming, or for which customers will want more:
    it falls as the crisis goes on, so that what is used of it is not ordered again, and is nothing when it is over. The
    rule within does not see it in its position. Whole units are ordered where the rule orders whole units.

    Formula:
        order = wanted + (aim - extra) / over if aim > extra, else max(0, wanted - (extra - aim))
        aim = flow x min(share x days warned of, most); extra = sum of what was ordered above what was wanted

    Source:
        Atasoy, Güllü & Tan 2012, Decision Support Systems 53(2), on shortages that a supplier announces.
    """

    memory: ClassVar[dict[str, int]] = {"extra": 0}
    share: Number = param(1.0, "", "of the days warned of that is built ahead", low=0)
    most: Number = param(30.0, "days", "mean flow that is built ahead at most", low=0)
    over: Number = param(1.0, "days", "1: all is ordered at once; n: each day one n-th of what is missing", low=1)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        inner = memory_of("rule", memory)
        if seen.warned is None:
            return self.rule(seen, inner)
        extra = memory["extra"]
        wanted = self.rule(without(seen, extra), inner)
        gap = seen.plan.rate * np.minimum(self.share * seen.warned, self.most) - extra
        order = wanted + np.where(gap > 0, gap / self.over, gap)
        order = np.where(wanted % 1.0 == 0, np.ceil(order - ROUNDING), order)
        np.maximum(order, 0.0, out=order)
        extra += order
        extra -= wanted
        return order
