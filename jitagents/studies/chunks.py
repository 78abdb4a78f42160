"""Chunks: blocks of worlds of one variant that are simulated together, in any process."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jitagents.accounting.daily import recorded
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.loss_map import LossMap
from jitagents.accounting.measures import Paired, Recorded, Single, chosen
from jitagents.accounting.resilience import Resilience
from jitagents.accounting.scopes import LANE, Scopes, kept
from jitagents.column import Array
from jitagents.model import Observer, SupplyModel
from jitagents.network import lane_names
from jitagents.scenario.setup import Parts, make_parts
from jitagents.scenario.sweep import Sweep
from jitagents.studies.common_past import simulate_past
from jitagents.worlds import Worlds

DAILY = {"network", "tiers"}
"""Kinds of scopes that have a history."""
MAPPED = 200_000
"""Agents x days up to which the daily losses of all agents are kept unless a study says otherwise."""


@dataclass(frozen=True)
class Chunk:
    """Levels and replications of a variant that one process simulates at a time.

    Attributes:
        number: place among the chunks of the study.
        variant: name of the variant.
        config: its resolved configuration, plain values.
        sweep: its levels.
        first, last: replications first to last - 1.
    """

    number: int
    variant: str
    config: Mapping[str, Any]
    sweep: Sweep
    first: int
    last: int

    @property
    def name(self) -> str:
        """Name of its files."""
        return f"{self.number:05d}"

    def __str__(self) -> str:
        levels = self.sweep.labels
        points = f"{levels[0]} … {levels[-1]}, " if len(levels) > 1 else f"{levels[0]}, " if levels[0] else ""
        return f"{self.variant}, {points}replications {self.first} to {self.last - 1}"

    @property
    def worlds(self) -> Worlds:
        """Its worlds; without a crisis there are no twins."""
        return self.sweep.worlds(range(self.first, self.last), bool(self.config["crisis"]), self.config["seed"])


@dataclass(frozen=True)
class Outcome:
    """Results of a chunk: frames as `Results` reads them, but for the losses, which cover its replications only.

    Attributes:
        replications, histories: as in `Results`.
        losses: daily losses of the agents, summed over the replications; without rows if they were not asked for.
    """

    replications: pd.DataFrame
    histories: pd.DataFrame
    losses: pd.DataFrame


@dataclass(frozen=True)
class Observation:
    """A chunk that was run, with the observers that watched it.

    Attributes:
        parts: of which the model was built.
        model: at the end of the last day.
        measures: asked for.
        ledger, resilience, loss_map: the observers; None where nothing asked for one.
    """

    parts: Parts
    model: SupplyModel
    measures: Sequence[Recorded]
    ledger: Ledger
    resilience: Resilience | None
    loss_map: LossMap | None


def observe(chunk: Chunk, watch: Callable[[SupplyModel, Ledger], Observer] | None = None) -> Observation:
    """Run the worlds of a chunk, watched by the observers that its configuration asks for.

    Args:
        chunk: what is run.
        watch: makes a further observer of the model and its ledger.
    """
    worlds, measures = chunk.worlds, chosen(chunk.config)
    compared = [one for one in measures if isinstance(one, Paired) and worlds.twins]
    agents = "agents" in kept(chunk.config["scopes"]) or any(one.agents for one in compared)
    parts, model, ledger = _in_ledger(chunk, worlds, measures, agents)
    resilience = Resilience(model, ledger, measures=measures, tolerance=chunk.config["tolerance"]) if compared else None
    if resilience is not None:
        model.observers.append(resilience)
    loss_map = LossMap(model, ledger) if worlds.twins and _is_mapped(chunk, len(parts.network.agents)) else None
    if loss_map is not None:
        model.observers.append(loss_map)
    if watch is not None:
        model.observers.append(watch(model, ledger))
    past = 0
    if watch is None:
        past = simulate_past(chunk.config, model, ledger, lambda few: _in_ledger(chunk, few, measures, agents)[1:])
    for _ in range(past, chunk.config["days"] + model.warmup):
        model.step()
    return Observation(parts, model, measures, ledger, resilience, loss_map)


def _in_ledger(
    chunk: Chunk, worlds: Worlds, measures: Sequence[Recorded], agents: bool
) -> tuple[Parts, SupplyModel, Ledger]:
    """The model of some worlds of a chunk, with its parts and the ledger that records it."""
    config, parts = chunk.config, make_parts(chunk.config, worlds, chunk.sweep)
    model = parts.model(config, worlds)
    ledger = Ledger(
        model, parts.costs, config["days"], measures=measures, promise=config["promise"],
        daily=recorded(config["daily"]), agents=agents, lanes="lanes" in kept(config["scopes"]),
    )  # fmt: skip
    model.observers.append(ledger)
    return parts, model, ledger


def simulate(chunk: Chunk) -> Outcome:
    """Run a chunk."""
    seen = observe(chunk)
    ledger, measures, network = seen.ledger, seen.measures, seen.parts.network
    paired = {} if seen.resilience is None else seen.resilience.metrics()
    alike = frozenset(one.name for one in measures if isinstance(one, Single) and one.alike)
    by_lane = ledger.lane_metrics() if "lanes" in kept(chunk.config["scopes"]) else {}
    found = _Found(tuple(measure.name for measure in measures), ledger.metrics(), paired, alike, by_lane)
    losses = pd.DataFrame() if seen.loss_map is None else _losses(chunk, network.agents["name"], seen.loss_map)
    lanes = lane_names(network.lanes).to_list()
    return Outcome(_replications(chunk, ledger.scopes, lanes, found), _histories(chunk, ledger), losses)


def _is_mapped(chunk: Chunk, agents: int) -> bool:
    """Whether the daily losses of all agents are kept: as asked; by default if they are few and there are no levels."""
    asked, few = chunk.config["loss_map"], agents * chunk.config["days"] <= MAPPED
    return bool(few and not chunk.config["levels"] if asked is None else asked)


def _labels(chunk: Chunk, inner: int) -> dict[str, Any]:
    """Variant, level and replication of rows that run over levels, replications and `inner` more."""
    worlds = chunk.worlds
    count = len(worlds.replications)
    return {
        "variant": chunk.variant,
        "level": np.repeat(np.array(chunk.sweep.labels, dtype=object), count * inner),
        "replication": np.tile(np.repeat(np.array(worlds.replications), inner), worlds.levels),
    }


@dataclass(frozen=True)
class _Found:
    """Values of the measures asked for.

    Attributes:
        names: of the measures, in the order of the columns.
        single: of all worlds `(scopes, worlds)`, by name.
        paired: of twins `(scopes, pairs)`, by name.
        alike: names of those of single worlds that are the same for a crisis and its calm twin.
        by_lane: of all worlds `(lanes, worlds)`, by name; empty: lanes are no scopes, or have no numbers.
    """

    names: tuple[str, ...]
    single: Mapping[str, Array]
    paired: Mapping[str, Array]
    alike: frozenset[str]
    by_lane: Mapping[str, Array]


def _replications(chunk: Chunk, scopes: Scopes, lanes: list[str], found: _Found) -> pd.DataFrame:
    """One row a level, replication and scope, with each measure in calm and in crisis."""
    worlds, reported = chunk.worlds, scopes.of(kept(chunk.config["scopes"]))
    names = [*np.array(scopes.names, dtype=object)[reported], *(LANE + lane for lane in lanes if found.by_lane)]
    columns: dict[str, Any] = _labels(chunk, len(names))
    columns["scope"] = np.tile(np.array(names, dtype=object), worlds.pairs)
    nothing = np.full((len(scopes.names), worlds.pairs), np.nan)
    no_lanes = np.full((len(names) - len(reported), worlds.count), np.nan)
    for name in found.names:
        all_worlds = found.single.get(name)
        calm = nothing if all_worlds is None else all_worlds[:, worlds.crisis if name in found.alike else worlds.calm]
        crisis = nothing if all_worlds is None or not worlds.twins else all_worlds[:, worlds.crisis]
        on_lanes = found.by_lane.get(name, no_lanes)
        crisis, disrupted = found.paired.get(name, crisis), on_lanes if worlds.twins else no_lanes
        columns[f"{name}.calm"] = np.concatenate((calm[reported], on_lanes[:, worlds.calm])).T.ravel()
        columns[f"{name}.crisis"] = np.concatenate((crisis[reported], disrupted[:, worlds.crisis])).T.ravel()
    return pd.DataFrame(columns)


def _histories(chunk: Chunk, ledger: Ledger) -> pd.DataFrame:
    """One row a level, replication, metric and scope, with the days as arrays."""
    worlds, reported = chunk.worlds, ledger.scopes.of(DAILY & {*kept(chunk.config["scopes"])})
    by_world = ledger.histories[:, :, reported].transpose(3, 1, 2, 0)  # worlds, metrics, scopes, days
    names = np.array(ledger.daily, dtype=object).reshape(-1, ledger.scopes.daily)[:, reported]
    there = names != ""
    inner = int(there.sum())
    columns: dict[str, Any] = _labels(chunk, inner)
    scopes = np.broadcast_to(np.array(ledger.scopes.names, dtype=object)[reported], names.shape)
    columns["metric"], columns["scope"] = (np.tile(one[there], worlds.pairs) for one in (names, scopes))
    columns["calm"] = list(by_world[worlds.calm][:, there].reshape(worlds.pairs * inner, ledger.days))
    crisis = (
        list(by_world[worlds.crisis][:, there].reshape(worlds.pairs * inner, ledger.days)) if worlds.twins else None
    )
    columns["crisis"] = crisis if crisis else np.full(worlds.pairs * inner, None)
    return pd.DataFrame(columns)


def _losses(chunk: Chunk, agents: "pd.Series[str]", loss_map: LossMap) -> pd.DataFrame:
    """One row a level and agent, with the days as arrays."""
    levels = chunk.sweep.labels
    columns: dict[str, Any] = {
        "variant": chunk.variant,
        "level": np.repeat(np.array(levels, dtype=object), len(agents)),
        "agent": np.tile(agents.to_numpy(dtype=object), len(levels)),
        "replications": chunk.last - chunk.first,
        "grain": loss_map.grain.ravel(),
        "output": loss_map.output.ravel(),
        "lost": list(loss_map.lost.reshape(len(levels) * len(agents), -1)),
    }
    return pd.DataFrame(columns)
