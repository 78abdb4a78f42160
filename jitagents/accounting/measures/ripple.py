"""Ripple effect: reach, speed and duration of losses that spread from where the crisis acts."""

import numpy as np

from jitagents.accounting.measures.measure import Paired, TwinLedger, ratio
from jitagents.accounting.measures.resilience import sales_lost
from jitagents.column import Array
from jitagents.flow import Groups


def tiers_affected(twins: TwinLedger) -> Array:
    """Tiers affected."""
    return twins.of_network(np.isfinite(twins.scopes.by_tier(_arrival(twins), np.minimum)).sum(axis=0))


def firms_affected(twins: TwinLedger) -> Array:
    """Firms affected, as a share."""
    _, firm = np.unique(twins.ledger.layout.network.agents["firm"].astype(str), return_inverse=True)
    firms = Groups(firm, int(firm.max()) + 1)
    affected = np.isfinite(_arrival(twins)).astype(float)
    return twins.of_network((firms.sum(affected, np.empty((firms.size, affected.shape[1]))) > 0).mean(axis=0))


def ripple_speed(twins: TwinLedger) -> Array:
    """Speed of the ripple."""
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


def amplification(twins: TwinLedger) -> Array:
    """Amplification: final loss relative to the direct loss."""
    direct = (twins.origins * twins.value * twins.of_agents(twins.total("gross"))).sum(axis=0)
    return twins.of_network(ratio(sales_lost(twins)[0], direct))


def persistence(twins: TwinLedger) -> Array:
    """Persistence: days of loss a day of the crisis."""
    return ratio(twins.total("count"), twins.total("acting"))


def _arrival(twins: TwinLedger) -> Array:
    """Measured day of the first loss of each agent, infinite if it has none `(agents, pairs)`."""
    first, last = (twins.of_agents(twins.total(name)) for name in ("first", "last"))
    return np.where(last > 0, first, np.inf)


DOLGUI = "Dolgui, Ivanov & Sokolov 2018, Int. J. Production Research 56(1-2)"

MEASURES = (
    Paired(
        name="tiers_affected",
        unit="tiers",
        label="tiers affected",
        formula="tiers with a day of loss in at least one agent",
        source=DOLGUI,
        of=tiers_affected,
        losses=("first", "last"),
        agents=True,
    ),
    Paired(
        name="firms_affected",
        unit="share",
        label="firms affected",
        formula="firms with a day of loss in at least one of their agents / firms",
        source=DOLGUI,
        of=firms_affected,
        losses=("first", "last"),
        agents=True,
    ),
    Paired(
        name="ripple_speed",
        unit="tiers/day",
        label="speed of the ripple",
        formula=(
            "tiers between the origin and the tier farthest from it, up or down, that is affected on a later day / "
            "days between the first losses of both (of two tiers equally far, the one affected first); the origin is "
            "the tier in which a target of the crisis is the first of the targets to lose output; none if no other "
            "tier is affected later"
        ),
        source=DOLGUI,
        of=ripple_speed,
        losses=("first", "last"),
        agents=True,
        zero_in_calm=False,
    ),
    Paired(
        name="amplification",
        unit="ratio",
        label="amplification",
        formula=(
            "value of the final output lost / value of the output that is missing, day by day as in the area, at the "
            "targets of the crisis; none if nothing is missing there"
        ),
        source="Hallegatte 2008, Risk Analysis 28(3); Inoue & Todo 2019, Nature Sustainability 2",
        of=amplification,
        losses=("gross",),
        agents=True,
        zero_in_calm=False,
    ),
    Paired(
        name="persistence",
        unit="ratio",
        label="persistence",
        formula="days of loss / days on which the crisis acts; none if it never does",
        source=DOLGUI,
        of=persistence,
        losses=("count", "acting"),
        zero_in_calm=False,
    ),
)
