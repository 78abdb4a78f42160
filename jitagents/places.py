"""Places of a key in the configuration, if it is not where it was looked for."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from jitagents.spelling import folded

SHOWN = 3
"""Places named in a message at most."""


def elsewhere(key: str, config: Mapping[str, Any], folder: Path) -> str:
    """State the place of a key that is not where it was looked for: `it stands at ordering.cover`; empty if nowhere.

    Args:
        key: dotted, as it was asked for.
        config: the whole configuration, as it is composed.
        folder: of the configuration's groups.
    """
    wanted = folded(key.rpartition(".")[2])
    # The fewer parts, the likelier it was meant; those below the same group come first.
    group = key.partition(".")[0]
    matching = sorted(
        (path for path in _paths(config) if folded(path.rpartition(".")[2]) == wanted and path != key),
        key=lambda path: (path.partition(".")[0] != group, path.count("."), path),
    )
    if matching:
        return f"it stands at {' and '.join(matching[:SHOWN])}; "
    able = [choice for choice, names in _parameters(folder / group).items() if wanted in names]
    return f"it is a parameter of {' and '.join(f'{group}={choice}' for choice in able[:SHOWN])}; " if able else ""


@cache
def parameters(group: Path, choice: str) -> frozenset[str] | None:
    """The names directly below a choice of a group, from its file; None if the file does not state all of them."""
    path = group / f"{choice}.yaml"
    node = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None
    if not isinstance(node, Mapping):
        return None
    parts = [name for part in node.get("defaults") or () for name in (part if isinstance(part, Mapping) else (part,))]
    placed = {str(name).rpartition("@")[2].partition(".")[0] for name in parts if "@" in str(name)}
    if any(name != "_self_" and "@" not in str(name) for name in parts):
        return None
    return frozenset(map(str, {*node} - {"defaults", "_target_"})) | placed


def _paths(node: Any, place: str = "") -> Iterator[str]:
    """The dotted keys of a configuration, without Hydra's own."""
    for name, value in node.items() if isinstance(node, Mapping) else ():
        if name in ("hydra", "_target_"):
            continue
        path = f"{place}.{name}" if place else str(name)
        yield path
        yield from _paths(value, path)


@cache
def _parameters(group: Path) -> dict[str, frozenset[str]]:
    """The folded names of the parameters of each choice of a group, as its file states them."""
    read = ((path.stem, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(group.glob("*.yaml")))
    return {choice: frozenset(folded(str(name)) for name in node) for choice, node in read if isinstance(node, Mapping)}
