"""Counters: the lanes and rows between which the orders of a wave go."""

from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

import numpy as np

from jitagents.behaviours.sourcing import Sourcing
from jitagents.choice import Choice
from jitagents.column import Array, Flags, Rows, compact
from jitagents.continuation import Stateful
from jitagents.flow import Groups
from jitagents.layout import Layout, Wave
from jitagents.simulation.daily_sourcing import DailySourcing
from jitagents.state import SimulationState


@dataclass(frozen=True)
class Counter(Stateful):
    """The lanes over which the rows of one wave receive and place orders.

    Attributes:
        sellers: the wave's rows without its buyers.
        customers: all lanes, grouped by their seller among those.
        customers_in: numbers of the waves that have such lanes; of inputs, those that have their plants.
        buyers: the lanes on which the wave orders, grouped by its rows.
        prompt: the lanes of the wave without order delay, as rows of the lane table.
        shares: planned shares of the wave's lanes, and the sum of its buyer's shares before each lane `(lanes, 1)`.
        daily_sourcing: shares that differ from day to day, of neighbouring rows each; where there are none, the
            planned ones hold.
    """

    changing: ClassVar = ("daily_sourcing",)

    sellers: slice
    customers: Groups
    customers_in: tuple[int, ...]
    buyers: Groups
    prompt: Rows
    shares: tuple[Array, Array]
    daily_sourcing: list[DailySourcing]


def counter_of(wave: Wave, state: SimulationState, sourcing: Choice[Sourcing], prompt: Flags) -> Counter:
    """Return the counter of a wave.

    Args:
        wave: its rows and lanes.
        state: of the model.
        sourcing: how orders are split, by row.
        prompt: flags of lanes without order delay `(lanes,)`.
    """
    layout, rows, lanes = state.layout, wave.rows, wave.lanes
    sellers = slice(max(rows.start, layout.seller_rows.start), rows.stop)
    inside = (layout.lane_seller >= sellers.start) & (layout.lane_seller < sellers.stop)
    customers = Groups(np.where(inside, layout.lane_seller - sellers.start, -1), sellers.stop - sellers.start)
    buyers = Groups(layout.lane_buyer[lanes] - rows.start, rows.stop - rows.start)
    share = state.planned.share[lanes]
    return Counter(
        sellers,
        customers,
        _customers_in(wave, layout, inside),
        buyers,
        compact(np.flatnonzero(prompt[lanes]) + lanes.start),
        (share, buyers.before(share)),
        [] if buyers.single else _daily_sourcing(wave, state, sourcing),
    )


def _customers_in(wave: Wave, layout: Layout, inside: Flags) -> tuple[int, ...]:
    """Return the numbers of the waves that order from the rows of a wave, on lanes `inside` or as plants of inputs."""
    if not wave.inputs:
        return tuple(number for number, other in enumerate(layout.waves) if inside[other.lanes].any())
    plants = np.zeros(layout.rows, dtype=bool)
    plants[layout.owner[wave.rows]] = True
    return tuple(number for number, other in enumerate(layout.waves) if plants[other.rows].any())


def _daily_sourcing(wave: Wave, state: SimulationState, sourcing: Choice[Sourcing]) -> list[DailySourcing]:
    """Return the daily sourcing of the neighbouring rows of a wave that follow one rule."""
    found, number, buyer = [], sourcing.number, state.layout.lane_buyer
    for rule, group in groupby(wave.blocks, key=lambda block: int(number[block.rows.start])):
        followed, blocks = sourcing.rules[rule], tuple(group)
        ends = (blocks[0].rows.start, blocks[-1].rows.stop)
        lanes = slice(*(int(edge) for edge in np.searchsorted(buyer, ends)))
        if not followed.fixed and lanes.start < lanes.stop:
            found.append(DailySourcing(blocks, lanes, state, followed))
    return found
