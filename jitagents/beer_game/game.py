"""A game: players in their seats, weeks that open and close, and the acts of the lecturer."""

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

import pandas as pd

from jitagents.beer_game.board import checked_order
from jitagents.beer_game.boards import CLASS_MEAN, Boards
from jitagents.beer_game.codes import new_code, new_key, new_word, same
from jitagents.beer_game.journal import CLOSING, DECISION, PLAYER, Journal
from jitagents.beer_game.robots import ROBOTS, robot
from jitagents.beer_game.setup import SEATS, SHARED, Setup
from jitagents.errors import InputError, nearest
from jitagents.translation import LANGUAGES

MOST_BOARDS, NAME, LONGEST_TIMER = 50, 24, 3600
LOBBY, OPEN, PAUSED = "lobby", "open", "paused"
CHOICES: dict[str, tuple[Any, ...]] = {
    "pace": ("board", "class"),
    "missing": ("rule", "last"),
    "revealed": (False, True),
    "language": tuple(LANGUAGES),
}
"""Settings that the lecturer may change at any time. `pace`: a board goes on by itself, or all boards together.
`missing`: orders that somebody has not given when the week is closed are those of the robot, or the last ones again."""
DEFAULTS: dict[str, Any] = {
    "phase": LOBBY, "pace": "board", "missing": "rule", "timer": 0, "revealed": False, "language": "en", "boards": 1,
    "robots": {},
}  # fmt: skip


class Refused(InputError):
    """An act that the game does not allow now; one sentence says why."""


@dataclass
class Player:
    """A person in a seat.

    Attributes:
        number: from 1.
        word: by which the person comes back from another browser.
        name: may be empty.
        board: place from 0; None: without a seat.
        seat: place in `SEATS`.
    """

    number: int
    word: str
    name: str
    board: int | None
    seat: int | None


class Game:
    """A game and its journal. What a method changes is on disk when `journal.durable` has returned.

    Args:
        journal: of the game; a game that is in it goes on.
        boards: of a new game.
        language: of a new game.
        clock: seconds that never go back.

    Attributes:
        settings: by name, as in `DEFAULTS`; also `code`, `key` of the console, `secret` of cookies, `setup`.
        players: by number.
        taken: number of the player at a board and seat.
        boards: orders and weeks.
        version: goes up with every change, by which pages learn that there is something new.
        news: boards with something new since somebody took this set away; None stands for people without a seat.
    """

    def __init__(
        self, journal: Journal, *, boards: int = 1, language: str = "en", clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.journal, self._clock, self.version = journal, clock, 0
        self.news: set[int | None] = set()
        self.settings = journal.settings()
        if not self.settings:
            fresh = DEFAULTS | {"boards": boards, "language": language, "setup": asdict(Setup())}
            for name, value in (fresh | {"code": new_code(), "key": new_key(), "secret": new_key()}).items():
                self.set(name, value)
        self.setup = Setup(**self.settings["setup"])
        self.players: dict[int, Player] = {}
        self.taken: dict[tuple[int, int], int] = {}
        self._new_boards()
        for row in journal.rows("player"):
            self._seat(Player(*row))
        for board, seat, week, cases, player, seconds in journal.rows("decision"):
            self.boards.order(board, seat, week, cases, person=player is not None, seconds=seconds)
        for board, week in journal.rows("closing"):
            self.boards.week[board] = max(self.boards.week[board], week + 1)
        self.advance()

    def _new_boards(self) -> None:
        self.boards = Boards(self.setup, self.settings["boards"])
        for place, name in self.settings["robots"].items():
            board, seat = map(int, place.split("/"))
            if board < self.boards.count:
                self.boards.let_play(board, seat, name)
        self._opened = [self._clock()] * self.boards.count

    def set(self, name: str, value: Any) -> None:
        """Keep a setting."""
        self.settings[name] = value
        self.journal.set(name, value)
        self._changed(None, *range(self.settings.get("boards", 0)))

    def _changed(self, *boards: int | None) -> None:
        self.version += 1
        self.news.update(boards)

    # Players

    def join(self, name: str = "", place: tuple[int, int] | None = None) -> Player:
        """Give a person a seat: the one that is asked for, else the first free one.

        Raises:
            Refused: the seat is taken, or none is free.
        """
        free = self.free()
        if not free:
            raise Refused("All seats are taken.")
        if place is not None and place not in free:
            raise Refused("This seat is taken; choose another one.")
        board, seat = place or free[0]
        known = {player.word for player in self.players.values()}
        word = next(word for word in iter(new_word, "") if word not in known)
        player = Player(max(self.players, default=0) + 1, word, " ".join(name.split())[:NAME], board, seat)
        self._seat(player)
        self._keep(player)
        return player

    def free(self) -> list[tuple[int, int]]:
        """Seats without a person, on boards that are not over."""
        places = [(board, seat) for board in range(self.boards.count) for seat in range(len(SEATS))]
        return [place for place in places if place not in self.taken and not self.boards.over(place[0])]

    def come_back(self, word: str) -> Player | None:
        """The player of a word; None if there is none."""
        found = [player for player in self.players.values() if same(word, player.word)]
        return found[0] if found else None

    def release(self, board: int, seat: int) -> None:
        """Take a person out of a seat, whose robot goes on."""
        player = self.players[self.taken.pop((board, seat))]
        player.board = player.seat = None
        self._keep(player)
        self._changed(board)
        self.advance()

    def _keep(self, player: Player) -> None:
        self.journal.write(PLAYER, player.number, player.word, player.name, player.board, player.seat)
        self._changed(player.board)

    def _seat(self, player: Player) -> None:
        self.players[player.number] = player
        if player.board is not None and player.seat is not None:
            self.taken[player.board, player.seat] = player.number

    # Weeks

    @property
    def in_play(self) -> list[int]:
        """Boards at which somebody sits, in their order; robots alone do not play."""
        return sorted({board for board, _ in self.taken})

    def missing(self, board: int) -> list[int]:
        """Seats whose person has not ordered yet in the open week of a board."""
        if self.boards.over(board):
            return []
        week = self.boards.week[board]
        seats = (seat for seat in range(len(SEATS)) if (board, seat) in self.taken)
        return [seat for seat in seats if self.boards.ordered(board, seat, week) is None]

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
        board, seat = player.board, player.seat
        stands = self.boards.ordered(board, seat, week) if 1 <= week <= self.setup.weeks else None
        if stands == cases:
            return stands
        if stands is not None or week != self.boards.week[board] or self.boards.over(board):
            raise Refused("This week is closed; your order for it stands." if stands is None else "Your order stands.")
        if self.settings["phase"] != OPEN:
            raise Refused("The game is not running now.")
        self._note(board, seat, cases, player.number, round(self._clock() - self._opened[board], 1))
        self.advance()
        return cases

    def _note(self, board: int, seat: int, cases: int, player: int | None, seconds: float | None) -> None:
        week = self.boards.week[board]
        self.boards.order(board, seat, week, cases, person=player is not None, seconds=seconds)
        self.journal.write(DECISION, board, seat, week, cases, player, seconds)
        self._changed(board)

    def advance(self) -> None:
        """Close the weeks for which all people have ordered."""
        running = [board for board in self.in_play if not self.boards.over(board)]
        if self.settings["phase"] != OPEN:
            return
        ready = [board for board in running if not self.missing(board)]
        if self.settings["pace"] == "board" or len(ready) == len(running):
            self.close(ready)

    def close(self, boards: Iterable[int]) -> None:
        """Close the open week of some boards; what is missing is ordered by robots, or once more."""
        for board in boards:
            week = self.boards.week[board]
            for seat in range(len(SEATS)):
                if self.boards.ordered(board, seat, week) is None:
                    again = (board, seat) in self.taken and self.settings["missing"] == "last"
                    cases = self.boards.last(board, seat) if again else self.boards.proposal(board, seat)
                    self._note(board, seat, cases, None, None)
            self.journal.write(CLOSING, board, week)
            self.boards.week[board] += 1
            self._opened[board] = self._clock()
            self._changed(board)

    def left(self, board: int) -> float | None:
        """Seconds until the open week of a board is closed; None without a timer."""
        timer = self.settings["timer"]
        if not timer or self.settings["phase"] != OPEN or self.boards.over(board):
            return None
        return max(timer - (self._clock() - self._opened[board]), 0.0)

    def tick(self) -> None:
        """Close the weeks whose time is over."""
        late = [board for board in self.in_play if self.left(board) == 0.0]
        self.close(late)

    # The lecturer

    def run(self, going: bool) -> None:
        """Open the game, or pause it."""
        if going and self.settings["phase"] != OPEN:
            self._opened = [self._clock()] * self.boards.count
        self.set("phase", OPEN if going else PAUSED)
        self.advance()

    def next_week(self, board: int | None = None) -> None:
        """Close the open week of a board, or of all that are furthest behind, whoever has not ordered."""
        if self.settings["phase"] == LOBBY:
            raise Refused("The game is not running now.")
        running = [one for one in self.in_play if not self.boards.over(one)]
        first = min((self.boards.week[one] for one in running), default=0)
        self.close([one for one in running if (self.boards.week[one] == first if board is None else one == board)])

    def choose(self, name: str, value: Any) -> None:
        """Change a setting of `CHOICES`."""
        if value not in CHOICES[name]:
            raise Refused(f"{name} = {value!r}: {nearest(value, CHOICES[name])}")
        self.set(name, value)
        self.advance()

    def time(self, seconds: int) -> None:
        """Set the timer of a week, seconds; 0: none. The open weeks begin anew."""
        if not 0 <= seconds <= LONGEST_TIMER:
            raise Refused(f"timer = {seconds}: must lie between 0 and {LONGEST_TIMER} (seconds)")
        self._opened = [self._clock()] * self.boards.count
        self.set("timer", seconds)

    def take_down(self, week: int, down: int) -> None:
        """Let the brewery be down for some weeks; 0: never.

        Raises:
            Refused: a board is already that far, or it is down already.
        """
        begun = max(self.boards.week)
        if self.setup.outage and begun >= self.setup.outage:
            raise Refused("The brewery is down already.")
        if week and week <= begun and self.settings["phase"] != LOBBY:
            raise Refused("Choose a week that no board has open yet.")
        self._set_up(replace(self.setup, outage=week, down=down))
        self.boards.changed(self.setup)

    def share(self, shared: str) -> None:
        """Change what players see beside their own, one of `SHARED`."""
        if shared not in SHARED:
            raise Refused(f"shared = {shared!r}: {nearest(shared, SHARED)}")
        self._set_up(replace(self.setup, shared=shared))
        self.boards.changed(self.setup)

    def prepare(self, boards: int, **changes: Any) -> None:
        """Change the setup and the number of boards before the game is opened.

        Raises:
            InputError: a value is wrong, somebody sits at a board that would go, or the game has been opened.
        """
        if self.settings["phase"] != LOBBY:
            raise Refused("The game has been opened; begin a new one.")
        if not 1 <= boards <= MOST_BOARDS:
            raise Refused(f"boards = {boards}: must lie between 1 and {MOST_BOARDS}")
        if any(board >= boards for board, _ in self.taken):
            raise Refused("Somebody sits at a board that would go.")
        self._set_up(replace(self.setup, **changes))
        self.set("boards", boards)
        self._new_boards()

    def _set_up(self, setup: Setup) -> None:
        self.setup = setup
        self.set("setup", asdict(setup))

    def let_play(self, name: str, board: int | None = None, seat: int | None = None) -> None:
        """Choose the robot of a seat, or of all seats that are not named."""
        if name != CLASS_MEAN:
            robot(name, self.setup)
        boards = range(self.boards.count) if board is None else [board]
        places = [(b, s) for b in boards for s in (range(len(SEATS)) if seat is None else [seat])]
        for place in places:
            self.boards.let_play(*place, name)
        self.set("robots", self.settings["robots"] | {f"{b}/{s}": name for b, s in places})

    def records(self) -> pd.DataFrame:
        """Records of all closed weeks; players are numbers, or the names that they gave."""
        names = {
            (board + 1, SEATS[seat]): self.players[number].name or f"player {number}"
            for (board, seat), number in self.taken.items()
        }
        played = [board for board in range(self.boards.count) if self.boards.week[board] > 1]
        return self.boards.records(played, names)


ROBOT_NAMES = (*ROBOTS, CLASS_MEAN)
"""Robots that the console offers."""
