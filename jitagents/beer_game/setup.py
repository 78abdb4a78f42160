"""Setup of a game: the customers, the delays, what players see, a crisis, and how long it lasts."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import numpy as np

from jitagents.beer_game.customers import CUSTOMERS, Customers
from jitagents.beer_game.refusal import Refused
from jitagents.config import composed, plain
from jitagents.crises import Disruption, Shock
from jitagents.network import Network
from jitagents.parameters import Parameters, param
from jitagents.scenario.setup import network_of

SEATS = ("retailer", "wholesaler", "distributor", "factory")
"""Seats of a board, from the customers upstream."""
SHARED = ("orders", "sales", "stocks")
"""Information of players beside their own: nothing, the customers' orders, or also the stocks of all seats."""
DELAYS = ("standard", "halved")
LONGEST = 200
"""Weeks of a game at most."""


@dataclass(frozen=True)
class Setup(Parameters):
    """Setup of a beer game; the defaults are those of the board.

    Source:
        Sterman 1989, Management Science 35(3); the customers `uniform` and the stocks in sight: Croson & Donohue 2006,
        Management Science 52(3); the customers `normal`: Chen & Samroengraja 2000, Production and Operations
        Management 9(1), scaled to the 4 cases a week of the board.
    """

    customers: str = param("step", "", "what customers order", choices=tuple(CUSTOMERS))
    shared: str = param("orders", "", "what players see beside their own", choices=SHARED)
    delays: str = param("standard", "", "of orders and goods; halved ones are rounded up", choices=DELAYS)
    weeks: int = param(36, "weeks", "that are played", low=1, high=LONGEST)
    announced: int = param(50, "weeks", "that players are told of, lest they empty their stocks", low=1, high=LONGEST)
    outage: int = param(0, "week", "first week in which the brewery is down; 0: never", low=0, high=LONGEST)
    down: int = param(3, "weeks", "for which it is", low=1, high=LONGEST)
    seed: int = param(0, "", "of the customers that are drawn: all boards of a game have the same", low=0)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.announced < self.weeks:
            raise Refused(
                "{name} = {value}: must be {weeks} or more, the weeks that are played.",
                name="announced", value=self.announced, weeks=self.weeks,
            )  # fmt: skip

    @property
    def network(self) -> Network:
        """The chain of four, with its delays."""
        return _chain(self.delays == "halved")

    @property
    def law(self) -> Customers:
        """Customers of every week: the same on all boards."""
        return _law(self.customers, self.weeks, self.seed)

    @property
    def crisis(self) -> dict[str, Disruption]:
        """The brewery that starts and finishes nothing, and goes on shipping from stock."""
        if not self.outage:
            return {}
        return {"brewery": Shock({"name": SEATS[-1]}, "production", 1.0, start=self.outage, duration=self.down)}

    def delay(self, seat: str) -> int:
        """Weeks from an order to its receipt, if the seller has stock."""
        return _delays(self.delays == "halved")[seat]

    def costs(self) -> tuple[float, float]:
        """Cost of a case in stock and of a case owed, each a week."""
        first = self.network.agents.iloc[0]
        return float(first["holding_cost"]), float(first["backorder_cost"])


@lru_cache(maxsize=2)
def _chain(halved: bool) -> Network:
    network = network_of(plain(composed(["network=beer_game"])))
    if not halved:
        return network
    agents, lanes = network.agents.copy(), network.lanes.copy()
    agents["lead_time"] = np.ceil(agents["lead_time"] / 2)
    for name in ("lead_time", "order_delay"):
        lanes[name] = [ceil(weeks / 2) for weeks in lanes[name]]
    return Network.of(agents, lanes, name=f"{network.name}, halved delays", source=network.source)


@lru_cache(maxsize=2)
def _delays(halved: bool) -> dict[str, int]:
    network = _chain(halved)
    lanes = network.lanes["lead_time"] + network.lanes["order_delay"]
    delays = dict(zip(network.lanes["buyer"], lanes, strict=True))
    brewing = dict(zip(network.agents["name"], network.agents["lead_time"], strict=True))[SEATS[-1]]
    return {str(seat): int(weeks) for seat, weeks in (delays | {SEATS[-1]: brewing}).items()}


_law = lru_cache(maxsize=8)(Customers.of)
