"""Estimate of the memory that a study needs, made before anything large is allocated."""

from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np

from jitagents.accounting.daily import DAILY
from jitagents.accounting.measures import chosen
from jitagents.accounting.scopes import kept
from jitagents.behaviours.base import Behaviour
from jitagents.behaviours.information import Books
from jitagents.crises import Lane, Late, SlowLane
from jitagents.finance import FirmLedger
from jitagents.network import read_lead_times, select_lanes, tiers
from jitagents.results.manifest import SUMMARY
from jitagents.scenario.memory import Need, refuse
from jitagents.scenario.replications import span
from jitagents.scenario.setup import STAGES, Parts
from jitagents.scenario.sweep import Sweep
from jitagents.simulation.exemptions import Exemption
from jitagents.studies.chunk_plan import cut, fitting
from jitagents.studies.executors.chosen import chosen_backend
from jitagents.studies.summary_size import summary_needs

CELL = 1500
"""Bytes of state of an agent or a lane in a world: about 190 columns, with the share of the ledger and of Mesa."""
PROCESS = 150_000_000
"""Bytes of a process that has imported everything."""
NUMBER, HISTORY = 8, 4
"""Bytes of a number, and of one of a history."""
RECORDS = 5
"""Columns of records that are kept day by day where an agent sees them late."""


def check_size(config: Mapping[str, Any], parts: Parts, sweep: Sweep, variants: int) -> None:
    """Check that a study fits into memory, from the parts of one of its variants.

    Args:
        config: resolved configuration of the variant.
        parts: its parts; no model has been made of them.
        sweep: the levels.
        variants: of the study.

    Raises:
        InputError: it does not; the message names the largest need and the keys that change it.
    """
    together, workers = _together(config, parts, sweep)
    processes = min(
        workers, -(-len(sweep.points) * len(span(config["replications"])) * variants // max(together // 2, 1))
    )
    state = [
        Need(need.size * processes, f"{need.words} (in {processes} processes)") for need in _state(parts, together)
    ]
    state.append(
        Need(_history(config, parts) * together * processes * 2, f"{config['days']:,} days of histories: days, daily")
    )
    process = Need(float(PROCESS) * processes, f"{processes} processes: workers")
    refuse([*state, process, *_results(config, parts, sweep, variants)])


def _together(config: Mapping[str, Any], parts: Parts, sweep: Sweep) -> tuple[int, int]:
    """Worlds that are simulated together, and processes of one machine."""
    rows, twins = len(parts.network.agents) + len(parts.network.lanes), bool(config["crisis"])
    asked = len(span(config["replications"]))
    size = cut(sweep, asked, twins, int(config["chunk"] or fitting(rows)))
    points = Sweep(sweep.keys, sweep.points[: size.levels])
    replications = min(size.replications, asked)
    calm = (1 if points.shares_calm else size.levels) if twins else 0
    backend = chosen_backend(config)
    processes = backend.workers(config["workers"]) if backend.is_local else 1
    return replications * (calm + size.levels), processes


def _state(parts: Parts, worlds: int) -> list[Need]:
    """The state of one process."""
    agents, lanes = len(parts.network.agents), len(parts.network.lanes)
    each = f"{agents:,} agents and {lanes:,} lanes in {worlds:,} worlds at a time: chunk, network"
    depth, whose = max(_depths(parts))
    way, site, delay = _longest(parts)
    return [
        Need(float(CELL) * (agents + lanes) * worlds, each),
        Need(
            float(NUMBER) * (way + delay) * lanes * worlds,
            f"lead times of up to {way:,} days: network.lanes, transport",
        ),
        Need(float(NUMBER) * _terms(parts) * lanes * worlds, f"bills of up to {_terms(parts):,} days: finance"),
        Need(float(NUMBER) * site * agents * worlds, f"lead times of up to {site:,} days: network.agents"),
        Need(
            float(NUMBER) * depth * (agents + lanes) * worlds, f"{depth:,} days that are kept of every agent: {whose}"
        ),
    ]


def _depths(parts: Parts) -> list[tuple[int, str]]:
    """Days that behaviours and records keep, each with the key that states it."""
    depths = [(0, "")]
    groups: dict[str, Any] = {name: part for name, part in parts.stages.items() if name in STAGES}
    for exemption in parts.stages.get("exemptions", ()):
        assert isinstance(exemption, Exemption)
        groups |= {f"{exemption.place}.{name}": part for name, part in exemption.stated().items()}
    for name, part in groups.items():
        if isinstance(part, Behaviour):
            depths.append((sum(part.depths().values()) + 3 * getattr(part, "horizon", 0), name))
        if isinstance(part, Books):
            depths.append((part.receipt.longest + part.issue.longest, f"{name}: late"))
    depths += [
        (RECORDS * disruption.effect.days, f"crisis.{name}.what.days")
        for name, disruption in parts.crisis.items()
        if isinstance(disruption.effect, Late)
    ]
    return depths


def _longest(parts: Parts) -> tuple[int, int, int]:
    """The longest lead time of a lane, crises included, of a site, and the longest delay of an order, days."""
    agents, lanes = parts.network.agents, parts.network.lanes
    on_lanes, at_sites = (
        read_lead_times(table["lead_time"], table["lead_time_sd"], table["lead_times"], least)
        for table, least in ((lanes, 1), (agents, 0))
    )
    way = int(parts.stages["transport"].times(on_lanes, lanes).longest.max(initial=1))
    for exemption in parts.stages.get("exemptions", ()):
        if exemption.transport is not None:
            rows = np.flatnonzero(select_lanes(parts.network, exemption.lanes or {}, f"{exemption.place}.lanes"))
            way = max(way, int(exemption.transport.times(on_lanes.at(rows), lanes.iloc[rows]).longest.max(initial=1)))
    way += 1
    effects = [disruption.effect for disruption in parts.crisis.values()]
    way = int(way * prod(float(_most(effect.factor)) for effect in effects if isinstance(effect, SlowLane)))
    detour = sum(effect.detour for effect in effects if isinstance(effect, Lane) and effect.goods == "rerouted")
    return way + detour, int(at_sites.longest.max(initial=0)) + 1, int(lanes["order_delay"].max()) + 1


def _terms(parts: Parts) -> int:
    """Days of open bills that are kept; 0 if no money is followed."""
    finance = parts.stages["finance"]
    if not isinstance(finance, FirmLedger):
        return 0
    stated = parts.network.lanes["terms"].fillna(0.0).max()
    return int(max(_most(finance.terms), float(stated))) + finance.latest + 1


def _most(value: Any) -> float:
    return float(value.max()) if hasattr(value, "max") else float(value)


def _history(config: Mapping[str, Any], parts: Parts) -> float:
    """Bytes of the daily histories of one world."""
    scopes = 2 + int(tiers(parts.network).max(initial=0))
    figures = len(DAILY) if config["daily"] == "all" else len(config["daily"])
    return float(HISTORY) * config["days"] * figures * scopes


def _results(config: Mapping[str, Any], parts: Parts, sweep: Sweep, variants: int) -> list[Need]:
    """The results of the whole study; frames are copied once when they are concatenated."""
    scopes, twins = kept(config["scopes"]), 2 if config["crisis"] else 1
    worlds = float(variants) * len(sweep.points) * len(span(config["replications"]))
    levels, agents = len(sweep.points), len(parts.network.agents)
    runs = f"{variants} variants x {levels:,} levels x {len(span(config['replications'])):,} replications"
    deep = int(tiers(parts.network).max(initial=0)) + 1
    rows = 1 + deep * ("tiers" in scopes) + agents * ("agents" in scopes)
    rows += len(parts.network.lanes) * ("lanes" in scopes)
    daily = _history(config, parts) * (1.0 if "tiers" in scopes else 1.0 / (1 + deep))
    if config["keep"] == SUMMARY:
        kept_rows = float(len(chosen(config)) * rows * (3 if config["crisis"] else 1))
        return summary_needs(kept_rows, daily / HISTORY * twins, variants, levels, len(span(config["replications"])))
    summary = 2.0 * NUMBER * (len(chosen(config)) + 2) * rows
    mapped = float(NUMBER) * variants * levels * agents * config["days"] * bool(config["loss_map"])
    return [
        Need(worlds * daily * twins * 2, f"{config['days']:,} days of {runs}: replications, days, levels, daily"),
        Need(worlds * summary * 2, f"measures of {rows:,} scopes in {runs}: replications, levels, scopes, measures"),
        Need(mapped * 2, f"losses of {agents:,} agents on {config['days']:,} days at {levels:,} levels: loss_map"),
    ]
