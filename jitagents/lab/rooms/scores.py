"""Scores of placements of a budget, and their leader board."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from jitagents.column import Array
from jitagents.results.estimate import Estimate
from jitagents.results.intervals import interval


@dataclass(frozen=True)
class Score:
    """The loss that a placement leaves, beside that of none.

    Attributes:
        days: of cover by label of the flow.
        spent: money.
        losses: sales lost to the crisis, money, by replication.
        bare: the same without buffers.
    """

    days: Mapping[str, float]
    spent: float
    losses: Array
    bare: Array

    @property
    def loss(self) -> Estimate[float]:
        """The mean loss, with its interval."""
        return _mean(self.losses)

    @property
    def saved(self) -> Estimate[float]:
        """The mean of what the buffers save against none, in the same worlds, with its interval."""
        return _mean(self.bare - self.losses)


def leaderboard(tries: Mapping[str, Sequence[Score]]) -> pd.DataFrame:
    """Return the tries of a session, the smallest loss first.

    Args:
        tries: scores by name of the player, in the order in which they were made.

    Returns:
        place, name, number of the try, spent (money), loss, loss_low, loss_high (money), share of the loss that is
        saved.
    """
    rows = [
        {"name": name, "try": number, "spent": score.spent, **score.loss.columns("loss"), "saved": _share(score)}
        for name, scores in tries.items()
        for number, score in enumerate(scores, 1)
    ]
    table = pd.DataFrame(rows, columns=["name", "try", "spent", "loss", "loss_low", "loss_high", "saved"])
    table = table.sort_values("loss", kind="stable", ignore_index=True)
    table.insert(0, "place", table["loss"].rank(method="min").astype(int))
    return table


def _share(score: Score) -> float:
    bare = float(score.bare.mean())
    return float(score.saved.mean) / bare if bare > 0 else 0.0


def _mean(values: Array) -> Estimate[float]:
    return replace(interval(values).one, unit="money")
