"""Room: the game that is played in a directory, those that were played there before, and who listens to its news."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jitagents.beer_game.game import LOBBY, Game
from jitagents.beer_game.journal import PLAYER, Journal
from jitagents.beer_game.record import write_records
from jitagents.beer_game.setup import SEATS
from jitagents.errors import InputError

FILES = "game-*.sqlite"
KEPT = ("language", "boards", "pace", "missing", "timer", "robots", "code", "key", "secret")
"""Settings that a new game takes over from the one before it."""


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
        self._listeners: dict[Any, Callable[[], dict[str, object]]] = {}
        self._told: dict[Any, dict[str, object]] = {}

    def _path(self, number: int) -> Path:
        return self.directory / f"game-{number:03}.sqlite"

    def new_game(self) -> None:
        """Keep the records of the game as a file, and begin another one with the same people in the same seats."""
        before = self.game
        write_records(before.records(), self.directory / f"records-{self.number:03}.csv")
        journal = Journal(self._path(self.number + 1))
        for name in KEPT:
            journal.set(name, before.settings[name])
        for name, value in (("phase", LOBBY), ("revealed", False), ("setup", before.settings["setup"] | {"strike": 0})):
            journal.set(name, value)
        for player in before.players.values():
            journal.write(PLAYER, player.number, player.word, player.name, player.board, player.seat)
        journal.flush()
        before.journal.close()
        self.game, self.number = Game(journal), self.number + 1

    def listen(self, listener: Any, status: Callable[[], dict[str, object]]) -> None:
        """Tell a listener, which has a method `tell`, each change of its status."""
        self._listeners[listener] = status

    def leave(self, listener: Any) -> None:
        """Tell a listener nothing more."""
        self._listeners.pop(listener, None)
        self._told.pop(listener, None)

    def tell(self) -> None:
        """Tell listeners whose status has changed."""
        for listener, status in list(self._listeners.items()):
            now = status()
            if self._told.get(listener) != now:
                self._told[listener] = now
                listener.tell(now)

    def of_seat(self, board: int | None, seat: int | None) -> dict[str, object]:
        """Status of a seat: a key that changes when there is something new to be seen, and whom the board waits for."""
        game = self.game
        shown = [self.number, *(game.settings[name] for name in ("phase", "language", "timer", "revealed"))]
        if board is None or seat is None:
            return {"key": f"{shown}", "waiting": []}
        missing = game.missing(board)
        key = [*shown, game.boards.week[board], seat in missing, game.setup.shared]
        return {"key": f"{key}", "waiting": [SEATS[one] for one in missing]}

    def of_class(self) -> dict[str, object]:
        """Status of the whole class."""
        return {"key": f"{self.number}.{self.game.version}", "waiting": []}
