"""The manifest of a results directory, read as if a stranger had written it: every key is checked."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jitagents.errors import InputError
from jitagents.results import files
from jitagents.results.manifest import FORMAT, Manifest
from jitagents.results.manifest_checks import Check, is_mapping, is_text, is_whole, or_none
from jitagents.scenario.replications import RANGE

LARGEST = 100_000_000
"""Bytes of a manifest."""
DEEPEST = 100
"""Levels of mappings and lists in each other."""
AGAIN = "run the study again into another directory"


def read_manifest(folder: Path) -> tuple[Manifest, dict[str, Any]]:
    """The manifest of a results directory, and the configuration in it.

    Raises:
        InputError: it is not there, cannot be read, is of another format, or is none that jitagents writes.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is not a directory: no results to open")
    path = folder / files.MANIFEST
    try:
        found = json.loads(files.content_of(path, LARGEST).decode("utf-8"))
    except FileNotFoundError:
        raise InputError(
            f"{folder} has no {files.MANIFEST}: not a results directory, or nothing was finished there"
        ) from None
    except RecursionError:
        raise InputError(f"{path} cannot be read: it is nested too deep") from None
    except (OSError, ValueError) as reason:
        raise InputError(f"{path} cannot be read: {reason}") from reason
    if not isinstance(found, dict):
        raise InputError(f"{path} must hold one object with the keys of a manifest")
    _check_format(path, found)
    faults = _faults(found)
    if faults:
        raise InputError(f"{path} is no manifest that jitagents writes: {'; '.join(faults[:3])}")
    return Manifest.of(found), found.get("config", {})


def _check_format(path: Path, found: Mapping[str, Any]) -> None:
    """Raise an InputError for results of another format."""
    stated = found.get("format", 0)
    if not is_whole(stated):
        raise InputError(f"{path} is no manifest that jitagents writes: format must be a whole number")
    if stated < FORMAT:
        which = f"is of format {stated}" if "format" in found else "states no format"
        old = "these results were written by an older jitagents, and this one cannot read them"
        raise InputError(f"{path} {which}, format {FORMAT} is needed: {old}; {AGAIN}")
    if stated > FORMAT:
        new = f"these results were written by a newer jitagents, and this one reads format {FORMAT}"
        raise InputError(f"{path} is of format {stated}: {new}; update jitagents, or {AGAIN}")


def _faults(found: dict[str, Any]) -> list[str]:
    if not _is_shallow(found, DEEPEST):
        return ["it is nested too deep"]
    if "hash" not in found:
        return ["hash is missing"]
    wrong = [
        f"{item.name} must be {item.metadata['words']}"
        for item in Manifest.entries()
        if item.name in found and not item.metadata["check"](found[item.name])
    ]
    config = found.get("config", {})
    if not is_mapping(config):
        wrong.append("config must be a mapping")
    if isinstance(config, dict) and "days" not in config:
        wrong.append("config.days is missing")
    for key, (is_right, what) in CONFIG.items():
        if isinstance(config, dict) and key in config and not is_right(config[key]):
            wrong.append(f"config.{key} must be {what}")
    return wrong


def _is_shallow(node: Any, depth: int) -> bool:
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return depth > 0 and all(_is_shallow(part, depth - 1) for part in parts)


CONFIG: Mapping[str, tuple[Check, str]] = {
    "study": (is_text, "a text"),
    "days": (lambda value: is_whole(value, 1), "a whole number from 1"),
    "warmup": (is_whole, "a whole number from 0"),
    "replications": (
        lambda value: is_whole(value, 1) or (is_text(value) and RANGE.fullmatch(value) is not None),
        "a whole number from 1, or a range",
    ),
    "variants": (or_none(is_mapping), "a mapping"),
    "levels": (or_none(lambda value: isinstance(value, dict | list)), "a mapping or a list"),
    "reported": (or_none(is_mapping), "a mapping"),
    "crisis": (or_none(is_mapping), "a mapping"),
    "network": (or_none(is_mapping), "a mapping"),
}
