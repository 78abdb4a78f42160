"""Alternatives: a crisis of several disruptions of which one happens, named by `crisis.only`."""

from collections.abc import Mapping, Sequence
from typing import Any

from jitagents.errors import InputError, nearest
from jitagents.points import ONLY

NAME = ONLY.rpartition(".")[2]


def chosen(config: Mapping[str, Any], usual: object = None) -> dict[str, Any]:
    """The configuration with the disruption alone that `crisis.only` names; with all if its levels name one each.

    Args:
        config: resolved, of a study or variant.
        usual: the disruption that is named if `crisis.only` is not there; None: none is.

    Raises:
        InputError: the crisis has no such disruption.
    """
    if not config["crisis"]:
        return dict(config)
    crisis = dict(config["crisis"])
    name = usual if isinstance(crisis.get(NAME), Mapping) else crisis.pop(NAME, usual)
    if name is None or _names_one_each(config["levels"] or {}):
        return {**config, "crisis": crisis}
    if not isinstance(name, str):
        raise InputError(f"{ONLY} = {name!r}: must be the name of a disruption; for several, levels={{{ONLY}: [...]}}")
    if name not in crisis:
        raise InputError(f"{ONLY}: the crisis has no disruption {name!r}; {nearest(name, crisis)}")
    return {**config, "crisis": {name: crisis[name]}}


def _names_one_each(levels: Mapping[str, Any] | Sequence[Any]) -> bool:
    """Whether levels name the disruptions that act."""
    points = [levels] if isinstance(levels, Mapping) else levels
    return any(isinstance(point, Mapping) and ONLY in point for point in points)
