"""Agents: buyers, suppliers, plants and carriers, each with its rules, written once for one agent and for all.

A rule is a method that reads and writes columns elementwise. On a Mesa agent the columns are `(worlds,)`; on the bulk
handle of a population they are `(rows, worlds)`. What passes between agents is not theirs: that is the flow layer's.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from jitagents.column import Column, Handle, Place
from jitagents.guarded import guard, unknown

if TYPE_CHECKING:
    from jitagents.behaviours.base import Seen
    from jitagents.model import SupplyModel
    from jitagents.simulation.decision import DecisionProcess
    from jitagents.simulation.production_step import Workstation


ACCOUNTED = ("stock", "owed", "order", "output", "demand")
"""The columns of stock points that are stored first, side by side, so that books can be kept of all of them at once."""


class StockPoint(Handle):
    """Stock that is drawn on and replenished: an agent's own, or a plant's stock of one input.

    Attributes:
        desk: where its orders are worked out.
        model: the model it belongs to.
    """

    stock = Column("units", "on hand")
    owed = Column("units", "ordered from it, not yet shipped; of an input: needed for open production orders")
    on_order = Column("units", "ordered by it, not yet received")
    demand = Column("units", "orders that reached it today")
    order = Column("units", "ordered by it today")
    decision: "DecisionProcess"
    model: "SupplyModel"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        guard(cls)

    @property
    def row(self) -> int:
        """Its row in the table of stock points."""
        row = self.place["points"][1]
        assert isinstance(row, int)
        return row

    def __getattr__(self, attribute: str) -> Any:
        if attribute == "decision":  # made when it is first asked for: most agents are only ever run in bulk
            self.decision = self.model.decision_of(self.row)
            return self.decision
        raise AttributeError(unknown(self, attribute))

    @property
    def seen(self) -> "Seen":
        """What its records show today, with the forecast; to be read once a day, in `decide`."""
        return self.decision.look()

    def decide(self) -> None:
        """Set today's order by the ordering behaviour. Override it to write a rule in Python."""
        self.order = self.decision.order()


class Input(StockPoint):
    """A plant's stock of one item that it consumes."""


class SiteAgent(StockPoint, mesa.Agent["SupplyModel"]):
    """A firm handling one item at one site: a handle on one row, registered with Mesa.

    Attributes:
        name: as in the network.
        tier: 0 faces final demand.
    """

    output = Column("units", "shipped today, or served to customers")
    name: str
    tier: int

    def __init__(self, model: "SupplyModel", name: str, tier: int, place: Place) -> None:
        super().__init__(model)
        self.name, self.tier = name, tier
        self.place, self.views = place, {}


class Seller(SiteAgent):
    """A firm that other firms order from."""

    shippable = Column("units", "most it can ship today; infinite unless a crisis says otherwise")

    def ship(self) -> None:
        """Set what leaves today: all that is owed, as far as stock reaches."""
        np.minimum(self.stock, self.owed, out=self.output)
        if self.model.disruptions.today.shipping:
            np.minimum(self.output, self.shippable, out=self.output)


class Maker(Handle):
    """A mixin of what makes: production orders, capacity, work in process."""

    open_orders = Column("units", "ordered from production and not yet started", table="making")
    capacity = Column("units", "most it can start today", table="making")
    kits = Column("units", "units for which all inputs are on hand", table="making")
    started = Column("units", "started today, with new inputs", table="making")
    finished = Column("units", "that entered stock this morning", table="making")
    waiting = Column("units", "through the process, held back by a crisis", table="making")
    model: "SupplyModel"

    @cached_property
    def station(self) -> "Workstation":
        """Where it works."""
        rows = self.place["making"][1]
        return self.model.works.step.station(rows if isinstance(rows, slice) else slice(rows, rows + 1))

    def produce(self) -> None:
        """Start what the production rule allows. Override it to write a rule in Python."""
        self.started = self.station.work()
        self.open_orders -= self.started


class Buyer(SiteAgent):
    """A firm at tier 0: final customers come to it."""

    wanted = Column("units", "final demand of today", table="buying")
    lost = Column("units", "final demand that went elsewhere today", table="buying")
    filled = Column("units", "final demand of today that was met from stock today", table="buying")

    def serve(self) -> None:
        """Meet waiting customers, then today's, from stock; what is not met waits or is lost."""
        stock, owed, output, wanted = self.stock, self.owed, self.output, self.wanted
        np.add(owed, wanted, out=output)
        np.minimum(output, stock, out=output)
        np.subtract(output, owed, out=self.filled)
        np.maximum(self.filled, np.minimum(wanted, 0.0), out=self.filled)
        owed += wanted
        owed -= output
        stock -= output
        self.demand = wanted
        serving = self.model.stages.serving
        if serving.loses:
            memory = self.model.customers.memory(self.place["buying"][1])
            self.lost = serving(wanted - self.filled, wanted, memory, self.model.whole)
            owed -= self.lost
            self.demand -= self.lost


class Supplier(Seller, Maker):
    """A firm that resells what it buys, or, if it buys from nobody, is supplied from outside."""


class Plant(Seller, Maker):
    """A firm that converts inputs by a bill of materials."""


class Carrier(Handle, mesa.Agent["SupplyModel"]):
    """A carrier shared by lanes."""

    offered = Column("units", "at the docks, to be loaded today", table="carriers")
    room = Column("units", "most it can load today", table="carriers")
    loaded = Column("units", "loaded today", table="carriers")

    def __init__(self, model: "SupplyModel", name: str, place: Place) -> None:
        super().__init__(model)
        self.name = name
        self.place, self.views = place, {}

    def load(self) -> None:
        """Load what is offered, as far as there is room."""
        np.minimum(self.offered, self.room, out=self.loaded)


KINDS: dict[str, type[SiteAgent]] = {"buyer": Buyer, "supplier": Supplier, "plant": Plant}
"""The class of each kind of agent, unless the model is told otherwise."""
