"""Play: all weeks of many boards side by side, from the orders that were given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jitagents.beer_game.robots import robot
from jitagents.beer_game.seat import Seat
from jitagents.beer_game.setup import SEATS, Setup
from jitagents.behaviours.ordering import Ordering
from jitagents.column import Array
from jitagents.model import SupplyModel
from jitagents.simulation.exemptions import Exemption
from jitagents.worlds import Worlds

COUNTED = ("stock", "backlog", "slip", "received", "supply_line", "order")


@dataclass(frozen=True)
class Weeks:
    """Weeks of boards as the seats see them when they order: arrays `(weeks, seats, boards)`, in cases.

    Attributes:
        stock: on hand, after all that can be shipped this week has been shipped.
        backlog: owed after it; stock - backlog is the net stock.
        slip: the order that came in this week; of the retailer: from the customers.
        received: goods that came in this week.
        supply_line: ordered and not yet received, before this week's order.
        order: of this week.
        cost: of this week, dollars.
    """

    stock: Array
    backlog: Array
    slip: Array
    received: Array
    supply_line: Array
    order: Array
    cost: Array

    @property
    def net_stock(self) -> Array:
        """Stock less backlog."""
        return self.stock - self.backlog


class Chain:
    """The chain of four on boards side by side, which can be played again and again with other orders.

    Args:
        setup: of the game.
        rules: by seat; a seat without one orders as people do in the mean (Sterman 1989).
        boards: their numbers, by which rules with chance draw.
    """

    def __init__(self, setup: Setup, rules: Mapping[str, Ordering] | None = None, boards: Sequence[int] = (0,)) -> None:
        self.setup, self.boards = setup, tuple(boards)
        self._given = np.full((len(SEATS), setup.weeks, 1, len(boards)), np.nan)
        taken = {seat: (rules or {}).get(seat) or robot("sterman", setup) for seat in SEATS}
        self._model = SupplyModel(
            setup.network,
            worlds=Worlds(self.boards, entropy=setup.seed),
            demand=setup.law,
            crisis=setup.crisis,
            exemptions=[
                Exemption({"name": seat}, ordering=Seat(rule, given))
                for (seat, rule), given in zip(taken.items(), self._given, strict=True)
            ],
        )
        self._start = self._model.repeat(range(len(boards)))
        self._rows = [self._model.by_name[seat].row for seat in SEATS]

    def play(self, given: Array | None = None, weeks: int | None = None) -> Weeks:
        """Play the boards from the first week on.

        Args:
            given: orders of people, cases `(weeks, seats, boards)`, NaN where the rule of the seat decides. Where a
                board is still being played, its first week without orders shows what its people see, and the orders
                that the rules would give.
            weeks: to be played; None: all of the setup.
        """
        length, model, rows = weeks or self.setup.weeks, self._model, self._rows
        self._given[...] = np.nan
        if given is not None:
            self._given[:, : len(given[:length]), 0] = given[:length].swapaxes(0, 1)
        model.continue_from(self._start, range(len(self.boards)))
        told = {name: np.empty((length, len(SEATS), len(self.boards))) for name in COUNTED}
        for week in range(length):
            model.step()
            points = model.points
            order = points["order"][rows]
            shown = (points["stock"][rows], points["owed"][rows], points["demand"][rows], model.received[rows])
            line = points["on_order"][rows] - order
            for name, cases in zip(COUNTED, (*shown, line, order), strict=True):
                told[name][week] = cases
        holding, owing = self.setup.costs()
        return Weeks(**told, cost=holding * told["stock"] + owing * told["backlog"])


def play(setup: Setup, rules: Mapping[str, Ordering] | None = None, given: Array | None = None) -> Weeks:
    """Play boards of the same setup and rules once: as many as there are in `given` (`Chain.play`), else one."""
    return Chain(setup, rules, range(1 if given is None else given.shape[-1])).play(given)
