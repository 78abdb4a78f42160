"""Search by Optuna: points are tried a batch at a time, as levels of one study, on common random numbers."""

import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from types import ModuleType
from typing import Any

import numpy as np

from jitagents.accounting.measures import MEASURES, RENAMED, chosen
from jitagents.accounting.names import hint
from jitagents.designs import Search, Sobol
from jitagents.errors import Faults, InputError
from jitagents.formatting import to_figures
from jitagents.points import Point, label
from jitagents.studies.progress import progress_bar
from jitagents.studies.search_trials import Make, Trials, halves
from jitagents.studies.variants import of_each

FIGURES = 6
"""Figures of a value that is tried."""


def searched(search: Search, configs: Mapping[str, dict[str, Any]], make: Make) -> list[Point]:
    """The best points of each variant that searches find, the best of the first one first.

    Each variant has a search of its own, on the same random numbers.

    Args:
        search: the settings of all of them.
        configs: resolved configuration of each variant, by its name.
        make: makes a study.

    Raises:
        KeyboardInterrupt: with words on what was best so far.
        InputError: Optuna is not installed, a measure that is none or not measured, or points that a variant cannot be
            simulated at.
    """
    _check(search, next(iter(configs.values())))
    trials = {name: Trials(search, config, make) for name, config in configs.items()}
    of_each(trials, lambda name: trials[name].study(_first(search), range(1)))
    points = len(configs) * (search.trials + sum(halves(search.trials, search.keep)))
    try:
        with _optuna() as optuna, progress_bar("searching", "points", points) as advance:
            for count in chain(*(_of_variant(search, one, optuna) for one in trials.values())):
                for _ in range(count):
                    advance()
    except KeyboardInterrupt as stop:
        told = "; ".join(_so_far(name, one) for name, one in trials.items())
        raise KeyboardInterrupt(f"{told}. The same command begins the search anew") from stop
    best = {name: one.points[name] for one in trials.values() for name in one.kept}
    return [*best.values()]


def _of_variant(search: Search, trials: Trials, optuna: ModuleType) -> Iterator[int]:
    """Search for the best points of one variant; yields the number of points whenever some have been simulated."""
    sampler = optuna.samplers.TPESampler(
        seed=search.seed % 2**32, multivariate=True, constant_liar=True, n_startup_trials=search.batch
    )
    found = optuna.create_study(sampler=sampler)
    for point in _first(search):
        found.enqueue_trial(point)
    for first in range(0, search.trials, search.batch):
        asked = [found.ask() for _ in range(min(search.batch, search.trials - first))]
        points = [_suggested(trial, search) for trial in asked]
        new = {label(point): point for point in points if label(point) not in trials.points}
        if new:
            trials.add([*new.values()], range(search.replications))
        for trial, point in zip(asked, points, strict=True):
            found.tell(trial, trials.value(label(point)))
        yield len(asked)
    yield from trials.halve()


def _so_far(name: str, trials: Trials) -> str:
    """Words on a search that is interrupted."""
    if not trials.points:
        return f"{name}: no point was tried"
    best = (trials.kept or trials.best())[0]
    return f"{name}: {len(trials.points)} points were tried, of which {best} was best"


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
