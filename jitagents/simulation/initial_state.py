"""Initial state: stock, orders and goods under way before day 1."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.flow import Groups
from jitagents.layout import Layout
from jitagents.network.lead_times import read_coming
from jitagents.pipe import Pipe
from jitagents.simulation.goods import Goods
from jitagents.simulation.orders import Orders
from jitagents.simulation.production import ProductionSystem
from jitagents.state import SimulationState
from jitagents.stock_points import INPUT


def initialise(
    state: SimulationState, orders: Orders, goods: Goods, works: ProductionSystem, targets: Array, steady: bool
) -> None:
    """Set the tables of state as they are before day 1.

    Every stock point begins at its target position, less the units on order; a stock that the network states is kept.

    Args:
        state: of the model, its tables empty.
        orders, goods, works: of the model, with nothing in transit or in process.
        targets: inventory positions that the ordering rules ask for `(rows, worlds)`.
        steady: lanes, orders in transit and processes carry the mean flow; otherwise they are empty.
    """
    points = state.points
    if steady:
        points["demand"][...] = state.planned.plan.rate
        points["on_order"][...] = _fill_pipes(state, orders, goods, works)
    _read_day_0(state, goods, works)
    stock = np.maximum(targets - points["on_order"] + points["owed"], 0.0)
    stated = _stated_stock(state.layout)
    points["stock"][...] = np.where(np.isnan(stated), np.ceil(stock - 1e-9) if state.whole else stock, stated)


def _fill_pipes(state: SimulationState, orders: Orders, goods: Goods, works: ProductionSystem) -> Array:
    """Fill lanes, orders in transit and processes; return the units on order by each row `(rows, worlds)`."""
    rate, whole = state.planned.lane_rate, state.whole
    under_way = goods.transit.fill(rate, whole)
    state.lanes["under_way"][...] = under_way
    if orders.delayed:
        under_way[orders.late] += orders.orders_in_transit.fill(rate[orders.late], whole)
    on_order = goods.buyers.sum(under_way, np.zeros_like(state.points["stock"]))
    on_order[works.rows] += works.process.fill(state.planned.plan.rate[works.rows], whole)
    return on_order


def _read_day_0(state: SimulationState, goods: Goods, works: ProductionSystem) -> None:
    """Replace the steady flow where the network states day 0: backlog, orders, goods under way, work in process."""
    layout, points, lanes = state.layout, state.points, state.lanes
    points["owed"][layout.market_rows] = layout.agent_column("backlog")[layout.market_rows, None]
    lanes["owed"][...] = layout.lane_column("open_orders")[:, None]
    points["owed"][...] += Groups(layout.lane_seller, layout.rows).sum(lanes["owed"], np.empty_like(points["owed"]))
    points["on_order"][...] += goods.buyers.sum(lanes["owed"], np.empty_like(points["owed"]))
    goods.rationing.start(lanes["owed"])
    under_way = layout.network.lanes["under_way"].to_numpy(dtype=object)[layout.lane_order]
    for lane, change in _put(goods.transit.pipe, "under_way", under_way, state.whole):
        lanes["under_way"][lane] += change
        points["on_order"][layout.lane_buyer[lane]] += change
    in_process = layout.network.agents["in_process"].to_numpy(dtype=object)[layout.agent[layout.maker_rows]]
    for maker, change in _put(works.process.pipe, "in_process", in_process, state.whole):
        points["on_order"][layout.maker_rows[maker]] += change


def _put(pipe: Pipe, column: str, texts: npt.NDArray[np.object_], whole: bool) -> Iterator[tuple[int, Array]]:
    """Put stated units into a pipe, row by row; yield each row and the change of its units in the pipe `(worlds,)`."""
    for row in np.flatnonzero(texts != ""):
        longest = pipe.length - 1 if row in pipe.drawn else int(pipe.planned[row])
        before = pipe.ring[:, row].sum(axis=0)
        pipe.ring[:, row] = 0.0
        for day, units in read_coming(column, texts[row], longest, whole).items():
            pipe.ring[day, row] = units
        yield int(row), pipe.ring[:, row].sum(axis=0) - before


def _stated_stock(layout: Layout) -> Array:
    """Return the stock that the network states for each row `(rows, 1)`, NaN where it states none."""
    agents, lanes = layout.agent_column("stock"), layout.network.lanes["stock"].to_numpy(dtype=float)
    return np.where(layout.role == INPUT, np.append(lanes, np.nan)[layout.item_lane], agents)[:, None]
