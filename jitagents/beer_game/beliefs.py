"""Beliefs: the orders of the customers that players believe in, asked for between the last week and the reveal."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from jitagents.beer_game.board import checked_order
from jitagents.beer_game.boards import Boards
from jitagents.beer_game.changes import Changes
from jitagents.beer_game.journal import BELIEF, Journal
from jitagents.beer_game.refusal import Refused
from jitagents.beer_game.seats import Player
from jitagents.beer_game.settings import Settings
from jitagents.beer_game.setup import SEATS
from jitagents.errors import InputError

ASKED = 8
"""Weeks of a game that players are asked about: the first, the last, and those between in even steps."""
COLUMNS = ("board", "seat", "week", "units", "player")


class Beliefs:
    """The beliefs of each seat, which can be changed until the customers are revealed.

    Args:
        journal: whose beliefs stand.
        settings, boards, changes: of the game.
    """

    def __init__(self, journal: Journal, settings: Settings, boards: Boards, changes: Changes) -> None:
        self._journal, self._settings, self._boards, self._changes = journal, settings, boards, changes
        self._told: dict[tuple[int, int], dict[int, tuple[int, int]]] = {}
        for board, seat, week, cases, player in journal.rows("belief"):
            self._told.setdefault((board, seat), {})[week] = (cases, player)

    @property
    def weeks(self) -> list[int]:
        """The weeks that players are asked about."""
        return np.unique(np.linspace(1, self._boards.setup.weeks, ASKED).round().astype(int)).tolist()

    def asked(self, board: int, seat: int) -> bool:
        """Whether a seat is asked now: it did not see the customers, its game is over and nothing is revealed."""
        hidden = seat > 0 and self._boards.setup.shared == "orders"
        return hidden and self._boards.over(board) and not self._settings["revealed"]

    def told(self, board: int, seat: int) -> dict[int, int]:
        """Cases that a seat believes in, by week; empty if it has not told."""
        return {week: cases for week, (cases, _) in self._told.get((board, seat), {}).items()}

    def tell(self, player: Player, units: Mapping[int, Any]) -> None:
        """Keep what a player believes; told again, it takes the place of what was told before.

        Args:
            player: who is asked now.
            units: cases that customers ordered in each of `weeks`, as the player believes.

        Raises:
            Refused: the seat is not asked now, or a number is missing or wrong.
        """
        if player.board is None or player.seat is None:
            raise Refused("You have no seat.")
        if not self.asked(player.board, player.seat):
            raise Refused("Nobody is asked for this now.")
        try:
            cases = {week: checked_order(units.get(week, "")) for week in self.weeks}
        except InputError:
            raise Refused("Enter a whole number of cases from 0 to 999 for every week.") from None
        self._told[player.board, player.seat] = {week: (one, player.number) for week, one in cases.items()}
        for week, one in cases.items():
            self._journal.write(BELIEF, player.board, player.seat, week, one, player.number)
        self._changes.note(player.board)

    def records(self, names: Mapping[int, str]) -> pd.DataFrame:
        """Records of all beliefs, columns as in `COLUMNS`.

        Args:
            names: of players, by number.
        """
        rows = [
            (board + 1, SEATS[seat], week, cases, names[player])
            for (board, seat), weeks in sorted(self._told.items())
            for week, (cases, player) in sorted(weeks.items())
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS))
