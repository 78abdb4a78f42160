"""The command `jitagents --picture FILE`: a drawing of the network of a study, of which nothing is run."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from jitagents import console
from jitagents.errors import InputError
from jitagents.studies.overrides import whole_arguments
from jitagents.study import load

MAIN = "jit_vs_hybrid"
"""The study of a command that names none."""
PICTURES = (".png", ".svg", ".pdf")


def run(arguments: Sequence[str]) -> int:
    """Draw the network into a file; return the exit code."""
    parser = ArgumentParser(prog="jitagents", allow_abbrev=False)
    parser.add_argument("--picture", type=Path, required=True, metavar="FILE", help="a .png, .svg or .pdf")
    parser.add_argument("--config-dir", "-cd", type=Path, metavar="DIR", help="yours too")
    parser.add_argument("overrides", nargs="*")
    asked = parser.parse_intermixed_args(arguments)

    def work() -> None:
        if asked.picture.suffix.lower() not in PICTURES:
            raise InputError(f"--picture {asked.picture}: the name must end in {', '.join(PICTURES)}")
        overrides = whole_arguments(asked.overrides)
        rest = [one for one in overrides if not one.startswith("study=")]
        named = [one.partition("=")[2] for one in overrides if one.startswith("study=")] or [MAIN]
        study = load(named[-1], rest, config_dir=asked.config_dir)
        study.plot.network().savefig(asked.picture)
        console.wrote([asked.picture])

    return console.exit_code(work)
