"""Executors that run chunks, with the interface of `concurrent.futures`, and the backends that start them."""

from jitagents.studies.executors.backend import Backend, Given, LocalProcesses
from jitagents.studies.executors.dask_workers import Dask
from jitagents.studies.executors.joblib_processes import Joblib
from jitagents.studies.executors.processes import InProcess, Processes, cores, hidden_script
from jitagents.studies.executors.submitit_jobs import Submitit
from jitagents.studies.executors.waiting import beside, some_done, working

__all__ = [
    "Backend", "Dask", "Given", "InProcess", "Joblib", "LocalProcesses", "Processes", "Submitit", "beside",
    "cores", "hidden_script", "some_done", "working",
]  # fmt: skip
