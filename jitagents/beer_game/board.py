"""A board: a chain of four whose seats are taken by people and by rules, week by week."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from jitagents.beer_game.play import Chain, Weeks
from jitagents.beer_game.record import records_of
from jitagents.beer_game.setup import SEATS, Setup
from jitagents.behaviours.ordering import Ordering
from jitagents.column import Array
from jitagents.errors import InputError, nearest

LARGEST = 999
"""Cases of an order at most."""


@dataclass(frozen=True)
class View:
    """View of a seat of a week before it orders; cases and dollars.

    Attributes:
        week: that is open.
        stock, backlog: after all that could be shipped has been shipped.
        slip: the order that came in.
        received: goods that came in.
        supply_line: ordered and not yet received.
        cost: of all weeks so far, this one too.
    """

    week: int
    stock: int
    backlog: int
    slip: int
    received: int
    supply_line: int
    cost: float

    @classmethod
    def of(cls, weeks: Weeks, week: int, seat: str, board: int = 0) -> "View":
        """The view of a seat in a week of a board."""
        place = (week - 1, SEATS.index(seat), board)
        names = ("stock", "backlog", "slip", "received", "supply_line")
        cost = float(weeks.cost[:week, place[1], board].sum())
        return cls(week, **{name: int(getattr(weeks, name)[place]) for name in names}, cost=cost)


class Board:
    """A board that is played week by week; its state is the list of orders, from which it is replayed.

    Args:
        setup: of the game.
        rules: by seat; the other seats are taken by people.

    Attributes:
        given: orders that were given, cases `(weeks, seats)`, NaN where there is none yet.
        week: that is open; one more than the weeks of the setup when the game is over.
    """

    def __init__(self, setup: Setup | None = None, rules: Mapping[str, Ordering] | None = None) -> None:
        self.setup, self.rules = setup or Setup(), dict(rules or {})
        if unknown := [seat for seat in self.rules if seat not in SEATS]:
            raise InputError(*(f"there is no seat {seat!r}; {nearest(seat, SEATS)}" for seat in unknown))
        self.people = tuple(seat for seat in SEATS if seat not in self.rules)
        self.given = np.full((self.setup.weeks, len(SEATS)), np.nan)
        self.week = 1 if self.people else self.setup.weeks + 1

    @property
    def over(self) -> bool:
        """Whether all weeks have been played."""
        return self.week > self.setup.weeks

    @cached_property
    def weeks(self) -> Weeks:
        """Weeks up to the open one, which shows what people see now."""
        return self._chain.play(self.given[..., None], min(self.week, self.setup.weeks))

    @cached_property
    def _chain(self) -> Chain:
        return Chain(self.setup, self.rules)

    def view(self, seat: str) -> View:
        """View of a seat now; of a game that is over: of its last week."""
        return View.of(self.weeks, min(self.week, self.setup.weeks), seat)

    def order(self, seat: str, units: Any) -> None:
        """Give the order of a person for the open week; the week closes when all people have ordered.

        Raises:
            InputError: the game is over, a rule has the seat or it has ordered, or this is no whole number of cases.
        """
        cases = checked_order(units)
        if self.over:
            raise InputError(f"the game is over after {self.setup.weeks} weeks")
        if seat not in self.people:
            raise InputError(f"no person has the seat {seat!r}; {nearest(seat, self.people)}")
        place = (self.week - 1, SEATS.index(seat))
        if not np.isnan(self.given[place]):
            raise InputError(f"the {seat} has ordered {self.given[place]:g} in week {self.week}; an order stands")
        self.given[place] = cases
        if not np.isnan(self.given[self.week - 1, [SEATS.index(one) for one in self.people]]).any():
            self.week += 1
            vars(self).pop("weeks", None)

    @property
    def by_people(self) -> Array:
        """Whether a person gave each order `(weeks, seats)`."""
        return ~np.isnan(self.given)

    @property
    def records(self) -> pd.DataFrame:
        """Records of the weeks that are closed, columns as in `record.COLUMNS`."""
        people = self.by_people[: len(self.weeks.order), :, None]
        return records_of(self.weeks, ["1"], played=[self.week - 1], people=people)


def checked_order(units: Any) -> int:
    """The cases of an order.

    Raises:
        InputError: it is no whole number from 0 to `LARGEST`.
    """
    text = str(units).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))):
        raise InputError(f"an order of {text[:20]!r}: must be a whole number of cases from 0 to {LARGEST}")
    return int(text)
