"""Places: where a key of the configuration stands, if not where it was looked for."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from jitagents.spelling import folded

SHOWN = 3
"""Places that are named."""


def elsewhere(key: str, config: Mapping[str, Any], folder: Path) -> str:
    """Say where a key stands that is not where it was looked for: `it stands at ordering.cover`; empty if nowhere.

    Args:
        key: dotted, as it was asked for.
        config: the whole configuration, as it is composed.
        folder: of the configuration's groups.
    """
    wanted = folded(key.rpartition(".")[2])
    # The fewer parts, the likelier it was meant; those below the same group come first.
    group = key.partition(".")[0]
    found = sorted(
        (path for path in _paths(config) if folded(path.rpartition(".")[2]) == wanted and path != key),
        key=lambda path: (path.partition(".")[0] != group, path.count("."), path),
    )
    if found:
        return f"it stands at {' and '.join(found[:SHOWN])}; "
    able = [choice for choice, names in _parameters(folder / group).items() if wanted in names]
    return f"it is a parameter of {' and '.join(f'{group}={choice}' for choice in able[:SHOWN])}; " if able else ""


def _paths(node: Any, place: str = "") -> Iterator[str]:
    """The dotted keys of a configuration, without what is Hydra's own."""
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
