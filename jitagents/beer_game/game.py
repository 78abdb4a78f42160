"""A game: its seats, its turns, the acts of its lecturer, and the journal that it goes on from."""

import time
from collections.abc import Callable

import pandas as pd

from jitagents.beer_game.beliefs import Beliefs
from jitagents.beer_game.boards import Boards
from jitagents.beer_game.changes import Changes
from jitagents.beer_game.journal import Journal
from jitagents.beer_game.lecturer import Lecturer
from jitagents.beer_game.seats import Seats
from jitagents.beer_game.settings import Settings
from jitagents.beer_game.setup import Setup
from jitagents.beer_game.turns import Turns


class Game:
    """A game and its journal. What an act changes is on disk when `journal.durable` has returned.

    Args:
        journal: of the game; a game that is in it goes on.
        boards: of a new game.
        language: of a new game.
        clock: seconds that never go back.

    Attributes:
        settings: that the lecturer chooses, and the codes.
        boards: orders and weeks.
        seats: people, and where they sit.
        turns: orders of the open weeks, and how weeks close.
        lecturer: the lecturer's acts.
        beliefs: the demand that players believe in.
        changes: by which pages learn that there is something new.
    """

    def __init__(
        self, journal: Journal, *, boards: int = 1, language: str = "en", clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.journal, self.changes = journal, Changes()
        self.settings = Settings(journal, self.changes, boards=boards, language=language)
        self.boards = Boards(Setup(**self.settings["setup"]), self.settings["boards"], self.settings["robots"])
        self.seats = Seats(journal, self.boards, self.changes)
        self.turns = Turns(journal, self.settings, self.boards, self.seats, self.changes, clock)
        self.lecturer = Lecturer(self.settings, self.boards, self.seats, self.turns)
        self.beliefs = Beliefs(journal, self.settings, self.boards, self.changes)

    @property
    def setup(self) -> Setup:
        """The setup that is played now."""
        return self.boards.setup

    @property
    def records(self) -> pd.DataFrame:
        """Records of all closed weeks, with the names of those who gave the orders."""
        played = [board for board in range(self.boards.count) if self.boards.week[board] > 1]
        return self.boards.records(played, self.seats.names)

    @property
    def believed(self) -> pd.DataFrame:
        """Orders of the customers that players believe in: board (from 1), seat, week, units (cases), player."""
        return self.beliefs.records(self.seats.names)
