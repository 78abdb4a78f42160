"""Causes: a tree whose amounts add up, from a shortage at its root to what cannot be followed any further."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from jitagents.why.words import told

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Cause:
    """A cause of a shortage, and the causes that it is made of: their amounts add up to its own.

    Attributes:
        kind: what happened; see `words.KINDS`.
        who: agent at which it happened.
        item: what was missing there.
        day: measured day up to whose evening it is counted.
        units: of the item.
        amount: in units of what was asked about; below 0: it made the shortage smaller.
        note: what the kind leaves open: the crisis and its first day, the buyer of an order.
        children: what it is made of; none if it is followed no further.
    """

    kind: str
    who: str
    item: str
    day: int
    units: float
    amount: float
    note: str = ""
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
        """A row per cause in the order of the text: depth, kind, who, item, day, units, amount, note, leaf."""
        columns = ("kind", "who", "item", "day", "units", "amount", "note")
        rows = [
            (depth, *(getattr(cause, name) for name in columns), not cause.children) for depth, cause in self._deep()
        ]
        return pd.DataFrame(rows, columns=["depth", *columns, "leaf"])

    def _deep(self, depth: int = 0) -> Iterator[tuple[int, "Cause"]]:
        yield depth, self
        for child in self.children:
            yield from child._deep(depth + 1)

    def __str__(self) -> str:
        return "\n".join(f"{'  ' * depth}{told(cause)}" for depth, cause in self._deep())

    def plot(self) -> "Figure":
        """The flow of causes, from where the chains begin at the left to the shortage at the right."""
        from jitagents.plots.causes import causes

        return causes(self)
