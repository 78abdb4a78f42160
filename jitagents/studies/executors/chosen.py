"""The backend that a configuration chooses."""

from collections.abc import Mapping
from concurrent.futures import Executor
from typing import Any

from jitagents.build import build
from jitagents.errors import InputError
from jitagents.studies.executors.backend import Backend, Given, LocalProcesses


def chosen_backend(config: Mapping[str, Any]) -> Backend:
    """The backend that the resolved configuration of a study chooses.

    Raises:
        InputError: it is none, or what it stands on is not installed.
    """
    node = config["executor"]
    if not node:
        return LocalProcesses()
    backend = build(node, "executor")
    if not isinstance(backend, Backend):
        raise InputError(f"executor = {node!r}: must be an executor, as executor=dask")
    return backend


def running_backend(backend: Backend, executor: object, *, kept: bool, stays_here: bool) -> Backend:
    """The backend of a run.

    Args:
        backend: that the configuration chooses.
        executor: that the user gives in its place, or None.
        kept: whether the run has a directory of the user's.
        stays_here: whether chunks cannot be sent to other processes.

    Raises:
        InputError: the executor is none, or the backend cannot run the study.
    """
    if executor is not None:
        if not isinstance(executor, Executor):
            allowed = (
                "must be an executor of concurrent.futures; for jobs of submitit, load(..., ['executor=submitit'])"
            )
            raise InputError(f"executor = {executor!r}: {allowed}")
        return Given(executor)
    if fault := backend.fault(kept=kept):
        raise InputError(f"executor: {fault}")
    if stays_here and not isinstance(backend, LocalProcesses):
        raise InputError("executor: a rule refers to something that cannot be sent away; take executor=processes")
    return backend
