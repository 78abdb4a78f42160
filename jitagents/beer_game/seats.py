"""Seats: the people who play, where each sits, and how each comes and goes."""

from dataclasses import dataclass

from jitagents.beer_game.boards import Boards
from jitagents.beer_game.changes import Changes
from jitagents.beer_game.codes import new_word, same
from jitagents.beer_game.journal import PLAYER, Journal
from jitagents.beer_game.refusal import Refused
from jitagents.beer_game.setup import SEATS

NAME = 24
"""Letters of a name at most."""


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


class Seats:
    """The seats of all boards, and who sits there.

    Args:
        journal: whose players take their seats again.
        boards: of the game.
        changes: of the game.

    Attributes:
        players: by number.
        taken: number of the player at a board and seat.
    """

    def __init__(self, journal: Journal, boards: Boards, changes: Changes) -> None:
        self._journal, self._boards, self._changes = journal, boards, changes
        self.players: dict[int, Player] = {}
        self.taken: dict[tuple[int, int], int] = {}
        for row in journal.rows("player"):
            self._seat(Player(*row))

    @property
    def in_play(self) -> list[int]:
        """Boards at which somebody sits, in their order; robots alone do not play."""
        return sorted({board for board, _ in self.taken})

    @property
    def free(self) -> list[tuple[int, int]]:
        """Seats without a person, on boards that are not over."""
        places = [(board, seat) for board in range(self._boards.count) for seat in range(len(SEATS))]
        return [place for place in places if place not in self.taken and not self._boards.over(place[0])]

    @property
    def names(self) -> dict[int, str]:
        """Names of all who have ever had a seat, by number: those that they gave, or `player 3`."""
        return {number: player.name or f"player {number}" for number, player in self.players.items()}

    def join(self, name: str = "", place: tuple[int, int] | None = None) -> Player:
        """Give a person a seat: the one that is asked for, else the first free one.

        Raises:
            Refused: the seat is taken, or none is free.
        """
        free = self.free
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

    def come_back(self, word: str) -> Player | None:
        """The player of a word; None if there is none."""
        found = [player for player in self.players.values() if same(word, player.word)]
        return found[0] if found else None

    def release(self, board: int, seat: int) -> None:
        """Take a person out of a seat.

        Raises:
            Refused: nobody sits there.
        """
        if (board, seat) not in self.taken:
            raise Refused("Nobody sits there.")
        player = self.players[self.taken.pop((board, seat))]
        player.board = player.seat = None
        self._keep(player)
        self._changes.note(board)

    def _keep(self, player: Player) -> None:
        self._journal.write(PLAYER, player.number, player.word, player.name, player.board, player.seat)
        self._changes.note(player.board)

    def _seat(self, player: Player) -> None:
        self.players[player.number] = player
        if player.board is not None and player.seat is not None:
            self.taken[player.board, player.seat] = player.number
