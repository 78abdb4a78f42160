"""The command `jitagents merge DIR DIR … out=DIR`: the results of parts of a study as those of one run."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from jitagents import console, study_console
from jitagents.errors import InputError
from jitagents.results import Results, files
from jitagents.results.drawn import Drawing, write
from jitagents.results.manifest import SUMMARY
from jitagents.results.manifest_reader import read_manifest
from jitagents.results.merging import merged
from jitagents.studies.executors import InProcess
from jitagents.summaries import Summary
from jitagents.summaries.merging import merged as merged_summaries

OUT = "out="


def run(arguments: Sequence[str]) -> int:
    """Merge the results in some directories into another one; return the exit code."""
    parser = ArgumentParser(prog="jitagents merge", description="Merge the results of parts of a study.")
    parser.add_argument("part", nargs="*", help="a directory of results, of replications of its own")
    parser.add_argument(f"{OUT}DIR", nargs="?", help="where to")
    asked = parser.parse_args(arguments).part

    def work() -> None:
        named = [one.removeprefix(OUT) for one in asked if one.startswith(OUT)]
        if len(named) != 1:
            raise InputError("say once where the results are to go: jitagents merge DIR DIR out=DIR")
        out = files.located(named[0])
        if (out / files.MANIFEST).exists():
            raise InputError(f"{out} holds results already; give another directory")
        study_console.conclude(_merged([Path(one) for one in asked if not one.startswith(OUT)], out), out)

    return console.exit_code(work)


def _merged(parts: Sequence[Path], out: Path) -> Results:
    """The parts, merged, saved and drawn.

    Raises:
        InputError: a part cannot be read, or they do not fit together.
    """
    kept = {read_manifest(part)[0].keep for part in parts}
    if kept == {SUMMARY}:
        summary = merged_summaries([Summary.open(part) for part in parts])
        summary.save(out)
        with console.busy("drawing figures"):
            write(summary.as_results, out, lambda: None)
        return summary.as_results
    if SUMMARY in kept:
        raise InputError("some parts hold replications, others a summary of them (keep=summary); only equal ones merge")
    results = merged([Results.open(part) for part in parts])
    results.save(out)
    with console.busy("drawing figures"):
        Drawing(InProcess()).write(results, out)
    return results
