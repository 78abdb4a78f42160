"""Room: the game that is played in a directory, those that were played there before, and who listens to its news."""

from pathlib import Path
from typing import Protocol

from jitagents.beer_game.game import Game
from jitagents.beer_game.journal import PLAYER, Journal
from jitagents.beer_game.record import write_records
from jitagents.beer_game.settings import LOBBY
from jitagents.beer_game.setup import SEATS
from jitagents.errors import InputError

FILES = "game-*.sqlite"
KEPT = ("language", "boards", "pace", "missing", "timer", "robots", "code", "key", "secret")
"""Settings that a new game takes over from the one before it."""


class Listener(Protocol):
    """Somebody who is told of changes."""

    def tell(self, status: dict[str, object], /) -> None:
        """Take a status."""

    def __hash__(self) -> int:
        """Tell it from others."""
        ...


class Room:
    """The games of a directory, the last of which is played.

    Args:
        directory: is made if there is none.
        boards, language: of the first game.

    Raises:
        InputError: the directory cannot be used, or another server uses it.
    """

    def __init__(self, directory: Path, *, boards: int = 1, language: str = "en") -> None:
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"{directory}: {error.strerror}") from error
        self.directory = directory
        played = sorted(directory.glob(FILES))
        self.game = Game(Journal(played[-1] if played else self._path(1)), boards=boards, language=language)
        self.number = max(len(played), 1)
        self._listeners: dict[Listener, int | None] = {}
        self._told: dict[Listener, dict[str, object]] = {}

    def _path(self, number: int) -> Path:
        return self.directory / f"game-{number:03}.sqlite"

    def new_game(self) -> None:
        """Keep the records of the game as a file, and begin another one with the same people in the same seats."""
        before = self.game
        write_records(before.records, self.directory / f"records-{self.number:03}.csv")
        if len(before.believed):
            write_records(before.believed, self.directory / f"believed-{self.number:03}.csv")
        journal = Journal(self._path(self.number + 1))
        for name in KEPT:
            journal.set(name, before.settings[name])
        for name, value in (("phase", LOBBY), ("revealed", False), ("setup", before.settings["setup"] | {"outage": 0})):
            journal.set(name, value)
        for player in before.seats.players.values():
            journal.write(PLAYER, player.number, player.word, player.name, player.board, player.seat)
        journal.flush()
        before.journal.close()
        self.game, self.number = Game(journal), self.number + 1
        self.game.changes.note(None, *range(self.game.boards.count))

    def listen(self, listener: Listener, number: int | None) -> None:
        """Tell a listener each change of a player's status, or of the class's where there is no number."""
        self._listeners[listener] = number
        self._tell(listener, number)

    def leave(self, listener: Listener) -> None:
        """Tell a listener nothing more."""
        self._listeners.pop(listener, None)
        self._told.pop(listener, None)

    def tell(self) -> None:
        """Tell the players of boards on which something has changed."""
        news = self.game.changes.take()
        for listener, number in list(self._listeners.items()):
            if number is not None and self.game.seats.players[number].board in news:
                self._tell(listener, number)

    def tell_class(self) -> None:
        """Tell those who look at the whole class; to be called now and then, since something always changes."""
        for listener, number in list(self._listeners.items()):
            if number is None:
                self._tell(listener, number)

    def _tell(self, listener: Listener, number: int | None) -> None:
        status = self.of_class() if number is None else self.of_player(number)
        if self._told.get(listener) != status:
            self._told[listener] = status
            listener.tell(status)

    def of_player(self, number: int) -> dict[str, object]:
        """Status of a player."""
        player = self.game.seats.players[number]
        return self.of_seat(player.board, player.seat)

    def of_seat(self, board: int | None, seat: int | None) -> dict[str, object]:
        """Status of a seat: a key that changes when there is something new to be seen, and whom the board waits for."""
        game = self.game
        shown = [self.number, *(game.settings[name] for name in ("phase", "language", "timer", "revealed"))]
        if board is None or seat is None:
            return {"key": f"{shown}", "waiting": []}
        missing = game.turns.missing(board)
        told = game.beliefs.told(board, seat)
        key = [*shown, game.boards.week[board], seat in missing, game.setup.shared, *told.values()]
        return {"key": f"{key}", "waiting": [SEATS[one] for one in missing]}

    def of_class(self) -> dict[str, object]:
        """Status of the whole class."""
        return {"key": f"{self.number}.{self.game.changes.version}", "waiting": []}
