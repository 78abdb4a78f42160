"""Questions about one world of a study, answered by running it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jitagents.diagnosis.causes import Cause
from jitagents.diagnosis.explaining import explain, worst_day
from jitagents.diagnosis.frames import Film, film
from jitagents.diagnosis.tracing import Trace, trace_world
from jitagents.errors import Faults, InputError, nearest
from jitagents.points import Point
from jitagents.scenario.setup import network_of
from jitagents.scenario.stated_levels import columns_of
from jitagents.scenario.sweep import Sweep

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


@dataclass(frozen=True, eq=False)
class Recipe:
    """Everything needed to run any world of a study again.

    Attributes:
        configs: the resolved configuration of each variant; empty: not known.
        variants: their names.
        levels: labels of the levels.
        points: the value of each swept key, a mapping a level; none without a sweep.
        replications: their numbers, ascending.
        days: measured days.
    """

    configs: Mapping[str, Mapping[str, Any]]
    variants: Sequence[str]
    levels: Sequence[str]
    points: Sequence[Point]
    replications: Sequence[int]
    days: int

    @property
    def is_complete(self) -> bool:
        """Whether the configuration of each variant is known."""
        return {*self.variants} <= {*self.configs}

    @cached_property
    def _traces(self) -> dict[World, Trace]:
        return {}

    def world(self, variant: str | None, level: str | None, replication: int | None, world: str = "crisis") -> World:
        """The requested world; whatever is not stated is the first of its kind.

        Raises:
            InputError: everything that is not in the study.
        """
        faults, numbers = Faults(), self.replications
        chosen = {"variant": (variant, self.variants), "level": (level, self.levels), "world": (world, WORLDS)}
        for name, (value, known) in chosen.items():
            if value is not None and value not in known:
                faults.add(f"{name} = {value!r}: is not in these results; {nearest(value, known)}")
        if replication is not None and replication not in numbers:
            faults.add(f"replication = {replication!r}: must be a number from {numbers[0]} to {numbers[-1]}")
        if not self.is_complete:
            faults.add("these results do not tell the configuration of their variants: run the study again")
        faults.tell()
        return World(
            self.variants[0] if variant is None else variant,
            self.levels[0] if level is None else level,
            numbers[0] if replication is None else replication,
            world == "calm",
        )

    def traced(self, world: World) -> Trace:
        """The trace of a world, run again; the latest one is kept."""
        if world not in self._traces:
            self._traces.clear()
            sweep = Sweep.along(columns_of(self.points)) if self.points else Sweep()
            level = sweep.labels.index(world.level)
            config, point = self.configs[world.variant], sweep.part(level, level + 1)
            self._traces[world] = trace_world(config, point, world.replication, calm=world.calm)
        return self._traces[world]


def why(recipe: Recipe, agent: str, day: int | None, world: World, detail: Any) -> Cause:
    """Explain the shortage of an agent; see `Results.why`.

    Raises:
        InputError: an agent or a day that is not in the study.
    """
    faults, days = Faults(), recipe.days
    agents = network_of(recipe.configs[world.variant]).agents["name"].tolist()
    if agent not in agents:
        faults.add(f"agent = {agent!r}: is not in this network; {nearest(agent, agents)}")
    if day is not None and day not in range(1, days + 1):
        faults.add(f"day = {day!r}: must be a measured day, from 1 to {days}")
    if isinstance(detail, str) or not 0 <= detail < 1:
        faults.add(f"detail = {detail!r}: must be at least 0 and less than 1, a share of the shortage")
    faults.tell()
    trace = recipe.traced(world)
    row = int(trace.layout.row_of[agents.index(agent)])
    return explain(trace, row, worst_day(trace, row) if day is None else day + trace.warmup, detail)


def filmed(recipe: Recipe, world: World, days: tuple[int, int] | None) -> Film:
    """The film of a world; see `Results.animate`.

    Raises:
        InputError: days that are not in the study.
    """
    measured = recipe.days
    if days is not None and not _are_measured(days, range(1, measured + 1)):
        raise InputError(f"days = {days!r}: must be the first and the last of some measured days, from 1 to {measured}")
    name = ", ".join(filter(None, (world.variant, world.level, f"replication {world.replication}")))
    return film(recipe.traced(world), days, name)


def _are_measured(days: Any, known: range) -> bool:
    """Whether days are the first and the last of some that are known."""
    is_pair = isinstance(days, list | tuple) and len(days) == 2
    return is_pair and all(day in known for day in days) and bool(days[0] <= days[1])
