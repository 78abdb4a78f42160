"""Ripple effect: reach, speed and duration of losses that spread from where the crisis acts."""

import numpy as np

from jitagents.accounting.loss_accumulators import ActingDays, Count, First, Gross, Idle, Last, LossAccumulator, Short
from jitagents.accounting.measures.measure import Paired, ratio
from jitagents.accounting.measures.records import TwinLedger
from jitagents.accounting.measures.resilience import DaysLost
from jitagents.column import Array

DOLGUI = "Dolgui, Ivanov & Sokolov 2018, Int. J. Production Research 56(1-2)"


class TiersShort(Paired):
    """Tiers short of goods: the ripple downstream."""

    unit = "tiers"
    label = "tiers short of goods"
    formula = (
        "tiers with an agent that goods are missing for on some day, against the calm twin: kits for what a plant "
        "could start, stock for what others owe or have lost; by more than the tolerance, on that day and in the week "
        "that it closes; the agent that the crisis stops is not short itself"
    )
    source = DOLGUI
    losses = (Short,)
    agents = True

    def of(self, twins: TwinLedger) -> Array:
        return _tiers(twins, Short)


class AgentsShort(Paired):
    """Agents short of goods, as a share."""

    unit = "share"
    label = "agents short of goods"
    formula = "agents that goods are missing for, as in the tiers short of goods / agents"
    source = DOLGUI
    losses = (Short,)
    agents = True

    def of(self, twins: TwinLedger) -> Array:
        return twins.of_network(twins.of_agents(twins.total(Short)).mean(axis=0))


class TiersIdle(Paired):
    """Tiers short of orders: the ripple upstream."""

    unit = "tiers"
    label = "tiers short of orders"
    formula = (
        "tiers with an agent that is asked for less than its calm twin on some day, by more than the tolerance, on "
        "that day and in the week that it closes: it stands idle because its customers do"
    )
    source = DOLGUI
    losses = (Idle,)
    agents = True

    def of(self, twins: TwinLedger) -> Array:
        return _tiers(twins, Idle)


class AgentsIdle(Paired):
    """Agents short of orders, as a share."""

    unit = "share"
    label = "agents short of orders"
    formula = "agents that orders are missing for, as in the tiers short of orders / agents"
    source = DOLGUI
    losses = (Idle,)
    agents = True

    def of(self, twins: TwinLedger) -> Array:
        return twins.of_network(twins.of_agents(twins.total(Idle)).mean(axis=0))


class RippleSpeed(Paired):
    """Speed of the ripple."""

    unit = "tiers/day"
    label = "speed of the ripple"
    formula = (
        "tiers between the origin and the tier farthest from it, up or down, that loses output on a later day / "
        "days between the first losses of both (of two tiers equally far, the one that loses first); the origin is "
        "the tier in which a target of the crisis is the first of the targets to lose output; none if no other "
        "tier loses later"
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
    """Amplification: days lost at final demand for each day lost where the crisis strikes."""

    unit = "ratio"
    label = "amplification"
    formula = (
        "days of output lost at final demand / days of output missing, day by day as in the area, at the targets of "
        "the crisis, which count by the value of their mean output; above 1 the loss grows on its way, below 1 it "
        "shrinks; none if nothing is missing there"
    )
    source = "a ratio of days, so that no price enters; after the amplification of Hallegatte 2008, Risk Analysis 28(3)"
    losses = (Gross,)
    agents = True
    zero_in_calm = False

    def of(self, twins: TwinLedger) -> Array:
        worth = twins.origins * twins.value
        missing, usual = ((worth * twins.of_agents(units)).sum(axis=0) for units in (twins.total(Gross), twins.usual))
        return twins.of_network(ratio(DaysLost().of(twins)[0], ratio(missing, usual)))


class ValueAmplification(Paired):
    """Amplification of value added: that lost in the whole network for each unit lost where the crisis strikes."""

    unit = "ratio"
    label = "amplification of value added"
    formula = (
        "sum over agents of value added x output lost / value added x output that is missing, day by day as in the "
        "area, at the targets of the crisis; value added of a unit: its value less the value of what goes into it; "
        "none if no value added is missing there; a cheap part that stops dear products has a large one"
    )
    source = (
        "total over direct loss of value added, as in Hallegatte 2008, Risk Analysis 28(3), and in Inoue & Todo 2019, "
        "Nature Sustainability 2"
    )
    losses = (Gross,)
    agents = True
    zero_in_calm = False

    def of(self, twins: TwinLedger) -> Array:
        direct = (twins.origins * twins.gross_value_added * twins.of_agents(twins.total(Gross))).sum(axis=0)
        lost = (twins.gross_value_added * twins.of_agents(twins.lost(twins.output))).sum(axis=0)
        return twins.of_network(ratio(lost, np.maximum(direct, 0.0)))


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


def _tiers(twins: TwinLedger, flag: type[LossAccumulator]) -> Array:
    """Count the tiers with a flagged agent."""
    return twins.of_network(twins.scopes.by_tier(twins.of_agents(twins.total(flag)), np.maximum).sum(axis=0))


def _arrival(twins: TwinLedger) -> Array:
    """Measured day of the first loss of each agent, infinite if it has none `(agents, pairs)`."""
    first, last = (twins.of_agents(twins.total(loss)) for loss in (First, Last))
    return np.where(last > 0, first, np.inf)


MEASURES = (
    TiersShort(),
    AgentsShort(),
    TiersIdle(),
    AgentsIdle(),
    RippleSpeed(),
    Amplification(),
    ValueAmplification(),
    Persistence(),
)
