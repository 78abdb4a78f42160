"""Execution: runs the set-ups of targets as studies, each in a process, one batch of replications at a time."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from itertools import groupby

import numpy as np
import pandas as pd

from jitagents.config import composed, plain
from jitagents.errors import InputError, nearest
from jitagents.studies.chunk_plan import ChunkPlan
from jitagents.studies.chunks import Chunk, Outcome, simulate
from jitagents.studies.executors import some_done
from jitagents.study import Study
from jitagents.validation.targets import Cell, Target
from jitagents.validation.verdicts import Floats, Verdict, judge


def validate(
    targets: Iterable[Target], batches: int, executor: Executor, advance: Callable[[], None] = lambda: None,
    stopped: Sequence[int] = (),
) -> list[Verdict]:  # fmt: skip
    """Run the set-ups of the targets, and judge them.

    Args:
        targets: that must be met.
        batches: of replications; one batch is what a set-up's configuration says.
        executor: where set-ups run.
        advance: called whenever a set-up is done.
        stopped: interrupts; with the first one all set-ups are given up, and none is judged.

    Raises:
        InputError: a set-up cannot be simulated, or a target names something that its results do not have.
    """
    by_setup = [(setup, list(group)) for setup, group in groupby(targets, key=lambda target: target.setup)]
    futures = [executor.submit(samples_of, setup, group, batches) for setup, group in by_setup if not stopped]
    waiting = set(futures)
    try:
        while waiting and not stopped:
            for future in some_done(executor, waiting):
                waiting.remove(future)
                future.result()
                advance()
    finally:
        for future in waiting:
            future.cancel()
    if stopped:
        return []
    pairs = zip(by_setup, futures, strict=True)
    return [
        judge(target, samples)
        for (_, group), future in pairs
        for target, samples in zip(group, future.result(), strict=True)
    ]


def samples_of(setup: str, targets: Sequence[Target], batches: int) -> list[Floats]:
    """Run a set-up; return the samples of each target `(cells, replications)`."""
    study, size = study_of(setup, batches)
    cells = {cell: list[Floats]() for target in targets for cell in target.cells}
    variants = {cell: _known(cell.variant or next(iter(study.configs)), study.configs, setup) for cell in cells}
    for chunk in study.chunks(ChunkPlan(len(study.levels.points), size)):
        wanted = [cell for cell in cells if variants[cell] == chunk.variant]
        if wanted:
            outcome = simulate(chunk)
            for cell in wanted:
                cells[cell].append(_sample(outcome, cell, chunk))
    whole = {cell: np.concatenate(parts) for cell, parts in cells.items()}
    return [np.stack([whole[cell] for cell in target.cells]) for target in targets]


def study_of(setup: str, batches: int) -> tuple[Study, int]:
    """The study of a set-up with some batches of replications, and the replications of a batch.

    A set-up with one replication is deterministic: it is one batch.
    """
    asked = [f"+validation={setup}"]
    config = plain(composed(asked))
    size = int(config["replications"])
    if batches > 1 < size:
        asked.append(f"replications={size * batches}")
        config = plain(composed(asked))
    return Study.of(config, asked), size


def _sample(outcome: Outcome, cell: Cell, chunk: Chunk) -> Floats:
    """Read one number a replication."""
    place = chunk.variant
    rows = outcome.replications if cell.day is None else outcome.histories
    rows = rows[rows["level"] == _known(cell.level, chunk.sweep.labels, place)]
    rows = rows[rows["scope"] == _known(cell.scope, rows["scope"].unique(), place)]
    worlds = ("crisis", "calm") if cell.world == "difference" else (cell.world,)
    if cell.day is None:
        values = np.array([_measured(rows, cell.measure, world, place) for world in worlds])
        if cell.per:
            values /= np.array([_measured(rows, cell.per, world, place) for world in worlds])
    else:
        days = rows[rows["metric"] == _known(cell.measure, rows["metric"].unique(), place)]
        values = np.array([np.stack(days[world].to_list())[:, cell.day - 1] for world in worlds], dtype=float)
    return values[0] if len(values) == 1 else values[0] - values[1]


def _measured(rows: pd.DataFrame, measure: str, world: str, place: str) -> Floats:
    return rows[_known(f"{measure}.{world}", rows.columns, place)].to_numpy(dtype=float)


def _known(name: str, names: Iterable[str], place: str) -> str:
    """Return the name if it is one of these; raise an error otherwise."""
    allowed = list(names)
    if name not in allowed:
        raise InputError(f"targets.yaml: {place} has no {name!r}; {nearest(name, allowed)}")
    return name
