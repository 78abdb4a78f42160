"""Execution of the missing chunks of a study; each is kept when it is done."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from jitagents.errors import InputError
from jitagents.studies.chunks import Chunk
from jitagents.studies.executors import Backend, some_done, working
from jitagents.studies.progress import progress_bar

LOST = "the cluster has lost the chunks that it was given; the same command, with its hydra.run.dir, goes on"


class Keeper[T](Protocol):
    """A keeper of finished chunks.

    Attributes:
        folder: of the run.
        simulate: runs a chunk in any process, and returns what is kept of it.
    """

    @property
    def folder(self) -> Path: ...

    @property
    def simulate(self) -> Callable[[Chunk], T]: ...

    def has(self, chunk: Chunk) -> bool:
        """Whether a chunk is done."""

    def keep(self, chunk: Chunk, outcome: T) -> None:
        """Keep what was made of a chunk."""


type Report = Callable[[Chunk, Exception], None]
"""A callback for a chunk that fails; it raises the error if the others should not go on."""


def run_missing[T](
    chunks: Sequence[Chunk], store: Keeper[T], backend: Backend, workers: int, progress: bool, failed: Report
) -> None:
    """Simulate the chunks that are not in the store.

    Args:
        chunks: of the study.
        store: where they are kept.
        backend: where they are simulated.
        workers: of the backend.
        progress: show a progress bar.
        failed: is told of each chunk that fails.

    Raises:
        InputError: a chunk shows a fault of the input: without it, this would be another study; or there is no backend.
        BrokenExecutor: a process was ended from outside.
    """
    missing = [chunk for chunk in chunks if not store.has(chunk)]
    workers = min(workers, len(missing))
    with progress_bar("simulating", "chunks", len(chunks), len(chunks) - len(missing), shown=progress) as advance:
        if missing:
            with backend.start(workers, store.folder) as pool, working(pool) as stopped:
                _run(pool, missing, backend.ahead(workers), store, advance, failed, stopped)


def _run[T](
    pool: Executor, chunks: Sequence[Chunk], ahead: int, store: Keeper[T], advance: Callable[[], None], failed: Report,
    stopped: Sequence[int],
) -> None:  # fmt: skip
    """Keep `ahead` chunks submitted, and keep each that is done, until one is `stopped`."""
    waiting = iter(chunks)
    running = {pool.submit(store.simulate, chunk): chunk for chunk in islice(waiting, ahead)}
    try:
        while running and not stopped:
            for future in _faults_last(some_done(pool, running)):
                _take(running.pop(future), future, store, failed)
                advance()
                running |= {pool.submit(store.simulate, chunk): chunk for chunk in islice(waiting, 1)}
        for future in [one for one in running if one.done()]:  # done since the stop arrived
            _take(running.pop(future), future, store, failed)
    finally:
        for future in running:
            future.cancel()


def _faults_last[T](done: Iterable[Future[T]]) -> list[Future[T]]:
    """In an order in which all that is done is kept before a fault may end the run."""
    return sorted(done, key=lambda future: _fault(future) is not None)


def _fault(future: Future[Any]) -> BaseException | None:
    """The error of a chunk; one that is cancelled was not cancelled here."""
    return BrokenExecutor(LOST) if future.cancelled() else future.exception()


def _take[T](chunk: Chunk, future: Future[T], store: Keeper[T], failed: Report) -> None:
    """Keep the outcome of a chunk, or tell that it failed."""
    error = _fault(future)
    if error is None:
        store.keep(chunk, future.result())
    elif isinstance(error, Exception) and not isinstance(error, InputError | BrokenExecutor):
        failed(chunk, error)
    else:
        raise error
