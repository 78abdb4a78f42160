"""Bottlenecks: the constraint that kept a maker from starting more, day by day, in the traced world."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.diagnosis.causes import NOTHING
from jitagents.diagnosis.tracing import Trace

type Days = npt.NDArray[np.int64]

ORDERS, DISRUPTION, CAPACITY, RULE, INPUTS, BAD_PARTS, REST = range(7)


class Bottleneck(NamedTuple):
    """The binding constraint of a maker on each day.

    Attributes:
        constraint: `ORDERS`: all that was ordered was started; `DISRUPTION`: a disruption limited capacity; `CAPACITY`:
            the capacity of such a day; `INPUTS`: inputs on hand; `BAD_PARTS`: kits with bad parts were not started;
            `RULE`: the production rule started less; `REST`: it was a day of rest `(days + 1,)`.
        shares: where inputs were binding, the share of each among those that were equally scarce `(days + 1, inputs)`.
    """

    constraint: Days
    shares: Array


def bottleneck(trace: Trace, maker: int) -> Bottleneck:
    """The binding constraint of a maker; the day that clears its open orders counts for the constraint before it.

    Days of rest in between are passed over; orders that came in on them alone wait for the rest.
    """
    row, first = int(trace.layout.maker_rows[maker]), trace.layout.input_rows.start
    started, capacity = trace.world.daily["making.started"][:, maker], trace.capacity[:, maker]
    allowed = trace.allowed[:, [point - first for point in trace.relations.inputs_of(row)]]
    kits = allowed.min(axis=1, initial=np.inf)
    reached = capacity <= started + NOTHING
    nominal, day = trace.nominal[:, maker], np.arange(len(capacity))
    resting = (nominal <= NOTHING) & (nominal.max() > NOTHING)
    limited = reached & (capacity < nominal - NOTHING)
    kits_stopped = trace.world.daily.get("making.stopped")
    stopped = np.zeros_like(reached) if kits_stopped is None else kits_stopped[:, maker] > NOTHING
    constraint = np.select(
        [limited, kits <= started + NOTHING, reached, stopped], [DISRUPTION, INPUTS, CAPACITY, BAD_PARTS], RULE
    )
    scarce = allowed <= kits[:, None] + NOTHING
    behind = trace.world.stocks["making.open_orders"][:, maker] > NOTHING
    cleared = ~behind & np.roll(behind, 1) & (day > 0)
    before = np.roll(np.maximum.accumulate(np.where(resting, 0, day)), 1)  # the working day before each
    earlier = np.where(behind[before], constraint[before], REST)
    constraint = np.where(resting, REST, np.where(behind, constraint, np.where(cleared, earlier, ORDERS)))
    scarce = np.where(cleared[:, None], scarce[before], scarce) & (constraint == INPUTS)[:, None]
    return Bottleneck(constraint, scarce / np.maximum(scarce.sum(axis=1, keepdims=True), 1))
