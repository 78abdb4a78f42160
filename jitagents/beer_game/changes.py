"""Changes of a game, by which pages learn that they must look again."""


class Changes:
    """Changes of a game.

    Attributes:
        version: goes up with every change.
        boards: with something new since somebody took it; None stands for people without a seat.
    """

    def __init__(self) -> None:
        self.version = 0
        self.boards: set[int | None] = set()

    def note(self, *boards: int | None) -> None:
        """Note that something has changed on some boards."""
        self.version += 1
        self.boards.update(boards)

    def take(self) -> set[int | None]:
        """Take the boards with something new, which are then known."""
        taken, self.boards = self.boards, set()
        return taken
