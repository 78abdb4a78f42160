"""The model: a network in many worlds at once, and the day."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import mesa
import numpy as np

from jitagents.agents import ACCOUNTED, KINDS, Buyer, Carrier, Firm, Input, Plant, StockPoint, Supplier
from jitagents.behaviours.base import RECORDS, Clock, Seen
from jitagents.behaviours.demand import Buyers
from jitagents.column import Array, Handle, Place, Population, Table
from jitagents.crises import Shock
from jitagents.desk import Desk, Profile
from jitagents.goods import Goods
from jitagents.layout import BUYER, DISTRIBUTOR, INPUT, PLANT, SOURCE, Block, Layout, number_classes
from jitagents.network import Network
from jitagents.opening import open_books
from jitagents.orders import Orders
from jitagents.planning import make_plan
from jitagents.stages import Stages
from jitagents.strikes import Strikes
from jitagents.works import Works
from jitagents.worlds import Drawn, Worlds

type Observer = Callable[["SupplyModel"], None]


class SupplyModel(mesa.Model[Any, Any]):
    """A supply network, simulated day by day in many worlds side by side.

    Args:
        network: who is there and who sells to whom.
        worlds: number of worlds (replications), or a `Worlds` with levels and calm twins.
        rng: seed of all streams; the same seed gives the same replications, however many there are.
        crisis: shocks by name; with a plain number of worlds they strike all of them.
        warmup: days before the measured ones; the days of a crisis are counted from its end.
        start: `steady` fills the lanes and processes with the mean flow, `empty` leaves them empty.
        classes: other agent classes, by kind or by the name of an agent.
        stages: behaviours by stage: demand, information, forecasting, ordering, sourcing, production, allocation,
            transport, serving; and `exemptions`.

    Attributes:
        points, making, buying, lanes, carriers_table: the tables of state.
        clock: today.
        plan: mean flows and lead times, known before day 1.
        observers: called at the end of each day; they only read.

    Raises:
        InputError: something cannot be simulated.
    """

    def __init__(
        self,
        network: Network,
        *,
        worlds: int | Worlds = 1,
        rng: int = 0,
        crisis: Mapping[str, Shock] | None = None,
        warmup: int = 0,
        start: Literal["steady", "empty"] = "steady",
        classes: Mapping[str, type[Firm]] | None = None,
        **stages: Any,
    ) -> None:
        super().__init__(rng=rng)
        self.network, self.whole = network, network.whole
        self.worlds = worlds if isinstance(worlds, Worlds) else Worlds(range(worlds), entropy=rng)
        self.stages, self.clock, self.warmup = Stages.of(**stages), Clock(), warmup
        profiles, chosen = self.stages.profiles(network)
        numbers, self._classes = number_classes(network, classes or {}, KINDS)
        self.layout = Layout(network, numbers, chosen)
        self._allocate_tables()
        self._draw_demand()
        self.planned = make_plan(self.layout, self.stages.sourcing, *self._moments)
        self._join_rows(crisis or {})
        self._furnish(profiles)
        open_books(self, start == "steady")
        self._populate()
        self.observers: list[Observer] = []

    # ---------------------------------------------------------------- the day

    def step(self) -> None:
        """Simulate one day."""
        self.clock.day += 1
        self._strike()
        self._receive()
        self._serve()
        self._order()
        self._produce()
        self._ship()
        for observe in self.observers:
            observe(self)

    def _strike(self) -> None:
        """Crises set today's limits."""
        self.strikes.strike(self.clock.day)

    def _receive(self) -> None:
        """What is due today enters stock: shipments on the lanes, finished units of the makers."""
        received = self._received
        self.goods.buyers.sum(self.goods.arrive(self.strikes.shut), received)
        if self.making.rows:
            received[self.works.rows] = self.works.finish(self.clock.day, self.strikes)
        self.points["stock"] += received
        self.points["on_order"] -= received

    def _serve(self) -> None:
        """Final customers come to the buyers."""
        wanted = self.buying["wanted"]
        self._demand.on(self.clock.day, wanted)
        if self.strikes.demand is not None:
            wanted *= self.strikes.demand
            if self.whole:
                np.rint(wanted, out=wanted)
        self._run("serve", BUYER)

    def _order(self) -> None:
        """The order wave: from final demand upstream, each agent sees today's demand and decides."""
        self.orders.receive()
        for number, wave in enumerate(self.layout.waves):
            if wave.inputs:
                self.works.call_inputs(wave.rows)
            else:
                self.orders.call(number)
            for block in self._blocks[number]:
                block.decide()
            self.orders.place(number, self.strikes.closed)
        self.orders.send()
        if self.making.rows:
            self.making["open_orders"] += self.points["order"][self.works.rows]

    def _produce(self) -> None:
        """Makers start what open orders, capacity and inputs allow."""
        if self.making.rows:
            self.works.count_kits()
            self._run("produce", SOURCE, PLANT)
            self.works.start(self.clock.day)

    def _ship(self) -> None:
        """Sellers ship what they owe, carriers load what they can."""
        self._run("ship", DISTRIBUTOR, SOURCE, PLANT)
        sellers, passing = self.layout.sellers, self.strikes.passing
        output = self.points["output"][sellers]
        self.goods.allocate(output, passing)
        self.points["stock"][sellers] -= output
        self.points["owed"][sellers] -= output
        if self.goods.docked:
            self.goods.offer(passing)
            self.carriers.do("load")
        self.goods.send(passing)

    def _run(self, rule: str, *roles: int) -> None:
        for block in self._by_role[roles]:
            getattr(block, rule)()

    # ---------------------------------------------------------- building it

    def _allocate_tables(self) -> None:
        layout, worlds = self.layout, self.worlds.count
        sizes = {
            "points": layout.rows, "making": len(layout.makers), "buying": layout.buyers.stop,
            "carriers": len(self.network.carriers),
        }  # fmt: skip
        names: dict[str, list[str]] = {table: [] for table in sizes} | {"points": list(ACCOUNTED)}
        owners: list[type[Handle]] = [*self._classes, Input, Buyer, Supplier, Carrier]
        for owner in owners:
            for name, column in owner.columns().items():
                if name not in names[column.table]:
                    names[column.table].append(name)
        tables = {table: Table(size, worlds, names[table]) for table, size in sizes.items()}
        self.points, self.making, self.buying, self.loading = tables.values()
        self.lanes = Table(len(layout.buyer), worlds, ("ordered", "owed", "allocated", "arrived", "under_way"))
        self.loading["room"] = self.network.carriers["capacity"].to_numpy(dtype=float)[:, None]
        self._received = np.zeros((layout.rows, worlds))

    def _draw_demand(self) -> None:
        """Ready the streams of final demand, drawn in the order of names, whatever the order of rows is."""
        layout, rows = self.layout, self.layout.buyers
        by_name = np.argsort(layout.name_rank[rows], kind="stable")
        to_row = np.argsort(by_name)
        mean, sd = layout.agent_column("demand")[rows], layout.agent_column("demand_sd")[rows]
        buyers = Buyers(layout.names[rows][by_name], mean[by_name], sd[by_name])
        laws = self.stages.demand.by_level(self.worlds)
        samplers = [lambda rng, day, days, law=law: law.draw(rng, day, days, buyers)[:, to_row] for law in laws]
        self._demand = Drawn(self.worlds, "demand", samplers, rows.stop)
        moments = np.stack([law.moments(buyers) for law in laws], axis=-1)[:, to_row]
        if len(laws) > 1:
            moments = np.stack([[self.worlds.by_level(levels)[0] for levels in moment] for moment in moments])
        self._moments: tuple[Array, Array] = (moments[0], moments[1])

    def _join_rows(self, crisis: Mapping[str, Shock]) -> None:
        """Build what lies between the rows: orders, goods, works, and what a crisis does to them."""
        layout, stages, clock, whole = self.layout, self.stages, self.clock, self.whole
        self.strikes = Strikes(crisis, layout, self.planned, self.points, self.making, self.worlds, self.warmup, whole)
        if self.strikes.lanes_can_close:
            self.lanes.add("held")
        self.orders = Orders(layout, self.planned, self.points, self.lanes, stages.sourcing, clock, whole)
        self.goods = Goods(
            layout, self.lanes, self.loading, stages.allocation, stages.transport, self.worlds, clock, whole
        )
        self.works = Works(layout, self.points, self.making, stages.transport, self.worlds, whole)

    def _furnish(self, profiles: list[Profile]) -> None:
        """Set up a desk and a bulk handle for each block of rows."""
        self._blocks: list[list[StockPoint]] = []
        self._by_role: dict[tuple[int, ...], list[Any]] = {}
        for wave in self.layout.waves:
            self._blocks.append([self._bulk(block, profiles[block.profile]) for block in wave.blocks])
        blocks = [(block.role, bulk) for wave, row in zip(self.layout.waves, self._blocks, strict=True)
                  for block, bulk in zip(wave.blocks, row, strict=True)]  # fmt: skip
        for roles in ((BUYER,), (SOURCE, PLANT), (DISTRIBUTOR, SOURCE, PLANT), (INPUT,)):
            self._by_role[roles] = [bulk for role, bulk in blocks if role in roles]

    def _bulk(self, block: Block, profile: Profile) -> StockPoint:
        plan = self.planned.plan.at(block.rows)
        records = (self.points[name][block.rows] for name in RECORDS)
        desk = Desk(profile.fit(plan), Seen(self.clock, plan, *records), self.whole)
        kind = Input if block.role == INPUT else self._classes[block.cls]
        return kind.over(self._place(block.rows, block.role), model=self, desk=desk)

    def _place(self, rows: slice, role: int) -> Place:
        place: Place = {"points": (self.points, rows)}
        if role == BUYER:
            place["buying"] = (self.buying, rows)
        if role in (SOURCE, PLANT):
            first = int(np.searchsorted(self.layout.makers, rows.start))
            place["making"] = (self.making, slice(first, first + rows.stop - rows.start))
        return place

    def _populate(self) -> None:
        """Create the Mesa agents, in the order of the network, and the populations."""
        layout, names = self.layout, self.network.agents["name"].to_numpy(dtype=object)
        firms: list[Firm] = []
        for name, row in zip(names, layout.row_of[: len(names)].tolist(), strict=True):
            place = self._place(slice(row, row + 1), int(layout.role[row]))
            single = {table: (columns, rows.start) for table, (columns, rows) in place.items()}
            firms.append(self._classes[layout.cls[row]](self, name, int(layout.tier[row]), single))
        self.firms = dict(zip(names, firms, strict=True))
        self.buyers: Population[Buyer] = self._population(Buyer, firms)
        self.suppliers: Population[Supplier] = self._population(Supplier, firms)
        self.plants: Population[Plant] = self._population(Plant, firms)
        inputs = [self._input(row) for row in range(layout.inputs.start, layout.inputs.stop)]
        self.inputs: Population[Input] = self._population(Input, inputs)
        carriers = [
            Carrier(self, name, {"carriers": (self.loading, row)})
            for row, name in enumerate(self.network.carriers["name"])
        ]
        self.carriers = Population([Carrier.over({"carriers": (self.loading, slice(None))}, model=self)], carriers)

    def _population(self, kind: type[Any], members: list[Any]) -> Population[Any]:
        blocks = [block for wave in self._blocks for block in wave if isinstance(block, kind)]
        chosen = [member for member in members if isinstance(member, kind)]
        return Population(blocks, sorted(chosen, key=lambda member: member.place["points"][1]))

    def _input(self, row: int) -> Input:
        return Input.over({"points": (self.points, row)}, model=self, name=self.layout.names[row])

    def desk_of(self, row: int) -> Desk:
        """The desk of one row."""
        for block in (block for wave in self._blocks for block in wave):
            rows = block.place["points"][1]
            if rows.start <= row < rows.stop:
                return block.desk.at(row - rows.start)
        raise IndexError(f"there is no row {row}")

    def desks(self) -> list[Desk]:
        """The desks of all blocks, in the order of the waves."""
        return [block.desk for wave in self._blocks for block in wave]
