"""Base stock in hindsight: the levels that would have cost a team least with the same customers."""

from functools import lru_cache
from itertools import product

import numpy as np

from jitagents.beer_game.play import Chain
from jitagents.beer_game.setup import SEATS, Setup
from jitagents.behaviours.ordering import BaseStock
from jitagents.column import Array

COARSE = 5
"""Levels of a seat that are tried first; then nearer and nearer ones around the best, until none is better."""
AROUND = (-1, 0, 1)


@lru_cache(maxsize=16)
def best_base_stock(setup: Setup, weeks: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Search the base-stock levels of the four seats that cost a team least.

    Where demand is stationary and known, base stock is the best that a team can do (Clark & Scarf 1960), so that the
    cost of a team over this one measures skill (Chen & Samroengraja 2000); luck is no part of it, since the levels are
    those for the customers that came. All levels on a grid are played side by side, then finer ones around the best.

    On the board of 1989 the levels are 32, 32, 32 and 24 and cost 36, 44, 52 and 48, 180 in all. The benchmark of 204
    there (Sterman 1989; theta 0, alpha and beta 1, S' 28 and 20) is the same rule; a week more at the opening stock
    would make up for the difference.

    Args:
        setup: of the game.
        weeks: that are played.

    Returns:
        The levels of the seats, cases, and their costs, dollars.
    """
    most = float(setup.law.units.max())
    tops = np.array([most * (setup.delay(seat) + 2) for seat in SEATS])
    step = np.ceil(tops.max() / (COARSE - 1))
    levels, costs = _best(setup, weeks, np.zeros(4), step * np.array([*product(range(COARSE), repeat=4)]))
    while step > 1:
        step, before = np.ceil(step / 2), np.inf
        while costs.sum() < before:
            before = costs.sum()
            levels, costs = _best(setup, weeks, levels, step * np.array([*product(AROUND, repeat=4)]))
    return tuple(levels.tolist()), tuple(costs.tolist())


def _best(setup: Setup, weeks: int, centre: Array, moves: Array) -> tuple[Array, Array]:
    """The best levels among those that lie so far from the centre, and their costs."""
    tried = np.maximum(centre + moves, 0.0)
    rules = {seat: BaseStock(level=tried[:, place][None]) for place, seat in enumerate(SEATS)}
    costs = Chain(setup, rules, range(len(tried))).play(weeks=weeks).cost.sum(axis=0)
    best = int(costs.sum(axis=0).argmin())
    return tried[best], costs[:, best]
