"""Panel accumulators: suppliers in use, what becomes of them, and the concentration of what is agreed with them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jitagents.accounting.accumulator import Accumulator, Setup, Sum
from jitagents.accounting.accumulators import lane_days
from jitagents.behaviours.sourcing.base import ACTIVE, LEFT, PROBATION, QUALIFYING
from jitagents.column import Array

if TYPE_CHECKING:
    from jitagents.accounting.measures.records import WorldLedger
    from jitagents.model import SupplyModel


def in_use(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Days on which a lane is in use `(lanes, worlds)`; without a panel, all of those that have a planned share."""
    standing = model.lanes.get("standing")
    if standing is None:
        planned = np.asarray(model.planned.share > 0.0, dtype=float)
        return Sum(planned.shape, lambda: planned)
    return Sum(standing.shape, lambda: (standing == ACTIVE) | (standing == PROBATION))


def kept(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Days on which a lane is to be administered: of a panel, in use, and otherwise all `(lanes, worlds)`."""
    return in_use(model, ledger) if "standing" in model.lanes else lane_days(model, ledger)


def squared_shares(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Squares of the shares agreed with suppliers, or planned `(lanes, worlds)`, summed over days."""
    agreed = model.lanes.get("agreed")
    share = model.planned.share if agreed is None else agreed
    return Sum(share.shape, lambda: np.square(share))


def volume_surcharge(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Units shipped times the rise of their price because the supplier has only a part of the flow `(lanes, worlds)`.

    With a volume elasticity e and the share s that is agreed or planned, the price is s^-e times that of the whole.
    """
    elasticity = np.asarray(ledger.costs.volume, dtype=float)
    if not elasticity.any():
        return Accumulator(np.zeros((model.lanes.rows, 1)))
    agreed, shipped, prices = model.lanes.get("agreed"), model.lanes["allocated"], model.disruptions.today
    share = model.planned.share if agreed is None else agreed

    def today() -> Array:
        rise = np.where(share > 0.0, np.where(share > 0.0, share, 1.0) ** -elasticity - 1.0, 0.0)
        return rise * shipped if prices.price_factor is None else rise * shipped * prices.price_factor

    return Sum(np.broadcast_shapes(shipped.shape, share.shape), today)


def _event(happens: "Callable[[SupplyModel], Array | npt.NDArray[np.bool_]]") -> Setup:
    """Set up the count of an event of lanes; 0 without a panel."""

    def make(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
        if "standing" not in model.lanes:
            return Accumulator(np.zeros((model.lanes.rows, 1)))
        return Sum(model.lanes["standing"].shape, lambda: happens(model))

    return make


def _becomes(model: "SupplyModel", standing: int) -> npt.NDArray[np.bool_]:
    begins: npt.NDArray[np.bool_] = (model.lanes["standing"] == standing) & (model.lanes["since"] == model.clock.day)
    return begins


qualifications = _event(lambda model: _becomes(model, QUALIFYING))
"""Qualifications that begin `(lanes, worlds)`."""
phase_outs = _event(lambda model: _becomes(model, LEFT))
"""Suppliers that are phased out `(lanes, worlds)`."""
class_changes = _event(lambda model: model.lanes["reclassed"])
"""Reviews at which a supplier goes from one class to another `(lanes, worlds)`."""
