"""Ripple effect: reach, speed and duration of losses that spread from where the crisis acts."""

import numpy as np

from jitagents.accounting.loss_accumulators import ActingDays, Count, First, Gross, Last
from jitagents.accounting.measures.measure import Paired, ratio
from jitagents.accounting.measures.records import TwinLedger
from jitagents.accounting.measures.resilience import SalesLost
from jitagents.column import Array
from jitagents.flow import Groups

DOLGUI = "Dolgui, Ivanov & Sokolov 2018, Int. J. Production Research 56(1-2)"


class TiersAffected(Paired):
    """Tiers affected."""

    unit = "tiers"
    label = "tiers affected"
    formula = "tiers with a day of loss in at least one agent"
    source = DOLGUI
    losses = (First, Last)
    agents = True

    def of(self, twins: TwinLedger) -> Array:
        return twins.of_network(np.isfinite(twins.scopes.by_tier(_arrival(twins), np.minimum)).sum(axis=0))


class FirmsAffected(Paired):
    """Firms affected, as a share."""

    unit = "share"
    label = "firms affected"
    formula = "firms with a day of loss in at least one of their agents / firms"
    source = DOLGUI
    losses = (First, Last)
    agents = True

    def of(self, twins: TwinLedger) -> Array:
        _, firm = np.unique(twins.ledger.layout.network.agents["firm"].astype(str), return_inverse=True)
        firms = Groups(firm, int(firm.max()) + 1)
        affected = np.isfinite(_arrival(twins)).astype(float)
        return twins.of_network((firms.sum(affected, np.empty((firms.size, affected.shape[1]))) > 0).mean(axis=0))


class RippleSpeed(Paired):
    """Speed of the ripple."""

    unit = "tiers/day"
    label = "speed of the ripple"
    formula = (
        "tiers between the origin and the tier farthest from it, up or down, that is affected on a later day / "
        "days between the first losses of both (of two tiers equally far, the one affected first); the origin is "
        "the tier in which a target of the crisis is the first of the targets to lose output; none if no other "
        "tier is affected later"
    )
    source = DOLGUI
    losses = (First, Last)
    agents = True
    zero_in_calm = False

    def of(self, twins: TwinLedger) -> Array:
        arrival = _arrival(twins)
        tiers = twins.scopes.by_tier(arrival, np.minimum)
        direct = twins.scopes.by_tier(np.where(twins.origins > 0, arrival, np.inf), np.minimum)
        origin, begun = direct.argmin(axis=0), direct.min(axis=0)
        later = np.isfinite(tiers) & (tiers > begun)
        away = np.where(later, abs(np.arange(len(tiers))[:, None] - origin), 0)
        farthest = away.max(axis=0)
        reached = np.where(later & (away == farthest), tiers, np.inf).min(axis=0)
        travels = farthest > 0
        days = np.subtract(reached, begun, out=np.ones_like(begun), where=travels)
        return twins.of_network(np.where(travels, farthest / days, np.nan))


class Amplification(Paired):
    """Amplification: final loss relative to the direct loss."""

    unit = "ratio"
    label = "amplification"
    formula = (
        "value of the final output lost / value of the output that is missing, day by day as in the area, at the "
        "targets of the crisis; none if nothing is missing there"
    )
    source = "Hallegatte 2008, Risk Analysis 28(3); Inoue & Todo 2019, Nature Sustainability 2"
    losses = (Gross,)
    agents = True
    zero_in_calm = False

    def of(self, twins: TwinLedger) -> Array:
        direct = (twins.origins * twins.value * twins.of_agents(twins.total(Gross))).sum(axis=0)
        return twins.of_network(ratio(SalesLost().of(twins)[0], direct))


class Persistence(Paired):
    """Persistence: days of loss a day of the crisis."""

    unit = "ratio"
    label = "persistence"
    formula = "days of loss / days on which the crisis acts; none if it never does"
    source = DOLGUI
    losses = (Count, ActingDays)
    zero_in_calm = False

    def of(self, twins: TwinLedger) -> Array:
        return ratio(twins.total(Count), twins.total(ActingDays))


def _arrival(twins: TwinLedger) -> Array:
    """Measured day of the first loss of each agent, infinite if it has none `(agents, pairs)`."""
    first, last = (twins.of_agents(twins.total(loss)) for loss in (First, Last))
    return np.where(last > 0, first, np.inf)


MEASURES = (TiersAffected(), FirmsAffected(), RippleSpeed(), Amplification(), Persistence())
