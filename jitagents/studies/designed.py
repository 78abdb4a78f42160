"""Levels of a design: the points that a study visits, from the design that its configuration chooses."""

from collections.abc import Callable, Mapping
from typing import Any

from jitagents.build import build
from jitagents.designs import Design, Search
from jitagents.errors import InputError
from jitagents.studies.optuna_search import searched
from jitagents.studies.search_trials import Make


def designed_levels(
    config: Mapping[str, Any], variants: Callable[[], dict[str, dict[str, Any]]], make: Make
) -> dict[str, Any]:
    """The levels that a design makes, by their key; nothing without a design.

    Args:
        config: resolved configuration of a study.
        variants: resolved configuration of each variant, by its name, for a search.
        make: makes a study that a search tries.

    Raises:
        InputError: the design cannot be made, or there are levels besides.
    """
    node = config["design"]
    if not node:
        return {}
    if config["levels"]:
        raise InputError("levels, design: there are both, and the design makes the levels; leave out one, levels={}")
    design = build(node, "design")
    if isinstance(design, Search):
        return {"levels": searched(design, variants(), make)}
    if not isinstance(design, Design):
        raise InputError(f"design._target_ = {node.get('_target_')!r}: must be a design, as jitagents.designs.Sobol")
    return {"levels": design.points()}


def is_search(config: Mapping[str, Any]) -> bool:
    """Whether the levels of a study are searched for.

    Raises:
        InputError: its design cannot be made.
    """
    node = config.get("design")
    return bool(node) and isinstance(build(node, "design"), Search)
