"""Settings: the keys of a study that hold plain values, and what they may be."""

from collections.abc import Mapping
from typing import Any

from jitagents.books.daily import taken_down
from jitagents.books.measures import chosen
from jitagents.books.scopes import kept
from jitagents.config import top_level_keys
from jitagents.errors import Faults, nearest

LEAST = {"replications": 1, "days": 1, "warmup": 0, "seed": 0, "workers": 1, "chunk": 1, "promise": 0}
"""Whole numbers, and the least that they may be."""
CHOSEN = ("workers", "chunk")
"""Those that may be null: the program chooses."""
STARTS = ("steady", "empty")
MAPPINGS = ("variants", "exemptions", "crisis", "reported")
SHARED = (
    "study", "replications", "days", "warmup", "seed", "workers", "chunk", "measures", "scopes", "daily", "loss_map",
    "promise", "tolerance", "levels", "reported", "objective",
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
    for key, least in LEAST.items():
        if not (config[key] is None and key in CHOSEN) and not _whole(config[key], least):
            faults.add(f"{key} = {config[key]!r}: must be a whole number from {least} up")
    if config["start"] not in STARTS:
        faults.add(f"start = {config['start']!r}: {nearest(config['start'], STARTS)}")
    tolerance = config["tolerance"]
    if isinstance(tolerance, bool) or not isinstance(tolerance, int | float) or not 0 <= tolerance < 1:
        faults.add(f"tolerance = {tolerance!r}: must be at least 0 and less than 1, a share of the mean flow")
    with faults.collected():
        chosen(config["measures"])
    with faults.collected():
        kept(config["scopes"])
    with faults.collected():
        taken_down(config["daily"])
    if not isinstance(config["loss_map"], bool | None):
        faults.add(f"loss_map = {config['loss_map']!r}: must be true, false, or null")
    for key in MAPPINGS:
        if not isinstance(config[key] or {}, Mapping):
            faults.add(f"{key} = {config[key]!r}: must be a mapping of names")
    if not isinstance(config["levels"] or {}, Mapping | list):
        told = "a mapping {key: [values]}, or a list of points [{key: value}, …]"
        faults.add(f"levels = {config['levels']!r}: must be {told}")
    faults.tell()
    faults.add(
        *(
            f"reported: {day!r} must be a measured day, from 1 up"
            for day in config["reported"] or {}
            if not _whole(day, 1)
        )
    )
    faults.tell()


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
