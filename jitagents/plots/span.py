"""Span: which days of the horizon a figure draws, and how its time axis says so."""

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


def days_shown(first: int, last: int, horizon: int) -> str:
    """The words of the time axis; they say what is left out."""
    return "day" if (first, last) == (1, horizon) else f"day ({first} to {last} of {horizon} drawn)"
