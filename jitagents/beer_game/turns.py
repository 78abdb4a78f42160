"""Turns: the orders of the open weeks, and how weeks close."""

from collections.abc import Callable, Iterable
from typing import Any

from jitagents.beer_game.board import checked_order
from jitagents.beer_game.boards import Boards
from jitagents.beer_game.changes import Changes
from jitagents.beer_game.journal import CLOSING, DECISION, Journal
from jitagents.beer_game.refusal import Refused
from jitagents.beer_game.seats import Player, Seats
from jitagents.beer_game.settings import OPEN, Settings
from jitagents.beer_game.setup import SEATS
from jitagents.errors import InputError


class Turns:
    """The open weeks of all boards.

    Args:
        journal: whose decisions stand.
        settings, boards, seats, changes: of the game.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        journal: Journal,
        settings: Settings,
        boards: Boards,
        seats: Seats,
        changes: Changes,
        clock: Callable[[], float],
    ) -> None:
        self._journal, self._settings, self._boards = journal, settings, boards
        self._seats, self._changes, self._clock = seats, changes, clock
        for board, seat, week, cases, player, seconds in journal.rows("decision"):
            boards.order(board, seat, week, cases, player=player, seconds=seconds)
        for board, week in journal.rows("closing"):
            boards.week[board] = max(boards.week[board], week + 1)
        self.begin_anew()
        self.advance()

    def begin_anew(self) -> None:
        """Begin to count the seconds of all open weeks."""
        self._opened = [self._clock()] * self._boards.count

    @property
    def running(self) -> list[int]:
        """Boards at which somebody sits and that are not over."""
        return [board for board in self._seats.in_play if not self._boards.over(board)]

    def missing(self, board: int) -> list[int]:
        """Seats whose person has not ordered yet in the open week of a board."""
        if self._boards.over(board):
            return []
        week = self._boards.week[board]
        seats = (seat for seat in range(len(SEATS)) if (board, seat) in self._seats.taken)
        return [seat for seat in seats if self._boards.ordered(board, seat, week) is None]

    def order(self, player: Player, week: int, units: Any) -> int:
        """Take the order of a player; one that was given again changes nothing.

        Returns:
            The order that stands, cases.

        Raises:
            Refused: it is no order, another one stands, or its week is not open.
        """
        if player.board is None or player.seat is None:
            raise Refused("You have no seat.")
        try:
            cases = checked_order(units)
        except InputError:
            raise Refused("Order a whole number of cases from 0 to 999.") from None
        board, seat, boards = player.board, player.seat, self._boards
        stands = boards.ordered(board, seat, week) if 1 <= week <= boards.setup.weeks else None
        if stands == cases:
            return stands
        if stands is not None:
            raise Refused("Your order stands.")
        if week != boards.week[board] or boards.over(board):
            raise Refused("This week is closed.")
        if self._settings["phase"] != OPEN:
            raise Refused("The game is not running now.")
        self._note(board, seat, cases, player.number, round(self._clock() - self._opened[board], 1))
        self.advance()
        return cases

    def _note(self, board: int, seat: int, cases: int, player: int | None, seconds: float | None) -> None:
        week = self._boards.week[board]
        self._boards.order(board, seat, week, cases, player=player, seconds=seconds)
        self._journal.write(DECISION, board, seat, week, cases, player, seconds)
        self._changes.note(board)

    def advance(self) -> None:
        """Close the weeks for which all people have ordered."""
        if self._settings["phase"] != OPEN:
            return
        running = self.running
        ready = [board for board in running if not self.missing(board)]
        if self._settings["pace"] == "board" or len(ready) == len(running):
            self.close(ready)

    def close(self, boards: Iterable[int]) -> None:
        """Close the open week of some boards; what is missing is ordered by robots, or once more."""
        for board in boards:
            week = self._boards.week[board]
            for seat in range(len(SEATS)):
                if self._boards.ordered(board, seat, week) is None:
                    again = (board, seat) in self._seats.taken and self._settings["missing"] == "last"
                    cases = self._boards.last(board, seat) if again else self._boards.proposal(board, seat)
                    self._note(board, seat, cases, None, None)
            self._journal.write(CLOSING, board, week)
            self._boards.week[board] += 1
            self._opened[board] = self._clock()
            self._changes.note(board)

    def left(self, board: int) -> float | None:
        """Seconds until the open week of a board is closed; None without a timer."""
        timer = self._settings["timer"]
        if not timer or self._settings["phase"] != OPEN or self._boards.over(board):
            return None
        return max(timer - (self._clock() - self._opened[board]), 0.0)

    def tick(self) -> None:
        """Close the weeks whose time is over."""
        self.close([board for board in self._seats.in_play if self.left(board) == 0.0])
