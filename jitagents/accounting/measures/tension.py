"""Tension: the share of sellers' outages that customers feel, as stock and sources let expect, and as simulated."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.loss_accumulators import Gross
from jitagents.accounting.measures.measure import Paired, Single, ratio
from jitagents.accounting.measures.records import TwinLedger, WorldLedger
from jitagents.accounting.measures.resilience import DaysLost, SalesLost
from jitagents.accounting.site_outages import SiteOutages
from jitagents.accounting.transmission import Transmission, batches
from jitagents.column import Array
from jitagents.flow import ROUNDING, Index
from jitagents.parameters import Number, param
from jitagents.planning import split

SIMCHI_LEVI = "an index of our own, after the comparison of TTS with TTR in Simchi-Levi et al. 2015, Interfaces 45(5)"
LAW = (
    "one outage at a time; TTR: as long as the crisis stops a seller, by its law, weighted by the expected number of "
    "outages; if it stops none, one outage of each seller, of its `ttr` or else 30 days; stock of the calm twin; goods "
    "under way are no cover: they delay a gap and do not shorten it"
)


@dataclass(frozen=True)
class _Tension(Single):
    """Days that outages are expected to cost, over those that they would cost without stock and stand-ins."""

    unit: ClassVar[str] = "share"
    source: ClassVar[str] = SIMCHI_LEVI
    sums: ClassVar = (accumulators.input_stock,)
    alike: ClassVar[bool] = True

    ttr: Number = param(30.0, "days", "time to recover where neither the crisis nor the network states one", low=0)


@dataclass(frozen=True)
class FlowTension(_Tension):
    """Flow tension: share of the outages of sellers that outlasts the stock of their direct customers."""

    label: ClassVar[str] = "flow tension"
    formula: ClassVar[str] = (
        "E[(TTR - TTS)+] / E[TTR] of each flow that is bought on lanes; TTS: mean stock at the buyer / mean daily "
        "flow, and at the seller if it goes on shipping; of several sellers each by its share, less what the others "
        f"can make besides if the sourcing rule turns to them; {LAW}; agent, tier and network: over the flows that "
        "they buy, each by the value of the final output a day that needs it"
    )

    def of(self, ledger: WorldLedger) -> Array:
        layout, cover, way = ledger.layout, _cover(ledger), _way(ledger)
        worth = _needing(ledger, np.arange(layout.rows))
        lost, whole = np.zeros((2, layout.rows, ledger.worlds))
        for site in ledger.site_outages(self.ttr):
            lanes = np.flatnonzero(layout.lane_seller == site.row)
            buyers, share = layout.lane_buyer[lanes], ledger.planned.share[lanes]
            missing = way.missing(lanes)[:, None]
            stock = cover[buyers] + missing * (cover[[site.row]] if site.ships else 0.0)
            weight = worth[buyers] * site.outages.number
            np.add.at(lost, buyers, weight * _beyond(site, missing, stock))
            np.add.at(whole, buyers, weight * share * site.outages.mean)
        return ratio(ledger.points(lost), ledger.points(whole))


@dataclass(frozen=True)
class NetworkTension(_Tension):
    """Network tension: share of the outages of sellers that reaches final demand."""

    label: ClassVar[str] = "network tension"
    formula: ClassVar[str] = (
        "sum of E[(TTR - T)+] x V / sum of E[TTR] x V over sellers and the buyers behind them; T: days of mean flow on "
        "hand on the way to the buyer, by the input that runs out first, and at the seller if it goes on shipping; V: "
        f"value of the buyer's mean flow that needs the seller; sources as in the flow tension; {LAW}; agent and tier: "
        "over their own outages"
    )

    def of(self, ledger: WorldLedger) -> Array:
        layout, cover, way = ledger.layout, _cover(ledger), _way(ledger)
        sites, markets, value = ledger.site_outages(self.ttr), layout.market_rows, _final_value(ledger)
        rows = np.array([site.row for site in sites], dtype=np.int64)
        worth = _needing(ledger, rows)
        lost, whole = np.zeros((2, layout.agent_rows.stop, ledger.worlds))
        for part in batches(len(sites), layout.rows, ledger.worlds):
            ships = np.array([[site.ships] for site in sites[part]])
            reached = way.reach(rows[part], np.where(ships, cover[rows[part]], 0.0), cover)
            for place, site in enumerate(sites[part]):
                days = _beyond(site, reached.share[markets, place], reached.stock[markets, place])
                lost[site.row] += (site.outages.number * value * days).sum(axis=0)
        for site, needing in zip(sites, worth, strict=True):
            whole[site.row] += (site.outages.number * site.outages.mean * needing)[0]
        return ratio(ledger.every(lost), ledger.every(whole))


class MeasuredTransmission(Paired):
    """Measured transmission: days lost at an agent for each day lost at its sellers."""

    unit = "ratio"
    label = "measured transmission"
    formula = (
        "days of output lost at the agent / days of output lost at its sellers, each by its share of the orders for "
        "the item, of the item that most is lost of; network: sales lost / sum over the targets of the crisis of their "
        "days of output missing, as in the area, x value of the final output a day that needs them; tiers have none, "
        "nor has an agent whose sellers lose nothing"
    )
    source = "a ratio of days, from twins; of the whole network: after Hallegatte 2008, Risk Analysis 28(3)"
    losses = (Gross,)
    agents = True
    zero_in_calm = False

    def of(self, twins: TwinLedger) -> Array:
        layout, planned = twins.ledger.layout, twins.ledger.planned
        lost = twins.of_agents(DaysLost().of(twins))
        bought = split(layout, planned.share).T @ np.nan_to_num(lost)[layout.agent]
        sellers = np.zeros_like(lost)
        np.maximum.at(sellers, layout.agent, np.where(bought > ROUNDING, bought, 0.0))
        values = twins.of_network(ratio(SalesLost().of(twins)[0], _at_stake(twins)))
        values[twins.scopes.daily :] = ratio(lost, sellers)
        return values


def _at_stake(twins: TwinLedger) -> Array:
    """Value of the final output that needs what is missing at the targets of the crisis, money `(pairs,)`."""
    targets = np.flatnonzero(twins.origins.any(axis=1))
    missing = np.nan_to_num(ratio(*(twins.of_agents(units)[targets] for units in (twins.total(Gross), twins.usual))))
    needing = _needing(twins.ledger, twins.ledger.layout.row_of[targets])
    needing = np.broadcast_to(needing, (len(targets), twins.ledger.worlds))
    at_stake: Array = (twins.origins[targets] * missing * twins.calm(needing)).sum(axis=0)
    return at_stake


def _way(ledger: WorldLedger) -> Transmission:
    return Transmission(ledger.layout, ledger.planned)


def _cover(ledger: WorldLedger) -> Array:
    """Mean stock on hand of all stock points in calm, days of their mean flow `(rows, worlds)`."""
    rate, stock = ledger.planned.plan.rate, ledger.stock / ledger.days
    stock[:, ledger.twins.crisis] = stock[:, ledger.twins.calm]
    return np.divide(stock, rate, out=np.zeros_like(stock), where=rate > 0)


def _final_value(ledger: WorldLedger) -> Array:
    """Value of the mean flow of the buyers, money a day `(buyers, 1)` or `(buyers, worlds)`."""
    plan, markets = ledger.planned.plan, ledger.layout.market_rows
    return plan.rate[markets] * plan.value[markets]


def _needing(ledger: WorldLedger, rows: Index) -> Array:
    """Value a day of the final output that needs each of some stock points `(points, 1)` or `(points, worlds)`."""
    layout, value, parts = ledger.layout, _final_value(ledger), list[Array]()
    way, none = Transmission(layout, ledger.planned, stand_in=False), np.zeros((layout.rows, 1))
    for part in batches(len(rows), layout.rows, value.shape[1]):
        share = way.reach(rows[part], np.zeros((len(rows[part]), 1)), none).share[layout.market_rows]
        parts.append((share * value[:, None, :]).sum(axis=0))
    return np.concatenate(parts) if parts else np.zeros((0, value.shape[1]))


def _beyond(site: SiteOutages, share: Array, stock: Array) -> Array:
    """Expected days missing where an outage takes a share of the flow and meets stock: E[(share X - stock)+]."""
    lasts = np.divide(stock, share, out=np.zeros(np.broadcast_shapes(stock.shape, share.shape)), where=share > 0)
    return share * site.outages.beyond(lasts)


MEASURES = (FlowTension(), NetworkTension(), MeasuredTransmission())
