"""Levels of a design: the points that a study visits, from the design that its configuration chooses."""

from collections.abc import Mapping
from typing import Any

from jitagents.build import build
from jitagents.designs import Design, Search
from jitagents.errors import InputError
from jitagents.studies.optuna_search import Try, searched


def designed_levels(config: Mapping[str, Any], run: Try) -> dict[str, Any]:
    """The levels that a design makes, by their key; nothing without a design.

    Args:
        config: resolved configuration of a study.
        run: of the studies that a search tries.

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
        return {"levels": searched(design, config, run)}
    if not isinstance(design, Design):
        raise InputError(f"design._target_ = {node.get('_target_')!r}: must be a design, as jitagents.designs.Sobol")
    return {"levels": design.points()}
