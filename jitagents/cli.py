"""The command line: a Hydra app that runs a study, and the commands beside it.

What a command needs is imported when it is given: help, completion and lists answer at once.
"""

import gc
import os
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

from omegaconf import DictConfig

from jitagents import catalogue, console
from jitagents.config_errors import ERRORS, explained
from jitagents.errors import InputError
from jitagents.hydra_app import JobFailed, start
from jitagents.materials import copy_materials
from jitagents.output import Output
from jitagents.process_server import start_server
from jitagents.trust import SAFE_PATH, TRUST

STOPPED = 130
SEVERAL = {"--multirun", "-m"}
COMPLETION = {"--shell-completion", "-sc"}


def main() -> None:
    """Entry point of `jitagents`; exit code 2 and one clear message for bad input, 130 if stopped."""
    _take_trust(sys.argv)
    arguments = sys.argv[1:]
    flags = {one.partition("=")[0] for one in arguments}
    if "--list" in flags:
        sys.exit(_list(arguments))
    if command := COMMANDS.get("".join(arguments[:1])):
        sys.exit(command(arguments[1:]))
    if "--picture" in flags:
        sys.exit(_in_module("picture_command", arguments))
    if "--version" in flags:
        sys.exit(console.exit_code(_show_versions))
    _hydra(arguments)


def _hydra(arguments: list[str]) -> None:
    """Leave the arguments to Hydra: a study is run, or help is shown."""
    os.environ.setdefault(SAFE_PATH, "1")  # processes of launchers do not import from the current directory
    os.environ["HYDRA_FULL_ERROR"] = "1"  # errors reach the handlers below as they are
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    output = Output()
    try:
        if _takes_processes(arguments):
            start_server()  # which imports beside this process
        sys.argv[1:] = _in_its_words(arguments)
        start(partial(_run, output), sys.argv[1:], output.look)
    except JobFailed as end:
        output.leave_no_sweep()
        sys.exit(end.code)
    except (*ERRORS, ValueError) as error:
        output.leave_no_sweep()
        overrides = [one for one in sys.argv[1:] if _is_override(one)]
        console.complain(error.faults if isinstance(error, InputError) else [explained(error, overrides)])
        sys.exit(console.BAD_INPUT)
    except OSError as error:
        console.complain([console.of_system(error)])
        sys.exit(console.BAD_INPUT)
    except KeyboardInterrupt as stop:
        console.stopped(str(stop))
        sys.exit(STOPPED)


def _in_its_words(arguments: list[str]) -> list[str]:
    """The arguments as Hydra understands them: flags first, overrides whole and of one form."""
    if not any(map(_is_override, arguments)) or COMPLETION & {*arguments}:
        return arguments
    import mesa  # noqa: F401  # looks at all modules that are there: twice as fast before the others

    from jitagents.studies.overrides import whole_arguments
    from jitagents.studies.variants import readable

    whole = whole_arguments(arguments)
    overrides = readable([one for one in whole if _is_override(one)])
    return [*(one for one in whole if not _is_override(one)), *overrides]


def _run(output: Output, config: DictConfig) -> float | None:
    """Run a study: the task of the Hydra app."""
    import mesa  # noqa: F401  # first, as above

    from jitagents.task import run

    _look_for_garbage()
    return run(output, config)


def _look_for_garbage() -> None:
    """Collect garbage from now on, where this is a process of its own; all that is there stays, and is left out."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _show_versions() -> None:
    from jitagents.studies.manifest import versions

    console.show_versions(versions())


def _list(arguments: list[str]) -> int:
    """Show the choices of a group, or of all; the user's too."""
    parser = ArgumentParser(prog="jitagents", allow_abbrev=False)
    parser.add_argument("--list", nargs="?", default="", metavar="GROUP", help="show the choices of a group, or of all")
    parser.add_argument("--config-dir", "-cd", action="append", default=[], type=Path, metavar="DIR", help="yours too")
    asked = parser.parse_args(arguments)

    def work() -> None:
        known = catalogue.choices(asked.config_dir)
        console.show_choices(catalogue.of_group(asked.list, known) if asked.list else known)

    return console.exit_code(work)


def _copy_materials(arguments: list[str]) -> int:
    """Copy the notebooks and experiments into a directory."""
    parser = ArgumentParser(prog="jitagents notebooks", description="Copy the notebooks and experiments.")
    parser.add_argument("directory", help="where to; is made if it does not exist")
    parser.add_argument("--without-solutions", action="store_true", help="for a class: cells of solutions are empty")
    asked = parser.parse_args(arguments)

    def work() -> None:
        copies = copy_materials(asked.directory, solutions=not asked.without_solutions)
        console.show_copies(asked.directory, copies)

    return console.exit_code(work)


def _in_module(module: str, arguments: list[str]) -> int:
    """Leave a command to a module, which other commands need not wait for."""
    run: Callable[[list[str]], int] = import_module(f"jitagents.{module}").run
    _look_for_garbage()
    return run(arguments)


def _is_override(argument: str) -> bool:
    return argument.startswith("~") or ("=" in argument and not argument.startswith("-"))


def _takes_processes(arguments: list[str]) -> bool:
    """Whether a study will run in processes of this machine, as far as the words tell before they are looked at."""
    keys = {one.partition("=")[0] for one in arguments}
    return all(_is_override(one) or one in SEVERAL for one in arguments) and not keys & {"workers", "executor"}


def _take_trust(arguments: list[str]) -> None:
    """Take `--trust PACKAGE` off the command line, before Hydra reads it, and put the package in the environment."""
    arguments[:] = [part for one in arguments for part in (one.split("=", 1) if one.startswith("--trust=") else (one,))]
    while "--trust" in arguments:
        place = arguments.index("--trust")
        package = arguments[place + 1] if place + 1 < len(arguments) else ""
        if not package.isidentifier():
            console.complain(["--trust: the name of a package is needed behind it"])
            sys.exit(console.BAD_INPUT)
        os.environ[TRUST] = ",".join(filter(None, (os.environ.get(TRUST), package)))
        del arguments[place : place + 2]


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "beer-game": partial(_in_module, "beer_game.command"),
    "contest": partial(_in_module, "teaching.contest.command"),
    "lab": partial(_in_module, "lab.command"),
    "merge": partial(_in_module, "merge_command"),
    "notebooks": _copy_materials,
    "quiz": partial(_in_module, "teaching.quiz.command"),
    "readiness": partial(_in_module, "readiness.command"),
}
"""Commands beside the run of a study, by their first word."""

if __name__ == "__main__":
    main()
