"""Marginal gain: a budget placed step by step where the simulated loss falls fastest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from jitagents.column import Array
from jitagents.studies.buffer_groups import Group
from jitagents.studies.placement_trials import PlacementTrials

AHEAD = 2
"""Groups tried again together: those with the best gains."""
NEARLY = 0.6
"""A group is bought on in one step while its next days gain at least this share of what its best gain for the money."""
SMALL = 1e-6
"""Share of a budget that is not worth another step."""


@dataclass(frozen=True)
class Step:
    """A step of a path.

    Attributes:
        group: the flows that are buffered.
        days: of cover added.
        money: spent up to and with this step.
        losses: after it, money, by replication.
    """

    group: Group
    days: float
    money: float
    losses: Array


@dataclass(frozen=True)
class _Offer:
    """What a group has to offer: amounts of days, and the losses with each of them, by replication.

    Attributes:
        price: money for a day.
        days: from 0, where the losses are today's, upwards.
        losses: `(amounts, replications)`.
    """

    price: float
    days: Sequence[float]
    losses: Array

    def rate(self, at: int, base: int = 0) -> float:
        """Gain for the money of the days from one amount to another."""
        return _gain(self.losses[base], self.losses[at]) / (self.days[at] - self.days[base]) / self.price

    @cached_property
    def best(self) -> int:
        """The amount that gains most for its money."""
        return max(range(len(self.days)), key=lambda at: self.rate(at) if at else 0.0)

    @cached_property
    def bound(self) -> float:
        """The gain for the money of that amount."""
        return self.rate(self.best) if self.best else 0.0

    @property
    def amount(self) -> int:
        """The amount up to which each further day gains nearly as much for its money as the best does."""
        at = self.best
        while at + 1 < len(self.days) and self.rate(at + 1, at) > NEARLY * self.bound:
            at += 1
        return at


class Greedy:
    """Looks for the steps of a path: each time the days of cover that gain most for their money.

    Where gains diminish, a gain found earlier is an upper bound of today's, so that only the best are tried again
    (Minoux 1978). Since they need not diminish, the group that was tried longest ago is too, and all are before the
    search ends.

    Args:
        trials: simulate placements.
        days: of cover tried at a time.

    Attributes:
        bare: losses without buffers, money, by replication.
    """

    def __init__(self, trials: PlacementTrials, days: Sequence[float]) -> None:
        self._trials, self._tried = trials, sorted(days)
        self._days = np.zeros(len(trials.groups))
        self._spent = 0.0
        self.bare = self._losses = trials.losses(self._days[None])[0]
        self._offers: dict[int, _Offer] = {}

    def path(self) -> list[Step]:
        """The steps until the budget is spent or nothing gains; those of the same group are one where they meet."""
        steps: list[Step] = []
        while self._spent < (1 - SMALL) * self._trials.budget and (number := self._best()) is not None:
            step = self._take(number)
            if steps and steps[-1].group is step.group:
                step = replace(step, days=step.days + steps.pop().days)
            steps.append(step)
        return steps

    def _take(self, number: int) -> Step:
        """Buy what a group has to offer."""
        group, offer = self._trials.groups[number], self._offers[number]
        days = offer.days[offer.amount]
        self._days[number] += days
        self._spent += days * group.price
        self._losses = offer.losses[offer.amount]
        return Step(group, days, self._spent, self._losses)

    def _best(self) -> int | None:
        """The group that gains most for the money, tried with what is bought so far; None if none gains."""
        stale = list(self._offers) or list(range(len(self._days)))
        again = stale[:1] if self._offers else stale
        hopeful: list[int] = []
        while again:
            self._try(again)
            stale = [number for number in stale if number not in again]
            gaining = [number for number, offer in self._offers.items() if offer.bound > 0]
            hopeful = sorted(gaining, key=lambda number: -self._offers[number].bound)
            if hopeful and hopeful[0] not in stale:
                break
            again = [number for number in hopeful if number in stale][:AHEAD] or stale
        return hopeful[0] if hopeful else None

    def _try(self, numbers: Iterable[int]) -> None:
        """Find anew what groups have to offer: the most days first, since fewer do not gain where those do not."""
        amounts = {number: self._amounts(self._trials.groups[number].price) for number in numbers}
        most = self._simulated({number: days[-1:] for number, days in amounts.items()})
        gaining = [number for number, losses in most.items() if _gain(self._losses, losses[0]) > 0]
        less = self._simulated({number: amounts[number][:-1] for number in gaining})
        for number, days in amounts.items():
            told = (self._losses[None], *((less[number], most[number]) if number in less else ()))
            losses = np.concatenate(told)
            self._offers.pop(number, None)  # so that the one tried longest ago stands first
            self._offers[number] = _Offer(self._trials.groups[number].price, [0.0, *days][: len(losses)], losses)

    def _amounts(self, price: float) -> list[float]:
        """Days of cover that the rest of the budget allows: those asked for, and all of it, if that is less."""
        most = (self._trials.budget - self._spent) / price
        allowed = [days for days in self._tried if days < most]
        return allowed if len(allowed) == len(self._tried) else [*allowed, most]

    def _simulated(self, wanted: Mapping[int, Sequence[float]]) -> dict[int, Array]:
        """Losses with more days of a group, by group `(amounts, replications)`."""
        one = np.eye(len(self._days))
        cover = [self._days + one[number] * days for number, some in wanted.items() for days in some]
        losses = self._trials.losses(np.reshape(cover, (-1, len(self._days))))
        cuts = np.cumsum([len(some) for some in wanted.values()])[:-1]
        return dict(zip(wanted, np.split(losses, cuts), strict=True)) if wanted else {}


def _gain(before: Array, after: Array) -> float:
    """Mean gain, money; 0 if it is not larger than its standard error: of many that are tried, some are lucky."""
    gain = before - after
    mean = float(gain.mean())
    return mean if mean > gain.std(ddof=1) / np.sqrt(len(gain)) else 0.0
