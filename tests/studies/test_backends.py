"""Backends: wherever chunks are simulated, the numbers are the same, and what cannot run there is refused before."""

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from pandas.testing import assert_frame_equal

from jitagents import InputError, Results
from jitagents.studies.executors import Dask, InProcess, Submitit, cores
from jitagents.studies.executors.backend import ELSEWHERE
from jitagents.studies.executors.guests import Guests
from jitagents.studies.executors.submitit_jobs import Jobs
from jitagents.studies.failures import ChunksFailed
from jitagents.study import Study
from tests.studies.conftest import Counting, small

SLURM = {
    "sbatch": (
        "read -r last < <(sed -n 's/^#SBATCH --array=0-\\([0-9]*\\)%2$/\\1/p' \"$1\")\n"
        "grep -q '^#SBATCH --partition=night$' \"$1\" && grep -q '^#SBATCH --time=7$' \"$1\" || exit 1\n"
        "export SLURM_JOB_ID=7 SLURM_ARRAY_JOB_ID=7 SLURM_PROCID=0 SLURM_LOCALID=0 SLURM_NODEID=0\n"
        "export SLURM_NTASKS=1 SLURM_JOB_NUM_NODES=1\n"
        'for number in $(seq 0 "$last"); do SLURM_ARRAY_TASK_ID=$number bash "$1" >/dev/null 2>&1 & done\n'
        "echo Submitted batch job 7\n"
    ),
    "srun": 'shift 5; exec "$@"\n',  # behind --unbuffered, --output and --error
    "sacct": "echo 'JobID|State|NodeList'\n",
}
"""The programs of Slurm, as far as submitit calls them, on this machine."""


def study(*overrides: str) -> Study:
    """Two chunks."""
    return small("replications=4", "chunk=4", "workers=2", *overrides)


@pytest.fixture(scope="module")
def here() -> Results:
    return small("replications=4").run(progress=False)


def assert_same(there: Results, here: Results) -> None:
    assert_frame_equal(there.replications, here.replications, check_exact=True)
    assert_frame_equal(there.histories, here.histories, check_exact=True)


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, script in SLURM.items():
        (programs / name).write_text(f"#!/bin/bash\n{script}")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")


def test_dask_finds_the_cluster_of_its_own_configuration(here: Results) -> None:
    distributed, dask = pytest.importorskip("distributed"), pytest.importorskip("dask")
    where = {"n_workers": 1, "threads_per_worker": 2, "processes": False, "dashboard_address": None}
    with (
        distributed.LocalCluster(**where) as cluster,
        dask.config.set({"scheduler-address": cluster.scheduler_address}),
    ):
        assert not Dask().is_local
        assert_same(study("executor=dask").run(progress=False), here)


@pytest.mark.slow
def test_joblib(here: Results) -> None:
    pytest.importorskip("joblib")
    assert_same(study("executor=joblib", "workers=1").run(progress=False), here)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Slurm has no programs there")
@pytest.mark.usefixtures("slurm")
def test_submitit_sends_an_array_to_slurm(tmp_path: Path, here: Results) -> None:
    pytest.importorskip("submitit")
    asked = study("executor=submitit", "executor.partition=night", "executor.time=7")
    assert_same(asked.run(tmp_path / "out", progress=False), here)
    assert not list((tmp_path / "out").glob("jobs_*"))
    with pytest.raises(InputError, match="the job is refused"):
        study("executor=submitit", "executor.partition=day").run(tmp_path / "other", progress=False)


class Job:
    """A job that a test ends."""

    job_id, state = "7", "OUT_OF_MEMORY"

    def __init__(self, task: Callable[[], Any] | None) -> None:
        self.task, self.cancelled = task, False

    def done(self) -> bool:
        return True

    def result(self) -> Any:
        if self.task is None:
            raise RuntimeError("no output\nError stream produced:\n----\nsrun: killed\n----")
        return self.task()

    def cancel(self, *, check: bool) -> None:
        self.cancelled = True


class Submitted:
    """An executor as submitit has them, with jobs that are run when their result is asked for; the first is lost."""

    def __init__(self) -> None:
        self.jobs, self.arrays = list[Job](), list[int]()

    @contextmanager
    def batch(self) -> Iterator[None]:
        before = len(self.jobs)
        yield
        self.arrays.append(len(self.jobs) - before)

    def submit(self, task: Callable[[], Any]) -> Job:
        self.jobs.append(Job(task if self.jobs else None))
        return self.jobs[-1]


@pytest.fixture
def submitted(monkeypatch: pytest.MonkeyPatch) -> Submitted:
    pytest.importorskip("submitit")
    monkeypatch.setattr("jitagents.studies.executors.submitit_jobs.POLL", 0.0)
    return Submitted()


def jobs(submitted: Submitted, most: int) -> Jobs:
    return Jobs(submitted, most)  # type: ignore[arg-type]


def test_a_job_that_is_lost_is_told_and_the_others_go_on(tmp_path: Path, submitted: Submitted, here: Results) -> None:
    with pytest.raises(ChunksFailed, match=r"1 of 2 chunks.*missing") as told:
        study().run(tmp_path, progress=False, executor=jobs(submitted, 1))
    assert "job 7 has no result (OUT_OF_MEMORY): srun: killed" in told.value.faults[0]
    assert submitted.arrays == [1, 1]
    rest = Counting()
    assert_same(study().run(tmp_path, progress=False, executor=rest), here)
    assert rest.ran == ["00000"]


def test_errors_of_jobs_are_those_of_their_tasks_and_waiting_jobs_are_cancelled(submitted: Submitted) -> None:
    executor = jobs(submitted, 2)
    lost, divided = executor.submit(int), executor.submit(divmod, 1, 0)
    executor.submit(int).cancel()
    executor.check()
    assert submitted.arrays == [2]
    executor.abandon()
    assert all(job.cancelled for job in submitted.jobs)
    executor.check()
    assert isinstance(divided.exception(), ZeroDivisionError)
    assert isinstance(lost.exception(), RuntimeError)
    assert submitted.arrays == [2], "a task that nobody waits for is no job"


class Losing(Executor):
    """Loses what it is given, as a cluster whose scheduler is gone."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.cancel()
        future.set_running_or_notify_cancel()
        return future


def test_a_cluster_that_is_gone_ends_the_run() -> None:
    with pytest.raises(BrokenExecutor, match="lost the chunks"):
        study().run(progress=False, executor=Losing())


def test_a_worker_with_other_versions_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    guests = Guests(InProcess())
    monkeypatch.setattr("jitagents.studies.executors.guests.versions", lambda: {"numpy": "1.0"})
    with pytest.raises(InputError, match=r"a worker has numpy .*, not .*other numbers"):
        guests.submit(abs, -1).result()


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        (["executor=dusk"], "dask"),
        (["executor=submitit", "executor.time=0"], "executor: Submitit.time = 0: must be 1 or more \\(min\\)"),
        (["executor=submitit", "executor.partition='a\\nrm -r b'"], "partition = .*: must be a name of Slurm's"),
        (["executor=submitit", "executor.cluster=slrum"], "did you mean 'slurm'"),
        (["executor=submitit", "+executor.memry=5"], "no such parameter.*'memory'"),
        (["++executor={_target_: jitagents.behaviours.serving.LostSale}"], "must be an executor, as"),
        (["executor=dask", "variants={a: [executor=joblib]}"], "executor.*belongs to the whole study"),
    ],
)
def test_what_is_no_executor_is_refused(overrides: list[str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        study(*overrides)


@pytest.mark.parametrize(
    ("choice", "module", "extra"),
    [("dask", "distributed", "cluster"), ("joblib", "joblib", "joblib"), ("submitit", "submitit", "slurm")],
)
def test_a_missing_package_is_named_with_its_extra(
    choice: str, module: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jitagents.studies.executors.backend.find_spec", lambda name: None)
    with pytest.raises(InputError, match=rf'{choice}: {module} is not installed; pip install "jitagents\[{extra}\]"'):
        study(f"executor={choice}")


@pytest.mark.usefixtures("slurm")
def test_what_cannot_run_there_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("submitit")
    with pytest.raises(InputError, match="a directory that all machines share"):
        study("executor=submitit").run(progress=False)
    with pytest.raises(InputError, match=r"must be an executor of concurrent\.futures"):
        study().run(progress=False, executor=Submitted())  # type: ignore[arg-type]
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match="executor: there is no Slurm here"):
        study("executor=submitit").run(tmp_path / "out", progress=False)
    assert not (tmp_path / "out").exists()


def test_a_rule_that_cannot_be_sent_stays_here() -> None:
    lock = Lock()

    def decide(seen: Any) -> float:
        with lock:
            return float(seen.demand)

    asked = study("executor=joblib").with_rule(decide)
    with pytest.raises(InputError, match="cannot be sent away; take executor=processes"):
        asked.run(progress=False)


def test_nobody_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    dask = pytest.importorskip("dask")
    with (
        dask.config.set({"scheduler-address": "tcp://127.0.0.1:1"}),
        pytest.raises(InputError, match=r"no scheduler at tcp://127\.0\.0\.1:1"),
    ):
        study("executor=dask", "executor.timeout=0.5").run(progress=False)


def test_where_a_study_runs_is_none_of_its_numbers() -> None:
    assert study("executor=joblib").hash == study("executor=submitit", "executor.cluster=local").hash == study().hash


def test_workers_are_those_of_the_user_or_of_the_machine() -> None:
    pytest.importorskip("submitit")
    assert [Submitit(cluster).workers(3) for cluster in ("slurm", "local")] == [3, 3]
    assert [Submitit(cluster).workers(None) for cluster in ("slurm", "local")] == [ELSEWHERE, cores()]
