"""The beer game: a board that people and ordering rules play week by week on the simulator's own engine."""

from jitagents.beer_game.board import Board, View
from jitagents.beer_game.play import Chain, Weeks, play
from jitagents.beer_game.record import COLUMNS, read_records, records_of, write_records
from jitagents.beer_game.robots import ROBOTS, robot
from jitagents.beer_game.setup import SEATS, Setup

__all__ = [
    "COLUMNS", "ROBOTS", "SEATS", "Board", "Chain", "Setup", "View", "Weeks", "play", "read_records", "records_of",
    "robot", "write_records",
]  # fmt: skip
