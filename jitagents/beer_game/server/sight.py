"""Sight: lines and boxes that the pages of a seat and of the class draw from the boards."""

from collections.abc import Mapping, Sequence

import numpy as np

from jitagents.beer_game.boards import Boards
from jitagents.beer_game.game import Game
from jitagents.beer_game.setup import SEATS

type Lines = Mapping[str, Sequence[float]]


def seat_lines(boards: Boards, board: int, seat: int) -> dict[str, list[float]]:
    """A seat's own history: its orders, the slips that came in, its net stock and cost, by week."""
    weeks, place = boards.shown(board)
    closed, seen = boards.week[board] - 1, min(boards.week[board], boards.setup.weeks)
    return {
        "order": weeks.order[:closed, seat, place].tolist(),
        "slip": weeks.slip[:seen, seat, place].tolist(),
        "net": weeks.net_stock[:seen, seat, place].tolist(),
        "cost": weeks.cost[:seen, seat, place].tolist(),
    }


def pipeline(boards: Boards, board: int, seat: int) -> list[float] | None:
    """Goods in the shipping boxes before a seat, the nearest first; None for a brewery that is down.

    A box holds what the seller shipped in a week: what it owed the week before and its slip, less what it owes now. The
    brewery's boxes hold its own orders. Before the first week all hold the mean demand.
    """
    weeks, place = boards.shown(board)
    week, setup = min(boards.week[board], boards.setup.weeks), boards.setup
    if seat == len(SEATS) - 1:
        if setup.outage and setup.outage <= week:
            return None
        filled, length = weeks.order[: week - 1, seat, place], setup.delay(SEATS[seat]) - 1
    else:
        owed, slip = (column[:week, seat + 1, place] for column in (weeks.backlog, weeks.slip))
        filled, length = np.diff(owed, prepend=0.0) * -1 + slip, setup.delay(SEATS[seat]) // 2
    boxes = [setup.law.mean] * length + filled.tolist()
    return boxes[-length:] if length else []


def shared_lines(game: Game, board: int) -> dict[str, Lines]:
    """Lines of others that a seat sees: as the setup says, and all when the game is over and revealed."""
    boards = game.boards
    weeks, place = boards.shown(board)
    seen, revealed = min(boards.week[board], boards.setup.weeks), game.settings["revealed"] and boards.over(board)
    shown: dict[str, Lines] = {}
    if revealed or game.setup.shared != "orders":
        shown["customers"] = {"customers": weeks.slip[:seen, 0, place].tolist()}
    if revealed or game.setup.shared == "stocks":
        shown["stocks"] = {name: weeks.net_stock[:seen, seat, place].tolist() for seat, name in enumerate(SEATS)}
    if revealed:
        shown["orders"] = {name: weeks.order[:seen, seat, place].tolist() for seat, name in enumerate(SEATS)}
    return shown


def costs(boards: Boards, board: int) -> list[float]:
    """Cost of each seat in the closed weeks of a board, dollars."""
    weeks, place = boards.shown(board)
    return weeks.cost[: boards.week[board] - 1, :, place].sum(axis=0).tolist()
