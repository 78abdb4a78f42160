"""Levels of a design: the points that a study visits, from the design that its configuration chooses."""

from collections.abc import Mapping
from typing import Any

from jitagents.build import build
from jitagents.designs import Design
from jitagents.errors import InputError


def designed_levels(config: Mapping[str, Any]) -> dict[str, Any]:
    """The levels that a design makes, by their key; nothing without a design.

    Args:
        config: resolved configuration of a study.

    Raises:
        InputError: the design cannot be made, or there are levels besides.
    """
    node = config["design"]
    if not node:
        return {}
    if config["levels"]:
        raise InputError("levels, design: there are both, and the design makes the levels; leave out one, levels={}")
    design = build(node, "design")
    if not isinstance(design, Design):
        raise InputError(f"design._target_ = {node.get('_target_')!r}: must be a design, as jitagents.designs.Sobol")
    return {"levels": design.points()}
