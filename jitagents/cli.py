"""The command line: a Hydra app that runs a study, writes its run directory and prints its findings."""

import os
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from importlib import import_module
from pathlib import Path

import mesa  # noqa: F401  # looks at all modules that are there: twice as fast before the others
from hydra.core.hydra_config import HydraConfig
from hydra.types import RunMode
from omegaconf import DictConfig
from rich.markup import escape

from jitagents import catalogue, console
from jitagents.config import ERRORS, explained, plain
from jitagents.errors import InputError
from jitagents.hydra_app import start
from jitagents.materials import copy_materials
from jitagents.output import Output
from jitagents.results import directory
from jitagents.results.drawn import draw, is_drawn
from jitagents.results.objective import objective
from jitagents.studies.executors import warm_up
from jitagents.studies.overrides import whole_arguments
from jitagents.studies.variants import readable
from jitagents.study import Study, load
from jitagents.trust import SAFE_PATH, TRUST

BAD_INPUT, BROKEN, STOPPED = 2, 1, 130
PICTURES = (".png", ".svg", ".pdf")
MAIN = "jit_vs_hybrid"
"""The study of a command that names none."""


class JobFailed(Exception):
    """A job of a sweep cannot be run; the fault has been printed, and the other jobs go on.

    Args:
        code: exit code of the sweep.
    """

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


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
        code, faults = BAD_INPUT, error.faults
    except OSError as error:
        code, faults = BAD_INPUT, (_of_system(error),)
    except BrokenProcessPool:
        why = "a process was ended from outside, perhaps for want of memory: lower `workers` or `chunk`, and go on"
        code, faults = BROKEN, (why,)
    output.leave_no_trace(folder)
    console.complain(faults)
    if HydraConfig.get().mode is RunMode.MULTIRUN:
        raise JobFailed(code)
    sys.exit(code)


def _of_system(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}" if error.filename else str(error)


def _run(config: DictConfig, folder: Path) -> float | None:
    job = HydraConfig.get()
    if config.get("workers") != 1:
        warm_up()
    searched = [one for one in job.overrides.hydra if one.startswith("hydra.searchpath=")]
    with console.busy("composing"):
        study = Study.of(plain(config), [*job.overrides.task, *searched])
    if job.mode is RunMode.MULTIRUN:
        console.separate(f"{job.job.num}: {job.job.override_dirname}")
        if folder.is_symlink():
            raise InputError(f"{folder} is a link, which may lead out of the directory of the sweep; remove it")
    complete = study.is_complete(folder)
    with directory.occupied(folder):
        console.announce(study, folder, complete)
        results = study.run(folder)
        if not is_drawn(results, folder):
            with console.busy("drawing figures"):
                draw(results, folder)
    console.conclude(results, folder)
    return None if config.get("objective") is None else objective(results, str(config["objective"]))


def main() -> None:
    """Entry point of `jitagents`; exit code 2 and one clear message for bad input, 130 if stopped."""
    _take_trust(sys.argv)
    if any(one.partition("=")[0] == "--list" for one in sys.argv):
        _list(sys.argv[1:])
        return
    if own := COMMANDS.get("".join(sys.argv[1:2])):
        own(sys.argv[2:])
        return
    if any(one.partition("=")[0] == "--picture" for one in sys.argv):
        _picture(sys.argv[1:])
        return
    if "--version" in sys.argv:
        console.show_version()
        return
    sys.argv[1:] = whole_arguments(sys.argv[1:])
    try:
        overrides = readable([one for one in sys.argv[1:] if _is_override(one)])
    except InputError as error:
        console.complain(error.faults)
        sys.exit(BAD_INPUT)
    sys.argv[1:] = [*(one for one in sys.argv[1:] if not _is_override(one)), *overrides]  # Hydra wants its flags first
    os.environ.setdefault(SAFE_PATH, "1")  # processes of launchers do not import from the current directory
    os.environ["HYDRA_FULL_ERROR"] = "1"  # errors reach the handlers below as they are
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    output = Output()
    try:
        start(partial(run, output), sys.argv[1:], output.look)
    except JobFailed as end:
        output.leave_no_sweep()
        sys.exit(end.code)
    except (*ERRORS, ValueError) as error:
        output.leave_no_sweep()
        console.complain(error.faults if isinstance(error, InputError) else [explained(error, overrides)])
        sys.exit(BAD_INPUT)
    except OSError as error:
        console.complain([_of_system(error)])
        sys.exit(BAD_INPUT)
    except KeyboardInterrupt:
        console.stopped()
        sys.exit(STOPPED)


def _list(arguments: list[str]) -> None:
    """Show the choices of a group, or of all; the user's too."""
    parser = ArgumentParser(prog="jitagents", allow_abbrev=False)
    parser.add_argument("--list", nargs="?", default="", metavar="GROUP", help="show the choices of a group, or of all")
    parser.add_argument("--config-dir", "-cd", action="append", default=[], type=Path, metavar="DIR", help="yours too")
    asked = parser.parse_args(arguments)
    try:
        known = catalogue.choices(asked.config_dir)
        console.show_choices(catalogue.of_group(asked.list, known) if asked.list else known)
    except InputError as error:
        console.complain(error.faults)
        sys.exit(BAD_INPUT)


def _copy_materials(arguments: list[str]) -> None:
    """Copy the notebooks and experiments into a directory."""
    parser = ArgumentParser(prog="jitagents notebooks", description="Copy the notebooks and experiments.")
    parser.add_argument("directory", help="where to; is made if it does not exist")
    parser.add_argument("--without-solutions", action="store_true", help="for a class: cells of solutions are empty")
    asked = parser.parse_args(arguments)
    try:
        copies = copy_materials(asked.directory, solutions=not asked.without_solutions)
        console.show_copies(asked.directory, copies)
    except InputError as error:
        console.complain(error.faults)
        sys.exit(BAD_INPUT)


def _in_its_package(package: str, arguments: list[str]) -> None:
    """Leave a command to the module `command` of its package, which other commands need not wait for."""
    sys.exit(import_module(f"jitagents.{package}.command").run(arguments))


def _picture(arguments: list[str]) -> None:
    """Draw the network of a study into a file, and run nothing."""
    parser = ArgumentParser(prog="jitagents", allow_abbrev=False)
    parser.add_argument("--picture", type=Path, required=True, metavar="FILE", help="a .png, .svg or .pdf")
    parser.add_argument("--config-dir", "-cd", type=Path, metavar="DIR", help="yours too")
    parser.add_argument("overrides", nargs="*")
    asked = parser.parse_intermixed_args(arguments)
    try:
        if asked.picture.suffix.lower() not in PICTURES:
            raise InputError(f"--picture {asked.picture}: the name must end in {', '.join(PICTURES)}")
        overrides = whole_arguments(asked.overrides)
        named = [one for one in overrides if one.startswith("study=")]
        study = load(
            named[-1].partition("=")[2] if named else MAIN,
            [one for one in overrides if one not in named],
            config_dir=asked.config_dir,
        )
        study.plot.network().savefig(asked.picture)
    except InputError as error:
        console.complain(error.faults)
        sys.exit(BAD_INPUT)
    except OSError as error:
        console.complain([f"{error.filename}: {error.strerror}" if error.filename else str(error)])
        sys.exit(BAD_INPUT)
    console.OUT.print(f"picture: {escape(str(asked.picture))}", soft_wrap=True)


def _is_override(argument: str) -> bool:
    return argument.startswith("~") or ("=" in argument and not argument.startswith("-"))


def _take_trust(arguments: list[str]) -> None:
    """Take `--trust PACKAGE` off the command line, before Hydra reads it, and put the package in the environment."""
    arguments[:] = [part for one in arguments for part in (one.split("=", 1) if one.startswith("--trust=") else (one,))]
    while "--trust" in arguments:
        place = arguments.index("--trust")
        package = arguments[place + 1] if place + 1 < len(arguments) else ""
        if not package.isidentifier():
            console.complain(["--trust: the name of a package is needed behind it"])
            sys.exit(BAD_INPUT)
        os.environ[TRUST] = ",".join(filter(None, (os.environ.get(TRUST), package)))
        del arguments[place : place + 2]


COMMANDS: dict[str, Callable[[list[str]], None]] = {
    "beer-game": partial(_in_its_package, "beer_game"),
    "contest": partial(_in_its_package, "teaching.contest"),
    "lab": partial(_in_its_package, "lab"),
    "notebooks": _copy_materials,
    "quiz": partial(_in_its_package, "teaching.quiz"),
    "readiness": partial(_in_its_package, "readiness"),
}
"""Commands beside the run of a study, by their first word."""

if __name__ == "__main__":
    main()
