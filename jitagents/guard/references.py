"""References in a configuration (`${...}`): to other values of it only, and bounded in size."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from omegaconf.grammar_parser import parse

from jitagents.errors import InputError

MOST, MOST_REFERENCES = 50_000, 2_000
"""Bounds of a configuration: values and hundreds of letters, with its references resolved; and references."""
ALLOWED = ("oc.select",)
"""Resolvers that a configuration may call. None reads the environment, which would appear in manifest and report."""
ALLOWED_IN_PATHS = (*ALLOWED, "now")
"""Resolvers allowed in a directory that the command line states."""

type Place = tuple[str, ...]


class References:
    """The references of a configuration.

    Args:
        tree: plain mappings, lists and values, with unresolved references.
    """

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self._tree = tree
        self._sizes: dict[Place, int | None] = {}
        self._count = 0

    def check(self) -> None:
        """Check every reference of the configuration.

        Raises:
            InputError: one calls a resolver that is not allowed, refers to itself, or resolves to too much.
        """
        if self._size((), self._tree) > MOST:
            raise InputError("the configuration is too large with its references ${...} written out")

    def _size(self, place: Place, node: Any) -> int:
        """The size of a node with its references resolved; each place is counted once."""
        if place in self._sizes:
            known = self._sizes[place]
            if known is None:
                raise InputError(f"{'.'.join(place)}: refers to itself")
            return known
        self._sizes[place] = None
        size = 1 + sum(self._size((*place, key), part) for key, part in _parts(node))
        if isinstance(node, str):
            size += len(node) // 100 + sum(self._referred(key, place) for key in targets(node, ".".join(place)))
        self._sizes[place] = size
        if size > MOST:
            raise InputError(f"{'.'.join(place)}: too large with its references ${{...}} written out")
        return size

    def _referred(self, key: str, place: Place) -> int:
        self._count += 1
        if self._count > MOST_REFERENCES:
            raise InputError(f"{'.'.join(place)}: more than {MOST_REFERENCES:,} references ${{...}}")
        name = key.lstrip(".")
        up = len(key) - len(name)
        target = (*(place[:-up] if up else ()), *filter(None, re.split(r"[.\[\]]+", name)))
        node: Any = self._tree
        for part in target:
            node = dict(_parts(node)).get(part)
        return self._size(target, node)


def _parts(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, Mapping):
        yield from ((str(key), part) for key, part in node.items())
    elif isinstance(node, list):
        yield from ((str(number), part) for number, part in enumerate(node))


def targets(text: str, place: str, allowed: tuple[str, ...] = ALLOWED) -> list[str]:
    """The keys to which the references in a text lead.

    Raises:
        InputError: one calls a resolver that is not allowed, or is made of references itself.
    """
    if "${" not in text:
        return []
    keys, called, nested = _read(text)
    wrong = next((name for name in called if name not in allowed), None)
    if wrong is not None:
        why = "a configuration cannot read the environment" if "env" in wrong else "not allowed in a configuration"
        raise InputError(f"{place}: {text[:80]}: {why}; write the value itself, or ${{key}} for another value")
    if nested:
        raise InputError(f"{place}: a reference within a reference is not allowed")
    return list(keys)


@lru_cache(maxsize=1000)
def _read(text: str) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Keys and resolvers that a text refers to, and whether a reference is made of others."""
    keys, called = list[str](), list[str]()
    for node in _nodes(parse(text)):
        kind = type(node).__name__
        if kind == "InterpolationNodeContext":
            keys.append(node.getText()[2:-1])
        elif kind == "InterpolationResolverContext":
            called.append(node.resolverName().getText())
            if called[-1] == "oc.select":
                keys.append(node.sequence().getText().partition(",")[0].strip("'\" ") if node.sequence() else "")
    nested = any("${" in key for key in keys)
    return tuple(keys), tuple(called), nested


def _nodes(tree: Any) -> Iterator[Any]:
    yield tree
    for child in getattr(tree, "children", None) or ():
        yield from _nodes(child)
