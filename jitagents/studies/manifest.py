"""Parts of a manifest, which identifies a run so that its numbers can be reproduced."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from jitagents.guard.plain import content_of
from jitagents.reading.content import LARGEST
from jitagents.scenario.settings import NOT_HASHED
from jitagents.studies.own_classes import TARGET, code_of, is_own

PACKAGES = ("jitagents", "mesa", "numpy", "scipy", "pandas", "hydra-core")


def fingerprint(configs: Mapping[str, Mapping[str, Any]]) -> str:
    """Hash of the resolved configurations of all variants: equal hashes, equal numbers.

    A file that a configuration names counts by its content, not by its path; a class of the user's package by its code.
    """
    counted_parts = {
        name: {key: _hashable(value) for key, value in config.items() if key not in NOT_HASHED}
        for name, config in configs.items()
    }
    return hashlib.sha256(json.dumps(counted_parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _hashable(value: Any) -> Any:
    """A value in which each path of a file is replaced by a hash of its content."""
    if isinstance(value, Mapping):
        return {
            key: [part, code_of(part)] if key == TARGET and is_own(part) else _hashable(part)
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [_hashable(part) for part in value]
    return _content(value) if _is_file(value) else value


def inputs(configs: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Hashes of the files that the configurations name, by path as stated, and of classes of the user's packages."""
    counted = [[value for key, value in one.items() if key not in NOT_HASHED] for one in configs.values()]
    return {path: _content(path) for path in _files(counted)} | {name: code_of(name) for name in _targets(counted)}


def _files(value: Any) -> Iterator[str]:
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for part in parts:
        yield from _files(part)
    if _is_file(value):
        yield value


def _targets(value: Any) -> Iterator[str]:
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for part in parts:
        yield from _targets(part)
    if isinstance(value, Mapping) and is_own(value.get(TARGET)):
        yield value[TARGET]


def _is_file(value: Any) -> bool:
    if not isinstance(value, str) or "\n" in value:
        return False
    try:
        path = Path(value).expanduser()
        return bool(path.suffix) and path.is_file() and path.stat().st_size <= LARGEST
    except (OSError, RuntimeError):  # too long for a path, or a home of nobody
        return False


def _content(path: str) -> str:
    return hashlib.sha256(content_of(Path(path).expanduser(), LARGEST)).hexdigest()


def versions() -> dict[str, str]:
    """Versions of the packages on which the numbers depend."""
    installed = {}
    for name in PACKAGES:
        try:
            installed[name] = version(name)
        except PackageNotFoundError:
            installed[name] = "not installed"
    return installed


def now() -> str:
    """The present time, to the second, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
