"""Sizes of a study that matter to figures, and the sentence for one that is too large."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jitagents.results import Results

VARIANTS, LEVELS, POINTS, AGENTS, DAYS = "variants", "levels", "variants x levels", "agents", "agents x days"
"""Sizes of a study that matter to figures."""

INSTEAD = {
    VARIANTS: "run fewer variants, or draw some of them from",
    LEVELS: "sweep fewer levels, or draw some of them from",
    POINTS: "run fewer variants or levels, or draw some of them from",
    AGENTS: "draw a part of the network from",
    DAYS: "run fewer days, or draw some of them from",
}


def sizes(results: "Results") -> dict[str, int]:
    """The sizes of a study."""
    variants, levels, agents = len(results.variants), len(results.levels), len(results.agents)
    days = int(results.config.get("days", 0))
    return {VARIANTS: variants, LEVELS: levels, POINTS: variants * levels, AGENTS: agents, DAYS: agents * days}


def too_large(limits: Mapping[str, int], numbers: str, there: Mapping[str, int]) -> str:
    """The reason why a figure has no room for a study; empty if it has.

    Args:
        limits: the largest sizes that it can show.
        numbers: the code that gives its numbers.
        there: sizes of the study.
    """
    for what, most in limits.items():
        if there[what] > most:
            return f"it can show {most:,} {what}, and there are {there[what]:,}; {INSTEAD[what]} {numbers}"
    return ""
