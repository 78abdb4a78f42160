"""Construction of a model from the resolved configuration of one variant, for a block of worlds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from jitagents.accounting.charges import charge
from jitagents.accounting.costs import Costs
from jitagents.build import build
from jitagents.calendars import Calendars
from jitagents.crises import Disruption
from jitagents.errors import Faults, InputError, nearest
from jitagents.model import SupplyModel
from jitagents.network import Network
from jitagents.scenario.about import ABOUT, EXEMPTIONS, check_about, exemptions_in
from jitagents.scenario.memory import check_builder
from jitagents.scenario.settings import SWEPT
from jitagents.scenario.sweep import Sweep
from jitagents.simulation.exemptions import EXEMPT, Exemption
from jitagents.simulation.regimes import When
from jitagents.simulation.rollout import Rollout
from jitagents.simulation.stages import Stages
from jitagents.worlds import Worlds

STAGES = {item.name: item.type for item in fields(Stages) if item.name not in ("exemptions", "rollout")}
"""The class of behaviours of each stage."""
CHOOSING = ("where", "lanes")
"""Keys of an exemption that select agents or lanes."""


@dataclass(frozen=True)
class Parts:
    """Parts of a model that a configuration builds.

    Attributes:
        network: agents, lanes and carriers.
        crisis: disruptions by name.
        stages: behaviours by stage, and the exemptions.
        costs: the cost model.
    """

    network: Network
    crisis: dict[str, Disruption]
    stages: dict[str, Any]
    costs: Costs

    def model(self, config: Mapping[str, Any], worlds: Worlds) -> SupplyModel:
        """The model of these parts.

        Raises:
            InputError: the parts do not fit each other.
        """
        with np.errstate(divide="ignore"):
            model = SupplyModel(
                self.network,
                worlds=worlds,
                rng=worlds.entropy,
                crisis=self.crisis,
                warmup=config["warmup"],
                start=config["start"],
                classes=classes_of(config),
                **self.stages,
            )
        return charge(model, self.costs, config["promise"])


def make_parts(config: Mapping[str, Any], worlds: Worlds, sweep: Sweep | None = None) -> Parts:
    """Build all parts of a configuration.

    Args:
        config: resolved configuration of the variant, plain values.
        worlds: its worlds.
        sweep: the levels of the worlds.

    Raises:
        InputError: all parts that cannot be built.
    """
    filled, faults = (sweep.put(config, worlds, SWEPT) if sweep else config), Faults()
    built: dict[str, Any] = {}
    for name, make in (("network", network_of), ("crisis", disruptions_of), ("stages", stages_of), ("costs", costs_of)):
        with faults.collected():
            built[name] = make(filled)
    faults.tell()
    return Parts(**built)


def make_model(config: Mapping[str, Any], worlds: Worlds, sweep: Sweep | None = None) -> SupplyModel:
    """The model of one variant; like `make_parts`.

    Raises:
        InputError: something cannot be simulated.
    """
    return make_parts(config, worlds, sweep).model(config, worlds)


def classes_of(config: Mapping[str, Any]) -> dict[str, Any]:
    """The classes of agents that a user has written, by kind."""
    return {kind: code.made for kind, code in config.get("classes", {}).items()}


def network_of(config: Mapping[str, Any]) -> Network:
    """The network of a configuration; it is built once, and again when a file that it reads has changed."""
    check_about(config["network"])
    node = {key: value for key, value in config["network"].items() if key not in ABOUT}
    check_builder(node)
    paths = [Path(value) for value in node.values() if isinstance(value, str) and "\n" not in value]
    times = tuple(path.stat().st_mtime_ns for path in paths if path.suffix and path.is_file())
    return _network(json.dumps(node, default=str), times)


@lru_cache(maxsize=4)
def _network(node: str, times: tuple[int, ...]) -> Network:
    return _of_kind(build(json.loads(node), "network", ABOUT), Network, "network")


def disruptions_of(config: Mapping[str, Any]) -> dict[str, Disruption]:
    """The disruptions of a configuration, by name."""
    faults, crisis = Faults(), {}
    for name, node in (config["crisis"] or {}).items():
        with faults.collected():
            crisis[str(name)] = _of_kind(build(node, f"crisis.{name}"), Disruption, f"crisis.{name}")
    faults.tell()
    return crisis


def costs_of(config: Mapping[str, Any]) -> Costs:
    """The cost model of a configuration."""
    return _of_kind(build(config["costs"], "costs"), Costs, "costs")


def stages_of(config: Mapping[str, Any]) -> dict[str, Any]:
    """The behaviours of a configuration, by stage, the exemptions, and the roll-out."""
    faults, stages = Faults(), dict[str, Any]()
    for name, kind in STAGES.items():
        with faults.collected():
            stages[name] = _of_kind(build(config[name], name), kind, name)
    with faults.collected():
        if isinstance(calendar := stages.get("calendar"), Calendars):
            calendar.check_days(config["days"])
    with faults.collected():
        stages[EXEMPTIONS] = _exemptions(config)
    with faults.collected():
        stages["rollout"] = None if config.get("rollout") is None else Rollout.of(config["rollout"])
    faults.tell()
    return stages


def _exemptions(config: Mapping[str, Any]) -> list[Exemption]:
    """The exemptions that hold."""
    faults, exemptions = Faults(), list[Exemption]()
    for place, node in exemptions_in(config).items():
        with faults.collected():
            exemptions.append(_exemption(node, place))
    faults.tell()
    return exemptions


def _exemption(node: Any, place: str) -> Exemption:
    selectors = [key for key in CHOOSING if isinstance(node, Mapping) and key in node]
    if not selectors and not (isinstance(node, Mapping) and "when" in node):
        raise InputError(
            f"{place} = {node!r}: must be a mapping with a selector, {{where: {{tier: 2}}, ordering: …}}, or of lanes, "
            "{lanes: {mode: sea}, transport: …}, or with days, {when: {start: 30}, ordering: …}"
        )
    if empty := [key for key in selectors if not node[key]]:
        raise InputError(
            f"{place}.{empty[0]}: is empty, which would be everybody; name some, as {{tier: 2}}, or set ordering=…"
        )
    faults, stages, when = Faults(), dict[str, Any](), None
    for name, part in node.items():
        with faults.collected():
            if name in EXEMPT:
                stages[name] = _of_kind(build(part, f"{place}.{name}"), STAGES[name], f"{place}.{name}")
            elif name == "when":
                when = When.of(part, f"{place}.when")
            elif name not in CHOOSING:
                allowed = (*CHOOSING, "when", *EXEMPT)
                raise InputError(f"{place}.{name}: cannot differ by agent; {nearest(name, allowed)}")
    faults.tell()
    if not stages:
        raise InputError(f"{place}: states nothing that differs; give it one of {', '.join(EXEMPT)}")
    return Exemption(where=node.get("where", {}), lanes=node.get("lanes"), when=when, place=place, **stages)


def _of_kind(built: Any, kind: Any, place: str) -> Any:
    if not isinstance(built, kind):
        raise InputError(f"{place}._target_: must be of the kind {kind.__name__}, which {_named(built)} is not")
    return built


def _named(built: Any) -> str:
    return repr(built) if isinstance(built, str | int | float | dict | list | None) else type(built).__name__
