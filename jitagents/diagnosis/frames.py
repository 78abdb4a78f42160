"""Frames of an animation of one world, day by day."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.column import Array
from jitagents.crises.effects import CARRIERS, LANES
from jitagents.diagnosis.tracing import Trace
from jitagents.formatting import percent

FRAMES, BEFORE = 100, 5
"""Default number of days shown, and how many of them come before the crisis."""
OVER = 3
"""Days over which flows are averaged for comparison: whole units come in lots."""


@dataclass(frozen=True)
class Film:
    """The content of a film of one world.

    Attributes:
        agents, lanes: as figures draw them: name, tier, rate; seller, buyer.
        days: measured days, a frame each.
        shares: output of each agent against that of the reference `(frames, agents)`; NaN where both are 0.
        brought: what each lane brings, likewise `(frames, lanes)`.
        affected: whether the crisis acts on each agent that day `(frames, agents)`.
        output: of final demand every measured day: `day`, `reference`, `world`.
        title: of the whole.
        reference: what the world is compared with.
    """

    agents: pd.DataFrame
    lanes: pd.DataFrame
    days: npt.NDArray[np.int64]
    shares: Array
    brought: Array
    affected: npt.NDArray[np.bool_]
    output: pd.DataFrame
    title: str
    reference: str


def film(trace: Trace, days: tuple[int, int] | None, name: str) -> Film:
    """The data of an animation of a world.

    Args:
        trace: the world and its reference.
        days: first and last measured day; None: a hundred, from shortly before the crisis.
        name: of the world.
    """
    layout, most = trace.layout, trace.days - trace.warmup
    if days is None:
        first = min(max(trace.occurrences.first - trace.warmup - BEFORE, 1), most)
        days = first, min(first + FRAMES - 1, most)
    shown = np.arange(days[0], days[1] + 1)
    measured = slice(trace.warmup + 1, None)
    output = {
        key: flows.daily["points.output"][measured, layout.market_rows].sum(axis=1)
        for key, flows in (("reference", trace.reference), ("world", trace.world))
    }
    # In the order of the network, as in its figure: agents then have the same places.
    agents, lanes = layout.row_of[: len(layout.network.agents)], np.argsort(layout.lane_order)
    rate = trace.reference.daily["points.output"][measured, agents].mean(axis=0)
    return Film(
        agents=layout.network.agents[["name"]].assign(tier=layout.tier[agents], rate=rate),
        lanes=layout.network.lanes[["seller", "buyer"]],
        days=shown,
        shares=_share(trace, "points.output", shown)[:, agents],
        brought=_share(trace, "lanes.arrived", shown)[:, lanes],
        affected=np.array([_affected(trace, day + trace.warmup)[agents] for day in shown.tolist()]),
        output=pd.DataFrame({"day": np.arange(1, most + 1), **output}),
        title=_title(name, trace, days, output),
        reference="calm twin" if trace.twin else "mean flow",
    )


def _title(name: str, trace: Trace, days: tuple[int, int], output: dict[str, Array]) -> str:
    """The finding in the title: the worst of the days shown."""
    shown = slice(days[0] - 1, days[1])
    world, reference = output["world"][shown], output["reference"][shown]
    share = np.divide(world, reference, out=np.ones_like(world), where=reference > 0)
    worst = int(share.argmin())
    of = "of the calm output is" if trace.twin else "of the mean demand is"
    return f"{name}: on its worst day, {days[0] + worst}, {percent(share[worst])} {of} served"


def _share(trace: Trace, name: str, days: npt.NDArray[np.int64]) -> Array:
    """A flow as a share of that of the reference over the last days `(days, rows)`; NaN where both are 0."""
    world, reference = (
        flows.totals(name)[days + trace.warmup] - flows.totals(name)[np.maximum(days + trace.warmup - OVER, 0)]
        for flows in (trace.world, trace.reference)
    )
    share = np.where(world > 0, 2.0, np.nan)
    return np.divide(world, reference, out=share, where=reference > 0)


def _affected(trace: Trace, day: int) -> npt.NDArray[np.bool_]:
    """True for agents that a disruption affects on a day, also on a lane on which they sell `(rows,)`."""
    layout = trace.layout
    affected = np.zeros(layout.rows, dtype=bool)
    for occurrence in trace.occurrences.on_day(day):
        if occurrence.effect.table in (LANES, CARRIERS):
            affected[layout.lane_seller[occurrence.rows]] = True
        else:
            affected |= occurrence.rows
    return affected
