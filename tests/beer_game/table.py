"""The board as a table with boxes and slips, written from the rules of the game."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

COUNTED = ("stock", "backlog", "slip", "received", "supply_line", "order")


@dataclass
class Player:
    """One seat: goods in boxes and order slips on their way, the nearest first."""

    boxes: list[int]
    slips: list[int]
    stock: int = 12
    backlog: int = 0
    slip: int = 0
    received: int = 0
    order: int = 0
    supply_line: int = 0
    ordered: int = 0
    got: int = 0
    waiting: int = 0
    to_brew: int = 0

    def told(self) -> tuple[int, ...]:
        return tuple(getattr(self, name) for name in COUNTED)


@dataclass
class Table:
    """A board that is played by hand.

    Attributes:
        mail, lorry, brewing: weeks of delay.
        down: weeks in which the brewery starts and finishes nothing.
    """

    mail: int = 2
    lorry: int = 2
    brewing: int = 3
    down: Sequence[int] = ()
    players: list[Player] = field(init=False)

    def __post_init__(self) -> None:
        self.players = [Player([4] * self.lorry, [4] * self.mail) for _ in range(3)]
        self.players.append(Player([4] * self.brewing, []))
        for player in self.players:
            player.ordered = sum(player.boxes) + sum(player.slips)

    def play(self, week: int, customers: int, orders: Sequence[int] | None) -> list[tuple[int, ...]]:
        """One week: receive, look at the slip, fill, order (None: what was ordered from one)."""
        players, down = self.players, week in self.down
        for player in players:
            player.received = player.boxes.pop(0)
        brewery = players[-1]
        brewery.waiting += brewery.received
        brewery.received = 0 if down else brewery.waiting
        brewery.waiting -= brewery.received
        for place, player in enumerate(players):
            player.stock += player.received
            player.got += player.received
            player.supply_line = player.ordered - player.got
            player.slip = customers if place == 0 else players[place - 1].slips.pop(0)
            player.backlog += player.slip
            sent = min(player.stock, player.backlog)
            player.stock -= sent
            player.backlog -= sent
            if place:
                players[place - 1].boxes.append(sent)
            player.order = player.slip if orders is None else orders[place]
            player.ordered += player.order
        for customer, _ in pairwise(players):
            customer.slips.append(customer.order)
        brewery.to_brew += brewery.order
        brewery.boxes.append(0 if down else brewery.to_brew)
        brewery.to_brew = brewery.to_brew if down else 0
        return [player.told() for player in players]
