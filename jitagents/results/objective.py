"""Objective: one number of a study, for sweepers that look for the best setting."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jitagents.accounting.measures import MEASURES, RENAMED, chosen
from jitagents.accounting.names import hint
from jitagents.errors import InputError, nearest

if TYPE_CHECKING:
    from jitagents.results import Results

WORLDS = ("crisis", "calm", "difference")
"""Columns of the summary that can be meant: `cost`, `cost.calm`."""


def check_objective(config: Mapping[str, Any], variants: int, levels: int) -> None:
    """Check that the objective of a configuration is one number of what it measures.

    Args:
        config: resolved configuration.
        variants, levels: how many there are.

    Raises:
        InputError: it is not.
    """
    name = config.get("objective")
    if name is None:
        return
    metric, _, world = str(name).partition(".")
    measured = [measure.name for measure in chosen(config)]
    if metric not in {*MEASURES, *measured}:
        raise InputError(f"objective = {name!r}: is no measure; {hint(metric, measured, RENAMED)}")
    if metric not in measured:
        raise InputError(f"objective = {name!r}: is not among the measures; add it to measures=[…]")
    if world and world not in WORLDS:
        raise InputError(f"objective = {name!r}: {nearest(world, WORLDS)}")
    if variants > 1 or levels > 1:
        size = f"there are {variants} variants and {levels} levels"
        raise InputError(f"objective = {name!r}: needs one variant and one level, and {size}; take study=single")


def objective(results: "Results", name: str) -> float:
    """The mean of a measure over the network, in the crisis if there is one.

    Args:
        results: of one variant at one level.
        name: a measure, or `MEASURE.calm`, `MEASURE.difference`, as the columns of the summary.
    """
    metric, _, world = name.partition(".")
    column = world or ("crisis" if results.has_crisis else "calm")
    return float(results.summary([metric], ["network"])[column].iloc[0])
