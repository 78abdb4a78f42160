"""Settings of a game: choices of the lecturer, and the codes, kept in the journal."""

from collections import UserDict
from dataclasses import asdict
from typing import Any

from jitagents.beer_game.changes import Changes
from jitagents.beer_game.codes import new_code, new_key
from jitagents.beer_game.journal import Journal
from jitagents.beer_game.setup import Setup
from jitagents.translation import LANGUAGES

LOBBY, OPEN, PAUSED = "lobby", "open", "paused"
MOST_BOARDS = 50
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


class Settings(UserDict[str, Any]):
    """Settings by name, as in `DEFAULTS`; also `code`, `key` of the console, `secret` of cookies, `setup`.

    What is set is in the journal, and all boards are told.

    Args:
        journal: of the game; settings that are in it go on.
        changes: of the game.
        fresh: settings of a new game, in the place of the defaults.
    """

    def __init__(self, journal: Journal, changes: Changes, **fresh: Any) -> None:
        super().__init__()
        self.data, self._journal, self._changes = journal.settings(), journal, changes
        if not self.data:
            codes = {"code": new_code(), "key": new_key(), "secret": new_key()}
            self.update(DEFAULTS | fresh | {"setup": asdict(Setup())} | codes)

    def __setitem__(self, name: str, value: Any) -> None:
        self.data[name] = value
        self._journal.set(name, value)
        self._changes.note(None, *range(self.data.get("boards", 0)))
