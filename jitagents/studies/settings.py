"""Settings: the keys of a study that hold plain values, and what they may be."""

from collections.abc import Mapping
from typing import Any

from jitagents.accounting.daily import recorded
from jitagents.accounting.measures import chosen
from jitagents.accounting.scopes import kept
from jitagents.config import top_level_keys
from jitagents.errors import Faults, nearest, unquoted
from jitagents.studies.setup import STAGES

LEAST = {"replications": 1, "days": 1, "warmup": 0, "seed": 0, "workers": 1, "chunk": 1, "promise": 0}
"""Whole numbers, and the least that they may be."""
CHOSEN = ("workers", "chunk")
"""Those that may be null: the program chooses."""
STARTS = ("steady", "empty")
LARGEST, LARGEST_SEED = 1_000_000_000, 2**128
"""Most that they may be; how many days or worlds fit is for the estimate of memory to say."""
MAPPINGS = ("variants", "exemptions", "crisis", "reported", "labels")
SHARED = (
    "study", "replications", "days", "warmup", "seed", "workers", "chunk", "measures", "scopes", "daily", "loss_map",
    "promise", "tolerance", "levels", "reported", "objective", "labels",
)  # fmt: skip
"""Settings that all variants of a study share."""


def check_settings(config: Mapping[str, Any]) -> None:
    """Check the keys of a study, and the values that nothing else checks.

    Raises:
        InputError: all of them that are wrong.
    """
    faults, known = Faults(), top_level_keys()
    faults.add(*(f"{key}: there is no such key; {nearest(key, known)}" for key in config if key not in known))
    faults.add(*(f"{key}: is missing; every study has it" for key in sorted(known - {*config})))
    faults.tell()
    _check_whole_numbers(config, faults)
    if config["start"] not in STARTS:
        faults.add(f"start = {config['start']!r}: {nearest(config['start'], STARTS)}")
    tolerance = config["tolerance"]
    if isinstance(tolerance, bool) or not isinstance(tolerance, int | float) or not 0 <= tolerance < 1:
        faults.add(f"tolerance = {tolerance!r}: must be at least 0 and less than 1, a share of the mean flow")
    for key, check in (("measures", chosen), ("scopes", kept), ("daily", recorded)):
        with faults.collected():
            check(config[key])
    if not isinstance(config["loss_map"], bool | None):
        faults.add(f"loss_map = {config['loss_map']!r}: must be true, false, or null")
    if not isinstance(config["study"], str) or not config["study"].strip():
        faults.add(f"study = {config['study']!r}: must be a text, the name of a study")
    _check_mappings(config, faults)
    faults.tell()


def _check_whole_numbers(config: Mapping[str, Any], faults: Faults) -> None:
    for key, least in LEAST.items():
        value, most = config[key], LARGEST_SEED if key == "seed" else LARGEST
        if value is None and key in CHOSEN:
            continue
        if not _whole(value, least):
            faults.add(f"{key} = {value!r}: must be a whole number from {least} up{unquoted(value)}")
        elif value > most:
            faults.add(f"{key} = {value}: must be a whole number from {least} to {most:,}")


def _check_mappings(config: Mapping[str, Any], faults: Faults) -> None:
    for key in MAPPINGS:
        if not isinstance(config[key], Mapping | None):
            faults.add(f"{key} = {config[key]!r}: must be a mapping of names")
    if not isinstance(config["levels"], Mapping | list | None):
        told = "a mapping {key: [values]}, or a list of points [{key: value}, …]"
        faults.add(f"levels = {config['levels']!r}: must be {told}")
    for key in (*STAGES, "network", "costs"):
        if not isinstance(config[key], Mapping):
            faults.add(f"{key} = {config[key]!r}: must be a choice, a mapping of its parameters")
    reported = config["reported"] if isinstance(config["reported"], Mapping) else {}
    for day, words in reported.items():
        if not _whole(day, 1):
            faults.add(f"reported: {day!r} must be a measured day, from 1 up{unquoted(day)}")
        if not isinstance(words, str) or not words.strip():
            faults.add(f"reported.{day} = {words!r}: must be words, what was reported of that day")
    _check_span(config, reported, faults)


def _check_span(config: Mapping[str, Any], reported: Mapping[Any, Any], faults: Faults) -> None:
    """Refuse reports of days none of which is measured."""
    days = [day for day in reported if _whole(day, 1)]
    if days and _whole(config["days"], 1) and min(days) > config["days"]:
        faults.add(f"reported: {min(days)} lies after the last measured day; allowed: 1 to {config['days']} (days)")


def check_shared(config: Mapping[str, Any], variant: Mapping[str, Any]) -> None:
    """Check that a variant differs from its study only in what variants may differ in.

    Raises:
        InputError: what all variants must share.
    """
    faults = Faults()
    faults.add(
        *(f"{key}: belongs to the whole study; all variants share it" for key in SHARED if variant[key] != config[key])
    )
    if bool(variant["crisis"]) != bool(config["crisis"]):
        faults.add("crisis: either all variants of a study have a crisis or none; run the calm ones as another study")
    faults.tell()


def _whole(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least
