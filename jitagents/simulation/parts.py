"""Parts of a model: one for each matter of the day, with the state that they share."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from jitagents.agents import SiteAgent
from jitagents.behaviours.base import Clock
from jitagents.calendars import AssignedCalendars
from jitagents.continuation import Index, Stateful, alike, continued
from jitagents.crises import Disruption
from jitagents.crises.engine.engine import DisruptionEngine
from jitagents.layout import Layout
from jitagents.planning import make_plan
from jitagents.relations import LaneTerms
from jitagents.simulation.assignment import Assignment
from jitagents.simulation.books.bookkeeper import Bookkeeper, bookkeeper_of
from jitagents.simulation.cancellations import cancellations_of
from jitagents.simulation.customers import Customers
from jitagents.simulation.decisions import Decisions
from jitagents.simulation.echelon import Echelon
from jitagents.simulation.extras import Extras
from jitagents.simulation.goods import Goods
from jitagents.simulation.inexperience import Inexperience, inexperience_of
from jitagents.simulation.initial_state import initialise
from jitagents.simulation.money.treasury import Treasury, treasury_of
from jitagents.simulation.orders import Orders
from jitagents.simulation.pausing import Pausing
from jitagents.simulation.perishables import Perishables
from jitagents.simulation.planned_releases import PlannedReleases
from jitagents.simulation.production import ProductionSystem
from jitagents.simulation.profile import Profile
from jitagents.simulation.quality import Quality, quality_of
from jitagents.simulation.reached import reached_by
from jitagents.simulation.regimes import Regimes
from jitagents.simulation.shared_signals import SharedSignals
from jitagents.simulation.stages import Stages
from jitagents.simulation.tables import allocate
from jitagents.simulation.wave_progress import WaveProgress, waves_of
from jitagents.simulation.working_days import WorkingDays
from jitagents.state import SimulationState
from jitagents.worlds import Worlds


@dataclass(frozen=True)
class Parts(Stateful):
    """The state of a model and the parts that change it.

    Attributes:
        state: tables, clock, and all that does not change.
        customers: final demand.
        disruptions: of the crisis.
        orders, goods, works: orders and goods between rows, and production.
        echelon, extras, releases: inputs of some behaviours besides the records.
        decisions: the decision processes of all rows.
        perishables: None if nothing perishes.
        quality: of goods; None if no bad unit ever leaves its maker and nothing is inspected.
        regimes: what holds today of the exemptions.
        working_days: None if nothing rests.
        waves: progress of the roll-out; None without one.
        books: None if nobody has books of its own.
        treasury: the money of firms; None if it is not followed.
        signals: None if customers share nothing with their sellers.
        inexperience: of those whom a roll-out has reached; None unless they learn.
    """

    changing: ClassVar = (
        "state", "customers", "disruptions", "orders", "goods", "works", "echelon", "extras", "releases", "decisions",
        "perishables", "regimes", "working_days", "quality", "waves", "books", "treasury",
        "signals",
    )  # fmt: skip
    state: SimulationState
    customers: Customers
    disruptions: DisruptionEngine
    orders: Orders
    goods: Goods
    works: ProductionSystem
    echelon: Echelon
    extras: Extras
    releases: PlannedReleases
    decisions: Decisions
    perishables: Perishables | None
    regimes: Regimes
    working_days: WorkingDays | None
    quality: Quality | None
    waves: WaveProgress | None
    books: Bookkeeper | None
    treasury: Treasury | None
    signals: SharedSignals | None
    inexperience: Inexperience | None

    def continue_past(self, before: Self, index: Index) -> None:
        """Continue the parts of another model before anything is known of its crisis; that of these is to come.

        Args:
            before: the parts of that model, which these `can_continue`.
            index: the world of that model from which each world continues `(worlds,)`.
        """
        for now, part in self._beside_the_crisis(before):
            continued(now, part, index)
        self.disruptions.continue_past(before.disruptions, index)

    def can_continue(self, before: Self, index: Index) -> bool:
        """Whether `continue_past` is possible: the parts of both models have the same form."""
        same = all(alike(now, part, index) for now, part in self._beside_the_crisis(before))
        return same and self.disruptions.is_expected_as(before.disruptions)

    def _beside_the_crisis(self, before: Self) -> Iterator[tuple[Any, Any]]:
        return ((getattr(self, name), getattr(before, name)) for name in self.changing if name != "disruptions")


def make_parts(
    layout: Layout, stages: Stages, assignment: Assignment, regimes: Regimes, kinds: Sequence[type[SiteAgent]],
    worlds: Worlds, crisis: Mapping[str, Disruption], calendars: AssignedCalendars | None,
    terms: LaneTerms | None, *, warmup: int, steady: bool,
) -> Parts:  # fmt: skip
    """Build the parts of a model as they are before day 1.

    Args:
        layout: rows and lanes.
        stages: the behaviours.
        assignment: of the behaviours to stock points and lanes.
        regimes: what holds of the exemptions.
        kinds: the agent classes.
        worlds: of the model.
        crisis: disruptions by name.
        calendars: of agents and lanes; None if nothing rests.
        terms: of the lanes of a layout; None if all are transactions.
        warmup: days before the first measured one.
        steady: lanes, orders in transit and processes carry the mean flow; otherwise they are empty.
    """
    choices, profiles = assignment.sorted(layout), assignment.profiles
    customers = Customers(stages.demand, choices["serving"], layout, worlds, calendars)
    sourcing, transport = choices["sourcing"], choices["transport"]
    planned = make_plan(layout, sourcing, transport, customers.mean, customers.sd, calendars, terms)
    state = allocate(layout, planned, worlds, Clock(warmup), kinds)
    treasury = treasury_of(state, stages.finance)
    disruptions = DisruptionEngine(crisis, state)
    pausing = None if calendars is None else Pausing(calendars, layout)
    asking = np.flatnonzero(np.array([profile.ordering.cancels for profile in profiles])[layout.profile])
    cancellations = cancellations_of(state, any(rule.cancels for rule in sourcing.followed()), asking)
    reached, learning = reached_by(stages, layout), None if stages.rollout is None else stages.rollout.learning
    inexperience = inexperience_of(state, choices, learning, list(reached.values()))
    delayable, more_errors = disruptions.delayable(), None
    if inexperience is not None and learning is not None:
        delayable = inexperience.delayable(delayable, list(reached.values()), learning)
        more_errors = inexperience.more_errors(learning)
    books = bookkeeper_of(state, choices["information"], choices["ordering"], more_errors, disruptions)
    dropped, bill = (None, None) if books is None else (books.lines, books.bill)
    orders = Orders(state, sourcing, disruptions.today, cancellations, dropped)
    goods = Goods(state, choices["allocation"], transport, disruptions, delayable, pausing)
    works = ProductionSystem(state, choices["production"], stages.transport, disruptions, pausing, inexperience)
    working_days = None if calendars is None else WorkingDays(calendars, state, goods, works, disruptions)
    echelon = Echelon(state, orders, _rows_that_ask(layout, profiles))
    extras = Extras(state, profiles, customers, bill)
    releases = PlannedReleases(state, orders, _horizon(layout, profiles), calendars, bill)
    signals = None if terms is None or not terms.tell else SharedSignals(state, terms)
    decisions = Decisions(state, choices, echelon, extras, releases, disruptions, working_days, books, signals)
    initialise(state, orders, goods, works, decisions.targets(), steady)
    if books is not None:
        books.begin(decisions.openings, decisions.unordered(), decisions.switches)
    if signals is not None:
        signals.begin()
    echelon.count(state.clock.day)
    orders.begin(decisions.begin(), steady)
    perishing = bool(np.isfinite(layout.shelf_life).any())
    perishables = Perishables(state, works.instant_rows) if perishing else None
    if treasury is not None:
        treasury.open(steady)
    quality = quality_of(state, choices["inspection"], goods, works, disruptions.today)
    return Parts(
        state, customers, disruptions, orders, goods, works, echelon, extras, releases, decisions, perishables, regimes,
        working_days, quality,
        waves_of(stages.rollout, reached, state, regimes, working_days, books, inexperience), books, treasury, signals,
        inexperience,
    )  # fmt: skip


def _rows_that_ask(layout: Layout, profiles: Sequence[Profile]) -> np.ndarray:
    """Return the rows whose behaviours read echelon columns, ascending."""
    return np.flatnonzero(np.array([profile.echelon for profile in profiles])[layout.profile])


def _horizon(layout: Layout, profiles: Sequence[Profile]) -> np.ndarray:
    """Return the days that each row plans ahead `(rows,)`."""
    return np.array([profile.ordering.horizon for profile in profiles])[layout.profile]
