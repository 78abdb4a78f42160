"""Journal of a game: everything that happened, on disk before anybody is told of it."""

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from jitagents.errors import InputError

TABLES = """
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS player (
    number INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, name TEXT NOT NULL, board INTEGER, seat INTEGER);
CREATE TABLE IF NOT EXISTS decision (
    board INTEGER, seat INTEGER, week INTEGER, cases INTEGER NOT NULL, player INTEGER, seconds REAL,
    PRIMARY KEY (board, seat, week)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS closing (board INTEGER, week INTEGER, PRIMARY KEY (board, week)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS belief (
    board INTEGER, seat INTEGER, week INTEGER, cases INTEGER NOT NULL, player INTEGER NOT NULL,
    PRIMARY KEY (board, seat, week)) WITHOUT ROWID;
"""
SETTING = "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
PLAYER = (
    "INSERT INTO player VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (number) DO UPDATE SET board = excluded.board, seat = excluded.seat"
)
DECISION = "INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?)"
CLOSING = "INSERT INTO closing VALUES (?, ?)"
BELIEF = (
    "INSERT INTO belief VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (board, seat, week) DO UPDATE SET cases = excluded.cases, player = excluded.player"
)


class Journal:
    """A SQLite file that is written behind the game and that answers wait for.

    What is written while the disk is busy shares the next commit, so that a class that orders all at once waits for two
    commits and not for two hundred. A decision has a key of its board, seat and week: none can be there twice.

    Args:
        path: of the file; is made if there is none.

    Raises:
        InputError: it is no such file, cannot be written, or another server has it open.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._base = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0.5)
            self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = FULL")
            self._base.executescript(f"BEGIN IMMEDIATE; {TABLES} COMMIT;")
        except sqlite3.OperationalError as error:
            why = "another server has it open" if "locked" in str(error) else str(error)
            raise InputError(f"{path}: {why}") from error
        except sqlite3.DatabaseError as error:
            raise InputError(f"{path}: is no journal of a beer game ({error})") from error
        self._thread = ThreadPoolExecutor(1, "journal")
        self._pending: list[tuple[str, tuple[Any, ...]]] = []
        self._written = self._safe = 0
        self._commit: asyncio.Future[None] | None = None

    def settings(self) -> dict[str, Any]:
        """Read the settings."""
        return {name: json.loads(value) for name, value in self._base.execute("SELECT name, value FROM setting")}

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """Read the rows of the table `player`, `decision`, `closing` or `belief`."""
        yield from self._base.execute(f"SELECT * FROM {table}")

    def write(self, statement: str, *values: Any) -> None:
        """Note a change, which is on disk when `durable` has returned."""
        self._pending.append((statement, values))
        self._written += 1

    def set(self, name: str, value: Any) -> None:
        """Note a setting."""
        self.write(SETTING, name, json.dumps(value))

    async def durable(self) -> None:
        """Wait until all that has been written by now is on disk.

        Raises:
            sqlite3.Error: the disk refuses it.
        """
        wanted = self._written
        while self._safe < wanted:
            if self._commit is None or self._commit.done():
                self._commit = asyncio.ensure_future(self._flush())
            await asyncio.shield(self._commit)

    async def _flush(self) -> None:
        batch = [*self._pending]
        await asyncio.get_running_loop().run_in_executor(self._thread, self._put, batch)
        self._put_away(batch)

    def flush(self) -> None:
        """Put all on disk now; for callers without an event loop."""
        batch = [*self._pending]
        self._thread.submit(self._put, batch).result()
        self._put_away(batch)

    def _put_away(self, batch: list[tuple[str, tuple[Any, ...]]]) -> None:
        """Forget the first changes that wait, which are on disk; those that the disk refused wait on."""
        del self._pending[: len(batch)]
        self._safe += len(batch)

    def _put(self, batch: list[tuple[str, tuple[Any, ...]]]) -> None:
        self._base.execute("BEGIN")
        try:
            for statement, values in batch:
                self._base.execute(statement, values)
            self._base.execute("COMMIT")
        except sqlite3.Error:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
            raise

    def close(self) -> None:
        """Put all on disk and close the file, which is closed even if the disk refuses."""
        try:
            self.flush()
        finally:
            self._thread.shutdown()
            self._base.close()
