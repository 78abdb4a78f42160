"""Agents: buyers, suppliers, plants and carriers, each with its rules, written once for one agent and for all.

A rule is a method that reads and writes columns elementwise. On a Mesa agent the columns are `(worlds,)`; on the bulk
handle of a population they are `(rows, worlds)`. Agents do not reach each other: orders and goods between them are
moved by the steps of the day (`jitagents.simulation`).
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
    from jitagents.simulation.customers import Clientele
    from jitagents.simulation.decision import DecisionProcess
    from jitagents.simulation.production_step import Workstation


ACCOUNTED = ("stock", "owed", "order", "output", "demand")
"""Columns of stock points that are stored first, side by side, so that accounting can sum all of them at once."""


class StockPoint(Handle):
    """Stock that is drawn on and replenished: an agent's own, or a plant's stock of one input.

    Attributes:
        decision: the process by which it orders.
        model: the model it belongs to.
    """

    stock = Column("units", "on hand")
    owed = Column("units", "backorders: ordered from it, not yet shipped; of an input: needed for open production")
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
        """The records of today as it sees them, with the forecast; to be read once a day, in `decide`."""
        return self.decision.look()

    def decide(self) -> None:
        """Set today's order by the ordering behaviour. Override it to write a rule in Python."""
        self.order = self.decision.order()

    def rest(self) -> None:
        """Order nothing on a day of rest."""
        self.decision.rest()
        self.order = 0.0


class Input(StockPoint):
    """A plant's stock of one item that it consumes."""


class SiteAgent(StockPoint, mesa.Agent["SupplyModel"]):
    """An agent handling one item at one site: a handle on one row, registered with Mesa.

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
    """An agent that other agents order from."""

    shippable = Column("units", "most it can ship today; infinite unless a disruption limits it")

    def ship(self) -> None:
        """Set the units that leave today: all backorders, as far as stock reaches."""
        np.minimum(self.stock, self.owed, out=self.output)
        if self.model.disruptions.today.shipping:
            np.minimum(self.output, self.shippable, out=self.output)


class Maker(Handle):
    """A mixin of agents that make: production orders, capacity, work in process."""

    open_orders = Column("units", "ordered from production and not yet started", table="making")
    capacity = Column("units", "most it can start today", table="making")
    kits = Column("units", "units for which all inputs are on hand", table="making")
    started = Column("units", "started today, with new inputs", table="making")
    finished = Column("units", "that entered stock this morning", table="making")
    waiting = Column("units", "through the process, held back by a disruption", table="making")
    model: "SupplyModel"

    @cached_property
    def station(self) -> "Workstation":
        """The workstation that runs its production rule."""
        rows = self.place["making"][1]
        return self.model.works.step.station(rows if isinstance(rows, slice) else slice(rows, rows + 1))

    def produce(self) -> None:
        """Start as much as the production rule allows. Override it to write a rule in Python."""
        self.started = self.station.work()
        self.open_orders -= self.started


class Buyer(SiteAgent):
    """An agent at tier 0: final customers come to it."""

    wanted = Column("units", "final demand of today", table="buying")
    lost = Column("units", "final demand that went elsewhere today", table="buying")
    filled = Column("units", "final demand of today that was met from stock today", table="buying")
    handed_back = Column(
        "units", "bad units that customers get today and hand back; no output", table="buying", always=False
    )

    @cached_property
    def customers(self) -> "Clientele":
        """Those who come to it, with the rule by which they wait or leave."""
        rows = self.place["buying"][1]
        assert isinstance(rows, int | slice)
        return self.model.customers.of(rows)

    def serve(self) -> None:
        """Serve waiting customers, then today's, from stock; unmet demand waits or is lost."""
        stock, owed, output, wanted = self.stock, self.owed, self.output, self.wanted
        np.add(owed, wanted, out=output)
        np.minimum(output, stock, out=output)
        stock -= output
        if self.model.quality is not None:
            output -= self.handed_back
        np.subtract(output, owed, out=self.filled)
        np.maximum(self.filled, np.minimum(wanted, 0.0), out=self.filled)
        owed += wanted
        owed -= output
        self.demand = wanted
        customers = self.customers
        if customers.rule.loses:
            self.lost = customers.rule(wanted - self.filled, wanted, customers.memory, self.model.whole)
            owed -= self.lost
            self.demand -= self.lost


class Supplier(Seller, Maker):
    """An agent that resells bought items, or, if it buys from nobody, is supplied from outside."""


class Plant(Seller, Maker):
    """An agent that converts inputs by a bill of materials."""


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
        """Load the offered units, as far as there is room."""
        np.minimum(self.offered, self.room, out=self.loaded)


KINDS: dict[str, type[SiteAgent]] = {"buyer": Buyer, "supplier": Supplier, "plant": Plant}
"""The class of each kind of agent, unless `SupplyModel` is given others."""
