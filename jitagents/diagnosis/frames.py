"""Filming: what is shown of one world day by day."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.column import Array
from jitagents.crises.effects import CARRIERS, LANES
from jitagents.diagnosis.tracing import Trace
from jitagents.plots.animation import Film
from jitagents.results.intervals import percent

FRAMES, BEFORE = 100, 5
"""Days that are shown if nothing is said, and how many of them come before the crisis."""
OVER = 3
"""Days over which flows are compared: whole units come in lots, today more and tomorrow less."""


def film(found: Trace, days: tuple[int, int] | None, name: str) -> Film:
    """The film of a world.

    Args:
        found: the world and its reference.
        days: first and last measured day; None: a hundred, from shortly before the crisis.
        name: of the world.
    """
    layout, most = found.layout, found.days - found.warmup
    if days is None:
        first = min(max(found.occurrences.first - found.warmup - BEFORE, 1), most)
        days = first, min(first + FRAMES - 1, most)
    shown = np.arange(days[0], days[1] + 1)
    measured = slice(found.warmup + 1, None)
    output = {
        key: one.daily["points.output"][measured, layout.market_rows].sum(axis=1)
        for key, one in (("reference", found.reference), ("world", found.world))
    }
    # In the order of the network, as in its figure: agents then have the same places.
    agents, lanes = layout.row_of[: len(layout.network.agents)], np.argsort(layout.lane_order)
    rate = found.reference.daily["points.output"][measured, agents].mean(axis=0)
    return Film(
        agents=layout.network.agents[["name"]].assign(tier=layout.tier[agents], rate=rate),
        lanes=layout.network.lanes[["seller", "buyer"]],
        days=shown,
        shares=_share(found, "points.output", shown)[:, agents],
        brought=_share(found, "lanes.arrived", shown)[:, lanes],
        struck=np.array([_struck(found, day + found.warmup)[agents] for day in shown.tolist()]),
        output=pd.DataFrame({"day": np.arange(1, most + 1), **output}),
        title=_title(name, found, days, output),
        reference="calm twin" if found.twin else "mean flow",
    )


def _title(name: str, found: Trace, days: tuple[int, int], output: dict[str, Array]) -> str:
    """The finding: the worst of the days that are shown."""
    shown = slice(days[0] - 1, days[1])
    world, reference = output["world"][shown], output["reference"][shown]
    share = np.divide(world, reference, out=np.ones_like(world), where=reference > 0)
    worst = int(share.argmin())
    of = "of the calm output is" if found.twin else "of the mean demand is"
    return f"{name}: on its worst day, {days[0] + worst}, {percent(share[worst])} {of} served"


def _share(found: Trace, name: str, days: npt.NDArray[np.int64]) -> Array:
    """A flow as a share of that of the reference over the last days `(days, rows)`; NaN where both are 0."""
    world, reference = (
        one.totals(name)[days + found.warmup] - one.totals(name)[np.maximum(days + found.warmup - OVER, 0)]
        for one in (found.world, found.reference)
    )
    share = np.where(world > 0, 2.0, np.nan)
    return np.divide(world, reference, out=share, where=reference > 0)


def _struck(found: Trace, day: int) -> npt.NDArray[np.bool_]:
    """Who is struck on a day, or sells on a lane that is `(rows,)`."""
    layout = found.layout
    struck = np.zeros(layout.rows, dtype=bool)
    for occurrence in found.occurrences.on_day(day):
        if occurrence.effect.table in (LANES, CARRIERS):
            struck[layout.lane_seller[occurrence.rows]] = True
        else:
            struck |= occurrence.rows
    return struck
