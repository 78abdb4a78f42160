"""Questions about one world of a study's results, answered by running it again."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from jitagents.diagnosis.causes import Cause
from jitagents.diagnosis.explaining import explain, worst_day
from jitagents.diagnosis.frames import film
from jitagents.diagnosis.tracing import Trace, trace_world
from jitagents.errors import Faults, InputError, nearest
from jitagents.plots.animation import animate as write_film
from jitagents.results import Results
from jitagents.studies.setup import network_of
from jitagents.studies.sweep import Sweep, columns_of

WORLDS = ("crisis", "calm")


@dataclass(frozen=True)
class World:
    """One world of a study.

    Attributes:
        variant, level: their names.
        replication: its number.
        calm: True for the calm world of a study with a crisis.
    """

    variant: str
    level: str
    replication: int
    calm: bool


def world_of(
    results: Results, variant: str | None, level: str | None, replication: int | None, world: str = "crisis"
) -> World:
    """The requested world; whatever is not stated is the first of its kind.

    Raises:
        InputError: everything that is not in these results.
    """
    faults, numbers = Faults(), np.unique(results.replications["replication"]).tolist()
    chosen = {"variant": (variant, results.variants), "level": (level, results.levels), "world": (world, WORLDS)}
    for name, (value, known) in chosen.items():
        if value is not None and value not in known:
            faults.add(f"{name} = {value!r}: is not in these results; {nearest(value, known)}")
    if replication is not None and replication not in numbers:
        faults.add(f"replication = {replication!r}: must be a number from {numbers[0]} to {numbers[-1]}")
    if not results.can_run_again:
        faults.add("these results do not tell the configuration of their variants: run the study again")
    faults.tell()
    return World(
        results.variants[0] if variant is None else variant,
        results.levels[0] if level is None else level,
        numbers[0] if replication is None else replication,
        world == "calm",
    )


def traced(results: Results, world: World) -> Trace:
    """The trace of a world of a study, run again; the latest one is kept."""
    if world not in results.traces:
        results.traces.clear()
        stated = results.manifest.levels
        sweep = Sweep.along(columns_of(stated)) if stated else Sweep()
        level = sweep.labels.index(world.level)
        config, point = results.manifest.variants[world.variant], sweep.part(level, level + 1)
        results.traces[world] = trace_world(config, point, world.replication, calm=world.calm)
    latest: Trace = results.traces[world]
    return latest


def why(results: Results, agent: str, day: int | None, world: World, detail: float) -> Cause:
    """Explain the shortage of an agent; see `Results.why`.

    Raises:
        InputError: an agent or a day that is not in these results.
    """
    faults, days = Faults(), int(results.config["days"])
    agents = network_of(results.manifest.variants[world.variant]).agents["name"].tolist()
    if agent not in agents:
        faults.add(f"agent = {agent!r}: is not in this network; {nearest(agent, agents)}")
    if day is not None and day not in range(1, days + 1):
        faults.add(f"day = {day!r}: must be a measured day, from 1 to {days}")
    if not 0 <= detail < 1:
        faults.add(f"detail = {detail!r}: must be at least 0 and less than 1, a share of the shortage")
    faults.tell()
    trace = traced(results, world)
    row = int(trace.layout.row_of[agents.index(agent)])
    return explain(trace, row, worst_day(trace, row) if day is None else day + trace.warmup, detail)


def animate(results: Results, path: str | Path, world: World, days: tuple[int, int] | None) -> Path:
    """Write an animation of a world; see `Results.animate`.

    Raises:
        InputError: days that are not in these results.
    """
    measured = int(results.config["days"])
    if days is not None and not 1 <= days[0] <= days[1] <= measured:
        raise InputError(f"days = {days!r}: must be the first and the last of some measured days, from 1 to {measured}")
    name = ", ".join(filter(None, (world.variant, world.level, f"replication {world.replication}")))
    return write_film(film(traced(results, world), days, name), path)
