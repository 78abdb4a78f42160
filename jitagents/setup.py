"""Set-up: a model from the resolved configuration of one variant, for a block of worlds."""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np

from jitagents.build import build
from jitagents.crises import Shock
from jitagents.errors import InputError, nearest
from jitagents.model import SupplyModel
from jitagents.network import Network
from jitagents.stages import Exemption, Stages
from jitagents.worlds import Worlds

STAGES = tuple(item.name for item in fields(Stages) if item.name != "exemptions")


@dataclass(frozen=True)
class Sweep:
    """The levels of a study: every combination of the values of its keys.

    Attributes:
        keys: dotted keys of the configuration.
        points: one tuple of values a level.
    """

    keys: tuple[str, ...] = ()
    points: tuple[tuple[float, ...], ...] = ((),)

    @classmethod
    def of(cls, levels: Mapping[str, Sequence[float]]) -> "Sweep":
        """The sweep of `key: [values]`.

        Raises:
            InputError: the values of a key are no list of numbers.
        """
        faults = [f"levels.{key} = {values!r}: must be a list of numbers" for key, values in levels.items() if not _numbers(values)]
        if faults:
            raise InputError(*faults)
        return cls(tuple(levels), tuple(product(*levels.values())))

    @property
    def labels(self) -> list[str]:
        """One text a level; empty if there is nothing to sweep."""
        return [", ".join(f"{key}={value:g}" for key, value in zip(self.keys, point, strict=True)) for point in self.points]


def _numbers(values: Any) -> bool:
    listed = isinstance(values, list | tuple) and len(values) > 0
    return listed and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def put_levels(config: Mapping[str, Any], sweep: Sweep, worlds: Worlds) -> dict[str, Any]:
    """The configuration with the swept parameters as arrays `(1, worlds)`.

    Raises:
        InputError: a key is not there, or is none that can differ by world.
    """
    filled = deepcopy(dict(config))
    for number, key in enumerate(sweep.keys):
        *path, last = key.split(".")
        node: Any = filled
        for name in [*path, last]:
            if not isinstance(node, Mapping) or name not in node:
                names = node if isinstance(node, Mapping) else ()
                raise InputError(f"levels.{key}: the configuration has no {name!r} there; {nearest(name, names)}")
            parent, node = node, node[name]
        if path[:1] == ["network"] or not path:
            raise InputError(f"levels.{key}: cannot differ by world; make it a variant: variants.NAME=[{key}=…]")
        parent[last] = worlds.by_level([point[number] for point in sweep.points])
    return filled


def network_of(config: Mapping[str, Any]) -> Network:
    """The network of a configuration; the same one is built once."""
    node = {key: value for key, value in config["network"].items() if key != "weak_spot"}
    return _network(json.dumps(node, default=str))


@lru_cache(maxsize=4)
def _network(node: str) -> Network:
    network = build(json.loads(node), "network")
    if not isinstance(network, Network):
        raise InputError(f"network._target_: must build a Network, not {type(network).__name__}")
    return network


def shocks_of(config: Mapping[str, Any]) -> dict[str, Shock]:
    """The shocks of a configuration, by name."""
    crisis = build(config["crisis"], "crisis")
    faults = [f"crisis.{name}: must be a shock with a _target_" for name, shock in crisis.items() if not isinstance(shock, Shock)]
    if faults:
        raise InputError(*faults)
    return dict(crisis)


def stages_of(config: Mapping[str, Any]) -> dict[str, Any]:
    """The behaviours of a configuration, by stage; each of its stage's kind."""
    stages = {name: build(config[name], name) for name in STAGES}
    kinds = {item.name: item.type for item in fields(Stages)}
    faults = [
        f"{name}._target_: must be of the stage {name}, a {getattr(kinds[name], '__name__', kinds[name])}"
        for name, stage in stages.items()
        if not isinstance(stage, kinds[name])  # type: ignore[arg-type]  # the fields are annotated with classes
    ]
    if faults:
        raise InputError(*faults)
    exemptions = build(config.get("exemptions") or {}, "exemptions")
    return stages | {"exemptions": [Exemption(**node) for node in exemptions.values()]}


def make_model(config: Mapping[str, Any], worlds: Worlds, sweep: Sweep | None = None) -> SupplyModel:
    """The model of one variant.

    Args:
        config: resolved configuration of the variant, plain values.
        worlds: its worlds.
        sweep: the levels of the worlds.

    Raises:
        InputError: something cannot be simulated.
    """
    filled = put_levels(config, sweep, worlds) if sweep else dict(config)
    with np.errstate(divide="ignore"):
        return SupplyModel(
            network_of(config),
            worlds=worlds,
            rng=worlds.entropy,
            crisis=shocks_of(filled),
            warmup=int(config["warmup"]),
            start=config["start"],
            **stages_of(filled),
        )
