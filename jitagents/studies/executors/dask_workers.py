"""Workers of a Dask cluster as a backend."""

import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jitagents.errors import InputError
from jitagents.parameters import Parameters, param
from jitagents.studies.executors.backend import Backend, check_installed
from jitagents.studies.executors.guests import Guests
from jitagents.studies.executors.processes import hidden_script, ignored_interrupts
from jitagents.trust import safe_start

if TYPE_CHECKING:
    from distributed import Client

ADDRESS = "scheduler-address"
"""Key of Dask's own configuration, which the environment variable DASK_SCHEDULER_ADDRESS sets."""


@dataclass(frozen=True)
class Dask(Parameters, Backend):
    """Workers of a Dask cluster: that of DASK_SCHEDULER_ADDRESS, or processes of this machine if there is none.

    The address is not part of a configuration, since whoever is at it can run code here.

    Raises:
        InputError: Dask is not installed.
    """

    timeout: float = param(30.0, "s", "to wait for the scheduler", low=0.1, high=3600)

    def __post_init__(self) -> None:
        super().__post_init__()
        check_installed("dask", "distributed", "cluster")

    @property
    def address(self) -> str | None:
        """Address of the scheduler, as Dask is configured."""
        import dask

        return dask.config.get(ADDRESS, None)

    @property
    def is_local(self) -> bool:
        return self.address is None

    @contextmanager
    def start(self, workers: int, folder: Path) -> Iterator[Executor]:
        with self._client(workers) as client:
            yield Guests(client.get_executor(pure=False))

    @contextmanager
    def _client(self, workers: int) -> "Iterator[Client]":
        from distributed import Client, LocalCluster

        if self.address is None:
            with hidden_script(), safe_start(), ignored_interrupts():
                cluster = LocalCluster(
                    n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=logging.ERROR
                )
            with cluster, Client(cluster, set_as_default=False) as client:
                yield client
            return
        try:
            client = Client(timeout=self.timeout, set_as_default=False)
        except (OSError, ValueError) as error:
            raise InputError(f"executor=dask: there is no scheduler at {self.address} ({error})") from error
        with client:
            yield client
