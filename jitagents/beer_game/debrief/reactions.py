"""Reactions: coefficients of orders on net stock and on the supply line, by regression."""

import numpy as np
import pandas as pd

from jitagents.beer_game.debrief.played import Played
from jitagents.beer_game.setup import SEATS

CAUSES = ("net_stock", "supply_line", "slip")


def reactions(played: Played) -> pd.DataFrame:
    """Regress the orders of each player on his net stock, supply line and incoming slip.

    Who orders up to a position answers to both alike, with -1; in the experiment of 2006 players answered with -.22 to
    their stock and with -.03 to what they had on order.

    Formula:
        order = constant + a x net stock + b x supply line + c x slip, least squares over the weeks

    Source:
        Croson & Donohue 2006, Management Science 52(3), sec. 4.

    Returns:
        A row a player: board, seat, the coefficients by the names of `CAUSES`, and their standard errors `…_error`; NaN
        where what he saw does not tell them apart, or where the weeks are too few.
    """
    weeks, rows = played.weeks, []
    for board, seat in np.ndindex(len(played.boards), len(SEATS)):
        causes = [getattr(weeks, name)[:, seat, board] for name in CAUSES]
        found, errors = _least_squares(np.stack([np.ones(played.length), *causes], axis=1), weeks.order[:, seat, board])
        row: dict[str, object] = {"board": played.boards[board], "seat": SEATS[seat]}
        for number, name in enumerate(CAUSES, start=1):
            row |= {name: found[number], f"{name}_error": errors[number]}
        rows.append(row)
    return pd.DataFrame(rows)


def _least_squares(causes: np.ndarray, effect: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients and their standard errors."""
    spare = len(effect) - causes.shape[1]
    if spare <= 0 or np.linalg.matrix_rank(causes) < causes.shape[1]:
        return np.full(causes.shape[1], np.nan), np.full(causes.shape[1], np.nan)
    found = np.linalg.lstsq(causes, effect)[0]
    variance = np.square(effect - causes @ found).sum() / spare
    return found, np.sqrt(variance * np.diag(np.linalg.inv(causes.T @ causes)))
