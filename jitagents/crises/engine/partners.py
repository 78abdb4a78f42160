"""Partners in a crisis: help that shortens an outage, and news of one that is passed on from customer to customer."""

import numpy as np

from jitagents.column import Array
from jitagents.flow import Groups, Index
from jitagents.relations import LaneTerms
from jitagents.state import SimulationState


def help_of(terms: LaneTerms | None, state: SimulationState, rows: Index) -> Array | None:
    """Return the factor on the time in which agents recover `(rows, 1 or worlds)`; None if nobody ever helps.

    It is the least that some of their customers offer, where as many customers offer one as that takes.

    Source:
        Nishiguchi & Beaudet 1998, Sloan Management Review 40(1) (the Aisin fire: suppliers and customers helped).

    Args:
        terms: of the lanes.
        state: of the model.
        rows: of the agents.
    """
    if terms is None or not (terms.recovery_help < 1.0).any():
        return None
    layout = state.layout
    factor, pairs = np.ones((layout.rows, terms.recovery_help.shape[1])), np.zeros((layout.rows, 1))
    helping = np.flatnonzero((terms.recovery_help < 1.0).any(axis=1))
    customers = {(int(layout.lane_seller[lane]), int(layout.owner[layout.lane_buyer[lane]])) for lane in helping}
    for seller, _ in customers:
        pairs[seller] += 1.0
    for lane in helping:
        seller = layout.lane_seller[lane]
        if pairs[seller, 0] >= terms.helpers[lane, 0]:
            factor[seller] = np.minimum(factor[seller], terms.recovery_help[lane])
    return factor[rows]


class News:
    """News of an outage, along lanes whose sellers tell of it.

    A buyer hears of an outage of its seller after the lane's `warning_lag`, and of one that its seller has heard of
    after `passing_lag` more days: by the shortest path.

    Args:
        terms: of the lanes.
        state: of the model.
        hit: share of its flow that each lane will miss `(lanes, 1 or worlds)`.

    Attributes:
        lag: days from the outage until the buyer of each lane hears that it will miss goods; infinite: never
            `(lanes, 1 or worlds)`.
        missing: share of its flow that each lane will miss, what is missed farther up included, of the same shape.
    """

    def __init__(self, terms: LaneTerms, state: SimulationState, hit: Array) -> None:
        layout, worlds = state.layout, max(hit.shape[1], terms.warning_lag.shape[1], terms.passing_lag.shape[1])
        shape = (len(layout.lane_seller), worlds)
        self.lag = np.where(np.broadcast_to(hit, shape) > 0.0, terms.warning_lag, np.inf)
        self.missing = np.broadcast_to(hit, shape).copy()
        share, rows = state.planned.share, Groups(layout.lane_buyer, layout.rows)
        own = self.missing > 0.0
        for _ in range(int(layout.tier.max(initial=0)) + 1):
            heard, lost = np.full((layout.rows, worlds), np.inf), np.zeros((layout.rows, worlds))
            np.minimum.at(heard, layout.owner[layout.lane_buyer], self.lag)
            of_rows = rows.sum(share * self.missing * np.isfinite(self.lag))
            np.maximum.at(lost, layout.owner, of_rows)
            self.lag = np.where(own, self.lag, heard[layout.lane_seller] + terms.passing_lag)
            self.missing = np.where(own, self.missing, lost[layout.lane_seller])
        self.missing *= np.isfinite(self.lag)
