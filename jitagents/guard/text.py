"""The text of configuration files and overrides: bounded in size and depth, and plain values only."""

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from jitagents.errors import InputError
from jitagents.guard.names import fault_of_text
from jitagents.guard.plain import content_of

MOST_BYTES, MOST_VALUES, DEEPEST = 500_000, 11_000, 100
"""Bounds of YAML: the size of a file, its values with all aliases resolved, its nesting; about a second to read."""
MOST_LETTERS, MOST_PARTS, DEEPEST_OVERRIDE = 25_000, 1_500, 20
"""Bounds of all overrides together: letters, and parts, which commas divide; and the nesting of one."""
LONGEST_KEY = 250
INSTEAD = "put them into a file of --config-dir, or give them to load() from Python: levels=DataFrame, network=Network"
PLAIN = re.compile(r"tag:yaml\.org,2002:(str|int|float|bool|null|seq|map)")


def check_file(path: Path) -> int:
    """The number of values in a YAML file, checked before it is read: a parser would follow tags and aliases.

    Raises:
        InputError: no readable text, too large, too deep, or with tags of objects.
    """
    try:
        return _count(read(path))
    except InputError as error:
        raise InputError(*(f"{path}: {fault}" for fault in error.faults)) from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    except yaml.YAMLError as error:
        raise InputError(f"{path}: is not YAML: {' '.join(str(error).split())[:200]}") from None
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or 'is not a file'}") from None


def read(path: Path) -> str:
    """The text of a regular file of bounded size.

    Raises:
        InputError: it is something else, such as a device, or larger.
    """
    if not path.is_file():
        raise InputError("is not a file")
    if path.stat().st_size > MOST_BYTES:
        raise InputError(f"larger than {MOST_BYTES:,} bytes; put large networks into tables (network=tables)")
    return content_of(path, MOST_BYTES).decode("utf-8")


def _count(text: str) -> int:
    """The number of values in a text, aliases written out. No value is made; the parser's events are counted."""
    open_, sizes, total = list[tuple[str | None, int]](), dict[str, int](), 0
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_.pop()
            if anchor:
                sizes[anchor] = total - before
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        if isinstance(event, yaml.AliasEvent) and event.anchor not in sizes:
            raise InputError(f"the alias *{event.anchor} stands for nothing before it, or is a part of itself")
        weight = _weight(event.value) if isinstance(event, yaml.ScalarEvent) else 1
        total += sizes[str(event.anchor)] if isinstance(event, yaml.AliasEvent) else weight
        check_count(total)
        tag = getattr(event, "tag", None)
        if tag and tag != "!" and not PLAIN.fullmatch(tag):
            raise InputError(f"the tag {tag!r} is not allowed; plain values only")
        if isinstance(event, yaml.ScalarEvent) and event.anchor:
            sizes[event.anchor] = weight
        if isinstance(event, yaml.CollectionStartEvent):
            open_.append((event.anchor, total - 1))
            if len(open_) > DEEPEST:
                raise InputError(f"nested deeper than {DEEPEST} levels")
    return total


def _weight(value: str) -> int:
    """The number of values as which a text counts: long ones, and references, take their time."""
    return 1 + len(value) // 100 + 5 * value.count("${")


def check_count(values: int) -> None:
    """Check a number of values.

    Raises:
        InputError: composing so many would take long.
    """
    if values > MOST_VALUES:
        raise InputError(
            f"more than {MOST_VALUES:,} values, aliases written out (a reference counts as 6); put large networks into "
            "tables (network=tables), and give more levels from Python: load(levels=DataFrame)"
        )


def check_overrides(overrides: Sequence[str]) -> None:
    """Check overrides before they are parsed, which takes the square of their length.

    Raises:
        InputError: they are too long, one is too deep, or has signs that cannot be printed.
    """
    letters, parts = sum(map(len, overrides)), sum(one.count(",") + 1 for one in overrides)
    if letters > MOST_LETTERS or parts > MOST_PARTS:
        longest = max(overrides, key=len)
        raise InputError(
            f"{longest[:40]}…: {letters:,} letters and {parts:,} parts between commas; in overrides {MOST_LETTERS:,} "
            f"letters and {MOST_PARTS:,} parts are allowed; {INSTEAD}"
        )
    for one in overrides:
        if len(key := one.partition("=")[0]) > LONGEST_KEY:
            raise InputError(f"{key[:40]}…: a key of {len(key):,} letters; {LONGEST_KEY} are allowed")
        if fault := fault_of_text(one):
            raise InputError(fault)
        depth = 0
        for sign in one:
            depth += (sign in "[{(") - (sign in "]})")
            if depth > DEEPEST_OVERRIDE:
                raise InputError(f"{one[:40]}…: nested deeper than {DEEPEST_OVERRIDE} levels")
