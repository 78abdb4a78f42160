"""A tiny study of every choice, to put bad values into: each is composed once."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

import numpy as np
import yaml

from jitagents.config import composed, plain
from jitagents.config_directory import choices, conf_directory
from jitagents.errors import InputError
from jitagents.scenario.alternatives import chosen
from jitagents.scenario.settings_checks import check_settings
from jitagents.scenario.setup import costs_of, disruptions_of, network_of, stages_of
from jitagents.scenario.sweep import Sweep
from jitagents.studies.chunks import Chunk, simulate
from jitagents.studies.targets import resolve_targets

SMALL = ("study=single", "days=3", "warmup=1", "replications=1", "workers=1")
LINE = ("network=serial", "network.stages=2")
STATED = {
    "demand": (*LINE, "network.demand_sd=3"),
    "production": ("network=layered", "network.agents=10", "network.lanes_per_agent=1.4"),
    "sourcing": ("network=two_suppliers",),
    "allocation": ("network=layered", "network.agents=10", "network.lanes_per_agent=1.4"),
}
"""What the choices of a group need besides."""
MAKE: dict[str, Callable[[dict[str, Any]], Any]] = {
    "network": lambda config: (network_of(config), stages_of(config)),  # its exemptions too
    "crisis": lambda config: disruptions_of(chosen(config)),
    "costs": costs_of,
}
"""Ways to build the groups that are no stages."""
FILES = {("demand", "replay"), ("demand", "bootstrap"), ("transport", "empirical"), ("network", "tables"),
         ("network", "willems"), ("demand", "lumpy"), ("transport", "truck_loads"),
         ("calendar", "file")}  # fmt: skip
"""Choices that need a file, or a network of their own."""


@cache
def base(group: str) -> dict[str, Any]:
    """The resolved configuration of a tiny study, to put a choice of a group into."""
    network = () if group == "network" else STATED.get(group, LINE)
    return plain(composed([*SMALL, *network, "crisis=none"]))


@cache
def study(group: str, choice: str) -> dict[str, Any]:
    """The resolved configuration of a tiny study with a choice; composed only where its file refers to others."""
    text = (conf_directory() / group / f"{choice}.yaml").read_text(encoding="utf-8")
    if "defaults:" not in text and "${" not in text:
        return {**base(group), group: yaml.safe_load(text) or {}}
    network = () if group == "network" else STATED.get(group, LINE)
    calm = () if group == "crisis" else ("crisis=none",)
    return plain(composed([*SMALL, *network, *calm, f"{group}={choice}"]))


def choices_of(group: str) -> list[str]:
    """The choices of a group that run by themselves."""
    return [choice for choice in choices(group) if (group, choice) not in FILES]


def leaves(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every parameter below a node."""
    for name, value in node.items() if isinstance(node, Mapping) else ():
        if name != "_target_":
            yield (*path, name)
            yield from leaves(value, (*path, name))


def changed(config: Mapping[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """The configuration with another value at a path."""
    copy = deepcopy(dict(config))
    node: Any = copy
    for name in path[:-1]:
        node = node[name]
    node[path[-1]] = value
    return copy


def built(config: dict[str, Any], group: str) -> tuple[str, ...]:
    """The faults of a part of a configuration as it is built; none if it is. Nothing is simulated."""
    try:
        check_settings(config)
        make: Callable[[dict[str, Any]], Any] = MAKE.get(group, stages_of)
        make(config)
    except InputError as error:
        return error.faults
    return ()


def refused(config: dict[str, Any]) -> tuple[str, ...]:
    """The faults of a configuration; none if it runs, with finite numbers, for a few days."""
    try:
        check_settings(config)
        aimed = resolve_targets({"it": chosen(config)}, config["levels"] or {})
        found = simulate(Chunk(0, "it", aimed.configs["it"], Sweep.of(aimed.levels), 0, 1))
    except InputError as error:
        return error.faults
    assert np.isfinite(np.stack(found.histories["calm"].to_list())).all()
    assert not np.isinf(found.replications.select_dtypes("number").to_numpy(dtype=float)).any()
    return ()
