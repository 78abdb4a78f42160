"""Levels of a design: the points that a study visits, from the design that its configuration chooses."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from jitagents.build import build
from jitagents.designs import Design, Search
from jitagents.errors import InputError
from jitagents.studies.optuna_search import searched
from jitagents.studies.search_trials import Make

WHOLE = "must be whole"
"""Part of the faults of numbers that are to be whole."""


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


@contextmanager
def telling_of_rounding(config: Mapping[str, Any]) -> Iterator[None]:
    """Say how a design rounds, beside a fault of a value of it that is to be whole.

    Raises:
        InputError: the faults that were raised, with that beside them.
    """
    try:
        yield
    except InputError as error:
        design = config["design"] or {}
        ranges = [key for key in design.get("ranges", ()) if key not in design.get("whole", ())]
        faults = [
            (fault, [key for key in ranges if f".{key.rpartition('.')[2]} = " in fault]) for fault in error.faults
        ]
        if not any(keys and WHOLE in fault for fault, keys in faults):
            raise
        raise InputError(*(_with_rounding(fault, keys) for fault, keys in faults)) from None


def _with_rounding(fault: str, keys: list[str]) -> str:
    return f"{fault}; design.whole=[{','.join(keys)}] rounds them" if keys and WHOLE in fault else fault


def is_search(config: Mapping[str, Any]) -> bool:
    """Whether the levels of a study are searched for.

    Raises:
        InputError: its design cannot be made.
    """
    node = config.get("design")
    return bool(node) and isinstance(build(node, "design"), Search)
