"""Search by Optuna: points are tried a batch at a time, as levels of one study, on common random numbers."""

import logging
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import numpy as np

from jitagents.accounting.measures import MEASURES, RENAMED, chosen
from jitagents.accounting.names import hint
from jitagents.designs import Search, Sobol
from jitagents.errors import Faults, InputError
from jitagents.formatting import to_figures
from jitagents.points import Point, label
from jitagents.results import Results

type Try = Callable[[dict[str, Any]], Results]
"""Runs the study of a resolved configuration."""

FIGURES = 6
"""Figures of a value that is tried."""
REFUSED = 1e100
"""Objective of a point that serves too little, times one and the share that is missing: samplers look at ranks alone,
and take from it which way is better (Deb 2000, Comput. Methods Appl. Mech. Eng. 186(2-4))."""


def searched(search: Search, config: Mapping[str, Any], run: Try) -> list[Point]:
    """The best points that a search finds, the best first.

    Args:
        search: its settings.
        config: resolved configuration of a study with one variant.
        run: of a study.

    Raises:
        InputError: Optuna is not installed, a measure that is none or not measured, or several variants.
    """
    _check(search, config)
    tried = dict[str, tuple[float, Point]]()
    with _optuna() as optuna:
        sampler = optuna.samplers.TPESampler(
            seed=search.seed % 2**32, multivariate=True, constant_liar=True, n_startup_trials=search.batch
        )
        found = optuna.create_study(sampler=sampler)
        for point in _first(search):
            found.enqueue_trial(point)
        for first in range(0, search.trials, search.batch):
            trials = [found.ask() for _ in range(min(search.batch, search.trials - first))]
            points = [_suggested(trial, search) for trial in trials]
            new = {label(point): point for point in points if label(point) not in tried}
            values = _values(search, run(_trial(config, search, list(new.values())))) if new else {}
            tried |= {name: (values[name], point) for name, point in new.items()}
            for trial, point in zip(trials, points, strict=True):
                found.tell(trial, tried[label(point)][0])
    best = sorted(tried.values(), key=lambda one: one[0])[: search.keep]
    return [point for _, point in best]


def _check(search: Search, config: Mapping[str, Any]) -> None:
    faults, measured = Faults(), [measure.name for measure in chosen(config)]
    for place, name in (
        ("objective", search.objective.partition(".")[0]),
        *(("service", one) for one in search.least),
    ):
        if name not in measured:
            why = "is not among the measures; add it to measures=[…]" if name in MEASURES else "is no measure"
            known = "" if name in MEASURES else f"; {hint(name, measured, RENAMED)}"
            faults.add(f"design.{place}: {name!r} {why}{known}")
    world = search.objective.partition(".")[2]
    if world not in ("", "calm", "crisis"):
        faults.add(f"design.objective = {search.objective!r}: must be a measure, or a measure with .calm or .crisis")
    if config["variants"]:
        faults.add(f"design: a search needs one variant, and there are {len(config['variants'])}; take study=optimise")
    faults.tell()


def _first(search: Search) -> list[dict[str, float]]:
    """Points of the first batch, which fill the ranges evenly."""
    count = 1 << max(search.batch - 1, 1).bit_length()
    points = Sobol(search.ranges, search.whole, count, search.seed).runs()[: min(search.batch, search.trials)]
    return [{key: _number(value, key in search.whole) for key, value in point.items()} for point in points]


def _number(value: Any, whole: bool) -> float:
    return int(value) if whole else float(value)


def _suggested(trial: Any, search: Search) -> dict[str, Any]:
    point = dict[str, Any]()
    for key in search.keys:
        low, high = search.ranges[key]
        if key in search.whole:
            point[key] = trial.suggest_int(key, int(np.ceil(low)), int(np.floor(high)))
        else:
            point[key] = float(np.clip(to_figures(trial.suggest_float(key, low, high), FIGURES), low, high))
    return point


def _trial(config: Mapping[str, Any], search: Search, points: Sequence[Point]) -> dict[str, Any]:
    """The configuration of a batch of trials: the points as levels, with other random numbers than the study."""
    names = [search.objective.partition(".")[0], *search.least]
    kept = [one for one in config["measures"] if not isinstance(one, str) or one in names]
    return {
        **config, "levels": points, "design": {}, "replications": search.replications, "seed": config["seed"] + 1,
        "measures": names if config["measures"] == "all" else kept, "scopes": ["network"], "daily": ["output"],
        "loss_map": False, "objective": None, "labels": {},
    }  # fmt: skip


def _values(search: Search, results: Results) -> dict[str, float]:
    """The number that the sampler is told of each point: its objective, or how far it falls short of the service."""
    means = {name: _means(results, name) for name in (search.objective, *search.least)}
    short = {
        level: sum(max(least - means[name][level], 0.0) for name, least in search.least.items())
        for level in results.levels
    }
    return {
        level: REFUSED * (1 + missing) if missing else means[search.objective][level]
        for level, missing in short.items()
    }


def _means(results: Results, name: str) -> dict[str, float]:
    metric, _, world = name.partition(".")
    table = results.summary([metric], ["network"])
    column = table[world or ("crisis" if results.has_crisis else "calm")].fillna(REFUSED)
    return dict(zip(table["level"], column.tolist(), strict=True))


@contextmanager
def _optuna() -> Iterator[ModuleType]:
    """Optuna, silent about what it has of its own to say.

    Raises:
        InputError: it is not installed.
    """
    try:
        import optuna
    except ImportError as error:
        raise InputError('design=optuna: Optuna is not installed; pip install "jitagents[optuna]"') from error
    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
            yield optuna
    finally:
        optuna.logging.set_verbosity(before)
