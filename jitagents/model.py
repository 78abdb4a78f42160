"""The model: a supply network in many worlds side by side, and the steps of its day."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import mesa
import numpy as np

from jitagents.agents import ACCOUNTED, KINDS, Buyer, Carrier, Input, Plant, SiteAgent, Supplier
from jitagents.behaviours.base import Clock
from jitagents.column import Array, Handle, Table
from jitagents.crises import Disruption
from jitagents.crises.engine.engine import DisruptionEngine
from jitagents.errors import InputError
from jitagents.layout import Layout, number_classes
from jitagents.network import Network
from jitagents.planning import make_plan
from jitagents.shown import Shown
from jitagents.simulation.agent_factory import AgentFactory
from jitagents.simulation.arguments import check_arguments, is_whole
from jitagents.simulation.customers import Customers
from jitagents.simulation.decision import DecisionProcess, Profile
from jitagents.simulation.decisions import Decisions
from jitagents.simulation.echelon import Echelon
from jitagents.simulation.extras import Extras
from jitagents.simulation.goods import Goods
from jitagents.simulation.initial_state import initialise
from jitagents.simulation.orders import Orders
from jitagents.simulation.perishables import Perishables
from jitagents.simulation.planned_releases import PlannedReleases
from jitagents.simulation.production import ProductionSystem
from jitagents.simulation.stages import Stages
from jitagents.state import SimulationState
from jitagents.worlds import Worlds

MOST_DAYS = 1_000_000_000
"""Most days that can be simulated."""

STEPS: dict[str, set[str]] = {
    "disrupt": {
        "points.shippable", "points.stock", "points.spoiled", "points.missing", "points.mistaken", "points.astray",
        "making.capacity",
    },
    "receive": {
        "points.stock", "points.on_order", "points.spoiled", "points.missing",
        "making.finished", "making.waiting", "lanes.arrived", "lanes.held", "lanes.under_way",
    },
    "serve": {
        "points.demand", "points.output", "points.stock", "points.owed",
        "buying.wanted", "buying.filled", "buying.lost",
    },
    "order": {
        "points.demand", "points.order", "points.on_order", "points.owed", "points.mistaken",
        "points.stock", "points.spoiled", "making.open_orders", "lanes.placed", "lanes.ordered", "lanes.owed",
    },
    "produce": {
        "points.stock", "points.on_order", "points.output", "points.owed", "making.kits", "making.started",
        "making.open_orders", "making.scrapped", "making.flawed", "making.reworked", "making.rework",
    },
    "ship": {
        "points.output", "points.stock", "points.owed", "lanes.owed", "lanes.allocated", "lanes.dock", "lanes.loaded",
        "lanes.loads", "lanes.expressed", "lanes.under_way", "carriers.offered", "carriers.loaded",
    },
}  # fmt: skip
"""The steps of a day in their order, and the columns of state that each may write, as `table.column`."""

type Rng = int | np.random.SeedSequence | np.random.Generator | None
type Observer = Callable[["SupplyModel"], None]


class SupplyModel(Shown, mesa.Model[Any, Any]):
    """A supply network, simulated day by day in many worlds side by side.

    Args:
        network: agents and lanes.
        worlds: number of worlds (replications), or a `Worlds` with levels and calm twins.
        rng: seed of all streams; the same number gives the same replications, however many there are. None: any.
            `Worlds` bring their own.
        crisis: disruptions by name; with a plain number of worlds they affect all of them.
        warmup: days before the measured ones; the days of a crisis are counted from its end.
        start: `steady` fills the lanes and processes with the mean flow, `empty` leaves them empty.
        classes: other agent classes, by kind or by the name of an agent.
        stages: behaviours by stage: demand, information, forecasting, ordering, sourcing, production, allocation,
            transport, serving; and `exemptions`.

    Attributes:
        state: all that the steps of the day share: layout, plan, tables, worlds and clock.
        points, making, buying, lanes, loading: the tables of state: stock points, makers, buyers, lanes, carriers.
        buyers, suppliers, plants, inputs, carriers: the populations; `by_name` has the agents by name.
        received: units that came in today, over lanes or out of production `(rows, worlds)`.
        clock: today, and the measured day.
        planned: mean flows and lead times, known before day 1.
        echelon, extras, releases: inputs of some behaviours besides the records.
        observers: called at the end of each day; they only read.

    Raises:
        InputError: something cannot be simulated.
    """

    def __init__(
        self,
        network: Network,
        *,
        worlds: int | Worlds = 1,
        rng: Rng = 0,
        crisis: Mapping[str, Disruption] | None = None,
        warmup: int = 0,
        start: Literal["steady", "empty"] = "steady",
        classes: Mapping[str, type[SiteAgent]] | None = None,
        **stages: Any,
    ) -> None:
        check_arguments(network, worlds, rng, crisis or {}, warmup, start, classes or {}, stages)
        entropy = worlds.entropy if isinstance(worlds, Worlds) else seed_of(rng)
        super().__init__(rng=entropy)
        self.network, self.whole = network, network.whole
        self.worlds = worlds if isinstance(worlds, Worlds) else Worlds(range(int(worlds)), entropy=entropy)
        self.stages, self.clock, self.warmup = Stages.of(**stages), Clock(warmup), warmup
        profiles, chosen = self.stages.profiles(network)
        numbers, kinds = number_classes(network, classes or {}, KINDS)
        self.layout = Layout(network, numbers, chosen)
        self._allocate_tables(kinds)
        self.customers = Customers(self.stages.demand, self.stages.serving, self.layout, self.worlds)
        self.planned = make_plan(
            self.layout, self.stages.sourcing, self.stages.transport, self.customers.mean, self.customers.sd
        )
        self._join_rows(crisis or {})
        self._join_behaviours(profiles)
        self._factory = AgentFactory(self, self.state, kinds, self._decisions.processes)
        self._initialise(steady=start == "steady")
        perishing = bool(np.isfinite(self.layout.shelf_life).any())
        self.perishables = Perishables(self.state, self.works.instant_rows) if perishing else None
        self._make_agents()
        self.observers: list[Observer] = []

    def _facts(self) -> dict[str, object]:
        return {
            "network": self.network.name, "buyers": f"{len(self.buyers):,}", "suppliers": f"{len(self.suppliers):,}",
            "plants": f"{len(self.plants):,}", "worlds": f"{self.worlds.count:,}", "day": self.clock.day,
        }  # fmt: skip

    # ---------------------------------------------------------------- the day

    def step(self) -> None:
        """Simulate one day."""
        self.clock.day += 1
        self._disrupt()
        self._receive()
        self._serve()
        self._order()
        self._produce()
        self._ship()
        for observe in self.observers:
            observe(self)

    def run_for(self, duration: float | int) -> None:
        """Simulate so many days.

        Raises:
            InputError: it is no whole number from 0 up, or too many.
        """
        if not is_whole(duration, 0) or duration > MOST_DAYS:
            raise InputError(f"run_for({duration!r}): must be a whole number of days from 0 up, at most {MOST_DAYS:,}")
        super().run_for(duration)

    def _disrupt(self) -> None:
        """Disruptions set today's limits."""
        self.disruptions.apply(self.clock.day)

    def _receive(self) -> None:
        """Units that are due today enter stock, from lanes and makers; stock past its shelf life is thrown away."""
        received, today = self.received, self.disruptions.today
        if today.lost is not None:
            lost = self.goods.lose(today.lost)
            self.points["on_order"] -= lost
            self.points["missing"] += lost
            self.points["spoiled"] += lost
        self.goods.buyers.sum(self.goods.arrive(today), received)
        if self.making.rows:
            received[self.works.rows] = self.works.finish()
        self.points["stock"] += received
        self.points["on_order"] -= received
        if self.perishables is not None:
            self.perishables.clear(received)

    def _serve(self) -> None:
        """Final customers come to the buyers, who serve them from stock."""
        self.customers.come(self.clock.day, self.buying["wanted"], self.disruptions.shift_demand, self.whole)
        for block in self._factory.buyers:
            block.serve()

    def _order(self) -> None:
        """Orders climb wave by wave from final demand upstream: each agent sees today's demand and decides."""
        if self.perishables is not None:
            self.perishables.sort_out(self.layout.market_rows)
        self.echelon.count(self.clock.day - 1)
        self.extras.look(self.clock.day)
        self.releases.turn()
        self.orders.receive()
        for number, wave in enumerate(self.layout.waves):
            if wave.inputs:
                self.works.bill.call(wave.rows)
            else:
                self.orders.call(number)
            if self.perishables is not None:
                self.echelon.lose(*self.perishables.sort_out(wave.rows))
            self.releases.call(number)
            for block in self._factory.waves[number]:
                block.decide()
            self.orders.place(number)
        self.orders.send()
        if self.making.rows:
            self.making["open_orders"] += self.points["order"][self.works.rows]

    def _produce(self) -> None:
        """Makers start as much as open orders, capacity and inputs allow."""
        if self.making.rows:
            self.works.open()
            for block in self._factory.makers:
                block.produce()
            self.works.start()
            self.received[self.works.instant_rows] += self.works.ready
            if self.perishables is not None:
                self.perishables.put(self.works.ready)

    def _ship(self) -> None:
        """Sellers ship their backorders from stock; carriers load as far as they have room."""
        for block in self._factory.sellers:
            block.ship()
        sellers, today = self.layout.seller_rows, self.disruptions.today
        output = self.points["output"][sellers]
        self.goods.allocate(output, today.lane_limit)
        self.points["stock"][sellers] -= output
        self.points["owed"][sellers] -= output
        if self.goods.docks.used:
            self.goods.docks.offer(today.lane_limit)
            self.carriers.do("load")
        self.goods.send(today.lead_time_factor)

    @property
    def buffers(self) -> Array:
        """Units that budgets have added to the needs of the ordering rules before day 1 `(rows, worlds)`."""
        return self._decisions.buffers()

    # ---------------------------------------------------------- building it

    def _allocate_tables(self, kinds: list[type[SiteAgent]]) -> None:
        layout, worlds = self.layout, self.worlds.count
        sizes = {
            "points": layout.rows, "making": len(layout.maker_rows), "buying": layout.market_rows.stop,
            "carriers": len(self.network.carriers),
        }  # fmt: skip
        names: dict[str, list[str]] = {table: [] for table in sizes} | {"points": list(ACCOUNTED)}
        owners: list[type[Handle]] = [*kinds, Input, Buyer, Supplier, Carrier]
        for owner in owners:
            for name, column in owner.columns().items():
                if name not in names[column.table]:
                    names[column.table].append(name)
        tables = {table: Table(size, worlds, names[table]) for table, size in sizes.items()}
        self.points, self.making, self.buying, self.loading = tables.values()
        self.lanes = Table(len(layout.lane_buyer), worlds, ("ordered", "owed", "allocated", "arrived", "under_way"))
        self.loading["room"] = self.network.carriers["capacity"].to_numpy(dtype=float)[:, None]
        if np.isfinite(layout.shelf_life).any():
            self.points.add("spoiled")
        self.received = np.zeros((layout.rows, worlds))

    def _join_rows(self, crisis: Mapping[str, Disruption]) -> None:
        """Build the state, and the steps that connect rows: disruptions, orders, goods and production."""
        stages = self.stages
        self.state = SimulationState(
            self.layout, self.planned, self.points, self.making, self.buying, self.lanes, self.loading, self.worlds,
            self.clock, self.whole,
        )  # fmt: skip
        self.disruptions = DisruptionEngine(crisis, self.state)
        self.orders = Orders(self.state, stages.sourcing, self.disruptions.today)
        self.goods = Goods(self.state, stages.allocation, stages.transport, self.disruptions)
        self.works = ProductionSystem(self.state, stages.production, stages.transport, self.disruptions)

    def _join_behaviours(self, profiles: list[Profile]) -> None:
        """Build the decision processes, and the inputs that some behaviours ask for besides the records."""
        state, orders, profile_of = self.state, self.orders, self.layout.profile
        asking = np.flatnonzero(np.array([profile.echelon for profile in profiles])[profile_of])
        self.echelon = Echelon(state, orders, asking)
        self.extras = Extras(state, profiles, self.customers)
        self.releases = PlannedReleases(
            state, orders, np.array([profile.ordering.horizon for profile in profiles])[profile_of]
        )
        self._decisions = Decisions(state, profiles, self.echelon, self.extras, self.releases, self.disruptions)

    def _initialise(self, steady: bool) -> None:
        """Set the tables and the memories of behaviours as they are before day 1."""
        initialise(self.state, self.orders, self.goods, self.works, self._decisions.targets(), steady)
        self.echelon.count(self.clock.day)
        self.orders.begin(self._decisions.begin(), steady)

    def _make_agents(self) -> None:
        """Make the Mesa agents and the populations."""
        agents = self._factory.agents()
        self.by_name = {agent.name: agent for agent in agents}
        self.buyers = self._factory.population(Buyer, agents)
        self.suppliers = self._factory.population(Supplier, agents)
        self.plants = self._factory.population(Plant, agents)
        self.inputs, self.carriers = self._factory.inputs(), self._factory.carriers()

    def decision_of(self, row: int) -> DecisionProcess:
        """Return the decision process of one row."""
        return self._decisions.of(row)


def seed_of(rng: Rng) -> int:
    """Return the seed of all streams: the number itself, that of a `SeedSequence`, or one drawn from a generator."""
    if isinstance(rng, np.random.Generator):
        return int(rng.integers(2**63))
    if isinstance(rng, np.random.SeedSequence):
        return int(rng.generate_state(1, np.uint64)[0])
    return int(np.random.SeedSequence().generate_state(1, np.uint64)[0]) if rng is None else int(rng)
