"""Bottlenecks: the constraint that kept a maker from starting more, day by day, in the traced world."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.diagnosis.causes import NOTHING
from jitagents.diagnosis.tracing import Trace

type Days = npt.NDArray[np.int64]

ORDERS, DISRUPTION, CAPACITY, RULE, INPUTS, BAD_PARTS = range(6)


class Bottleneck(NamedTuple):
    """The binding constraint of a maker on each day.

    Attributes:
        constraint: `ORDERS`: all that was ordered was started; `DISRUPTION`: a disruption limited capacity; `CAPACITY`:
            the capacity of every day; `INPUTS`: inputs on hand; `BAD_PARTS`: kits with bad parts were not started;
            `RULE`: the production rule started less `(days + 1,)`.
        shares: where inputs were binding, the share of each among those that were equally scarce `(days + 1, inputs)`.
    """

    constraint: Days
    shares: Array


def bottleneck(trace: Trace, maker: int) -> Bottleneck:
    """The binding constraint of a maker; the day that clears its open orders counts for the constraint before it."""
    row, first = int(trace.layout.maker_rows[maker]), trace.layout.input_rows.start
    started, capacity = trace.world.daily["making.started"][:, maker], trace.capacity[:, maker]
    allowed = trace.allowed[:, [point - first for point in trace.relations.inputs_of(row)]]
    kits = allowed.min(axis=1, initial=np.inf)
    reached = capacity <= started + NOTHING
    limited = reached & (capacity < trace.nominal[maker] - NOTHING)
    kits_stopped = trace.world.daily.get("making.stopped")
    stopped = np.zeros_like(reached) if kits_stopped is None else kits_stopped[:, maker] > NOTHING
    constraint = np.select(
        [limited, kits <= started + NOTHING, reached, stopped], [DISRUPTION, INPUTS, CAPACITY, BAD_PARTS], RULE
    )
    scarce = allowed <= kits[:, None] + NOTHING
    behind = trace.world.stocks["making.open_orders"][:, maker] > NOTHING
    cleared = ~behind & np.roll(behind, 1) & (np.arange(len(constraint)) > 0)
    constraint = np.where(behind, constraint, np.where(cleared, np.roll(constraint, 1), ORDERS))
    scarce = np.where(cleared[:, None], np.roll(scarce, 1, axis=0), scarce) & (constraint == INPUTS)[:, None]
    return Bottleneck(constraint, scarce / np.maximum(scarce.sum(axis=1, keepdims=True), 1))
