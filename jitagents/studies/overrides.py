"""Overrides: settings of a study as texts in Hydra's grammar, from Python values and from typed text."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from os import PathLike, fspath
from typing import Any

import numpy as np
import pandas as pd
import yaml
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import ChoiceSweep, RangeSweep, Sweep
from hydra.errors import HydraException

from jitagents.config import coded
from jitagents.errors import Faults, InputError
from jitagents.guard import check_overrides

PLAIN = re.compile(r"[A-Za-z_][\w/.-]*", re.ASCII)
"""Texts that need no quotes."""
WORDS = frozenset({"null", "true", "false", "nan", "inf"})
"""Texts that mean something else without quotes."""
NUMBER = re.compile(r"[+-]?(\d[\d_]*)?(\.\d*)?([eE][+-]?\d+)?")
ORDINARY = re.compile(r"[\w/.,+-]*", re.ASCII)
"""Values that Hydra understands, and that have one meaning only."""
NO_NAME = frozenset("'\"{}[]$\\")
"""Characters of a value that is more than a name."""
STRANGE = re.compile(r"(?<=[{\[,:])\s*[^'\"{}\[\],:]*[#%@&*!|>`][^'\"{}\[\],:]*(?=[:,}\]])")
"""A name in braces or brackets with a character that means something else in YAML."""
FEW = 20
"""Values of a range that are written out in a message."""


def texts(overrides: Any) -> list[str]:
    """Overrides as a list of texts, from such a list or from a mapping of keys to values.

    Raises:
        InputError: it is neither.
    """
    if isinstance(overrides, Mapping):
        return [f"{key}={quoted(_stated(key, value))}" for key, value in overrides.items()]
    if isinstance(overrides, str) or not isinstance(overrides, Sequence):
        raise InputError(f"overrides = {overrides!r}: must be a list, as ['replications=50'], or a mapping")
    faults = Faults()
    for one in overrides:
        if not isinstance(one, str):
            faults.add(f"overrides: {one!r} must be a text, as 'replications=50'; for values of Python give a mapping")
    faults.tell()
    return list(overrides)


def _stated(key: str, value: Any) -> Any:
    """A value; the overrides of each variant may be a mapping, too."""
    if key == "variants" and isinstance(value, Mapping):
        return {name: texts(own) if isinstance(own, Mapping) else own for name, own in value.items()}
    return value


def natural(value: Any) -> Any:
    """A value of numpy, pandas or Python as plain numbers, texts, lists and mappings."""
    if isinstance(value, np.generic | np.ndarray):
        return natural(value.tolist())
    if isinstance(value, pd.DataFrame):
        return natural(value.to_dict("records"))
    if isinstance(value, Mapping):
        return {key if isinstance(key, int) else str(key): natural(part) for key, part in value.items()}
    if isinstance(value, list | tuple | range | pd.Series | pd.Index):
        return [natural(part) for part in value]
    return fspath(value) if isinstance(value, PathLike) else value


def quoted(value: Any) -> str:
    """A value in Hydra's grammar, with quotes where they are needed.

    Raises:
        InputError: there is no text for a value of its kind.
    """
    value = natural(value)
    if isinstance(value, str):
        return value if PLAIN.fullmatch(value) and value.lower() not in WORDS else _in_quotes(value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {quoted(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(quoted, value)) + "]"
    raise InputError(f"{value!r}: a setting is a number, a text, true or false, a list or a mapping of these")


def _in_quotes(text: str) -> str:
    """A text in single quotes; a backslash counts for itself unless a quote follows."""
    safe = re.sub(r"(\\*)'", r"\1\1\\'", text)
    return "'" + re.sub(r"(\\+)$", r"\1\1", safe) + "'"


def _key(key: Any) -> str:
    """The key of a mapping, for which the grammar has no quotes."""
    if isinstance(key, int):
        return str(key)
    return key if PLAIN.fullmatch(key) and key.lower() not in WORDS and "." not in key else coded(key)


def spelled(override: str) -> list[str]:
    """Translate an override to Hydra's grammar: braces and brackets may hold all that YAML allows in them.

    A name with characters that Hydra's grammar lacks is put in quotes. Shocks that are given in the place of a choice,
    `crisis={fire: {…}}`, are put into a crisis that has no other.

    Raises:
        InputError: a range where the values are needed.
    """
    key, _, value = override.partition("=")
    if ORDINARY.fullmatch(value):
        return [override]
    try:
        for sweep in _sweeps(OverridesParser.create().parse_override(override).value()):
            raise InputError(f"{key}: {_source(sweep)} is not understood inside braces; write a list{_written(sweep)}")
    except HydraException:
        value = (_from_yaml(value) if value.startswith(("{", "[")) else _name_alone(value)) or value
    disruptions = _disruptions(value) if key == "crisis" and value.startswith("{") else None
    return [f"{key}={value}"] if disruptions is None else disruptions


def spelled_all(overrides: Sequence[str]) -> list[str]:
    """Translate all overrides to Hydra's grammar; disruptions come first, so that others may change them.

    Raises:
        InputError: as `spelled`; or they are too long to be read soon.
    """
    check_overrides(overrides)
    read = [spelled(one) for one in overrides]
    disruptions = [part for parts in read if parts[0] == "crisis=none" for part in parts]
    return [*disruptions, *(part for parts in read if parts[0] != "crisis=none" for part in parts)]


def _name_alone(value: str) -> str:
    """A name in quotes; empty if it is more than a name."""
    return "" if NO_NAME & {*value} else quoted(value)


def _disruptions(value: str) -> list[str] | None:
    """The overrides that make a crisis of some disruptions alone; None if they cannot be read."""
    try:
        node = yaml.compose(value, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return None
    assert isinstance(node, yaml.MappingNode)
    return ["crisis=none", *(f"++crisis.{name.value}={_node(disruption)}" for name, disruption in node.value)]


def _sweeps(read: Any) -> Iterator[Sweep]:
    """The parts of a value that were parsed as sweeps."""
    parts = read.values() if isinstance(read, dict) else read if isinstance(read, list) else ()
    for part in parts:
        if isinstance(part, Sweep):
            yield part
        yield from _sweeps(part)


def _source(sweep: Sweep) -> str:
    if isinstance(sweep, RangeSweep):
        return f"range({sweep.start}, {sweep.stop}, {sweep.step})"
    return "a choice" if isinstance(sweep, ChoiceSweep) else "an interval"


def _written(sweep: Sweep) -> str:
    """The values of a range, to be written in its place."""
    values = list(sweep.range()) if isinstance(sweep, RangeSweep) else []
    return f", {quoted(values)}" if 0 < len(values) <= FEW else ", as [5, 10, 15]"


def _from_yaml(value: str) -> str | None:
    """A value that is written in YAML, in Hydra's grammar; None if it is none."""
    quoting = STRANGE.sub(lambda found: json.dumps(found[0].strip(), ensure_ascii=False), value)
    for text in (value, quoting):
        with suppress(yaml.YAMLError, RecursionError):
            aliases = any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text))
            node = yaml.compose(text, Loader=yaml.SafeLoader)
            return None if aliases or node is None else _node(node)
    return None


def _node(node: yaml.Node) -> str:
    """A node of YAML in Hydra's grammar; texts are not taken for anything else (NO, 0010), as Hydra does it."""
    if isinstance(node, yaml.MappingNode):
        pairs = (f"{_name(key)}: {_node(part)}" for key, part in node.value)
        return "{" + ", ".join(pairs) + "}"
    if isinstance(node, yaml.SequenceNode):
        return "[" + ", ".join(map(_node, node.value)) + "]"
    assert isinstance(node, yaml.ScalarNode)
    text = str(node.value)
    if node.style is None and (text.lower() in WORDS or _is_number(text)):
        return text
    return quoted(text)


def _name(node: yaml.Node) -> str:
    text = str(node.value)
    return text if isinstance(node, yaml.ScalarNode) and node.style is None and _is_number(text) else _key(text)


def _is_number(text: str) -> bool:
    return bool(text) and bool(NUMBER.fullmatch(text)) and any(map(str.isdigit, text)) and not _is_code(text)


def _is_code(text: str) -> bool:
    """Whether it is a name such as 0010."""
    return text.isdigit() and text.startswith("0") and text != "0"


def whole_arguments(arguments: Sequence[str]) -> list[str]:
    """Arguments as a shell with single quotes would pass them.

    The command line of Windows passes the quotes on, and cuts at each space between them.
    """
    whole, opened = list[str](), False
    for one in arguments:
        if opened:
            whole[-1] += f" {one}"
        else:
            whole.append(one)
            opened = one.startswith("'")
        if opened and len(whole[-1]) > 1 and whole[-1].endswith("'"):
            whole[-1], opened = whole[-1][1:-1], False
    return whole if not opened else list(arguments)
