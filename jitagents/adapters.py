"""Adapters: a study as a plain function for other packages' experiments, and their scenarios as points of a sweep."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from jitagents.errors import InputError, nearest
from jitagents.points import Point
from jitagents.results.objective import objective
from jitagents.study import Study


def as_function(study: Study, keys: Mapping[str, str], measures: Sequence[str]) -> Callable[..., dict[str, float]]:
    """A study of one variant as a function of named numbers, as the EMA workbench and optimisers take it.

    Every call runs the study at one point, on the same random numbers.

    Args:
        study: of one variant.
        keys: of the sweep, by the name of the argument: `{"cover": "ordering.cover"}`.
        measures: what it returns, means over the network by these names: `cost` (in the crisis if there is one),
            `cost.calm` or `cost.difference`.

    Raises:
        InputError: several variants; from the function, other arguments than `keys`, or a point that cannot be run.

    Source:
        Kwakkel 2017, Environmental Modelling & Software 96 (the workbench: `Model(name, function=...)`).
    """
    if len(study.configs) != 1:
        raise InputError(f"the study has {len(study.configs)} variants, and a function is of one: variants={{}}")

    def values(**arguments: Any) -> dict[str, float]:
        point = _point(arguments, keys)
        results = study.sweep([point]).run(progress=False)
        return {name: objective(results, name) for name in measures}

    return values


def points_of(scenarios: Iterable[Any], keys: Mapping[str, str]) -> list[Point]:
    """Points for `Study.sweep`, one for each of Mesa's scenarios; its number of random numbers is not used.

    Args:
        scenarios: of `mesa.experimental.scenarios`, or mappings.
        keys: of the sweep, by the name of the scenario's parameter.

    Raises:
        InputError: a scenario with other parameters than `keys`.
    """
    return [_point({name: value for name, value in dict(one).items() if name != "rng"}, keys) for one in scenarios]


def _point(values: Mapping[str, Any], keys: Mapping[str, str]) -> Point:
    """The point of some named values."""
    for name in values:
        if name not in keys:
            raise InputError(f"{name!r}: stands for no key; {nearest(name, keys)}")
    if missing := [name for name in keys if name not in values]:
        raise InputError(f"{missing[0]!r}: has no value")
    return {keys[name]: value for name, value in values.items()}
