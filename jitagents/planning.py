"""Planning: mean flows and lead times of a network, known before day 1."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from jitagents.behaviours.base import ROLES, Plan, per_row
from jitagents.behaviours.sourcing import Lanes, Sourcing
from jitagents.behaviours.sourcing.base import ACTIVE, APPROVED, CANDIDATE
from jitagents.behaviours.transport import Transport
from jitagents.calendars import AssignedCalendars
from jitagents.choice import Choice
from jitagents.column import Array
from jitagents.flow import Groups
from jitagents.layout import Layout
from jitagents.leontief import settle
from jitagents.network import LeadTimes
from jitagents.network.lead_times import join
from jitagents.relations import LaneTerms
from jitagents.rest_cover import RestCover, no_rest, rest_cover
from jitagents.stock_points import INPUT
from jitagents.valuation import Valuation, valuation


@dataclass(frozen=True)
class Planned:
    """A network's mean flows.

    Attributes:
        plan: of all stock points.
        times: lead times of the lanes, after the transport behaviour.
        lanes: lanes as the sourcing behaviour sees them.
        valuation: prices and costs of a unit of all stock points.
        share: planned share of each lane in its buyer's orders `(lanes, 1)`.
        lane_rate: mean flow of each lane, units a day `(lanes, 1)` or `(lanes, worlds)`.
        reacts: whether the sourcing rule of each row orders elsewhere when a seller is out `(rows,)`.
        terms: of the lanes; None if all of them are transactions.
    """

    plan: Plan
    times: LeadTimes
    lanes: Lanes
    valuation: Valuation
    share: Array
    lane_rate: Array
    reacts: npt.NDArray[np.bool_]
    terms: LaneTerms | None = None

    def lane_price(self, layout: Layout) -> Array:
        """Return the price of a unit on each lane, money `(lanes, 1)` or `(lanes, worlds)`.

        It is as stated, or else the value of the seller's unit, and changed as the terms of the lane say.
        """
        stated = per_row(layout.lane_column("price"))
        price = np.where(np.isnan(stated), self.valuation.price[layout.lane_seller], stated)
        return price if self.terms is None else price * (1.0 + self.terms.price)


def make_plan(
    layout: Layout, sourcing: Choice[Sourcing], transport: Choice[Transport], demand: Array, demand_sd: Array,
    calendars: AssignedCalendars | None = None, terms: LaneTerms | None = None,
) -> Planned:  # fmt: skip
    """Calculate the mean flows of a network.

    Args:
        layout: rows and lanes.
        sourcing: rules that split orders on undisturbed days, by row.
        transport: rules that set the lead times of lanes, by lane.
        demand: mean final demand of the buyers, units a day `(buyers, 1)` or `(buyers, worlds)`.
        demand_sd: its standard deviation a day.
        calendars: working days, which planned lead times cover; None if nothing rests.
        terms: of the lanes; None if all of them are transactions.

    Raises:
        InputError: a cycle of the network needs more of an item than it makes, or a cost is less than its parts.
    """
    stated = layout.network.lanes.iloc[layout.lane_order]
    times = join((rule.times(layout.goods_times.at(rows), stated.iloc[rows]), rows) for rule, rows in transport.parts())
    rest = _rest(layout, times, demand, calendars)
    lanes = _lanes(layout, times, rest)
    share, buyers = np.empty_like(lanes.share), lanes.buyers
    for rule, rows in sourcing.at(layout.lane_buyer).parts():
        share[rows] = rule.planned(lanes.at(rows))
    handed_on = passing(layout, share)
    rate = settle(handed_on, _at_buyers(layout, demand))
    variance = settle(handed_on.multiply(handed_on).tocsr(), _at_buyers(layout, demand_sd**2))
    lead_mean, lead_square, reach = _lead_times(layout, times, share, buyers, rest)
    money = valuation(layout, handed_on, _mean_of_sellers(layout, share, buyers))
    plan = Plan(
        names=layout.names,
        items=layout.items,
        rate=rate,
        demand_sd=np.sqrt(variance),
        lead_time=lead_mean,
        lead_time_sd=np.sqrt(np.maximum(lead_square - lead_mean**2, 0.0)),
        reach=reach,
        value=money.price,
        cost=money.cost,
        sources=per_row(buyers.counts),
        phase=per_row(layout.name_rank),
        base_stock=per_row(np.where(layout.role == INPUT, np.nan, layout.agent_column("base_stock"))),
        role=np.array(ROLES, dtype=object)[layout.role],
    )
    reacts = np.array([not rule.fixed for rule in sourcing.rules])[sourcing.number]
    return Planned(plan, times, lanes, money, share, share * rate[layout.lane_buyer], reacts, terms)


def _rest(layout: Layout, times: LeadTimes, demand: Array, calendars: AssignedCalendars | None) -> RestCover:
    """Return what days of rest add to planned lead times, for flows by the shares that the network states."""
    if calendars is None or not calendars.calendars.planned:
        return no_rest(layout)
    share = per_row(layout.lane_column("share"))
    rate = settle(passing(layout, share), _at_buyers(layout, demand)).mean(axis=1, keepdims=True)
    return rest_cover(layout, calendars, times.planned, share * rate[layout.lane_buyer])


def _lanes(layout: Layout, times: LeadTimes, rest: RestCover) -> Lanes:
    return Lanes(
        share=per_row(layout.lane_column("share")),
        price=per_row(layout.lane_column("price") + layout.lane_column("transport_cost")),
        lead_time=per_row(times.planned + layout.lane_column("order_delay") + rest.lanes),
        buyers=Groups(layout.lane_buyer, layout.rows),
        standing=per_row(_standing(layout)),
        qualification=per_row(layout.lane_column("qualification")),
        default_probability=per_row(layout.agent_column("default_probability")[layout.lane_seller]),
    )


def _standing(layout: Layout) -> Array:
    """Return the standing of each lane on day 1 `(lanes,)`."""
    codes = {"active": ACTIVE, "approved": APPROVED, "candidate": CANDIDATE}
    state = layout.network.lanes["state"].map(codes)
    return np.asarray(state, dtype=float)[layout.lane_order]


def _at_buyers(layout: Layout, numbers: Array) -> Array:
    column = np.zeros((layout.rows, numbers.shape[1]))
    column[layout.market_rows] = numbers
    return column


def passing(layout: Layout, share: Array) -> sparse.csr_array:
    """Return the units asked of a row per unit that another row orders or makes `(rows, rows)`.

    Args:
        layout: rows and lanes.
        share: planned share of each lane in its buyer's orders `(lanes, 1)`.
    """
    return (split(layout, share) + explosion(layout)).tocsr()


def split(layout: Layout, share: Array) -> sparse.csr_array:
    """Return the part of `passing` that runs over the lanes."""
    shape = (layout.rows, layout.rows)
    return sparse.csr_array((share[:, 0], (layout.lane_seller, layout.lane_buyer)), shape=shape)


def explosion(layout: Layout) -> sparse.csr_array:
    """Return the part of `passing` that runs from plants to their inputs: the bill of materials."""
    inputs, shape = np.arange(layout.rows)[layout.input_rows], (layout.rows, layout.rows)
    return sparse.csr_array((layout.input_quantity, (inputs, layout.plant_of_input)), shape=shape)


def _lead_times(
    layout: Layout, goods: LeadTimes, share: Array, buyers: Groups, rest: RestCover
) -> tuple[Array, Array, Array]:
    """Return mean and mean square of the days from order to receipt, and the mean with the seller's lead time added."""
    shape = (layout.rows, 1)
    making = layout.making_times
    production = np.zeros(shape)
    production[layout.maker_rows, 0] = making.mean + rest.makers
    days = per_row(goods.mean + layout.lane_column("order_delay") + rest.lanes)
    mean = buyers.sum(share * days, np.empty(shape)) + production
    square = buyers.sum(share * (days**2 + per_row(goods.sd) ** 2), np.empty(shape))
    square[layout.maker_rows, 0] += (making.mean + rest.makers) ** 2 + making.sd**2
    reach = mean + buyers.sum(share * production[layout.lane_seller], np.empty(shape))
    return mean, square, reach


def _mean_of_sellers(layout: Layout, share: Array, buyers: Groups) -> Array:
    """Return the mean value of a unit that each row buys `(rows, 1)`, 0 where it buys none."""
    stated = per_row(layout.agent_column("value"))
    return buyers.sum(share * stated[layout.lane_seller], np.empty_like(stated))
