"""The task of the Hydra app: one run of a study, with its lines on the console and its figures."""

import sys
from concurrent.futures import BrokenExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from pathlib import Path

from hydra.core.hydra_config import HydraConfig
from hydra.types import RunMode
from omegaconf import DictConfig

from jitagents import console, study_console
from jitagents.config import plain
from jitagents.errors import InputError
from jitagents.hydra_app import JobFailed
from jitagents.output import Output
from jitagents.process_server import start_server
from jitagents.results import directory
from jitagents.results.drawn import Drawing, is_drawn, write
from jitagents.results.manifest import SUMMARY
from jitagents.results.objective import objective
from jitagents.studies.designed import is_search
from jitagents.studies.executors import beside
from jitagents.studies.failures import ChunksFailed
from jitagents.study import Study

BROKEN = 1


def run(output: Output, config: DictConfig) -> float | None:
    """Run the configured study in Hydra's run directory; the process, or the job of a sweep, ends if that cannot be.

    Args:
        output: directories that existed before.
        config: that Hydra has composed.

    Returns:
        The objective that a sweeper looks at, if the configuration has one.
    """
    folder = Path(HydraConfig.get().runtime.output_dir)
    try:
        return _run(config, folder)
    except InputError as error:
        code, faults = console.BAD_INPUT, error.faults
    except OSError as error:
        code, faults = console.BAD_INPUT, (console.of_system(error),)
    except BrokenProcessPool:
        why = "a process was ended from outside, perhaps for want of memory: lower `workers` or `chunk`, and go on"
        code, faults = BROKEN, (why,)
    except BrokenExecutor as error:
        code, faults = BROKEN, (str(error),)
    except ChunksFailed as error:
        console.complain(error.faults)
        code, faults = BROKEN, (error.end,)
    output.leave_no_trace(folder)
    console.complain(faults)
    if HydraConfig.get().mode is RunMode.MULTIRUN:
        raise JobFailed(code)
    sys.exit(code)


def _run(config: DictConfig, folder: Path) -> float | None:
    job = HydraConfig.get()
    if config.get("workers") != 1 and job.runtime.choices.get("executor") == "processes":
        start_server()
    searched = [one for one in job.overrides.hydra if one.startswith("hydra.searchpath=")]
    resolved = plain(config)
    with nullcontext() if is_search(resolved) else console.busy("composing"):  # a search has a bar of its own
        study = Study.of(resolved, [*job.overrides.task, *searched])
    if job.mode is RunMode.MULTIRUN:
        console.separate(f"{job.job.num}: {job.job.override_dirname}")
        if folder.is_symlink():
            raise InputError(f"{folder} is a link, which may lead out of the directory of the sweep; remove it")
    complete = study.is_complete(folder)
    with directory.occupied(folder):
        study_console.announce(study, folder, complete)
        if study.config["keep"] == SUMMARY:
            results = study.summarise(folder).as_results
            if not is_drawn(results, folder):
                with console.busy("drawing figures"):
                    write(results, folder, lambda: None)
        else:
            with beside(study.workers) as pool:
                drawing = Drawing(pool)
                results = study.run(folder, meanwhile=drawing.begin if study.workers > 1 else None)
                if not is_drawn(results, folder):
                    with console.busy("drawing figures"):
                        drawing.write(results, folder)
    study_console.conclude(results, folder)
    return None if config.get("objective") is None else objective(results, str(config["objective"]))
