"""Boards that have been played: their records as arrays, and the rule of each player."""

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import pandas as pd

from jitagents.beer_game.debrief.deviating import Deviating
from jitagents.beer_game.debrief.estimate import PARAMETERS, Estimate, estimate
from jitagents.beer_game.debrief.orders import Orders
from jitagents.beer_game.play import Chain, Weeks
from jitagents.beer_game.record import COLUMNS, PERSON
from jitagents.beer_game.refusal import Refused
from jitagents.beer_game.setup import SEATS, Setup
from jitagents.behaviours.ordering import Ordering
from jitagents.column import Array
from jitagents.errors import InputError, nearest

FEWEST = 2
"""Weeks that a debrief needs."""


class Played:
    """Boards of one game, in the weeks that all of them have played.

    Args:
        records: a row for each decision, columns as in `record.COLUMNS`.
        setup: of the game; the replays need its customers and delays.

    Attributes:
        boards: their names, in the order of the records.
        length: weeks.
        weeks: of the boards, as the engine replays them.
        people: whether a person gave each order `(weeks, seats, boards)`.

    Raises:
        InputError: records are missing, or are not those of a game of this setup.
    """

    def __init__(self, records: pd.DataFrame, setup: Setup | None = None) -> None:
        self.records, self.setup = records, setup or Setup()
        if missing := [name for name in COLUMNS if name not in records]:
            raise InputError(*(f"records: there is no column {name!r}; {nearest(name, records)}" for name in missing))
        self.boards = tuple(pd.unique(records["board"]))
        ends = records.groupby(["board", "seat"])["week"].max()
        self.length = int(ends.min()) if len(ends) else 0
        if self.length < FEWEST or self.length > self.setup.weeks:
            raise Refused(
                "records: {length} weeks that all boards have played; must be {low} to {high}, the weeks of the setup.",
                length=self.length, low=FEWEST, high=self.setup.weeks,
            )  # fmt: skip
        given = self._array("order").astype(float)
        if np.isnan(given).any():
            week, seat, board = np.argwhere(np.isnan(given))[0]
            raise InputError(f"records: board {self.boards[board]}, {SEATS[seat]}, week {week + 1} is missing")
        self.people = self._array("by") == PERSON
        self.weeks = Chain(self.setup, None, range(len(self.boards))).play(given, self.length)
        self._check()

    def _array(self, column: str) -> Array:
        """A column of the records `(weeks, seats, boards)`."""
        wanted = pd.MultiIndex.from_product([range(1, self.length + 1), SEATS, self.boards])
        records = self.records.set_index(["week", "seat", "board"])
        if (again := records.index.duplicated()).any():
            week, seat, board = records.index[again][0]
            raise InputError(f"records: board {board}, {seat}, week {week} stands there twice")
        return records[column].reindex(wanted).to_numpy().reshape(self.length, len(SEATS), len(self.boards))

    def _check(self) -> None:
        """The engine finds what is recorded."""
        for name in ("slip", "stock", "backlog"):
            wrong = np.argwhere(self._array(name).astype(float) != getattr(self.weeks, name))
            if len(wrong):
                week, seat, board = wrong[0]
                raise InputError(
                    f"records: board {self.boards[board]}, {SEATS[seat]}, week {week + 1}: {name} is not that of a "
                    "game of this setup; state its customers, seed, delays and crisis"
                )

    @property
    def customers(self) -> Array:
        """Orders of the customers, cases `(weeks,)`."""
        return self.weeks.slip[:, 0, 0]

    @cached_property
    def estimates(self) -> dict[tuple[int, int], Estimate]:
        """Rule of each player, by the number of his seat and of his board; of a person's decisions if he made any."""
        return {
            (seat, board): estimate(self._orders(seat, board))
            for board in range(len(self.boards))
            for seat in range(len(SEATS))
        }

    def _orders(self, seat: int, board: int) -> Orders:
        weeks, people = self.weeks, self.people[:, seat, board]
        return Orders(
            net_stock=weeks.net_stock[:, seat, board],
            supply_line=weeks.supply_line[:, seat, board],
            slip=weeks.slip[:, seat, board],
            order=weeks.order[:, seat, board],
            used=people if people.any() else np.ones(self.length, bool),
            start=self.setup.law.mean,
        )

    def player(self, seat: str, *, deviating: bool = True) -> Deviating:
        """The rule of the players of a seat, a world a board.

        Args:
            seat: its name.
            deviating: with their deviations of each week, by which they order as they did in what they saw.
        """
        place, count = SEATS.index(seat), len(self.boards)
        found = [self.estimates[place, board] for board in range(count)]
        values = np.array([one.values for one in found]).T[:, None, :]
        deviations = np.zeros((self.setup.weeks, 1, count))
        if deviating:
            deviations[: self.length, 0] = np.array([one.deviations for one in found]).T
        return Deviating(**dict(zip(PARAMETERS, values, strict=True)), deviations=deviations)

    def replayed(self, rules: Mapping[str, Ordering] | None = None, setup: Setup | None = None) -> Weeks:
        """Replay the boards with other rules in some seats, or in another setup.

        All others order by their own rules and with the deviations of each week, and so answer to what they see. With
        no other rule and setup the boards are played as they were, to the case.
        """
        taken = {seat: self.player(seat) for seat in SEATS} | dict(rules or {})
        return Chain(setup or self.setup, taken, range(len(self.boards))).play(weeks=self.length)

    def costs(self, weeks: Weeks | None = None) -> pd.DataFrame:
        """Costs of boards, dollars: a row a board, a column a seat and the team."""
        costs = (weeks or self.weeks).cost.sum(axis=0).T
        table = pd.DataFrame(costs, columns=list(SEATS), index=pd.Index(self.boards, name="board"))
        return table.assign(team=table.sum(axis=1))
