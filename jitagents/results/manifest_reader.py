"""The manifest of a results directory, read as if a stranger had written it: every key is checked."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from jitagents.accounting.measures import Definition
from jitagents.errors import InputError
from jitagents.results import files
from jitagents.results.buffer_path import BufferPath

LARGEST = 100_000_000
"""Bytes of a manifest."""
DEEPEST = 100
"""Levels of mappings and lists in each other."""
MOST = 1_000_000_000
"""Days, worlds and chunks are fewer."""
STATES = ("running", "stopped", "complete")
DRAWN = re.compile(r"report\.html|figures/[a-z_]+\.(png|svg|txt)")
"""Files of figures that a manifest may list."""

type Check = Callable[[Any], bool]


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a results directory.

    Raises:
        InputError: it is not there, cannot be read, or is none that jitagents writes.
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
    faults = list(_faults(found))
    if faults:
        raise InputError(f"{path} is no manifest that jitagents writes: {'; '.join(faults[:3])}")
    return found


def _faults(found: dict[str, Any]) -> list[str]:
    if not _is_shallow(found, DEEPEST):
        return ["it is nested too deep"]
    if "hash" not in found:
        return ["hash is missing"]
    wrong = [
        f"{key} must be {what}" for key, (is_right, what) in KEYS.items() if key in found and not is_right(found[key])
    ]
    config = found.get("config")
    if isinstance(config, dict) and "days" not in config:
        wrong.append("config.days is missing")
    for key, (is_right, what) in CONFIG.items():
        if isinstance(config, dict) and key in config and not is_right(config[key]):
            wrong.append(f"config.{key} must be {what}")
    return wrong


def _is_shallow(node: Any, depth: int) -> bool:
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return depth > 0 and all(_is_shallow(part, depth - 1) for part in parts)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_whole(value: Any, least: int = 0, most: int = MOST) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_number(value: Any) -> bool:
    return isinstance(value, float) or _is_whole(value, -(10**300), 10**300)


def _is_seed(value: Any) -> bool:
    return value is None or _is_whole(value, 0, 10**300)


def _is_mapping(value: Any) -> bool:
    return isinstance(value, dict)


def _several(one: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(one, value))


def _by_name(one: Check) -> Check:
    return lambda value: isinstance(value, dict) and all(map(one, value.values()))


def _or_none(one: Check) -> Check:
    return lambda value: value is None or one(value)


def _is_size(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and {*value} == {"levels", "replications"}
        and all(_is_whole(one, 1) for one in value.values())
    )


def _is_window(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(_is_whole(day, -MOST) for day in value)


def _is_screening(value: Any) -> bool:
    ranking = value.get("ranking") if isinstance(value, dict) else None
    return isinstance(ranking, dict) and all(map(_is_number, ranking.values())) and _is_text(value.get("name"))


def _is_route(value: Any) -> bool:
    try:
        route = BufferPath.of(value)
    except (TypeError, ValueError, LookupError, AttributeError):
        return False
    numbers = (
        route.budget,
        *route.bare,
        *(part for step in route.steps for part in (step.days, step.money, *step.loss)),
    )
    return _is_text(route.against) and all(map(_is_number, numbers))


def _is_definition(value: Any) -> bool:
    kinds = {item.name: item.type for item in fields(Definition)}
    return isinstance(value, dict) and {name: type(part) for name, part in value.items()} == kinds


def _is_drawn(value: Any) -> bool:
    return _by_name(_is_text)(value) and all(map(DRAWN.fullmatch, value))


NAMES, MAPPINGS = (_several(_is_text), "a list of texts"), (_by_name(_is_mapping), "a mapping of mappings")
KEYS: Mapping[str, tuple[Check, str]] = {
    "study": (_is_text, "a text"),
    "hash": (_is_text, "a text"),
    "status": (lambda value: value in STATES if _is_text(value) else False, f"one of {', '.join(STATES)}"),
    "seed": (_is_seed, "a whole number"),
    "asked": NAMES,
    "made": (_is_text, "a text"),
    "versions": (_by_name(_is_text), "a mapping of texts"),
    "git": (_or_none(_is_text), "a text"),
    "network": (_by_name(_or_none(_is_text)), "a mapping of texts"),
    "inputs": (_by_name(_is_text), "a mapping of texts"),
    "drawn": (_is_drawn, "a mapping of figures to checksums"),
    "targets": NAMES,
    "levels": (_several(_is_mapping), "a list of mappings"),
    "struck": (_by_name(_is_text), "a mapping of texts"),
    "crisis_window": (_or_none(_is_window), "two whole numbers"),
    "measures": (_by_name(_is_definition), "a mapping of measures to their words"),
    "screening": (_by_name(_is_screening), "a mapping of findings"),
    "routes": (_by_name(_is_route), "a mapping of paths of buffers"),
    "chunk": (_is_size, "levels and replications, whole numbers from 1"),
    "chunks": (_by_name(_is_text), "a mapping of texts"),
    "variants": MAPPINGS,
    "config": (_is_mapping, "a mapping"),
}
CONFIG: Mapping[str, tuple[Check, str]] = {
    "study": (_is_text, "a text"),
    "days": (lambda value: _is_whole(value, 1), "a whole number from 1"),
    "warmup": (_is_whole, "a whole number from 0"),
    "replications": (lambda value: _is_whole(value, 1), "a whole number from 1"),
    "variants": (_or_none(_is_mapping), "a mapping"),
    "levels": (_or_none(lambda value: isinstance(value, dict | list)), "a mapping or a list"),
    "reported": (_or_none(_is_mapping), "a mapping"),
    "crisis": (_or_none(_is_mapping), "a mapping"),
    "network": (_or_none(_is_mapping), "a mapping"),
}
