"""Causes of a shortage: a tree whose amounts add up, from the shortage at its root to causes with no known cause."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Self

import pandas as pd

from jitagents.diagnosis.words import Say, listing, story

NOTHING = 1e-9
SEVERAL = 2
"""Small causes that are summed up in one line, at least."""


@dataclass(frozen=True)
class Cause:
    """A cause of a shortage, and its own causes, whose amounts add up to its amount.

    Attributes:
        kind: kind of cause, a key of `words.KINDS`.
        who: agent at which it occurred.
        item: item that was missing there.
        day: measured day to the end of which it is counted.
        units: shortfall of the item against the reference; below 0, a surplus.
        amount: contribution to the shortage, in units of the item of the shortage; below 0, a relief.
        disruption: disruption behind it, with its first day there; empty if there is none.
        mode: mode of transport of the lane, where its seller has several lanes to the buyer.
        children: its causes; none if it is followed no further.
    """

    kind: str
    who: str
    item: str
    day: int
    units: float
    amount: float
    disruption: str = ""
    mode: str = ""
    children: tuple["Cause", ...] = ()

    def __iter__(self) -> Iterator["Cause"]:
        """Iterate over the cause and all below it, each before its own causes."""
        yield self
        for child in self.children:
            yield from child

    def leaves(self) -> list["Cause"]:
        """The causes at the ends of the chains; their amounts add up to that of the root."""
        return [cause for cause in self if not cause.children]

    def table(self) -> pd.DataFrame:
        """A row per cause in the order of the text: depth, the fields of a cause, and whether it is a leaf."""
        columns = ("kind", "who", "item", "day", "units", "amount", "disruption", "mode")
        rows = [
            (depth, *(getattr(cause, name) for name in columns), not cause.children) for depth, cause in self.deep()
        ]
        return pd.DataFrame(rows, columns=["depth", *columns, "leaf"])

    def deep(self, depth: int = 0) -> Iterator[tuple[int, "Cause"]]:
        """Iterate over the cause and all below it, each with its depth."""
        yield depth, self
        for child in self.children:
            yield from child.deep(depth + 1)

    def times(self, factor: float) -> Self:
        """The cause and all below it, multiplied by a factor."""
        children = tuple(child.times(factor) for child in self.children)
        return replace(self, units=self.units * factor, amount=self.amount * factor, children=children)

    def called(self, show: Callable[[str], str]) -> Self:
        """The same causes with another label for each agent."""
        return replace(self, who=show(self.who), children=tuple(child.called(show) for child in self.children))

    @property
    def seller(self) -> str:
        """The agent with the mode of transport, where that tells its lanes apart."""
        return f"{self.who} ({self.mode})" if self.mode else self.who

    def story(self, say: Say = str) -> str:
        """The main chain in one sentence, in the language that `say` gives its parts."""
        return story(self, say)

    def __str__(self) -> str:
        return listing(self)

    def until(self, kind: str) -> Self:
        """The tree cut at causes of a kind, which become its ends."""
        children = () if self.kind == kind else tuple(child.until(kind) for child in self.children)
        return replace(self, children=children)


def gathered(causes: Iterable[Cause], least: float) -> tuple[Cause, ...]:
    """Sort causes by size, the largest first, after equal ones are merged and small ones summed up.

    Args:
        causes: causes of one cause.
        least: amount below which causes are summed up in one.
    """
    merged = dict[tuple[str, ...], Cause]()
    for cause in causes:
        key = (cause.kind, cause.seller, cause.item, cause.disruption)
        merged[key] = _merged(merged[key], cause) if key in merged else cause
    relevant = [cause for cause in merged.values() if abs(cause.amount) > NOTHING]
    relevant.sort(key=lambda cause: -abs(cause.amount))
    small = [cause for cause in relevant if abs(cause.amount) < least]
    if len(small) < SEVERAL:
        return tuple(relevant)
    total = sum(cause.amount for cause in small)
    rest = Cause("smaller", f"{len(small)} smaller causes", "", max(cause.day for cause in small), total, total)
    return (*relevant[: -len(small)], rest)


def _merged(first: Cause, second: Cause) -> Cause:
    """Two equal causes as one; if only one of them has causes, these are scaled to the sum of both."""
    units, amount, day = first.units + second.units, first.amount + second.amount, max(first.day, second.day)
    if first.children and second.children:
        children = gathered((*first.children, *second.children), 0.0)
    else:
        followed = first if first.children else second
        children = followed.times(amount / followed.amount).children if amount * followed.amount > 0 else ()
    return replace(first, day=day, units=units, amount=amount, children=children)
