"""Backends of a study: the machines that simulate its chunks."""

import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from jitagents.errors import InputError
from jitagents.studies.executors.processes import InProcess, Processes, cores

ELSEWHERE = 32
"""Workers of other machines, unless `workers` says how many."""


class Backend(ABC):
    """A backend of a study: the machines that simulate its chunks."""

    @property
    def is_local(self) -> bool:
        """Whether that is this machine."""
        return True

    def workers(self, asked: int | None) -> int:
        """The number of chunks that are simulated at a time.

        Args:
            asked: by the user; None: the number is chosen.
        """
        return asked or (cores() if self.is_local else ELSEWHERE)

    def ahead(self, workers: int) -> int:
        """The number of chunks that are handed over before the first one is done."""
        return sys.maxsize

    def fault(self, *, kept: bool) -> str:
        """Why it cannot be reached from here, as far as that is known before anything is written; empty if it can.

        Args:
            kept: whether the run has a directory of the user's.
        """
        return ""

    @abstractmethod
    def start(self, workers: int, folder: Path) -> AbstractContextManager[Executor]:
        """Start an executor, which ends with the context, whatever it is at.

        Args:
            workers: chunks that it simulates at a time.
            folder: the run directory.

        Raises:
            InputError: it cannot be started.
        """


class LocalProcesses(Backend):
    """Processes of this machine, or this process alone if one is enough."""

    def ahead(self, workers: int) -> int:
        return 2 * workers if workers > 1 else 1

    def start(self, workers: int, folder: Path) -> AbstractContextManager[Executor]:
        return Processes(workers) if workers > 1 else nullcontext(InProcess())


@dataclass(frozen=True)
class Given(Backend):
    """An executor of the user's, which stays open.

    Attributes:
        executor: that is given.
    """

    executor: Executor

    @contextmanager
    def start(self, workers: int, folder: Path) -> Iterator[Executor]:
        yield self.executor


def check_installed(choice: str, package: str, extra: str) -> None:
    """Check that a backend can be imported.

    Args:
        choice: of `executor`.
        package: that it stands on.
        extra: of jitagents that installs it.

    Raises:
        InputError: it is not installed.
    """
    if find_spec(package) is None:
        raise InputError(f'executor={choice}: {package} is not installed; pip install "jitagents[{extra}]"')
