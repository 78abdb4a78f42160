"""A network written out in a configuration file."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import pandas as pd
import yaml

from jitagents.errors import InputError
from jitagents.network.description import Network
from jitagents.parameters import network_builder

type Rows = Sequence[Mapping[str, Any]] | str
"""Mappings, or the YAML text of them: a long list as a text block is composed much faster than as nodes."""

WORDS = {
    "tag:yaml.org,2002:bool": re.compile("true|True|TRUE|false|False|FALSE"),
    "tag:yaml.org,2002:int": re.compile(r"[-+]?(0|[1-9][0-9_]*)"),
}
"""YAML's truths and whole numbers, without those of its version 1.1 that people mean as texts."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # either of the two
    """YAML in which NO, off and 0010 are texts, as they are where names stand."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, WORDS.get(tag, pattern)) for tag, pattern in pairs]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@network_builder
def listed(
    *, name: str, agents: Rows, lanes: Rows, carriers: Rows = (), whole: bool = True, source: str = ""
) -> Network:
    """Network of agents, lanes and carriers that are listed one by one.

    Args:
        name: what reports call it.
        agents: a mapping an agent: `name`, `kind`, `item`, and any other column of `columns.AGENTS` or free attribute;
            this and the other lists may also be the YAML text of a list.
        lanes: a mapping a lane: `seller`, `buyer`, and any other column of `columns.LANES` or free attribute.
        carriers: a mapping a carrier: `name`, `capacity`.
        whole: units are whole; else continuous.
        source: citation of the data.

    Raises:
        InputError: an entry is no mapping, or the network has faults.
    """
    written = {"agents": agents, "lanes": lanes, "carriers": carriers}
    tables = {place: _read(rows, f"network {name!r}: {place}") for place, rows in written.items()}
    faults = [
        f"network {name!r}: {place}[{row}] = {entry!r} must be a mapping {{column: value}}"
        for place, entries in tables.items()
        for row, entry in enumerate(entries)
        if not isinstance(entry, Mapping)
    ]
    if faults:
        raise InputError(*faults)
    frames = {place: pd.DataFrame([dict(row) for row in rows]) for place, rows in tables.items()}
    many = frames["carriers"] if len(frames["carriers"]) else None
    return Network.of(frames["agents"], frames["lanes"], many, name=name, whole=whole, source=source)


def _read(rows: Rows, place: str) -> Sequence[Any]:
    if isinstance(rows, Mapping) or not isinstance(rows, str | Sequence):
        raise InputError(f"{place} = {rows!r}: must be a list of mappings {{column: value}}")
    if not isinstance(rows, str):
        return rows
    try:
        read = yaml.load(rows, Loader=_Loader)
    except yaml.YAMLError as error:
        raise InputError(f"{place}: the text is no YAML list: {' '.join(str(error).split())}") from error
    if not isinstance(read, list):
        raise InputError(f"{place}: the text must be a YAML list of mappings {{column: value}}")
    return read
