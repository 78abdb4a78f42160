"""The view that behaviours decide on: the records of a day, and the clock."""

from typing import TYPE_CHECKING, Any, Self

from jitagents.behaviours.plan import Plan
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.errors import nearest

RECORDS = ("stock", "owed", "on_order", "demand")
EXTRAS = (
    "echelon_position", "echelon_demand", "echelon_owed", "gross", "noise", "chance", "future", "future_path",
    "announced", "spoiled", "corrected", "warned", "cancellable", "rested", "resting", "rested_ahead", "lasting",
    "demand_days",
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
        chance: a uniform number of the day, from 0 to 1.
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
        self.chance: Array | None = None
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
