"""Arguments of the command of contests: the directory, the study, what counts, the outputs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jitagents.errors import Faults, InputError
from jitagents.results import files
from jitagents.teaching.contest.contest import SECONDS

STUDY = "beer_game"
USUAL = ("demand=poisson", "demand.mean=8", "replications=100", "days=52")
"""Settings of the beer game unless the study or its demand is chosen: a year of weeks, in which customers vary."""
KINDS = (".csv", ".html")
USAGE = (
    "jitagents contest DIRECTORY [study=NAME] [KEY=VALUE …] [metric=NAME] [most=true] [seconds=60] "
    "[out=FILE.csv or .html]; {}"
)


@dataclass
class Arguments:
    """The request of a lecturer.

    Attributes:
        directory: of the files that were handed in.
        study: name of the study.
        overrides: of the study.
        metric: that counts.
        most: the most of it is best.
        seconds: after which a rule is stopped.
        outputs: files to write, by the end of their names.
    """

    directory: str = ""
    study: str = ""
    overrides: list[str] = field(default_factory=list)
    metric: str = "cost"
    most: bool = False
    seconds: float = SECONDS
    outputs: list[Path] = field(default_factory=list)


def read(given: Sequence[str]) -> Arguments:
    """Sort arguments.

    Raises:
        InputError: one that is not known, or a value that is none of those allowed: all of them.
    """
    asked, faults = Arguments(), Faults()
    for one in given:
        with faults.collected():
            _read(one, asked)
    if not asked.directory:
        faults.add(USAGE.format("the directory of the files is missing"))
    faults.tell()
    if not asked.study:
        asked.study = STUDY
        chosen = {one.partition("=")[0].lstrip("+~").partition(".")[0] for one in asked.overrides}
        asked.overrides[:0] = [one for one in USUAL if one.partition("=")[0].partition(".")[0] not in chosen]
    return asked


def _read(one: str, asked: Arguments) -> None:
    key, sign, value = one.partition("=")
    if not sign:
        if asked.directory:
            raise InputError(USAGE.format(f"there is one directory, and {one!r} is a second"))
        asked.directory = one
    elif key in ("study", "metric"):
        setattr(asked, key, value)
    elif key == "most":
        if value not in ("true", "false"):
            raise InputError(f"most={value}: must be true or false")
        asked.most = value == "true"
    elif key == "seconds":
        asked.seconds = _seconds(value)
    elif key == "out":
        asked.outputs.append(files.output(value, KINDS))
    else:
        asked.overrides.append(one)


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = float("nan")
    if not 1 <= seconds <= 86_400:
        raise InputError(f"seconds={value}: must be a number from 1 to 86,400")
    return seconds
