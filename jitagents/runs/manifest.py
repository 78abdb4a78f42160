"""Manifest: what a run was, so that its numbers can be found again."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from jitagents.runs.rules import described

PACKAGES = ("jitagents", "mesa", "numpy", "scipy", "pandas", "hydra-core")
NOT_HASHED = ("study", "variants", "workers", "chunk", "reported", "objective", "labels")
"""Keys that change how a study is computed, but none of its numbers."""


def fingerprint(configs: Mapping[str, Mapping[str, Any]]) -> str:
    """Hash of the resolved configurations of all variants: equal hashes, equal numbers.

    A file that a configuration names counts by what it holds, not by where it lies.
    """
    told = {
        name: {key: _held(value) for key, value in config.items() if key not in NOT_HASHED}
        for name, config in configs.items()
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=described).encode()).hexdigest()[:16]


def _held(value: Any) -> Any:
    """A value with the files that it names replaced by a hash of what they hold."""
    if isinstance(value, Mapping):
        return {key: _held(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_held(part) for part in value]
    if isinstance(value, str) and "\n" not in value and Path(value).suffix and Path(value).expanduser().is_file():
        return hashlib.sha256(Path(value).expanduser().read_bytes()).hexdigest()
    return value


def versions() -> dict[str, str]:
    """Versions of the packages that make the numbers."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def now() -> str:
    """The time, to the second, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
