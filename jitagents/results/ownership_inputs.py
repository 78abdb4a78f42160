"""Inputs of the closed form of the total cost of ownership of a lane, read from the configuration of a variant."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from jitagents.accounting.cost_part import CostBasis
from jitagents.accounting.cost_parts.holding import held_under_way
from jitagents.accounting.costs import Costs
from jitagents.model import SupplyModel
from jitagents.network.columns import CANDIDATE
from jitagents.ownership import Buyer, Source
from jitagents.ownership.terms import YEAR
from jitagents.scenario.setup import make_parts
from jitagents.scenario.sweep import Sweep
from jitagents.worlds import Worlds


@dataclass(frozen=True)
class Inputs:
    """A lane as the closed form sees it.

    Attributes:
        source: the seller, with prices and lead time of the lane.
        buyer: the stock point that it fills.
        saved: part of the cost of a lost sale that is the price of goods which need not be bought, a share.
        discounts: whether orders of some size are cheaper than the price.
        covered: whether the safety factor of the buyer is known.
    """

    source: Source
    buyer: Buyer
    saved: float
    discounts: bool
    covered: bool


@dataclass(frozen=True)
class Terms:
    """Terms of a buyer that its configuration need not tell.

    Attributes:
        review: days between orders; None: as the ordering rule has it, or 1.
        safety_factor: safety stock in standard deviations; None: as the ordering rule has it.
        stopped: loss on a day without goods, money/day.
        life: years over which qualification is written off; None: 1.
    """

    review: float | None = None
    safety_factor: float | None = None
    stopped: float = 0.0
    life: float | None = None


@dataclass(frozen=True)
class Variant:
    """The model and the costs of a variant at one level, of which its lanes are read.

    Attributes:
        model: of one world.
        costs: the cost model.
    """

    model: SupplyModel
    costs: Costs

    @classmethod
    def of(cls, config: Mapping[str, Any], level: Sweep) -> Self:
        """Build them of a resolved configuration, plain values."""
        worlds = Worlds(range(1))
        parts = make_parts(config, worlds, level)
        return cls(parts.model(config, worlds), parts.costs)


def inputs_of(variant: Variant, lane: int, terms: Terms, bought: float) -> Inputs:
    """The source and the buyer of a lane: planned flows, lead times and rates of the cost model.

    Args:
        variant: that buys there.
        lane: its number in the network.
        terms: of the buyer.
        bought: in the mean, money a year; it tells the flow of a candidate, which has none in the plan.
    """
    model, costs = variant.model, variant.costs
    layout, planned, stated = model.layout, model.planned, model.network.lanes.iloc[lane]
    at = int(np.flatnonzero(layout.lane_order == lane)[0])
    row = int(layout.lane_buyer[at])
    rule = model.decision_of(row).profile.ordering
    factor = _asked(rule, "z", terms.safety_factor)
    held = sum(costs.holding(layout, planned).values(), start=np.zeros((1, 1)))
    basis, margin = CostBasis(costs, layout, planned), _one(costs.margin(planned), row)
    order = float(stated["order_cost"])
    price, counted = _one(basis.lane_price, at), float(np.ravel(costs.purchase)[0])
    demand, share = _one(planned.lane_rate, at), float(planned.share[at, 0])
    if not demand:
        demand = bought / YEAR / (price * counted)
        share = min(demand / _one(planned.plan.rate, row), 1.0)
    source = Source(
        price=price * counted,
        lead_time=_one(planned.lanes.lead_time, at),
        lead_time_sd=float(planned.times.sd[at]),
        freight=_freight(stated, basis, at),
        duty=float(stated["duty"]),
        quality=float(stated["quality_cost"]),
        order=float(np.ravel(costs.order)[0]) if np.isnan(order) else order,
        administration=float(stated["administration"]),
        qualification=_qualification(stated, costs),
        life=1.0 if terms.life is None else terms.life,
        part=share,
        elasticity=float(np.ravel(costs.volume)[0]),
        hedging=float(stated["hedging"]) / (counted or 1.0),  # on all of the price
    )
    if (agreed := planned.terms) is not None:
        source = replace(
            source,
            administration=source.administration + _one(agreed.administration, at),
            bonus=_one(agreed.bonus, at) * price,
            reserved=_one(agreed.reserved, at) * _one(planned.lane_rate, at),
            reservation_fee=_one(agreed.reservation_fee, at) * price,
        )
    own = 1.0 if agreed is None else 1.0 - _one(agreed.at_use, at)  # of the stock, before it is used
    landed = source.landed or 1.0
    away = YEAR * float(np.ravel(costs.pipeline)[0])
    buyer = Buyer(
        demand=demand,
        demand_sd=_one(planned.plan.demand_sd, row) * share,
        review=_asked(rule, "review", terms.review) or 1.0,
        safety_factor=factor or 0.0,
        holding=YEAR * _one(held, row) * own / landed,
        under_way=away * _one(held_under_way(basis), at) / landed,
        shortage=margin,
        stopped=terms.stopped,
        changes=float(np.ravel(costs.engineering_changes)[0]),
        written_off=float(np.ravel(costs.written_off)[0]) * _one(planned.valuation.cost, row) / landed,
    )
    cost = counted * max(_one(basis.value, row) - margin, 0.0)
    saved = cost / (cost + margin) if cost + margin else 0.0
    return Inputs(source, buyer, saved, bool(costs.breaks), factor is not None)


def _qualification(stated: "Any", costs: Costs) -> float:
    """Cost of approval, money: none where the seller is approved before day 1."""
    cost = float(stated["qualification_cost"])
    return 0.0 if stated["state"] != CANDIDATE else float(np.ravel(costs.qualification)[0]) if np.isnan(cost) else cost


def _freight(stated: "Any", basis: CostBasis, at: int) -> float:
    """Freight of a unit, money: by the unit, by full loads, or a share of the value where the lane states none."""
    unit, load, size = (float(stated[name]) for name in ("transport_cost", "load_cost", "load"))
    if unit <= 0 and load <= 0:
        return float(np.ravel(basis.costs.transport)[0]) * _one(basis.lane_value, at)
    return unit + (load / size if load > 0 and size > 0 else 0.0)


def _one(numbers: npt.NDArray[np.float64], row: int) -> float:
    """The number of a row, in the first world."""
    return float(numbers[row, 0])


def _asked(rule: object, name: str, given: float | None) -> float | None:
    """A parameter of the buyer: as given, or as its ordering rule has it; None if it has none."""
    found = getattr(rule, name, None) if given is None else given
    return None if found is None else float(np.ravel(found)[0])
