"""Accumulators of line stops: days on which makers with open orders start nothing, or less than they could."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jitagents.accounting.accumulator import Accumulator, Longest, Sum
from jitagents.column import Array
from jitagents.flow import ROUNDING

if TYPE_CHECKING:
    from jitagents.accounting.measures.records import WorldLedger
    from jitagents.model import SupplyModel


def line_stops(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Days on which makers with open orders start nothing `(makers, worlds)`."""
    return Sum(model.making["started"].shape, _stopped(model))


def longest_stop(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """The longest run of such days `(makers, worlds)`."""
    return Longest(model.making["started"].shape, _stopped(model), _at_work(model))


def stop_equivalents(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Share of what makers had to start, and could at their nominal capacity, that they do not `(makers, worlds)`."""
    making, scraps = model.making, "scrapped" in model.making
    nominal = model.disruptions.nominal if model.working_days is None else model.working_days.nominal
    lines = model.works.step.lines

    def today() -> Array:
        started, waiting = making["started"], making["open_orders"]
        scrapped = making["scrapped"] if scraps else 0.0
        could = np.minimum(waiting + started - scrapped, nominal if lines is None else nominal * lines.turn)
        done = np.divide(started, could, out=np.ones_like(started), where=could > ROUNDING)
        return np.maximum(1.0 - done, 0.0)

    return Sum(making["started"].shape, today)


def _stopped(model: "SupplyModel") -> Callable[[], npt.NDArray[np.bool_]]:
    """Give the flags of makers that start nothing today, although they are at work and have open orders."""
    waiting, started, at_work = model.making["open_orders"], model.making["started"], _at_work(model)
    if at_work is not None:
        return lambda: (started == 0) & (waiting > ROUNDING) & (at_work > 0.0)
    return lambda: (started == 0) & (waiting > ROUNDING)


def _at_work(model: "SupplyModel") -> Array | None:
    """Return what makers have of today, 0 on a day of rest or without a turn on their line; None: always all of it."""
    if model.works.step.lines is not None:
        return model.works.step.lines.turn
    return None if model.working_days is None else model.working_days.share
