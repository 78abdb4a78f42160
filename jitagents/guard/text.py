"""The text of configuration files and overrides: bounded in size and depth, and plain values only."""

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from jitagents.errors import InputError
from jitagents.guard.names import fault_of_text

MOST_BYTES, MOST_VALUES, DEEPEST = 1_000_000, 50_000, 100
"""Bounds of one YAML file: its size, its values with all aliases written out, its nesting."""
LONGEST_OVERRIDE = 100_000
PLAIN = re.compile(r"tag:yaml\.org,2002:(str|int|float|bool|null|seq|map)")


def check_file(path: Path) -> None:
    """Check a YAML file before it is read: a parser would follow tags, aliases and brackets without end.

    Raises:
        InputError: no readable text, too large, too deep, or with tags of objects.
    """
    try:
        text = read(path)
        for fault in _faults(text):
            raise InputError(f"{path}: {fault}")
    except UnicodeDecodeError:
        raise InputError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    except yaml.YAMLError as error:
        raise InputError(f"{path}: is not YAML: {' '.join(str(error).split())[:200]}") from None
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None


def read(path: Path) -> str:
    """The text of a regular file of bounded size.

    Raises:
        InputError: it is something else, such as a device, or larger.
    """
    if not path.is_file():
        raise InputError(f"{path}: is not a file")
    if path.stat().st_size > MOST_BYTES:
        raise InputError(f"{path}: larger than {MOST_BYTES:,} bytes; put large networks into tables (network=tables)")
    return path.read_text(encoding="utf-8")


def _faults(text: str) -> list[str]:
    """What is wrong with a text: the first fault, or none. No value is made; the parser's events are counted."""
    open_, sizes, total = list[tuple[str | None, int]](), dict[str, int](), 0
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_.pop()
            if anchor:
                sizes[anchor] = total - before
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        total += sizes.get(event.anchor or "", 1) if isinstance(event, yaml.AliasEvent) else 1
        if total > MOST_VALUES:
            return [f"more than {MOST_VALUES:,} values, aliases written out"]
        tag = getattr(event, "tag", None)
        if tag and tag != "!" and not PLAIN.fullmatch(tag):
            return [f"the tag {tag!r} is not allowed; plain values only"]
        if isinstance(event, yaml.CollectionStartEvent):
            open_.append((event.anchor, total - 1))
            if len(open_) > DEEPEST:
                return [f"nested deeper than {DEEPEST} levels"]
    return []


def check_overrides(overrides: Sequence[str]) -> None:
    """Check overrides before they are parsed, which takes long where they are long.

    Raises:
        InputError: one is too long or too deep, or has signs that cannot be printed.
    """
    for one in overrides:
        if len(one) > LONGEST_OVERRIDE:
            raise InputError(f"{one[:40]}…: {len(one):,} letters; {LONGEST_OVERRIDE:,} are allowed in an override")
        if fault := fault_of_text(one):
            raise InputError(fault)
        depth = 0
        for sign in one:
            depth += (sign in "[{(") - (sign in "]})")
            if depth > DEEPEST:
                raise InputError(f"{one[:40]}…: nested deeper than {DEEPEST} levels")
