"""Orders and net stock of the four seats, each on one scale."""

import numpy as np
import pandas as pd

from jitagents.beer_game.debrief.drawn import by_seat
from jitagents.beer_game.debrief.played import Played
from jitagents.beer_game.debrief.step import Step
from jitagents.beer_game.setup import SEATS
from jitagents.column import Array
from jitagents.translation import Translation


def orders(played: Played, say: Translation) -> Step:
    """Orders of the four, on one scale."""
    values = played.weeks.order
    peaks = values.max(axis=0).mean(axis=1)
    words = say(
        "Customers never ordered more than {most:g} cases. Orders peaked at {first:.0f} at the retailer, and at "
        "{last:.0f} at the factory.",
        most=played.customers.max(), first=peaks[0], last=peaks[-1],
    )  # fmt: skip
    caption = say("A thin line a board, a thick one their mean; dashed: the customers' orders. One scale for all.")
    draw = by_seat(played, values, say("orders (cases a week)"), (words, caption), say, demand=True)
    return Step("orders", say("Orders"), words, _frame(played, values, "order"), draw)


def net_stock(played: Played, say: Translation) -> Step:
    """Stock less backlog of the four, on one scale."""
    values = played.weeks.net_stock
    least, most = (ends.mean(axis=1) for ends in (values.min(axis=0), values.max(axis=0)))
    worst, best = int(least.argmin()), int(most.argmax())
    words = say(
        "The {short} owed up to {least:.0f} cases, and the {long} had up to {most:.0f} in stock.",
        short=say(SEATS[worst]), least=max(-least[worst], 0.0), long=say(SEATS[best]), most=most[best],
    )  # fmt: skip
    caption = say("A thin line a board, a thick one their mean; below 0: cases owed. One scale for all.")
    draw = by_seat(played, values, say("stock less backlog (cases)"), (words, caption), say)
    return Step("net_stock", say("Stock and backlog"), words, _frame(played, values, "net_stock"), draw)


def _frame(played: Played, values: Array, name: str) -> pd.DataFrame:
    """Values `(weeks, seats, boards)` as a table: board, seat, week and the value."""
    week, seat, board = np.indices(values.shape).reshape(3, -1)
    return pd.DataFrame(
        {
            "board": np.array(played.boards, dtype=object)[board],
            "seat": np.array(SEATS, dtype=object)[seat],
            "week": week + 1,
            name: values.ravel(),
        }
    )
