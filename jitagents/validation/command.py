"""Command line of the validation: prints a table of verdicts and returns an exit code."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from jitagents import console
from jitagents.errors import InputError
from jitagents.results import files
from jitagents.studies.executors import Processes, cores, working
from jitagents.studies.progress import progress_bar
from jitagents.validation.execution import validate
from jitagents.validation.table import as_csv, as_json, table
from jitagents.validation.targets import Target, chosen
from jitagents.validation.verdicts import Verdict

MET, MISSED, BAD_INPUT = 0, 1, 2
FULL = 16
"""Batches of replications: four times the precision of one."""


def run(arguments: Sequence[str]) -> int:
    """Run the targets that the arguments ask for; return the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        _check_files(asked)
        verdicts = _validated(chosen(asked.only), 1 if asked.quick else FULL)
        _report(verdicts, asked)
    except InputError as error:
        console.complain(error.faults)
        return BAD_INPUT
    except OSError as error:
        console.complain([f"{error.filename}: {error.strerror}"])
        return BAD_INPUT
    except BrokenProcessPool:
        console.complain(["a process was ended from outside, perhaps for want of memory"])
        return MISSED
    return MET if all(verdict.passed for verdict in verdicts) else MISSED


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="jitagents-validate",
        description="Simulate every published or exact result, and say whether it is met: within four standard errors, "
        "where these are small enough to detect one more day of lead time.",
        epilog="`jitagents +validation=SET-UP` runs one set-up as a study, with its report.",
        allow_abbrev=False,
    )
    parser.add_argument("--quick", action="store_true", help="a quarter of the precision, within a minute")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="targets, or set-ups with all of theirs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the table, numbers in full")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the table, numbers in full")
    return parser


def _check_files(asked: Namespace) -> None:
    without_directory = [
        path for path in (asked.json, asked.csv) if path is not None and not path.absolute().parent.is_dir()
    ]
    if without_directory:
        raise InputError(*(f"{path}: there is no such directory" for path in without_directory))


def _validated(targets: Sequence[Target], batches: int) -> list[Verdict]:
    setups = len({target.setup for target in targets})
    with (
        progress_bar("validating", "set-ups", setups) as advance,
        Processes(min(cores(), setups)) as pool,
        working(pool) as stopped,
    ):
        return validate(targets, batches, pool, advance, stopped)


def _report(verdicts: Sequence[Verdict], asked: Namespace) -> None:
    for path, text in ((asked.json, as_json), (asked.csv, as_csv)):
        if path is not None:
            files.whole(path, text(verdicts).encode())
    failed = sum(not verdict.passed for verdict in verdicts)
    console.OUT.print(table(verdicts))
    console.OUT.print(f"{len(verdicts) - failed} passed, {failed} failed")
