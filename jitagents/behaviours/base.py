"""Base of all behaviours: the plan they are fitted to, the memory they keep, the view they decide on."""

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.errors import nearest
from jitagents.parameters import Parameters
from jitagents.worlds import Worlds

ROLES = ("buyer", "supplier", "source", "plant", "input")
"""Roles of stock points, in the order of their numbers in the layout; a source is a supplier that buys nothing."""

type Memory = dict[str, Array]
"""The columns that a behaviour keeps from day to day: name -> `(rows, worlds)` or `(depth, rows, worlds)`."""
OBJECTS = -1
"""Depth of a column of objects, each `Stateful`, one a row and world."""


@dataclass(frozen=True)
class Plan:
    """The plan of stock points, known before day 1: arrays `(rows, 1)` or `(rows, worlds)`.

    Attributes:
        names: `(rows,)`; an input is called `plant/item`.
        items: item of each row `(rows,)`.
        role: one of `ROLES` `(rows,)`.
        rate: mean flow, units a day.
        demand_sd: standard deviation of daily demand, if orders are passed on as they come.
        lead_time: mean days between ordering and receiving (order delay included), `(rows, 1)`.
        lead_time_sd: its standard deviation.
        reach: lead time + the seller's own production or replenishment lead time.
        value: price, money a unit.
        cost: standard cost, money a unit; the price where the network states no costs.
        sources: number of sellers that the row can order from.
        phase: a number of its own for each row, to spread periodic reviews over the days.
        base_stock: level given by the network, NaN where none is.
    """

    names: npt.NDArray[np.object_]
    items: npt.NDArray[np.object_]
    role: npt.NDArray[np.object_]
    rate: Array
    demand_sd: Array
    lead_time: Array
    lead_time_sd: Array
    reach: Array
    value: Array
    cost: Array
    sources: Array
    phase: Array
    base_stock: Array

    def at(self, rows: slice | npt.NDArray[np.int64]) -> "Plan":
        """The plan of some rows."""
        return Plan(**{name: value[rows] for name, value in vars(self).items()})

    def __len__(self) -> int:
        return len(self.names)


RECORDS = ("stock", "owed", "on_order", "demand")
EXTRAS = (
    "echelon_position", "echelon_demand", "echelon_owed", "gross", "noise", "future", "future_path", "announced",
    "spoiled", "corrected", "warned", "cancellable", "rested", "resting", "rested_ahead", "lasting", "demand_days",
)  # fmt: skip
"""Views that are only filled for behaviours that ask for them, `(…, rows, worlds)`; written in place."""


class Clock(Stateful):
    """The day that is being simulated.

    Args:
        warmup: days before the first measured one.

    Attributes:
        day: today; day 1 is the first, 0 before it.
    """

    __slots__ = ("day", "warmup")
    changing = ("day",)

    def __init__(self, warmup: int = 0) -> None:
        self.day, self.warmup = 0, warmup

    @property
    def measured(self) -> int:
        """Today counted from the end of the warm-up: 1 on the first measured day, 0 or less before it."""
        return self.day - self.warmup


class Seen(Stateful):
    """The records shown by an agent's information system on a day, on which all decisions are based. Read-only.

    Attributes:
        stock: on hand, units `(rows, worlds)`.
        owed: ordered from the agent, not yet shipped.
        on_order: ordered by the agent, not yet received.
        demand: orders that reached the agent today.
        forecast: mean daily demand expected over the lead time; None if the ordering rule asks for no forecast.
        forecast_variance: mean square of the forecast's one-day error.
        plan: mean flows and lead times, known before day 1.
        echelon_position: stock here and downstream + on order here - backorders of final demand, in units of the
            agent; None, like all that follows, unless some behaviour of its rows asks for it.
        echelon_demand: final demand of today behind the agent, in units of the agent.
        echelon_owed: backorders of final demand, in units of the agent.
        gross: demand on the agent on each of the days ahead, by its customers' plans or by forecast, units
            `(days, rows, worlds)`, tomorrow first.
        noise: a standard normal number of the day.
        future: mean daily demand that will come over the lead time, if crises are left out.
        future_path: demand that will come on each of the days ahead `(days, rows, worlds)`, tomorrow first.
        announced: final demand that customers have ordered for today and each of the days ahead, 0 for all but
            buyers `(1 + days, rows, worlds)`, today first.
        spoiled: units that perished or were destroyed today, on hand or under way; shown if anything can.
        corrected: correction to past consumption that becomes known today, units: demand that was
            not recorded, orders that were lost; below 0 if over-reported. Shown if a crisis can affect the records.
        warned: days of mean flow that an announced disruption will withhold, or by which demand will rise;
            shown if a disruption of the model is announced.
        cancellable: ordered by the agent, known to its sellers, not yet shipped; shown to rules that cancel.
        rested: days of rest between the last working day and today `(rows, 1)`; shown if something rests. What counts
            a day (demand, spoiled, corrected) then holds all that came in since the last working day.
        resting: days of rest that follow today `(rows, 1)`.
        rested_ahead: days of rest just before each of the days ahead, today first, -1 on a day of rest
            `(1 + days, rows, 1)`; this and what follows is shown to rules with a horizon if something rests and plans
            know the calendar.
        lasting: days ahead up to whose end the order of each of these days has to last, since that of the next
            working day is received on the day after it; on a day of rest as on the working day before.
        demand_days: days of mean demand that come on each of the days ahead, tomorrow first `(days, rows, 1)`: the
            customers of days of rest come later, or not at all.
    """

    __slots__ = ("clock", "demand", "forecast", "forecast_variance", "on_order", "owed", "plan", "stock", *EXTRAS)
    changing = ("forecast", "forecast_variance")

    def __init__(self, clock: Clock, plan: Plan, stock: Array, owed: Array, on_order: Array, demand: Array) -> None:
        self.clock, self.plan = clock, plan
        self.stock, self.owed, self.on_order, self.demand = map(read_only, (stock, owed, on_order, demand))
        self.forecast: Array | None = None
        self.forecast_variance: Array | None = None
        self.echelon_position: Array | None = None
        self.echelon_demand: Array | None = None
        self.echelon_owed: Array | None = None
        self.gross: Array | None = None
        self.noise: Array | None = None
        self.future: Array | None = None
        self.future_path: Array | None = None
        self.announced: Array | None = None
        self.spoiled: Array | None = None
        self.corrected: Array | None = None
        self.warned: Array | None = None
        self.cancellable: Array | None = None
        self.rested: Array | None = None
        self.resting: Array | None = None
        self.rested_ahead: Array | None = None
        self.lasting: Array | None = None
        self.demand_days: Array | None = None

    def __copy__(self) -> Self:
        """Return the same view; rules are shown changed ones day by day, so that it has to be quick."""
        other = object.__new__(type(self))
        for name in Seen.__slots__:
            setattr(other, name, getattr(self, name))
        return other

    if not TYPE_CHECKING:

        def __getattr__(self, attribute: str) -> Any:
            known = [name for name in dir(type(self)) if not name.startswith("_")]
            raise AttributeError(f"seen has no attribute {attribute!r}; {nearest(attribute, known)}")

    @property
    def day(self) -> int:
        """Today; the first day is 1."""
        return self.clock.day

    @property
    def position(self) -> Array:
        """Inventory position: stock + on order - owed (what a seller still owes counts as on order)."""
        position = self.stock + self.on_order
        position -= self.owed
        return position

    @property
    def consumed(self) -> Array:
        """Consumption that was not known yesterday: demand, spoiled units and corrections of earlier records.

        Ordering it again keeps the inventory position constant.
        """
        consumed = self.demand
        for part in (self.spoiled, self.corrected):
            consumed = consumed if part is None else consumed + part
        return consumed

    def at(self, rows: slice) -> "Seen":
        """The same view for some rows."""
        part = Seen(self.clock, self.plan.at(rows), *(getattr(self, name)[rows] for name in RECORDS))
        if self.forecast is not None and self.forecast_variance is not None:
            part.forecast, part.forecast_variance = self.forecast[rows], self.forecast_variance[rows]
        for name in EXTRAS:
            extra = getattr(self, name)
            setattr(part, name, None if extra is None else extra[..., rows, :])
        return part


def read_only(array: Array) -> Array:
    """A view of an array that refuses to be written."""
    view = array.view()
    view.flags.writeable = False
    return view


class Behaviour(Parameters):
    """Base of all behaviours: frozen parameters and a pure, elementwise `__call__`.

    Attributes:
        memory: the columns it keeps: name -> depth (0: one value a row and world; n: the last n; `OBJECTS`: objects).
    """

    memory: ClassVar[dict[str, int]] = {}

    @property
    def echelon(self) -> bool:
        """True if it, or one that it wraps, looks at `seen.echelon_…`; a class that does says so in a ClassVar."""
        return any(part.echelon for part in self.parts().values())

    @property
    def noisy(self) -> bool:
        """True if it, or one that it wraps, looks at `seen.noise`; a class that does says so, as above."""
        return any(part.noisy for part in self.parts().values())

    @property
    def foresees(self) -> bool:
        """True if it, or one that it wraps, looks at `seen.future` or `seen.future_path`."""
        return any(part.foresees for part in self.parts().values())

    def depths(self) -> dict[str, int]:
        """Memory columns and their depth; overridden where a parameter sets the depth."""
        return self.memory | {
            f"{name}.{column}": depth for name, part in self.parts().items() for column, depth in part.depths().items()
        }

    def parts(self) -> "dict[str, Behaviour]":
        """The behaviours among its parameters: a rule that wraps another one."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, Behaviour)}

    def fit(self, plan: Plan) -> Self:
        """The same behaviour with parameters worked out for these rows, called once before day 1."""
        fitted: dict[str, Any] = {name: part.fit(plan) for name, part in self.parts().items()}
        return replace(self, **fitted) if fitted else self

    def by_level(self, worlds: Worlds) -> list[Self]:
        """One copy for all levels, or, where a parameter differs by world, one a level with plain numbers."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        swept = {
            name: worlds.level_values(value).tolist()
            for name, value in values.items()
            if isinstance(value, np.ndarray) and value.shape == (1, worlds.count)
        }
        copies: dict[str, list[Any]] = swept | {name: part.by_level(worlds) for name, part in self.parts().items()}
        if not copies:
            return [self]
        levels = max(len(some) for some in copies.values())
        return [
            replace(self, **{name: some[level % len(some)] for name, some in copies.items()}) for level in range(levels)
        ]

    def begin(self, seen: "Seen", memory: Memory) -> None:
        """Fill the memory before day 1; zeros unless overridden."""
        for name, part in self.parts().items():
            part.begin(seen, memory_of(name, memory))


def remember(behaviour: Behaviour, rows: int, worlds: int) -> Memory:
    """Allocate the memory that a behaviour asks for."""
    return {name: _column(depth, rows, worlds) for name, depth in behaviour.depths().items()}


def _column(depth: int, rows: int, worlds: int) -> Array:
    if depth == OBJECTS:
        return np.full((rows, worlds), None, dtype=object)
    return np.zeros((depth, rows, worlds) if depth else (rows, worlds))


def memory_of(part: str, memory: Memory) -> Memory:
    """The columns of a behaviour that is the parameter `part` of the one whose memory this is."""
    return {name.removeprefix(f"{part}."): column for name, column in memory.items() if name.startswith(f"{part}.")}


def per_row(array: npt.ArrayLike) -> Array:
    """Numbers of the rows as a column `(rows, 1)`."""
    return np.asarray(array, dtype=float).reshape(-1, 1)
