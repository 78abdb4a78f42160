"""Execution of the missing chunks of a study, in processes; each is kept when it is done."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from itertools import islice

from jitagents.studies.chunks import Chunk, simulate
from jitagents.studies.executors import InProcess, Processes, some_done, working
from jitagents.studies.progress import progress_bar
from jitagents.studies.store import Store


def run_missing(chunks: Sequence[Chunk], store: Store, workers: int, executor: Executor | None, progress: bool) -> None:
    """Simulate the chunks that are not in the store.

    Args:
        chunks: of the study.
        store: where they are kept.
        workers: processes, if no executor is given.
        executor: where they run; None: processes of this machine, or this process if one is enough.
        progress: show a progress bar.
    """
    missing = [chunk for chunk in chunks if not store.has(chunk)]
    workers = min(workers, len(missing))
    with progress_bar("simulating", "chunks", len(chunks), len(chunks) - len(missing), shown=progress) as advance:
        if executor is not None:
            _run(executor, missing, len(missing), store, advance)
        elif workers <= 1:
            _run(InProcess(), missing, 1, store, advance)
        else:
            with Processes(workers) as pool, working(pool) as stopped:
                _run(pool, missing, 2 * workers, store, advance, stopped)


def _run(
    pool: Executor, chunks: Sequence[Chunk], ahead: int, store: Store, advance: Callable[[], None],
    stopped: Sequence[int] = (),
) -> None:  # fmt: skip
    """Keep `ahead` chunks submitted, and keep each that is done, until one is `stopped`."""
    waiting = iter(chunks)
    running = {pool.submit(simulate, chunk): chunk for chunk in islice(waiting, ahead)}
    try:
        while running and not stopped:
            done = some_done(pool, running)
            faults_last = sorted(done, key=lambda future: future.exception() is not None)  # keeps all that is done
            for future in faults_last:
                store.keep(running.pop(future), future.result())
                advance()
                running |= {pool.submit(simulate, chunk): chunk for chunk in islice(waiting, 1)}
    finally:
        for future in running:
            future.cancel()
