"""The chain in Mesa, written by hand: an object for each agent, and a loop over agents and days."""

from collections import deque

import numpy as np
from mesa import Agent, Model

from experiments.side_by_side.chain import LEAD_TIME, LEVEL, STAGES, Path, Units, along_worlds


class Stage(Agent):
    """A stock point that orders up to its level every day; without a supplier, from a source that always has."""

    def __init__(self, model: Model, supplier: "Stage | None") -> None:
        super().__init__(model)
        self.supplier = supplier
        self.stock, self.on_order, self.owed, self.ordered = LEVEL, 0, 0, 0
        self.under_way = deque([0] * LEAD_TIME)

    def receive(self) -> None:
        came = self.under_way.popleft()
        self.stock += came
        self.on_order -= came

    def order(self) -> None:
        self.ordered = max(LEVEL - (self.stock + self.on_order - self.owed), 0)
        self.on_order += self.ordered
        if self.supplier is not None:
            self.supplier.owed += self.ordered

    def fetch(self) -> None:
        self.under_way.append(self.ordered if self.supplier is None else self.supplier.ship())

    def ship(self) -> int:
        shipped = min(self.stock, self.owed)
        self.stock -= shipped
        self.owed -= shipped
        return shipped


class Chain(Model):
    """Stages in line, the customers' first; their demand is given."""

    def __init__(self, demand: list[int]) -> None:
        super().__init__()
        self.demand, self.lost = iter(demand), 0
        supplier = None
        self.stages: list[Stage] = []
        for _ in range(STAGES):
            supplier = Stage(self, supplier)
            self.stages.insert(0, supplier)

    def step(self) -> None:
        for stage in self.stages:
            stage.receive()
        self.serve(self.stages[0], next(self.demand))
        for stage in self.stages:
            stage.order()
        for stage in self.stages:
            stage.fetch()

    def serve(self, shop: Stage, wanted: int) -> None:
        sold = min(shop.stock, wanted)
        shop.stock -= sold
        self.lost = wanted - sold


def simulate_one(demand: list[int]) -> Path:
    """The path of one world."""
    chain = Chain(demand)
    orders, stock, lost = [], [], []
    for _ in demand:
        chain.step()
        orders.append([stage.ordered for stage in chain.stages])
        stock.append([stage.stock for stage in chain.stages])
        lost.append(chain.lost)
    return Path(np.array(orders), np.array(stock), np.array(lost))


def simulate(demand: Units) -> Path:
    """The paths of all worlds, one after the other."""
    return along_worlds([simulate_one(world) for world in demand.T.astype(int).tolist()])
