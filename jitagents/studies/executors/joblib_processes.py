"""Processes of joblib as a backend."""

import signal
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

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

    @contextmanager
    def start(self, workers: int, folder: Path) -> Iterator[Executor]:
        from joblib.externals.loky import ProcessPoolExecutor

        pool = ProcessPoolExecutor(workers, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))
        try:
            yield Guests(pool)
        finally:
            pool.shutdown(kill_workers=True)
