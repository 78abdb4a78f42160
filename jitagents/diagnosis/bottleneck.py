"""Binding: what kept a maker from starting more, day by day, in the world that is traced."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.diagnosis.causes import NOTHING
from jitagents.diagnosis.tracing import Trace

type Days = npt.NDArray[np.int64]

ORDERS, SHOCK, CAPACITY, RULE, INPUTS = range(5)


class Binding(NamedTuple):
    """What bound a maker on each day.

    Attributes:
        what: `ORDERS`: it started all that was ordered; `SHOCK`: a shock limited its capacity; `CAPACITY`: its own;
            `INPUTS`: what was on hand; `RULE`: its production rule asked for something else `(days + 1,)`.
        shares: where inputs bound, the share of each among those that bound equally `(days + 1, inputs)`.
    """

    what: Days
    shares: Array


def bound(trace: Trace, maker: int) -> Binding:
    """What bound a maker. A day on which it clears what was waiting belongs to what had kept it waiting."""
    row, first = int(trace.layout.maker_rows[maker]), trace.layout.input_rows.start
    started, capacity = trace.world.daily["making.started"][:, maker], trace.capacity[:, maker]
    allowed = trace.allowed[:, [point - first for point in trace.relations.inputs_of(row)]]
    kits = allowed.min(axis=1, initial=np.inf)
    reached = capacity <= started + NOTHING
    limited = reached & (capacity < trace.nominal[maker] - NOTHING)
    what = np.select([limited, kits <= started + NOTHING, reached], [SHOCK, INPUTS, CAPACITY], RULE)
    scarce = allowed <= kits[:, None] + NOTHING
    behind = trace.world.levels["making.open_orders"][:, maker] > NOTHING
    cleared = ~behind & np.roll(behind, 1) & (np.arange(len(what)) > 0)
    what = np.where(behind, what, np.where(cleared, np.roll(what, 1), ORDERS))
    scarce = np.where(cleared[:, None], np.roll(scarce, 1, axis=0), scarce) & (what == INPUTS)[:, None]
    return Binding(what, scarce / np.maximum(scarce.sum(axis=1, keepdims=True), 1))
