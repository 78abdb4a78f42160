"""Effects: what a disruption acts on, and what it does there."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from jitagents.column import Array
from jitagents.errors import InputError, nearest
from jitagents.parameters import Number, Parameters, param

AGENTS, LANES, CARRIERS = "agents", "lanes", "carriers"
"""The table that the target of a disruption is chosen from."""
ANY, BUYER, SELLER, MAKER, RECEIVER = (
    "an agent", "a buyer", "an agent that sells to others", "a plant or source", "an agent that buys from others",
)  # fmt: skip
"""Which of the agents that are chosen an effect can hit; the others are let be."""


class Effect(Parameters):
    """What a disruption does where it hits.

    Attributes:
        table: that the target is chosen from.
        role: of the agents that it can hit.
        least, most: severity that it may have.
        catches_up: True if what it hits can make up for lost work afterwards.
    """

    table: ClassVar[str] = AGENTS
    role: ClassVar[str] = ANY
    least: ClassVar[float] = 0.0
    most: ClassVar[float] = 1.0
    catches_up: ClassVar[bool] = False

    def cut(self, severity: Number) -> Array:
        """A severity cut to what it may be."""
        return np.clip(severity, self.least, self.most)


@dataclass(frozen=True)
class Supply(Effect):
    """A site starts, finishes and ships less: the rest of its capacity, or of its mean flow if that is unlimited."""

    role: ClassVar[str] = SELLER
    catches_up: ClassVar[bool] = True


@dataclass(frozen=True)
class Production(Effect):
    """A site starts and finishes less, and goes on shipping from stock."""

    role: ClassVar[str] = MAKER
    catches_up: ClassVar[bool] = True


@dataclass(frozen=True)
class Shipping(Effect):
    """A site ships less, and goes on making."""

    role: ClassVar[str] = SELLER


@dataclass(frozen=True)
class Receiving(Effect):
    """A site takes in at most the rest of the mean flow of each of its lanes; what is beyond waits at its door."""

    role: ClassVar[str] = RECEIVER


@dataclass(frozen=True)
class Yield(Effect):
    """A share of the good units that a site starts is spoiled and scrapped; their orders stay open."""

    role: ClassVar[str] = MAKER


@dataclass(frozen=True)
class Stock(Effect):
    """Stock of a site, its inputs too, is destroyed on the first day: a share, or so many units of each if stated."""

    units: Number | None = param(None, "units", "lost of each item, times severity; None: the share severity", low=0)


@dataclass(frozen=True)
class Price(Effect):
    """What a seller sells is dearer by a share of its price."""

    role: ClassVar[str] = SELLER
    least: ClassVar[float] = -1.0
    most: ClassVar[float] = np.inf


@dataclass(frozen=True)
class Lane(Effect):
    """A lane loads at most the rest of its mean flow; closed (severity 1), it loads nothing."""

    table: ClassVar[str] = LANES
    goods: str = param("wait", "", "goods under way when it closes", choices=("wait", "pass", "lost", "rerouted"))
    detour: int = param(7, "days", "later arrival of goods that are rerouted", low=0)


@dataclass(frozen=True)
class Carrier(Lane):
    """All lanes of a carrier."""

    table: ClassVar[str] = CARRIERS


@dataclass(frozen=True)
class SlowLane(Effect):
    """What a lane loads takes longer: lead time x (1 + severity x (factor - 1)), rounded up to whole days."""

    table: ClassVar[str] = LANES
    factor: Number = param(2.0, "", "by which the lead time is multiplied at full severity", low=1)


@dataclass(frozen=True)
class SlowCarrier(SlowLane):
    """All lanes of a carrier."""

    table: ClassVar[str] = CARRIERS


@dataclass(frozen=True)
class Freight(Effect):
    """Transport on a lane is dearer by a share of its cost."""

    table: ClassVar[str] = LANES
    least: ClassVar[float] = -1.0
    most: ClassVar[float] = np.inf


@dataclass(frozen=True)
class Demand(Effect):
    """Final demand is multiplied by 1 + severity, or rises by so many units a day if stated.

    Customers who buy ahead buy less afterwards, and a need that was put off is made up for: the share `comes_back` of
    the change comes back with the other sign when it is over, each day a part 1 / `over` of what is left. Customers who
    found nothing yesterday hoard: demand rises by `hoarding` x the share that was not met.
    """

    role: ClassVar[str] = BUYER
    least: ClassVar[float] = -1.0
    most: ClassVar[float] = np.inf
    added: Number | None = param(None, "units/day", "added at each buyer, times severity; None: the share severity")
    comes_back: Number = param(0.0, "", "share of the change that comes back with the other sign", low=0, high=1)
    over: Number = param(14.0, "days", "mean time in which it comes back", low=1)
    hoarding: Number = param(0.0, "", "added to demand for each share of it that was not met yesterday", low=0)


@dataclass(frozen=True)
class Dark(Effect):
    """The records of an agent stand still at what was last known; its own orders it knows.

    They are a day later every day. A rule that orders what was consumed orders nothing, and all of it afterwards.
    """


@dataclass(frozen=True)
class Late(Effect):
    """The records of an agent are some days late, as by the behaviour `Delayed`; its own orders it knows."""

    days: int = param(3, "days", "age of the records", low=0)


@dataclass(frozen=True)
class Wrong(Effect):
    """Records of stock and demand are wrong: x (1 + severity x (bias + noise)), the noise another one every day.

    Inventory record inaccuracy (DeHoratius & Raman 2008, Management Science 54(4)).
    """

    bias: Number = param(0.1, "", "mean error, share of the value", low=-1)
    noise: Number = param(0.0, "", "standard deviation of the daily error, share of the value", low=0)


@dataclass(frozen=True)
class OrdersLost(Effect):
    """A share of what is ordered on a lane never reaches the seller; its buyer learns of it when it is over."""

    table: ClassVar[str] = LANES


@dataclass(frozen=True)
class OrdersDoubled(Effect):
    """A share of what is ordered on a lane reaches the seller twice; its buyer learns of it when it is over."""

    table: ClassVar[str] = LANES


@dataclass(frozen=True)
class Custom(Effect):
    """A buyer orders less on a lane, and what it takes off there on its other lanes; a sole source it cannot leave."""

    table: ClassVar[str] = LANES


EFFECTS: dict[str, type[Effect]] = {
    "supply": Supply,
    "production": Production,
    "shipping": Shipping,
    "receiving": Receiving,
    "yield": Yield,
    "stock": Stock,
    "price": Price,
    "lane": Lane,
    "carrier": Carrier,
    "slow_lane": SlowLane,
    "slow_carrier": SlowCarrier,
    "freight": Freight,
    "demand": Demand,
    "dark": Dark,
    "late": Late,
    "wrong": Wrong,
    "orders_lost": OrdersLost,
    "orders_doubled": OrdersDoubled,
    "custom": Custom,
}
"""The names under which a configuration may choose an effect as it is by default."""


def effect_of(what: Any, place: str) -> Effect:
    """An effect by its name, or itself.

    Raises:
        InputError: there is none of that name.
    """
    if isinstance(what, Effect):
        return what
    if not isinstance(what, str) or what not in EFFECTS:
        raise InputError(f"{place} = {what!r}: {nearest(what, EFFECTS, most=len(EFFECTS))}")
    return EFFECTS[what]()
