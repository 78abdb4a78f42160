"""Size limits: the largest study that each figure can show, and the sentence that stands in its place beyond that."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jitagents.results import Results

VARIANTS, LEVELS, POINTS, AGENTS, DAYS = "variants", "levels", "variants x levels", "agents", "agents x days"

LARGEST: Mapping[str, Mapping[str, int]] = {
    "network": {VARIANTS: 16, AGENTS: 200_000},
    "daily": {VARIANTS: 25},
    "fan": {VARIANTS: 25},
    "heat": {VARIANTS: 16, DAYS: 50_000_000},
    "levels": {VARIANTS: 24, LEVELS: 2_000},
    "stages": {VARIANTS: 16},
    "tradeoff": {POINTS: 100},
    "stock": {VARIANTS: 24},
    "ranking": {VARIANTS: 8},
    "tension": {VARIANTS: 24, LEVELS: 500},
    "frontier": {VARIANTS: 24, LEVELS: 500},
}
"""Sizes up to which a figure can be read, and is drawn in moderate time."""

INSTEAD = {
    VARIANTS: "run fewer variants, or draw some of them from",
    LEVELS: "sweep fewer levels, or draw some of them from",
    POINTS: "run fewer variants or levels, or draw some of them from",
    AGENTS: "draw a part of the network from",
    DAYS: "run fewer days, or draw some of them from",
}
TABLES = {
    "network": "`results.first_loss()`",
    "daily": "`results.daily()`",
    "fan": "`results.daily_loss()`",
    "heat": "`results.losses`",
    "stages": "`results.daily()`",
    "ranking": "`results.ranking()`",
    "tension": "`results.dial().table`",
    "frontier": "`results.dial().table`",
}
"""Tables of the numbers that a figure shows; `results.summary()` has those of the others."""

ROWS = 50
"""Rows of a table that a page or a terminal shows."""


def sizes(results: "Results") -> dict[str, int]:
    """Sizes of a study that matter to figures."""
    variants, levels, agents = len(results.variants), len(results.levels), len(results.agents)
    days = int(results.config.get("days", 0))
    return {VARIANTS: variants, LEVELS: levels, POINTS: variants * levels, AGENTS: agents, DAYS: agents * days}


def too_large(name: str, there: Mapping[str, int]) -> str:
    """The sentence for a figure that has no room for a study; empty if it has.

    Args:
        name: of the figure.
        there: sizes of the study.
    """
    for what, most in LARGEST[name].items():
        if there[what] > most:
            return (
                f"The figure {name} is not drawn: it can show {most:,} {what}, and there are {there[what]:,}; "
                f"{INSTEAD[what]} {TABLES.get(name, '`results.summary()`')}."
            )
    return ""


def cut(rows: int) -> str:
    """The sentence below a table of which the first rows are shown; empty if all are."""
    return f"The first {ROWS} of {rows:,} rows; summary.csv has them all." if rows > ROWS else ""
