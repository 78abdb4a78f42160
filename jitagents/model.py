"""The model: a supply network in many worlds side by side, simulated day by day."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, Self, Unpack

import mesa
import numpy.typing as npt

from jitagents.agents import KINDS, Buyer, Plant, SiteAgent, Supplier
from jitagents.column import Array, Table
from jitagents.continuation import Index, checked_index, continued
from jitagents.crises import Disruption
from jitagents.errors import InputError
from jitagents.layout import Layout
from jitagents.network import Network
from jitagents.parameters import in_worlds
from jitagents.shown import Shown
from jitagents.simulation.agent_factory import AgentFactory
from jitagents.simulation.arguments import Rng, check_arguments, is_whole, seed_of
from jitagents.simulation.decision import DecisionProcess
from jitagents.simulation.exemptions import regimes_of
from jitagents.simulation.parts import make_parts
from jitagents.simulation.stages import StageOptions, Stages
from jitagents.simulation.steps import Steps
from jitagents.stock_points import number_classes
from jitagents.worlds import Worlds

MOST_DAYS = 1_000_000_000
"""Most days that can be simulated."""

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
            transport, inspection, serving; `calendar`, `finance`, `relation`, and `exemptions`.

    Attributes:
        state: all that the parts share: layout, plan, tables, worlds and clock.
        points, making, buying, lanes, loading: the tables of state: stock points, makers, buyers, lanes, carriers.
        buyers, suppliers, plants, inputs, carriers: the populations; `by_name` has the agents by name.
        daily_steps: the steps of the day.
        received: units that came in today, over lanes or out of production `(rows, worlds)`.
        clock: today, and the measured day.
        profiles: the distinct combinations of ordering, forecasting and information.
        planned: mean flows and lead times, known before day 1.
        customers, disruptions, orders, goods, works, perishables, quality: the parts that move units and orders.
        echelon, extras, releases: inputs of some behaviours besides the records.
        working_days: who works today; None if nothing rests.
        treasury: the money of firms; None if it is not followed.
        books: of those who keep some; None if nobody does.
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
        **stages: Unpack[StageOptions],
    ) -> None:
        crisis, classes = crisis or {}, classes or {}
        check_arguments(network, worlds, rng, crisis, warmup, start, classes, stages)
        entropy = worlds.entropy if isinstance(worlds, Worlds) else seed_of(rng)
        super().__init__(rng=entropy)
        self.worlds = worlds if isinstance(worlds, Worlds) else Worlds(range(int(worlds)), entropy=entropy)
        self.stages = Stages.of(**stages)
        self._stated, network = network, self.stages.relation.applied(network)
        self.network, self.whole, self.warmup = network, network.whole, warmup
        self._arguments: dict[str, Any] = {"warmup": warmup, "start": start, "classes": classes}
        self._crisis = crisis
        regimes = regimes_of(self.stages.exemptions, crisis, self.stages.rollout, self.worlds.count, warmup)
        assignment = self.stages.assign(network, regimes)
        self.profiles = assignment.profiles
        numbers, kinds = number_classes(network, classes, KINDS)
        calendars = self.stages.calendar.assign(network, warmup)
        if calendars is not None:  # a block of rows, which are of one class, decides on the same days
            numbers, kinds = numbers + len(kinds) * calendars.agents, kinds * len(calendars.calendars.names)
        self.layout = Layout(network, numbers, assignment.profile)
        terms = self.stages.relation.terms(network)
        self._parts = make_parts(
            self.layout,
            self.stages,
            assignment,
            regimes,
            kinds,
            self.worlds,
            crisis,
            calendars,
            None if terms is None else terms.at(self.layout.lane_order),
            warmup=warmup,
            steady=start == "steady",
        )
        self._show_parts()
        self._make_agents(kinds)
        self.observers: list[Observer] = []

    def _show_parts(self) -> None:
        """Give the parts of the model their names for users."""
        parts, state = self._parts, self._parts.state
        self.state, self.planned, self.clock = state, state.planned, state.clock
        self.points: Table = state.points
        self.making, self.buying = state.making, state.buying
        self.lanes: Table = state.lanes
        self.loading = state.carriers
        self.customers, self.disruptions = parts.customers, parts.disruptions
        self.perishables, self.quality = parts.perishables, parts.quality
        self.orders, self.goods, self.works = parts.orders, parts.goods, parts.works
        self.echelon, self.extras, self.releases = parts.echelon, parts.extras, parts.releases
        self.working_days, self.waves, self.treasury = parts.working_days, parts.waves, parts.treasury
        self.books = parts.books

    def _make_agents(self, kinds: list[type[SiteAgent]]) -> None:
        """Make the Mesa agents, the populations, and the steps of the day that run them."""
        factory = AgentFactory(self, self.state, kinds, self._parts.decisions.processes)
        agents = factory.agents()
        self.by_name = {agent.name: agent for agent in agents}
        self.buyers = factory.population(Buyer, agents)
        self.suppliers = factory.population(Supplier, agents)
        self.plants = factory.population(Plant, agents)
        self.inputs, self.carriers = factory.inputs(), factory.carriers()
        self.daily_steps = Steps(
            self._parts, factory.waves, factory.buyers, factory.makers, factory.sellers, self.carriers
        )
        self.received = self.daily_steps.received

    def _facts(self) -> dict[str, object]:
        return {
            "network": self.network.name, "buyers": f"{len(self.buyers):,}", "suppliers": f"{len(self.suppliers):,}",
            "plants": f"{len(self.plants):,}", "worlds": f"{self.worlds.count:,}", "day": self.clock.day,
        }  # fmt: skip

    def step(self) -> None:
        """Simulate one day."""
        self.clock.day += 1
        self.daily_steps.run()
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

    def repeat(self, index: npt.ArrayLike) -> Self:
        """Return a model whose worlds continue worlds of this one, from the end of today on.

        Each new world has the random numbers, level and crisis of the world that it continues, and goes on to the last
        bit as that one does. Observers stay with this model, and Mesa counts its own time from 0 again. An observer
        that is `Stateful` can be built for the new model and take its sums over by `continue_from`.

        Args:
            index: number of the world that each new world continues, as often and in the order wanted `(worlds,)`.

        Raises:
            InputError: `index` is no list of numbers of worlds.
        """
        kept, worlds = checked_index(index, self.worlds.count), self.worlds.repeat(index)
        stages, crisis = (in_worlds(parts, kept, self.worlds.count) for parts in (vars(self.stages), self._crisis))
        more = type(self)(self._stated, worlds=worlds, crisis=crisis, **self._arguments, **stages)
        if "true_order" in self.points:
            more.compare_orders()
        if "messages" in self.points:
            more.count_messages()
        if self.treasury is not None and more.treasury is not None and self.treasury.charges is not None:
            more.treasury.charges = self.treasury.charges.again(more, kept)
        more.continue_from(self, kept)
        return more

    def continue_from(self, before: Self, index: npt.ArrayLike) -> None:
        """Take over the state of a model that was built in the same way; also one that this model had before.

        Args:
            before: that model; it stays as it is.
            index: number of its world that each world of this one continues `(worlds,)`.

        Raises:
            InputError: `index` is no list of numbers of its worlds.
        """
        kept = checked_index(index, before.worlds.count)
        self._parts.continue_from(before._parts, kept)
        self._continue_beside(before, kept)

    def continue_past(self, before: Self, index: npt.ArrayLike) -> None:
        """Take over the state of a model but for its crisis, of which nothing is known yet; that of this one will come.

        Args:
            before: a model of the same network and rules; levels of its crisis may differ from those of this model.
            index: number of its world that each world of this one continues `(worlds,)`.
        """
        kept = checked_index(index, before.worlds.count)
        self._parts.continue_past(before._parts, kept)
        self._continue_beside(before, kept)

    def can_continue(self, before: Self, index: npt.ArrayLike) -> bool:
        """Whether `continue_past` is possible: the parts of both models have the same form."""
        return self._parts.can_continue(before._parts, checked_index(index, before.worlds.count))

    def _continue_beside(self, before: Self, kept: Index) -> None:
        """Take over what lies beside the parts."""
        self.received[...] = before.received[:, kept]
        continued(self.rng, before.rng, kept)
        self.random.setstate(before.random.getstate())

    @property
    def buffers(self) -> Array:
        """Units that budgets have added to the needs of the ordering rules before day 1 `(rows, worlds)`."""
        return self._parts.decisions.buffers()

    def targets(self) -> Array:
        """Return the inventory positions that ordering rules ask for today at the mean flow, units `(rows, worlds)`."""
        return self._parts.decisions.targets()

    def forecasts(self) -> Array:
        """Return what each row expects of a day over its lead time, after today's decision `(rows, worlds)`.

        NaN for the rows whose ordering rule asks for no forecast.
        """
        return self._parts.decisions.forecasts()

    def compare_orders(self) -> None:
        """Work out, from now on, the orders that agents would give on true records, in the same state.

        The stock points get two columns, units: `true_order`, and `wrong_order`, by how much the order differs from it.
        """
        self._parts.decisions.compare()

    def count_messages(self) -> None:
        """Count, from now on, exception messages: 1 where a planning run would change orders that were planned before.

        The stock points get a column, `messages`.
        """
        self._parts.decisions.count_messages()

    def decision_of(self, row: int) -> DecisionProcess:
        """Return the decision process of one row."""
        return self._parts.decisions.of(row)
