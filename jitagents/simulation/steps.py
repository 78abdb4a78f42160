"""Steps of the day: disrupt, receive, serve, order, produce, ship, settle."""

from collections.abc import Sequence

import numpy as np

from jitagents.agents import Buyer, Carrier, Maker, Seller, StockPoint
from jitagents.column import Population
from jitagents.simulation.parts import Parts

WRITES: dict[str, set[str]] = {
    "disrupt": {
        "points.shippable", "points.stock", "points.spoiled", "points.missing", "points.mistaken", "points.astray",
        "making.capacity", "carriers.room", "points.petition", "points.loss",
        "points.wound_up",
    },
    "receive": {
        "points.stock", "points.on_order", "points.spoiled", "points.missing",
        "making.finished", "making.waiting", "lanes.arrived", "lanes.held", "lanes.under_way",
        "making.escaped", "making.stopped", "points.returned", "points.inspected", "points.shrunk", "points.misplaced",
        "points.misrecorded", "points.bad_shrunk",
        "lanes.bad_received", "lanes.returned", "lanes.claimed",
    },
    "serve": {
        "points.demand", "points.output", "points.stock", "points.owed",
        "buying.wanted", "buying.filled", "buying.lost", "buying.handed_back", "buying.bad_sold", "points.on_order",
        "points.returned", "lanes.returned", "lanes.claimed",
    },
    "order": {
        "points.demand", "points.order", "points.on_order", "points.owed", "points.mistaken",
        "points.cancellable", "points.cancelled", "points.withdrawn", "points.misplaced",
        "points.misrecorded", "points.adjusted", "points.dropped", "points.true_order", "points.wrong_order",
        "points.messages",
        "points.stock", "points.spoiled", "making.open_orders", "lanes.placed", "lanes.ordered", "lanes.owed",
        "lanes.cancelled", "lanes.claimed",
        "lanes.standing", "lanes.since", "lanes.class", "lanes.reclassed", "lanes.score", "lanes.agreed",
    },
    "produce": {
        "points.stock", "points.on_order", "points.output", "points.owed", "making.kits", "making.started",
        "making.open_orders", "making.scrapped", "making.flawed", "making.reworked", "making.rework",
        "making.escaped", "making.stopped", "points.returned", "lanes.returned", "lanes.claimed",
    },
    "ship": {
        "points.output", "points.stock", "points.owed", "points.bad", "points.misrecorded", "lanes.bad", "lanes.owed",
        "lanes.allocated",
        "lanes.dock", "lanes.loaded",
        "lanes.loads", "lanes.trust", "lanes.expressed", "lanes.under_way", "carriers.offered", "carriers.loaded",
    },
    "settle": {"points.short"},
}  # fmt: skip
"""The steps of a day in their order, and the columns of state that each may write, as `table.column`."""


class Steps:
    """The steps of the day, in order.

    Args:
        parts: of the model.
        waves: bulk handles of the stock points of each wave of the layout.
        buyers, makers, sellers: bulk handles of those roles.
        carriers: of the network.

    Attributes:
        received: units that came in today, over lanes or out of production `(rows, worlds)`.
    """

    def __init__(
        self, parts: Parts, waves: Sequence[Sequence[StockPoint]], buyers: Sequence[Buyer], makers: Sequence[Maker],
        sellers: Sequence[Seller], carriers: Population[Carrier],
    ) -> None:  # fmt: skip
        self.parts, self.state, self.received = parts, parts.state, np.zeros_like(parts.state.points["stock"])
        self._waves, self._buyers, self._makers, self._sellers = waves, buyers, makers, sellers
        self._carriers = carriers

    def run(self) -> None:
        """Simulate a day, of which the clock tells."""
        self.disrupt()
        self.receive()
        self.serve()
        self.order()
        self.produce()
        self.ship()
        if self.parts.waves is not None:
            self.parts.waves.observe()
        self.settle()

    def disrupt(self) -> None:
        """Disruptions and days of rest set today's limits; exemptions begin or end to hold."""
        working_days = self.parts.working_days
        if working_days is not None:
            working_days.begin()
        self.parts.disruptions.apply()
        if working_days is not None:
            working_days.apply()
        self.parts.regimes.turn(self.state.clock, self.parts.disruptions)
        if self.parts.waves is not None:
            self.parts.waves.turn()

    def receive(self) -> None:
        """Units that are due today enter stock, from lanes and makers; stock past its shelf life is thrown away."""
        goods, works, points = self.parts.goods, self.parts.works, self.state.points
        received, today, perishables = self.received, self.parts.disruptions.today, self.parts.perishables
        if today.lost is not None:
            lost = goods.lose(today.lost)
            points["on_order"] -= lost
            points["missing"] += lost
            points["spoiled"] += lost
        goods.buyers.sum(goods.arrive(today), received)
        if self.state.making.rows:
            received[works.rows] = works.finish()
        points["stock"] += received
        points["on_order"] -= received
        if self.parts.quality is not None:
            self.parts.quality.receive(received)
        if perishables is not None:
            perishables.clear(received)
        if self.parts.books is not None:
            self.parts.books.receive(received)
            if self.parts.quality is not None:
                self.parts.quality.shrink()

    def serve(self) -> None:
        """Final customers come to the buyers, who serve them from stock."""
        state, shift_demand = self.state, self.parts.disruptions.shift_demand
        self.parts.customers.come(state.clock.day, state.buying["wanted"], shift_demand, state.whole)
        if self.parts.quality is not None:
            self.parts.quality.sell()
        for block in self._buyers:
            block.serve()

    def order(self) -> None:
        """Orders climb wave by wave from final demand upstream: each agent sees today's demand and decides."""
        parts, state, day = self.parts, self.state, self.state.clock.day
        if parts.perishables is not None:
            parts.perishables.sort_out(state.layout.market_rows)
        if parts.books is not None:
            parts.books.open()
            if parts.quality is not None:
                parts.quality.find()
        parts.echelon.count(day - 1)
        parts.extras.look(day)
        parts.releases.turn()
        parts.orders.receive()
        for number in range(len(self._waves)):
            self._decide(number)
        parts.orders.send()
        if state.making.rows:
            state.making["open_orders"] += state.points["order"][parts.works.rows]

    def _decide(self, number: int) -> None:
        """The rows of a wave see today's demand, decide, and place their orders."""
        parts, wave, working_days = self.parts, self.state.layout.waves[number], self.parts.working_days
        if wave.inputs:
            parts.works.bill.call(wave.rows, parts.orders.called(number))
        else:
            parts.orders.call(number)
        parts.orders.show(number)
        if parts.signals is not None:
            parts.signals.show(number)
        if parts.perishables is not None:
            parts.echelon.lose(*parts.perishables.sort_out(wave.rows))
        parts.releases.call(number)
        for block, rows in zip(self._waves[number], wave.blocks, strict=True):
            if working_days is None or working_days.work(rows.rows.start):
                block.decide()
            else:
                block.rest()
        parts.orders.place(number)

    def produce(self) -> None:
        """Makers start as much as open orders, capacity and inputs allow."""
        works, perishables, quality = self.parts.works, self.parts.perishables, self.parts.quality
        if self.state.making.rows:
            works.open()
            for block in self._makers:
                block.produce()
            if quality is not None:
                quality.use()
            works.start()
            if quality is not None:
                quality.make()
            self.received[works.instant_rows] += works.ready
            if perishables is not None:
                perishables.put(works.ready)

    def ship(self) -> None:
        """Sellers ship their backorders from stock; carriers load as far as they have room."""
        for block in self._sellers:
            block.ship()
        goods, points, today = self.parts.goods, self.state.points, self.parts.disruptions.today
        sellers = self.state.layout.seller_rows
        output = points["output"][sellers]
        goods.allocate(output, today.lane_limit)
        if self.parts.signals is not None:
            self.parts.signals.close()
        points["stock"][sellers] -= output
        points["owed"][sellers] -= output
        if self.parts.quality is not None:
            self.parts.quality.ship()
        if goods.docks.used:
            goods.docks.offer(today.lane_limit)
            self._carriers.do("load")
        slow, inexperience = today.lead_time_factor, self.parts.inexperience
        goods.send(slow if inexperience is None else inexperience.slow(slow))
        if self.parts.books is not None:
            makers = self.state.making.rows
            self.parts.books.close(self.parts.works.instant_rows, self.parts.works.ready if makers else None)

    def settle(self) -> None:
        """Goods are invoiced, bills and all that is paid on its day are paid; firms that fail settle their debts."""
        if self.parts.treasury is not None:
            self.parts.treasury.close(self.parts.disruptions.today.price_factor)
