"""The chain in SimPy: goods arrive in the morning, customers come at noon, and the day is written down at night."""

from collections.abc import Iterator

import numpy as np
from simpy import Environment, Event

from experiments.side_by_side.chain import LEAD_TIME, LEVEL, STAGES, Path, Units, along_worlds

NOON, NIGHT = 0.5, 0.75
"""Times of the day."""


class Stage:
    """A stock point that orders up to its level when it is asked; without a supplier, from a source that always has."""

    def __init__(self, env: Environment, supplier: "Stage | None") -> None:
        self.env, self.supplier = env, supplier
        self.stock, self.on_order, self.owed, self.ordered = LEVEL, 0, 0, 0

    def order(self) -> None:
        self.ordered = max(LEVEL - (self.stock + self.on_order - self.owed), 0)
        self.on_order += self.ordered
        shipped = self.ordered if self.supplier is None else self.supplier.take(self.ordered)
        if shipped:
            self.env.process(self.delivery(shipped))

    def take(self, ordered: int) -> int:
        """Take an order, order in turn, and ship what is there of all that is owed."""
        self.owed += ordered
        self.order()
        shipped = min(self.stock, self.owed)
        self.stock -= shipped
        self.owed -= shipped
        return shipped

    def delivery(self, units: int) -> Iterator[Event]:
        yield self.env.timeout(LEAD_TIME - NOON)
        self.stock += units
        self.on_order -= units


class Chain:
    """Stages in line, the customers' first; their demand is given."""

    def __init__(self, env: Environment, demand: list[int]) -> None:
        self.env, self.demand = env, demand
        supplier = None
        self.stages: list[Stage] = []
        for _ in range(STAGES):
            supplier = Stage(env, supplier)
            self.stages.insert(0, supplier)
        self.orders: list[list[int]] = []
        self.stock: list[list[int]] = []
        self.lost: list[int] = []
        env.process(self.customers())
        env.process(self.night())

    def customers(self) -> Iterator[Event]:
        shop = self.stages[0]
        yield self.env.timeout(NOON)
        for wanted in self.demand:
            sold = min(shop.stock, wanted)
            shop.stock -= sold
            self.lost.append(wanted - sold)
            shop.order()
            yield self.env.timeout(1)

    def night(self) -> Iterator[Event]:
        yield self.env.timeout(NIGHT)
        while True:
            self.orders.append([stage.ordered for stage in self.stages])
            self.stock.append([stage.stock for stage in self.stages])
            yield self.env.timeout(1)


def simulate_one(demand: list[int]) -> Path:
    """The path of one world."""
    env = Environment()
    chain = Chain(env, demand)
    env.run(until=len(demand))
    return Path(np.array(chain.orders), np.array(chain.stock), np.array(chain.lost))


def simulate(demand: Units) -> Path:
    """The paths of all worlds, one after the other."""
    return along_worlds([simulate_one(world) for world in demand.T.astype(int).tolist()])
