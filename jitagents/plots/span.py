"""Span: the days of the horizon that a figure draws, and the words for them in its caption."""

from collections.abc import Collection


def span(told: Collection[float], horizon: int) -> tuple[int, int]:
    """First and last day worth drawing: all that there is to tell of, and some days around; all if that is most.

    Args:
        told: days on which something is to be seen.
        horizon: the last measured day.
    """
    if not told:
        return 1, horizon
    around = max(7, int(0.15 * (max(told) - min(told))))
    first, last = max(1, int(min(told)) - around), min(horizon, int(max(told)) + around)
    return (first, last) if last - first < 0.8 * horizon else (1, horizon)


def days_drawn(first: int, last: int, horizon: int) -> str:
    """The sentence of a caption on the days of the horizon that are drawn."""
    return (
        f"All {horizon} days are drawn."
        if (first, last) == (1, horizon)
        else f"Days {first} to {last} of {horizon} are drawn."
    )
