"""`check_behaviour`: what a user is told of a behaviour that breaks the contract."""

import re
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import pytest

from jitagents.behaviours.allocation import Allocation, Proportional
from jitagents.behaviours.base import Behaviour
from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.ordering import Jit, Mrp, Ordering
from jitagents.behaviours.production import UpToCapacity
from jitagents.behaviours.sourcing import Split
from jitagents.parameters import Number, param
from jitagents.testing import HARNESSES, check_behaviour


@dataclass(frozen=True)
class Rule(Ordering):
    """Order what is wanted."""

    def opening(self, plan: Any) -> Any:
        return plan.rate

    def __call__(self, seen: Any, memory: Any) -> Any:
        return seen.demand.copy()


@dataclass(frozen=True)
class Negative(Rule):
    """Order less than nothing."""

    def __call__(self, seen: Any, memory: Any) -> Any:
        return seen.stock - 100.0


@dataclass(frozen=True)
class Counting(Rule):
    """Remember on itself."""

    days: list[int] = field(default_factory=list)

    def __call__(self, seen: Any, memory: Any) -> Any:
        self.days.append(seen.day)
        return seen.demand + len(self.days)


@dataclass(frozen=True)
class Writing(Rule):
    """Write into the records."""

    def __call__(self, seen: Any, memory: Any) -> Any:
        seen.stock[...] = 0.0
        return seen.demand


@dataclass(frozen=True)
class Gossiping(Rule):
    """Look at what others want."""

    def __call__(self, seen: Any, memory: Any) -> Any:
        return seen.demand + np.roll(seen.demand, 1, axis=0)


@dataclass(frozen=True)
class Forgetting(Rule):
    """Put an array in the place of its memory."""

    memory: ClassVar[dict[str, int]] = {"last": 0}

    def __call__(self, seen: Any, memory: Any) -> Any:
        memory["last"] = seen.demand.copy()
        return memory["last"]


@dataclass(frozen=True)
class Single(Rule):
    """Take its parameter from the first world."""

    part: Number = param(0.5, "", "of demand that is ordered", low=0, high=1)

    def __call__(self, seen: Any, memory: Any) -> Any:
        return seen.demand * np.asarray(self.part).ravel()[0]


@dataclass(frozen=True)
class Scalar(Rule):
    """Answer for one stock point."""

    def __call__(self, seen: Any, memory: Any) -> Any:
        return seen.demand[:2]


class Thawed(Rule):
    """Not frozen."""

    def __setattr__(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)


@dataclass(frozen=True)
class Generous(Allocation):
    """Give more than there is."""

    def __call__(self, available: Any, claims: Any, memory: Any) -> Any:
        return claims.owed.copy()


@dataclass(frozen=True)
class Homeless(Behaviour):
    """Of no stage."""


@dataclass(frozen=True)
class Demanding(Rule):
    """Needs something."""

    something: str = param()


@pytest.mark.parametrize("good", [Rule, Jit, Mrp(horizon=5), Proportional, Poisson(mean=3.0), UpToCapacity, Split()])
def test_a_good_one_passes(good: Any) -> None:
    check_behaviour(good)


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (Negative, "Negative: it returns negative numbers"),
        (Counting, "Counting: the second time it answers otherwise"),
        (Writing, "Writing: ValueError: assignment destination is read-only"),
        (Gossiping, "Gossiping: the order of the rows changes its answers"),
        (Forgetting, "write into that: memory[name][...] = …"),
        (Single, "Single.part: given by world, it is not what each world has alone"),
        (Scalar, "Scalar: "),
        (Thawed, "Thawed: an attribute can be set"),
        (Generous, "Generous: it does not give just what there is"),
        (Homeless, "Homeless derives from no stage's base class"),
        (Demanding, "Demanding cannot be made without arguments; give an instance"),
        (3, "3 is no behaviour"),
    ],
)
def test_a_bad_one_is_told_what_is_wrong(bad: Any, told: str) -> None:
    with pytest.raises(AssertionError, match=re.escape(told)):
        check_behaviour(bad)


def test_every_check_says_what_it_checks() -> None:
    for harness in HARNESSES.values():
        assert len(harness.checks()) >= 4
        for name in harness.checks():
            assert (getattr(harness, name).__doc__ or "").endswith("."), name
