"""Tracing: one world of a study, run again with the state at the end of each day recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from jitagents.column import Array
from jitagents.diagnosis.cumulative_flows import CumulativeFlows, Recorder
from jitagents.diagnosis.occurrences import OccurrenceRecorder
from jitagents.diagnosis.relations import Relations
from jitagents.flow import Index
from jitagents.layout import Layout
from jitagents.model import SupplyModel
from jitagents.scenario.setup import make_parts
from jitagents.scenario.sweep import Sweep


@dataclass(frozen=True)
class Trace:
    """The daily records of a world and of its reference.

    Attributes:
        layout: rows and lanes.
        world: flows and stocks of the world.
        reference: flows and stocks of the calm twin, or of the plan: mean flows every day.
        twin: True if the reference is a calm twin.
        allowed: units of its plant that each input sufficed for `(days + 1, inputs)`.
        capacity: most units that each maker could start `(days + 1, makers)`.
        nominal: capacity of makers on that day, if no disruption limited it `(days + 1, makers)`.
        lead_time: planned lead time of lanes, days `(lanes,)`.
        delay: order delay of lanes, days `(lanes,)`.
        process: planned lead time of makers, days `(makers,)`.
        occurrences: disruptions of each day and the rows that they affect.
        warmup: days before the measured ones.
    """

    layout: Layout
    world: CumulativeFlows
    reference: CumulativeFlows
    twin: bool
    allowed: Array
    capacity: Array
    nominal: Array
    lead_time: Index
    delay: Index
    process: Index
    occurrences: OccurrenceRecorder
    warmup: int

    @cached_property
    def relations(self) -> Relations:
        """The relations of rows and lanes."""
        return Relations(self.layout)

    @property
    def cancels(self) -> bool:
        """True if orders can be cancelled."""
        return "lanes.cancelled" in self.world.daily

    @property
    def days(self) -> int:
        """Number of recorded days, including the warm-up."""
        return len(self.capacity) - 1


def trace_world(config: Mapping[str, Any], sweep: Sweep, replication: int, *, calm: bool = False) -> Trace:
    """Run one replication again, bit for bit as in the study.

    Args:
        config: resolved configuration of the variant.
        sweep: one level.
        replication: its number.
        calm: trace the calm world, against the plan; without a crisis there is no other.
    """
    worlds = sweep.worlds((replication,), bool(config["crisis"]), config["seed"])
    model = make_parts(config, worlds, sweep).model(config, worlds)
    return follow(model, config["days"] + model.warmup, calm=calm)


def follow(model: SupplyModel, days: int, *, calm: bool = False) -> Trace:
    """Run a model of one replication and record its first crisis world, or its calm one.

    Args:
        model: a model on day 0.
        days: number of days to run, including the warm-up.
        calm: trace the calm world, against the plan; without twins there is no other.
    """
    worlds, layout, planned = model.worlds, model.layout, model.planned
    twin = worlds.twins and not calm
    traced, other = (
        int(np.arange(worlds.count)[part][0]) for part in (worlds.crisis if twin else worlds.calm, worlds.calm)
    )
    recorder, occurrences = Recorder(model, days), OccurrenceRecorder(traced)
    model.observers += [recorder, occurrences]
    for _ in range(days):
        model.step()
    world = recorder.flows_of(traced)
    return Trace(
        layout=layout,
        world=world,
        reference=recorder.flows_of(other) if twin else CumulativeFlows.planned(model, world),
        twin=twin,
        allowed=recorder.allowed[..., traced],
        capacity=recorder.capacity[..., traced],
        nominal=recorder.nominal,
        lead_time=planned.times.planned,
        delay=layout.lane_column("order_delay").astype(int),
        process=layout.making_times.planned,
        occurrences=occurrences,
        warmup=model.warmup,
    )
