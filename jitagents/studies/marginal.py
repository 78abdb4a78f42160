"""Greedy search: a budget is placed step by step where the simulated loss falls fastest."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from jitagents.column import Array
from jitagents.studies.buffer_groups import Group
from jitagents.studies.placement_trials import PlacementTrials

AHEAD = 2
"""Groups with the best gains that are tried again together."""
NEARLY = 0.6
"""Further days of a group are bought in the same step while their gain per money is at least this share of its best."""
SMALL = 1e-6
"""Share of a budget that is too small for another step."""


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
    """Offer of a group: amounts of days, and the losses with each of them, by replication.

    Attributes:
        price: of a day, money.
        days: from 0, where the losses are today's, upwards.
        losses: `(amounts, replications)`.
    """

    price: float
    days: Sequence[float]
    losses: Array

    def rate(self, at: int, base: int = 0) -> float:
        """Gain per money of the days between two amounts."""
        return _gain(self.losses[base], self.losses[at]) / (self.days[at] - self.days[base]) / self.price

    @cached_property
    def best(self) -> int:
        """Index of the amount that gains most per money."""
        return max(range(len(self.days)), key=lambda at: self.rate(at) if at else 0.0)

    @cached_property
    def bound(self) -> float:
        """Gain per money of the best amount."""
        return self.rate(self.best) if self.best else 0.0

    @property
    def amount(self) -> int:
        """Index of the amount up to which each further day gains nearly as much per money as the best."""
        at = self.best
        while at + 1 < len(self.days) and self.rate(at + 1, at) > NEARLY * self.bound:
            at += 1
        return at


class Greedy:
    """Search for the steps of a path: each time the days of cover that gain most per money.

    Where gains diminish, an earlier gain is an upper bound of the present one, so that only the best are tried again
    (lazy greedy, Minoux 1978). Since they need not diminish, the group that was tried longest ago is tried again too,
    and so are all before the search ends.

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
        """The steps until the budget is spent or nothing gains; adjacent steps of the same group are joined."""
        steps: list[Step] = []
        for step in self.purchases():
            if steps and steps[-1].group is step.group:
                step = replace(step, days=step.days + steps.pop().days)
            steps.append(step)
        return steps

    def purchases(self) -> Iterator[Step]:
        """Iterate over the steps as they are found, one a purchase."""
        while self._spent < (1 - SMALL) * self._trials.budget and (number := self._best()) is not None:
            yield self._take(number)

    def _take(self, number: int) -> Step:
        """Buy the offer of a group."""
        group, offer = self._trials.groups[number], self._offers[number]
        days = offer.days[offer.amount]
        self._days[number] += days
        self._spent += days * group.price
        self._losses = offer.losses[offer.amount]
        return Step(group, days, self._spent, self._losses)

    def _best(self) -> int | None:
        """The group that gains most per money, beside what is bought so far; None if none gains.

        The offers of `stale` groups were simulated before the last purchase. The search ends when the best offer is
        not stale.
        """
        stale = list(self._offers) or list(range(len(self._days)))
        again = stale[:1] if self._offers else stale
        by_gain: list[int] = []
        while again:
            self._try(again)
            stale = [number for number in stale if number not in again]
            gaining = [number for number, offer in self._offers.items() if offer.bound > 0]
            by_gain = sorted(gaining, key=lambda number: -self._offers[number].bound)
            if by_gain and by_gain[0] not in stale:
                break
            again = [number for number in by_gain if number in stale][:AHEAD] or stale
        return by_gain[0] if by_gain else None

    def _try(self, numbers: Iterable[int]) -> None:
        """Simulate the offers of groups: the most days first, since fewer do not gain where those do not."""
        amounts = {number: self._amounts(self._trials.groups[number].price) for number in numbers}
        most = self._simulated({number: days[-1:] for number, days in amounts.items()})
        gaining = [number for number, losses in most.items() if _gain(self._losses, losses[0]) > 0]
        fewer = self._simulated({number: amounts[number][:-1] for number in gaining})
        for number, days in amounts.items():
            simulated = (fewer[number], most[number]) if number in fewer else ()
            losses = np.concatenate((self._losses[None], *simulated))
            self._offers.pop(number, None)  # keeps the order in which they were tried
            self._offers[number] = _Offer(self._trials.groups[number].price, [0.0, *days][: len(losses)], losses)

    def _amounts(self, price: float) -> list[float]:
        """Days of cover that the rest of the budget allows: those asked for, and, if it ends among them, all of it."""
        most = (self._trials.budget - self._spent) / price
        allowed = [days for days in self._tried if days < most]
        return allowed if len(allowed) == len(self._tried) else [*allowed, most]

    def _simulated(self, wanted: Mapping[int, Sequence[float]]) -> dict[int, Array]:
        """Losses with more days of a group, by group `(amounts, replications)`."""
        unit = np.eye(len(self._days))
        cover = [self._days + unit[number] * days for number, amounts in wanted.items() for days in amounts]
        losses = self._trials.losses(np.reshape(cover, (-1, len(self._days))))
        cuts = np.cumsum([len(amounts) for amounts in wanted.values()])[:-1]
        return dict(zip(wanted, np.split(losses, cuts), strict=True)) if wanted else {}


def _gain(before: Array, after: Array) -> float:
    """Mean gain, money; 0 unless it exceeds its standard error, since of many trials some gain by chance."""
    gain = before - after
    mean = float(gain.mean())
    return mean if mean > gain.std(ddof=1) / np.sqrt(len(gain)) else 0.0
