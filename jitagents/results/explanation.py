"""Explanations: the causes of a shortage as results give them, to be read and drawn."""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

from jitagents.diagnosis.causes import Cause

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Explanation(Cause):
    """A cause of a shortage, with its own causes below it, and their picture."""

    @classmethod
    def of(cls, cause: Cause) -> Self:
        """The explanation that a cause and all below it make."""
        parts = {item.name: getattr(cause, item.name) for item in fields(cause)}
        return cls(**parts | {"children": tuple(map(cls.of, cause.children))})

    def plot(self) -> "Figure":
        """Draw the flow of causes, from the first causes at the left to the shortage at the right.

        Lost sales that were not ordered again are drawn as a first cause; the causes behind them are in the text.
        """
        from jitagents.plots.causes import causes

        return causes(self)
