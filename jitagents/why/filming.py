"""Filming: what is shown of one world day by day."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.column import Array
from jitagents.crises.effects import CARRIERS, LANES
from jitagents.plots.animation import Film
from jitagents.results.intervals import percent
from jitagents.why.tracing import Trace

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
        first = min(max(found.shocks.first - found.warmup - BEFORE, 1), most)
        days = first, min(first + FRAMES - 1, most)
    shown = np.arange(days[0], days[1] + 1)
    firms, buyers, names = layout.firms, layout.buyers, layout.network.agents["name"].to_numpy(dtype=object)
    output = {
        name: one.daily["points.output"][found.warmup + 1 :, buyers].sum(axis=1)
        for name, one in (("reference", found.reference), ("world", found.world))
    }
    agents = pd.DataFrame({"name": names[layout.agent[firms]], "tier": layout.tier[firms]})
    rate = found.reference.daily["points.output"][found.warmup + 1 :, firms].mean(axis=0)
    ends = {name: names[layout.agent[rows]] for name, rows in (("seller", layout.seller), ("buyer", layout.buyer))}
    return Film(
        agents=agents.assign(rate=rate),
        lanes=pd.DataFrame(ends),
        days=shown,
        shares=_share(found, "points.output", shown)[:, firms],
        brought=_share(found, "lanes.arrived", shown),
        struck=np.array([_struck(found, day + found.warmup) for day in shown.tolist()]),
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
    """The agents that are struck on a day, or that sell on a lane that is."""
    layout = found.layout
    struck = np.zeros(layout.rows, dtype=bool)
    for blow in found.shocks.on_day(day):
        if blow.effect.table in (LANES, CARRIERS):
            struck[layout.seller[blow.rows]] = True
        else:
            struck |= blow.rows
    return struck[layout.firms]
