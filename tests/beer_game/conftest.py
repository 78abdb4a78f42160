"""Games of tests, whose time the test sets, and which can be opened again as after a crash."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jitagents.beer_game.game import Game
from jitagents.beer_game.journal import Journal
from jitagents.beer_game.seats import Player

type Made = Callable[..., Game]


class Clock:
    """Time that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def made(tmp_path: Path, clock: Clock) -> Iterator[Made]:
    """Makes games; called again, it opens the same journal as after a crash."""
    journals: list[Journal] = []

    def make(**settings: Any) -> Game:
        for journal in journals:
            journal.close()
        journals[:] = [Journal(tmp_path / "game.sqlite")]
        return Game(journals[0], clock=clock, **settings)

    yield make
    for journal in journals:
        journal.close()


def seated(game: Game, count: int) -> list[Player]:
    players = [game.seats.join() for _ in range(count)]
    game.lecturer.run(True)
    return players


def slip(game: Game, player: Player) -> int:
    assert player.board is not None
    assert player.seat is not None
    return game.boards.view(player.board, player.seat).slip
