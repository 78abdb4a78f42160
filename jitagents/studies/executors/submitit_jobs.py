"""Jobs of submitit, on Slurm or on this machine, as a backend."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, Any

from jitagents.errors import Faults, InputError
from jitagents.parameters import Parameters, param
from jitagents.studies.executors.backend import Backend, check_installed
from jitagents.studies.executors.guests import Host
from jitagents.trust import safe_start

if TYPE_CHECKING:
    from submitit import AutoExecutor, Job

SLURM, LOCAL = "slurm", "local"
ARRAY = 1000
"""Jobs of an array at most, as Slurm has it unless it is configured otherwise."""
POLL = 0.5
"""Seconds between two looks at the jobs."""
NAME = re.compile(r"[A-Za-z0-9_.,+-]+")
"""Names of Slurm's; they land in a shell script."""


@dataclass(frozen=True)
class Submitit(Parameters, Backend):
    """Jobs of submitit, a chunk each: an array of jobs on Slurm, `workers` of them at a time.

    Raises:
        InputError: submitit is not installed, or a name is none.
    """

    cluster: str = param(
        SLURM, "", "where jobs run: slurm, or local for a trial on this machine", choices=(SLURM, LOCAL)
    )
    partition: str | None = param(None, "", "of Slurm; None: its default")
    account: str | None = param(None, "", "of Slurm; None: the user's")
    time: int = param(60, "min", "that a chunk may take", low=1, high=100_000)
    memory: float = param(4.0, "GB", "of a job", low=0.1, high=100_000)

    def __post_init__(self) -> None:
        super().__post_init__()
        faults, names = Faults(), {"partition": self.partition, "account": self.account}
        allowed = "must be a name of Slurm's, letters, digits and _ . , + -"
        wrong = {key: name for key, name in names.items() if name is not None and not NAME.fullmatch(name)}
        faults.add(*(f"Submitit.{key} = {name!r}: {allowed}" for key, name in wrong.items()))
        faults.tell()
        check_installed("submitit", "submitit", "slurm")

    @property
    def is_local(self) -> bool:
        return self.cluster == LOCAL

    def fault(self, *, kept: bool) -> str:
        if self.is_local:
            return ""
        if which("srun") is None:
            return "there is no Slurm here (no program `srun`); executor.cluster=local runs jobs on this machine"
        return "" if kept else "jobs of Slurm need a directory that all machines share; state it, study.run(PATH)"

    @contextmanager
    def start(self, workers: int, folder: Path) -> Iterator[Executor]:
        with TemporaryDirectory(prefix="jobs_", dir=folder, ignore_cleanup_errors=True) as place:
            yield Jobs(self._executor(place, workers), workers if self.is_local else ARRAY)

    def _executor(self, place: str, workers: int) -> "AutoExecutor":
        from submitit import AutoExecutor

        executor = AutoExecutor(place, self.cluster)
        stated = {"slurm_partition": self.partition, "slurm_account": self.account}
        executor.update_parameters(
            name="jitagents", timeout_min=self.time, mem_gb=self.memory, cpus_per_task=1,
            slurm_array_parallelism=workers, **{key: name for key, name in stated.items() if name},
        )  # fmt: skip
        return executor


class Jobs(Executor):
    """An executor of tasks as jobs; they are submitted, and looked at, whenever it is asked to `check`.

    Args:
        executor: of submitit.
        most: jobs at a time.
    """

    def __init__(self, executor: "AutoExecutor", most: int) -> None:
        self._executor, self._most, self._host = executor, most, Host()
        self._waiting = deque[tuple[Future[Any], Callable[[], Any]]]()
        self._running = dict[Future[Any], "Job[Any]"]()
        self._next = 0.0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Take a task, which becomes a job with the others that are waiting then."""
        future: Future[Any] = Future()
        self._waiting.append((future, partial(_attempt, self._host.sends, fn, *args, **kwargs)))
        return future

    def check(self) -> None:
        """Take the results of jobs that are done, and submit new ones as an array.

        Raises:
            InputError: they are refused.
        """
        if monotonic() < self._next:
            return
        for future, job in [pair for pair in self._running.items() if pair[1].done()]:
            del self._running[future]
            _settle(future, job)
        new = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._most - len(self._running)))]
        self._begin([one for one in new if one[0].set_running_or_notify_cancel()])
        self._next = monotonic() + POLL

    def abandon(self) -> None:
        """Cancel all jobs."""
        for job in self._running.values():
            job.cancel(check=False)

    def _begin(self, new: list[tuple[Future[Any], Callable[[], Any]]]) -> None:
        from submitit.core.utils import FailedJobError, FailedSubmissionError

        if not new:
            return
        try:
            with safe_start(), self._executor.batch():
                jobs = [self._executor.submit(task) for _, task in new]
        except (FailedJobError, FailedSubmissionError) as error:
            raise InputError(f"executor=submitit: the job is refused: {' '.join(str(error).split())}") from error
        self._running |= {future: job for (future, _), job in zip(new, jobs, strict=True)}


def _attempt(task: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[Any, Exception | None]:
    """The result of a task, or the error that it raised: of that, submitit would keep the words alone."""
    try:
        return task(*args, **kwargs), None
    except Exception as error:
        return None, error


def _settle(future: Future[Any], job: "Job[Any]") -> None:
    """Give a future the result of its job."""
    try:
        result, error = job.result()
    except Exception as lost:  # the job was ended from outside, or its files cannot be read
        result, error = None, RuntimeError(f"job {job.job_id} has no result ({job.state}): {_last_line(lost)}")
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)


def _last_line(error: Exception) -> str:
    return next((line.strip() for line in reversed(str(error).splitlines()) if line.strip(" -")), "no message")
