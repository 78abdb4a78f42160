"""The lecturer's acts: open and pause, close weeks, change what is played and what is seen."""

from dataclasses import asdict, replace
from typing import Any

from jitagents.beer_game.boards import CLASS_MEAN, Boards
from jitagents.beer_game.refusal import Refused, known, within
from jitagents.beer_game.robots import ROBOTS, robot
from jitagents.beer_game.seats import Seats
from jitagents.beer_game.settings import CHOICES, LOBBY, MOST_BOARDS, OPEN, PAUSED, Settings
from jitagents.beer_game.setup import SEATS, SHARED, Setup
from jitagents.beer_game.turns import Turns
from jitagents.config_directory import choices

LONGEST_TIMER = 3600
"""Seconds."""
ROBOT_NAMES = (*ROBOTS, CLASS_MEAN)
"""Robots that the console offers beside the choices of `ordering`."""


class Lecturer:
    """Acts of the lecturer.

    Args:
        settings, boards, seats, turns: of the game.
    """

    def __init__(self, settings: Settings, boards: Boards, seats: Seats, turns: Turns) -> None:
        self._settings, self._boards, self._seats, self._turns = settings, boards, seats, turns

    def run(self, going: bool) -> None:
        """Open the game, or pause it."""
        if going and self._settings["phase"] != OPEN:
            self._turns.begin_anew()
        self._settings["phase"] = OPEN if going else PAUSED
        self._turns.advance()

    def next_week(self, board: int | None = None) -> None:
        """Close the open week of a board, or of all that are furthest behind, whoever has not ordered."""
        if self._settings["phase"] == LOBBY:
            raise Refused("The game is not running now.")
        running, week = self._turns.running, self._boards.week
        first = min((week[one] for one in running), default=0)
        self._turns.close([one for one in running if (week[one] == first if board is None else one == board)])

    def choose(self, name: str, value: Any) -> None:
        """Change a setting of `CHOICES`."""
        self._settings[name] = known(name, value, CHOICES[name])
        self._turns.advance()

    def time(self, seconds: int) -> None:
        """Set the timer of a week, seconds; 0: none. The open weeks begin anew."""
        self._settings["timer"] = within("timer", seconds, 0, LONGEST_TIMER)
        self._turns.begin_anew()

    def take_down(self, week: int, down: int) -> None:
        """Let the brewery be down for some weeks; 0: never.

        Raises:
            Refused: a board is already that far, or it is down already.
        """
        begun, setup = max(self._boards.week), self._boards.setup
        if setup.outage and begun >= setup.outage:
            raise Refused("The brewery is down already.")
        if week and week <= begun and self._settings["phase"] != LOBBY:
            raise Refused("Choose a week that no board has open yet.")
        self._go_on(replace(setup, outage=week, down=down))

    def share(self, shared: str) -> None:
        """Change what players see beside their own, one of `SHARED`."""
        self._go_on(replace(self._boards.setup, shared=known("shared", shared, SHARED)))

    def _go_on(self, setup: Setup) -> None:
        self._boards.changed(setup)
        self._settings["setup"] = asdict(setup)

    def prepare(self, boards: int, **changes: Any) -> None:
        """Change the setup and the number of boards before the game is opened.

        Raises:
            InputError: a value is wrong, somebody sits at a board that would go, or the game has been opened.
        """
        if self._settings["phase"] != LOBBY:
            raise Refused("The game has been opened; begin a new one.")
        within("boards", boards, 1, MOST_BOARDS)
        if any(board >= boards for board, _ in self._seats.taken):
            raise Refused("Somebody sits at a board that would go.")
        setup = replace(self._boards.setup, **changes)
        self._boards.begin(setup, boards, self._settings["robots"])
        self._settings["setup"] = asdict(setup)
        self._settings["boards"] = boards
        self._turns.begin_anew()

    def let_play(self, name: str, board: int | None = None, seat: int | None = None) -> None:
        """Choose the robot of a seat, or of all seats that are not named."""
        if known("robot", name, (*ROBOT_NAMES, *choices("ordering"))) != CLASS_MEAN:
            robot(name, self._boards.setup)
        boards = range(self._boards.count) if board is None else [board]
        places = [(b, s) for b in boards for s in (range(len(SEATS)) if seat is None else [seat])]
        for place in places:
            self._boards.let_play(*place, name)
        self._settings["robots"] = self._settings["robots"] | {f"{b}/{s}": name for b, s in places}

    def release(self, board: int, seat: int) -> None:
        """Take a person out of a seat, whose robot goes on."""
        self._seats.release(board, seat)
        self._turns.advance()
