"""The command `jitagents merge DIR DIR … out=DIR`: the results of parts of a study as those of one run."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from jitagents import console, study_console
from jitagents.errors import InputError
from jitagents.results import Results, files
from jitagents.results.drawn import draw
from jitagents.results.merging import merged
from jitagents.studies.executors import InProcess

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
        parts = [Results.open(Path(one)) for one in asked if not one.startswith(OUT)]
        results = merged(parts)
        results.save(out)
        with console.busy("drawing figures"):
            draw(results, out, InProcess())
        study_console.conclude(results, out)

    return console.exit_code(work)
