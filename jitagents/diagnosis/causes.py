"""Causes: a tree whose amounts add up, from a shortage at its root to what cannot be followed any further."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from jitagents.diagnosis.words import finding, listing, story

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NOTHING = 1e-9
SEVERAL = 2
"""Small causes that are told together."""


@dataclass(frozen=True)
class Cause:
    """A cause of a shortage, and the causes that it is made of: their amounts add up to its own.

    Attributes:
        kind: what happened; see `words.KINDS`.
        who: agent at which it happened.
        item: what was missing there.
        day: measured day up to whose evening it is counted.
        units: of the item: how many fewer there were than without a crisis; below 0: how many more.
        amount: what it adds to the shortage, in units of what was asked about; below 0: what it takes off.
        shock: the shock that is behind it, and its first day there; empty if none is.
        children: what it is made of; none if it is followed no further.
    """

    kind: str
    who: str
    item: str
    day: int
    units: float
    amount: float
    shock: str = ""
    children: tuple["Cause", ...] = ()

    def __iter__(self) -> Iterator["Cause"]:
        """The cause itself, then all below it, each before those that it is made of."""
        yield self
        for child in self.children:
            yield from child

    def leaves(self) -> list["Cause"]:
        """Where the chains end; their amounts add up to that of the root."""
        return [cause for cause in self if not cause.children]

    def table(self) -> pd.DataFrame:
        """A row per cause in the order of the text: depth, kind, who, item, day, units, amount, shock, leaf."""
        columns = ("kind", "who", "item", "day", "units", "amount", "shock")
        rows = [
            (depth, *(getattr(cause, name) for name in columns), not cause.children) for depth, cause in self.deep()
        ]
        return pd.DataFrame(rows, columns=["depth", *columns, "leaf"])

    def deep(self, depth: int = 0) -> Iterator[tuple[int, "Cause"]]:
        """The cause and all below it, each with the number of steps from here."""
        yield depth, self
        for child in self.children:
            yield from child.deep(depth + 1)

    def times(self, factor: float) -> "Cause":
        """A part of it, and of all that it is made of."""
        children = tuple(child.times(factor) for child in self.children)
        return replace(self, units=self.units * factor, amount=self.amount * factor, children=children)

    def called(self, show: Callable[[str], str]) -> "Cause":
        """The same causes, with what is shown for each agent in the place of its name."""
        return replace(self, who=show(self.who), children=tuple(child.called(show) for child in self.children))

    def story(self) -> str:
        """The main chain in one sentence."""
        return story(self)

    def __str__(self) -> str:
        return listing(self)

    def until(self, kind: str) -> "Cause":
        """The tree in which causes of a kind are followed no further."""
        children = () if self.kind == kind else tuple(child.until(kind) for child in self.children)
        return replace(self, children=children)

    def plot(self) -> "Figure":
        """The flow of causes, from where the chains begin at the left to the shortage at the right.

        Lost sales that were not ordered again stand as a beginning; what lies behind them is in the text.
        """
        from jitagents.plots.causes import causes

        once = self.until("lost_sales")
        return causes(once, finding(once))


def gathered(causes: Iterable[Cause], least: float) -> tuple[Cause, ...]:
    """The parts of a cause, the largest first: what says the same is told once, and what is small together.

    Args:
        causes: the parts.
        least: amount from which a part is told by itself.
    """
    joined = dict[tuple[str, ...], Cause]()
    for one in causes:
        key = (one.kind, one.who, one.item, one.shock)
        joined[key] = _joined(joined[key], one) if key in joined else one
    there = sorted((one for one in joined.values() if abs(one.amount) > NOTHING), key=lambda one: -abs(one.amount))
    small = [one for one in there if abs(one.amount) < least]
    if len(small) < SEVERAL:
        return tuple(there)
    total = sum(one.amount for one in small)
    rest = Cause("smaller", f"{len(small)} smaller causes", "", max(one.day for one in small), total, total)
    return (*there[: -len(small)], rest)


def _joined(one: Cause, other: Cause) -> Cause:
    """Two causes that say the same; where only one is followed any further, what it leads to is scaled to both."""
    units, amount, day = one.units + other.units, one.amount + other.amount, max(one.day, other.day)
    if one.children and other.children:
        children = gathered((*one.children, *other.children), 0.0)
    else:
        followed = one if one.children else other
        children = followed.times(amount / followed.amount).children if amount * followed.amount > 0 else ()
    return replace(one, day=day, units=units, amount=amount, children=children)
