"""Guests: tasks in processes that others start, which trust what this process trusts and have the same versions."""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from jitagents.errors import InputError
from jitagents.results.merging import faults_of_versions
from jitagents.studies.executors.processes import hidden_script
from jitagents.studies.manifest import versions
from jitagents.trust import TRUST, look_here, safe_start


@dataclass(frozen=True)
class Host:
    """The process that sends tasks.

    Attributes:
        trusted: packages whose classes a configuration may name.
        versions: of the packages on which the numbers depend.
    """

    trusted: str = field(default_factory=lambda: os.environ.get(TRUST, ""))
    versions: Mapping[str, str] = field(default_factory=versions)

    def sends[**Arguments, Result](
        self, task: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Run a task where it has arrived.

        Raises:
            InputError: other versions are installed there.
        """
        if other := faults_of_versions(versions(), self.versions):
            raise InputError(f"executor: a worker has {', '.join(other)}; other versions may give other numbers")
        os.environ[TRUST] = self.trusted
        look_here()
        return task(*args, **kwargs)


class Guests(Executor):
    """An executor whose processes are started by others.

    Args:
        executor: of the tasks.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor, self._host = executor, Host()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Submit a task; a process that this starts does not import the user's script, nor modules that lie here."""
        with hidden_script(), safe_start():
            return self._executor.submit(partial(self._host.sends, fn), *args, **kwargs)
