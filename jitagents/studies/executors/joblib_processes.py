"""Processes of joblib as a backend."""

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jitagents.parameters import Parameters
from jitagents.studies.executors.backend import Backend, check_installed
from jitagents.studies.executors.guests import Guests


@dataclass(frozen=True)
class Joblib(Parameters, Backend):
    """Processes of this machine that joblib starts (loky): new Pythons, none of which is forked.

    Raises:
        InputError: joblib is not installed.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        check_installed("joblib", "joblib", "joblib")

    def ahead(self, workers: int) -> int:
        return 2 * workers  # loky's queue: it would not end with tasks that wait outside

    @contextmanager
    def start(self, workers: int, folder: Path) -> Iterator[Executor]:
        from joblib.externals.loky import ProcessPoolExecutor

        pool = ProcessPoolExecutor(workers, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))
        try:
            yield Guests(Uncancelled(pool))
        finally:
            pool.shutdown(kill_workers=True)


class Uncancelled(Executor):
    """An executor whose tasks cannot be cancelled: loky would not end with tasks that are.

    Args:
        executor: of loky.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Submit a task; its future is running from the start."""
        shown: Future[Any] = Future()
        shown.set_running_or_notify_cancel()

        def show(done: Future[Any]) -> None:
            error = done.exception()
            if error is None:
                shown.set_result(done.result())
            else:
                shown.set_exception(error)

        self._executor.submit(fn, *args, **kwargs).add_done_callback(show)
        return shown
