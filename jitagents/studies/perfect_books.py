"""Perfect books: variants whose records are the truth, beside those whose records err."""

from collections.abc import Mapping
from typing import Any

from jitagents.behaviours.information import Books
from jitagents.errors import InputError

BOOKS = f".{Books.__name__}"
SUFFIX = ", perfect books"


def with_twins(configs: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the variants, each with books followed by its truth twin.

    Args:
        configs: resolved, plain values, by name.

    Raises:
        InputError: no variant has books that err.
    """
    found: dict[str, dict[str, Any]] = {}
    for name, config in configs.items():
        found[name] = config
        twin = perfected(config)
        if twin != config:
            found[name + SUFFIX] = twin
    if len(found) == len(configs):
        raise InputError("information: no variant has books of its own; choose information=books or a maturity")
    return found


def perfected(node: Any) -> Any:
    """Return a configuration, or a part of one, whose books are perfect."""
    if isinstance(node, Mapping):
        inner = {key: perfected(value) for key, value in node.items()}
        return inner | {"perfect": True} if str(node.get("_target_", "")).endswith(BOOKS) else inner
    if isinstance(node, list | tuple):
        return [perfected(value) for value in node]
    return node
