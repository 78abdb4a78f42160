"""Opening: stock, orders and goods under way before day 1."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jitagents.agents import StockPoint
from jitagents.column import Array
from jitagents.flow import Groups, Pipe
from jitagents.layout import INPUT
from jitagents.network.lead_times import read_coming

if TYPE_CHECKING:
    from jitagents.model import SupplyModel


def initialise(model: "SupplyModel", bulks: Sequence[StockPoint], steady: bool) -> None:
    """Set the state before day 1.

    Every stock point begins at the inventory position that its ordering rule asks for, what is under way taken off; a
    stock that the network states is kept.

    Args:
        model: built, but for its state.
        bulks: the bulk handles of its stock points.
        steady: lanes, order slips and processes carry the mean flow; otherwise they are empty.
    """
    points, planned, whole = model.points, model.planned, model.whole
    if steady:
        points["demand"][...] = planned.plan.rate
        points["on_order"][...] = _fill_pipes(model)
    _state_day_0(model)
    target = np.empty_like(points["stock"])
    for bulk in bulks:
        target[bulk.place["points"][1]] = bulk.decision.profile.ordering.opening(bulk.decision.truth.plan)
    stock = np.maximum(target - points["on_order"] + points["owed"], 0.0)
    stated = _stated(model)
    points["stock"][...] = np.where(np.isnan(stated), np.ceil(stock - 1e-9) if whole else stock, stated)
    model.echelon.count(model.clock.day)
    for bulk in bulks:
        bulk.decision.begin()
    model.orders.begin([bulk.decision.seen for bulk in bulks], steady)


def _fill_pipes(model: "SupplyModel") -> Array:
    """Fill goods, slips and processes; what each row has on order by it `(rows, worlds)`."""
    rate, goods, orders = model.planned.lane_rate, model.goods, model.orders
    under_way = goods.transit.fill(rate, model.whole)
    model.lanes["under_way"][...] = under_way
    if orders.delayed:
        under_way[orders.late] += orders.orders_in_transit.fill(rate[orders.late], model.whole)
    on_order = goods.buyers.sum(under_way, np.zeros_like(model.points["stock"]))
    makers = model.works.rows
    on_order[makers] += model.works.process.fill(model.planned.plan.rate[makers], model.whole)
    return on_order


def _state_day_0(model: "SupplyModel") -> None:
    """Put what the network states of day 0 in the place of the steady flow: backlog, orders, goods under way, work."""
    layout, points, lanes = model.layout, model.points, model.lanes
    points["owed"][layout.market_rows] = layout.agent_column("backlog")[layout.market_rows, None]
    lanes["owed"][...] = layout.lane_column("open_orders")[:, None]
    points["owed"][...] += Groups(layout.lane_seller, layout.rows).sum(lanes["owed"], np.empty_like(points["owed"]))
    points["on_order"][...] += model.goods.buyers.sum(lanes["owed"], np.empty_like(points["owed"]))
    model.goods.allocation.start(lanes["owed"], model.goods.memory)
    goods = layout.network.lanes["under_way"].to_numpy(dtype=object)[layout.lane_order]
    for lane, change in _put(model.goods.transit.pipe, "under_way", goods, model.whole):
        lanes["under_way"][lane] += change
        points["on_order"][layout.lane_buyer[lane]] += change
    work = layout.network.agents["in_process"].to_numpy(dtype=object)[layout.agent[layout.maker_rows]]
    for maker, change in _put(model.works.process.pipe, "in_process", work, model.whole):
        points["on_order"][layout.maker_rows[maker]] += change


def _put(pipe: Pipe, column: str, texts: npt.NDArray[np.object_], whole: bool) -> Iterator[tuple[int, Array]]:
    """Put what is stated into a pipe, row by row; how much more is then in it `(worlds,)`."""
    for row in np.flatnonzero(texts != ""):
        longest = pipe.length - 1 if row in pipe.drawn else int(pipe.planned[row])
        before = pipe.ring[:, row].sum(axis=0)
        pipe.ring[:, row] = 0.0
        for day, units in read_coming(column, texts[row], longest, whole).items():
            pipe.ring[day, row] = units
        yield int(row), pipe.ring[:, row].sum(axis=0) - before


def _stated(model: "SupplyModel") -> Array:
    """Stock that the network states for each row `(rows, 1)`, NaN where it states none."""
    layout = model.layout
    agents, lanes = layout.agent_column("stock"), layout.network.lanes["stock"].to_numpy(dtype=float)
    return np.where(layout.role == INPUT, np.append(lanes, np.nan)[layout.item_lane], agents)[:, None]
