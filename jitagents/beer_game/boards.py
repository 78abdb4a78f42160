"""The boards of a game: the orders that were given, the week that each has open, and what its seats see."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from jitagents.beer_game.board import View
from jitagents.beer_game.play import Chain, Weeks
from jitagents.beer_game.record import COLUMNS, records_of
from jitagents.beer_game.robots import robot
from jitagents.beer_game.setup import SEATS, Setup

CLASS_MEAN = "class_mean"
"""Robot that orders what the people in its seat on other boards order this week in the mean."""
FALLBACK = "sterman"
"""Robot that decides while nobody else in the class has ordered."""


class Boards:
    """Boards side by side, each at a week of its own.

    Args:
        setup: of the game.
        count: of boards.
        robots: names of those that are not `FALLBACK`, by `board/seat`, both from 0.

    Attributes:
        given: orders, cases `(weeks, seats, boards)`, NaN where there is none yet.
        player: number of the person who gave each, 0 where a robot did; as `given`.
        seconds: that people took, NaN where nobody did; as `given`.
        week: the week that each board has open; one more than those of the setup when its game is over.
        robots: name of the robot of each seat of each board.
    """

    def __init__(self, setup: Setup, count: int, robots: Mapping[str, str] | None = None) -> None:
        self.begin(setup, count, robots or {})

    def begin(self, setup: Setup, count: int, robots: Mapping[str, str]) -> None:
        """Begin with the first week of a setup."""
        shape = (setup.weeks, len(SEATS), count)
        self.setup, self.count = setup, count
        self.given, self.seconds = np.full(shape, np.nan), np.full(shape, np.nan)
        self.player = np.zeros(shape, dtype=np.int64)
        self.week = [1] * count
        self.robots = [[FALLBACK] * len(SEATS) for _ in range(count)]
        self._chains: dict[tuple[str, ...], Chain] = {}
        self._shown: dict[int, tuple[int, Weeks, int]] = {}
        for place, name in robots.items():
            board, seat = map(int, place.split("/"))
            if board < count:
                self.robots[board][seat] = name

    def changed(self, setup: Setup) -> None:
        """Go on with another setup: of the same weeks, and the same until the open ones."""
        self.setup = setup
        self._chains, self._shown = {}, {}

    def let_play(self, board: int, seat: int, name: str) -> None:
        """Give a seat another robot."""
        self.robots[board][seat] = name
        self._shown.pop(board, None)

    def over(self, board: int) -> bool:
        """Whether a board has played all weeks."""
        return self.week[board] > self.setup.weeks

    def ordered(self, board: int, seat: int, week: int) -> int | None:
        """The order of a seat in a week; None if there is none yet."""
        cases = self.given[week - 1, seat, board]
        return None if np.isnan(cases) else int(cases)

    def order(self, board: int, seat: int, week: int, cases: int, *, player: int | None, seconds: float | None) -> None:
        """Note an order of a player, or of a robot, which has no number and takes no time."""
        place = (week - 1, seat, board)
        self.given[place], self.player[place] = cases, player or 0
        self.seconds[place] = np.nan if seconds is None else seconds

    def proposal(self, board: int, seat: int) -> int:
        """The order that the robot of a seat gives in the open week."""
        week = self.week[board] - 1
        if self.robots[board][seat] == CLASS_MEAN:
            others = self.given[week, seat, self.player[week, seat] > 0]
            if len(others):
                return int(np.rint(others.mean()))
        weeks, place = self.shown(board)
        return int(weeks.order[week, seat, place])

    def last(self, board: int, seat: int) -> int:
        """The last order of a seat; before its first one what customers order."""
        week = self.week[board] - 1
        return int(self.given[week - 1, seat, board]) if week else round(self.setup.law.mean)

    def view(self, board: int, seat: int) -> View:
        """View of a seat in the open week; of a game that is over: in the last one."""
        weeks, place = self.shown(board)
        return View.of(weeks, min(self.week[board], self.setup.weeks), SEATS[seat], place)

    def shown(self, board: int) -> tuple[Weeks, int]:
        """The weeks of a board up to the open one, and its place among the boards that were played with it."""
        known = self._shown.get(board)
        if known is None or known[0] != self.week[board]:
            self._play(tuple(self.robots[board]))
        _, weeks, place = self._shown[board]
        return weeks, place

    def _play(self, robots: tuple[str, ...]) -> None:
        """Play all boards with the same robots side by side."""
        alike = [board for board in range(self.count) if tuple(self.robots[board]) == robots]
        chain = self._chains.get(robots)
        if chain is None or chain.boards != tuple(alike):
            named = [FALLBACK if name == CLASS_MEAN else name for name in robots]
            rules = {seat: robot(name, self.setup) for seat, name in zip(SEATS, named, strict=True)}
            chain = self._chains[robots] = Chain(self.setup, rules, alike)
        closed = np.arange(self.setup.weeks)[:, None] < np.array(self.week)[alike] - 1
        given = np.where(closed[:, None, :], self.given[..., alike], np.nan)
        weeks = chain.play(given, min(max(self.week[board] for board in alike), self.setup.weeks))
        self._shown |= {board: (self.week[board], weeks, place) for place, board in enumerate(alike)}

    def records(self, boards: Sequence[int], names: Mapping[int, str]) -> pd.DataFrame:
        """Records of the weeks that some boards have closed; boards are numbered from 1.

        Args:
            boards: places of the boards.
            names: of the players, by number.
        """
        parts = []
        named = np.array(["", *(names.get(number, "") for number in range(1, max(names, default=0) + 1))], dtype=object)
        for board in boards:
            weeks, place = self.shown(board)
            player = self.player[: len(weeks.order), :, [board]]
            alone = Weeks(**{name: column[..., [place]] for name, column in vars(weeks).items()})
            parts.append(
                records_of(
                    alone, [board + 1], played=[self.week[board] - 1], people=player > 0,
                    seconds=self.seconds[: len(player), :, [board]], players=named[player],
                )
            )  # fmt: skip
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))
