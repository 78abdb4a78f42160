"""A rule that is shown the customers' orders at the point of sale, in place of the slips that come in."""

from copy import copy
from dataclasses import dataclass
from typing import ClassVar

from jitagents.behaviours.base import Memory, Seen, memory_of
from jitagents.behaviours.ordering.wrappers import Wrapper
from jitagents.column import Array


@dataclass(frozen=True)
class Informed(Wrapper):
    """An ordering rule that takes the customers' orders of the week for its demand.

    Source:
        Croson & Donohue 2003, Production and Operations Management 12(1).
    """

    echelon: ClassVar[bool] = True

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        assert seen.echelon_demand is not None
        view = copy(seen)
        view.demand = seen.echelon_demand
        return self.rule(view, memory_of("rule", memory))
