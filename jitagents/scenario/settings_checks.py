"""Checks of the settings of a study and of its variants."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from jitagents.config_directory import top_level_keys
from jitagents.errors import Faults, InputError, nearest
from jitagents.scenario.settings import SHARED, StudySettings


def check_settings(config: Mapping[str, Any]) -> None:
    """Check the keys of a study, and the values that nothing else checks.

    Raises:
        InputError: all of them that are wrong.
    """
    faults, known = Faults(), top_level_keys()
    faults.add(*(f"{key}: there is no such key; {nearest(key, known)}" for key in config if key not in known))
    faults.add(*(f"{key}: is missing; every study has it" for key in sorted(known - {*config})))
    faults.tell()
    whole = (item.name for item in fields(StudySettings) if item.type in (int, int | None, int | str))
    decimals = (key for key in whole if isinstance(config[key], float) and config[key].is_integer())
    faults.add(*(f"{key} = {config[key]!r}: must be a whole number, without decimals" for key in decimals))
    try:
        StudySettings(**config)
    except InputError as error:
        faults.add(*(fault.removeprefix(f"{StudySettings.__name__}.") for fault in error.faults))
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
