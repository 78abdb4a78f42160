"""Arguments of the command of readiness: files of histories, the study, the rule, the verification, the outputs."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from jitagents.config_directory import choices, groups
from jitagents.errors import Faults, InputError, nearest
from jitagents.readiness.histories import HISTORIES, File
from jitagents.readiness.verification import YEARLY
from jitagents.reading import Dialect
from jitagents.reading.dates import ORDERS
from jitagents.results import files

RULE = "electre_tri"
SIMULATED = "simulated"
ASSUMED = ("network", "nothing")
KINDS = (".csv", ".xlsx", ".html", ".png", ".svg", ".pdf")
NOT_OF_STUDY = ("demand", "readiness", "study", "validation")
"""Groups of the configuration that the study cannot choose here: `demand` is a history."""
SETTINGS = ("exemptions", "days", "warmup", "seed", "workers")
OWN = ("out", "readiness", "assume", "verify", "yearly", "cover", "ttr")
USAGE = (
    "jitagents readiness [network=NAME network.KEY=VALUE …] [demand=FILE] [deliveries=FILE] [counts=FILE] "
    "[exposure=FILE or simulated] [assume=nothing] [readiness=RULE readiness.KEY=VALUE …] "
    "[verify=REPLICATIONS yearly=NUMBER cover=DAYS] [out=FILE.csv, .xlsx, .html or .png]; {}"
)


@dataclass
class Arguments:
    """The request of a user.

    Attributes:
        histories: file of each table that there is.
        study: overrides of the network as it is.
        rule: overrides of the rule, its choice first.
        outputs: files to write, by the end of their names.
        assume: whether what the network states counts where there is no history.
        simulated: whether the exposure is simulated.
        verify: replications of the verification; 0: there is none.
        yearly: crises of each kind in a year that strike a flow.
        cover: of a converted flow, days.
        ttr: time to recover where the network states none, days.
    """

    histories: dict[str, File] = field(default_factory=dict)
    study: list[str] = field(default_factory=list)
    rule: list[str] = field(default_factory=lambda: [f"+readiness={RULE}"])
    outputs: list[Path] = field(default_factory=list)
    assume: bool = True
    simulated: bool = False
    verify: int = 0
    yearly: float = YEARLY
    cover: float = 0.5
    ttr: float = 30.0


def read(given: Sequence[str]) -> Arguments:
    """Sort arguments.

    Raises:
        InputError: one that is not known, or a value that is none of those allowed: all of them.
    """
    stated, asked, faults = {key: dict[str, str]() for key in HISTORIES}, Arguments(), Faults()
    for one in given:
        with faults.collected():
            _read(one, stated, asked)
    for key, settings in stated.items():
        with faults.collected():
            if settings == {"": SIMULATED} and key == "exposure":
                asked.simulated = True
            elif settings:
                asked.histories[key] = _file(key, settings)
    faults.tell()
    return asked


def _read(one: str, stated: dict[str, dict[str, str]], asked: Arguments) -> None:
    key, sign, value = one.partition("=")
    if not sign or not value:
        raise InputError(USAGE.format(f"{one!r} is not KEY=VALUE"))
    table, _, setting = key.partition(".")
    if table in HISTORIES:
        stated[table][setting] = value
    elif key == "out":
        asked.outputs.append(files.output(value, KINDS))
    elif key == "readiness":
        asked.rule[0] = f"+readiness={_choice(key, value, choices('readiness'))}"
    elif table == "readiness":
        asked.rule.append(f"++{one}")
    elif key == "assume":
        asked.assume = _choice(key, value, ASSUMED) == ASSUMED[0]
    elif key == "verify":
        asked.verify = int(_number(key, value, 2, 100_000, whole=True))
    elif key in ("yearly", "cover", "ttr"):
        setattr(asked, key, _number(key, value, 0, {"yearly": 365, "cover": 1000, "ttr": 1000}[key]))
    elif table.lstrip("+~") in (known := _of_study()):
        asked.study.append(one)
    else:
        raise InputError(USAGE.format(f"unknown: {key!r}; {nearest(key, [*HISTORIES, *OWN, *known])}"))


def _of_study() -> list[str]:
    """The keys of a study that may be set."""
    return [*(name for name in groups() if name not in NOT_OF_STUDY), *SETTINGS]


def _choice(key: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise InputError(f"{key}={value}: there is no such choice; {nearest(value, allowed)}")
    return value


def _number(key: str, value: str, low: float, high: float, *, whole: bool = False) -> float:
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not low <= number <= high or (whole and number != int(number)):
        raise InputError(f"{key}={value}: must be a {'whole ' if whole else ''}number from {low:g} to {high:,g}")
    return number


def _file(key: str, settings: dict[str, str]) -> File:
    """A file from its settings: its path, the order of its `dates`, and its dialect, as `csv.decimal`."""
    allowed = {"dates", *(f"csv.{item.name}" for item in fields(Dialect))}
    if unknown := sorted({*settings} - {"", *allowed}):
        raise InputError(*(f"{key}.{one}: there is no such setting; {nearest(one, allowed)}" for one in unknown))
    if "" not in settings:
        raise InputError(f"{key}: the file is missing, {key}=FILE")
    dates = settings.get("dates")
    if dates not in (None, *ORDERS):
        raise InputError(f"{key}.dates = {dates!r}: {nearest(str(dates), ORDERS)}")
    dialect = {one.removeprefix("csv."): value for one, value in settings.items() if one.startswith("csv.")}
    try:
        return File(settings[""], Dialect(**dialect), dates)
    except InputError as error:
        raise InputError(*(f"{key}.csv.{fault.removeprefix('Dialect.')}" for fault in error.faults)) from None
