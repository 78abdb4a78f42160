"""Customers: final demand at the buyers, day by day, drawn from the demand behaviour."""

from collections.abc import Callable

import numpy as np

from jitagents.behaviours.base import Memory, remember
from jitagents.behaviours.demand import Buyers, Demand, Draw
from jitagents.behaviours.serving import Serving
from jitagents.calendars import AssignedCalendars
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.flow import GOLDEN, ROUNDING
from jitagents.layout import Index, Layout
from jitagents.simulation.demand_days import DemandDays
from jitagents.worlds import Ahead, Carried, Drawn, Sampler, Worlds


class Customers(Stateful):
    """The streams of final demand, drawn in the order of the buyers' names, whatever the order of rows is.

    Args:
        law: of demand; where its parameters differ by level, each level draws from the same stream.
        serving: rule that decides how many customers stay away after a stockout.
        layout: rows.
        worlds: worlds that share the draws.
        calendars: working days of the buyers; None if nothing rests.

    Attributes:
        mean, sd: of a day's demand, units `(buyers, 1)`, or `(buyers, worlds)` where they differ by level.
    """

    changing = ("_drawn", "_ahead", "_memory")

    def __init__(
        self, law: Demand, serving: Serving, layout: Layout, worlds: Worlds, calendars: AssignedCalendars | None = None
    ) -> None:
        rows = layout.market_rows
        by_name = np.argsort(layout.name_rank[rows], kind="stable")
        to_row = np.argsort(by_name)
        mean, sd = layout.agent_column("demand")[rows], layout.agent_column("demand_sd")[rows]
        items = layout.network.agents["item"].to_numpy(dtype=object)[layout.agent[rows]][by_name]
        buyers = Buyers(layout.names[rows][by_name], mean[by_name], sd[by_name], items)
        laws = law.by_level(worlds)
        days = None if calendars is None else DemandDays(calendars, layout.agent[rows][by_name])
        samplers = [_sampler(each, buyers, to_row, layout.network.whole, days) for each in laws]
        self._drawn = Drawn(worlds, "demand", samplers, rows.stop)
        self._ahead: Ahead | None = None
        self._serving, self._memory = serving, remember(serving, rows.stop, worlds.count)
        of_laws = [each.moments(buyers) for each in laws]
        moments = np.stack(of_laws if days is None else [days.moments(*both) for both in of_laws], axis=-1)[:, to_row]
        if len(laws) > 1:
            moments = np.stack([[worlds.by_level(levels)[0] for levels in moment] for moment in moments])
        self.mean, self.sd = moments

    def memory(self, rows: int | slice) -> Memory:
        """Return the memory of the customers of some buyers."""
        return {name: column[..., rows, :] for name, column in self._memory.items()}

    def look_ahead(self, days: int) -> Ahead:
        """Draw demand so many days before it comes; to be called before day 1."""
        self._ahead = Ahead(self._drawn, days)
        return self._ahead

    def come(self, day: int, wanted: Array, shift_demand: Callable[[Array], None], whole: bool) -> None:
        """Write the final demand of a day into `wanted`, units `(buyers, worlds)`.

        Args:
            day: today.
            wanted: is overwritten.
            shift_demand: changes it as disruptions do.
            whole: units are whole.
        """
        if self._ahead is None:
            self._drawn.on(day, wanted)
        else:
            wanted[...] = self._ahead.on(day)[0]
        shift_demand(wanted)
        self._serving.attract(wanted, self._memory, whole)


def _sampler(law: Demand, buyers: Buyers, to_row: Index, whole: bool, calendar: DemandDays | None) -> Sampler:
    """Return a sampler of a law in the order of rows, in whole units if asked, on the days of a calendar."""
    start = (0.5 + GOLDEN * np.arange(len(to_row))) % 1.0  # not all of them round up on the same day

    def sample(rng: np.random.Generator, first: int, days: int, carried: Carried) -> Draw:
        units = law.draw(rng, first, days, buyers, carried.setdefault("law", {}))
        if calendar is not None:
            units = calendar.place(units, first, carried)
        if whole:
            units, carried["rest"] = in_whole_units(units, carried.get("rest", start))
        return units[:, to_row]

    return sample


def in_whole_units(units: Draw, rest: Draw) -> tuple[Draw, Draw]:
    """Round the units of successive days so that their sum up to any day is right to a unit.

    Args:
        units: `(days, buyers)`; returned as they are if all are whole.
        rest: part of a unit left over from earlier days `(buyers,)`, from 0 to 1.

    Returns:
        Whole units `(days, buyers)`, and the part of a unit that they leave over.
    """
    if (units == np.rint(units)).all():
        return units, rest
    wanted = np.cumsum(units, axis=0) + rest
    total = np.floor(wanted + ROUNDING)
    return np.diff(total, axis=0, prepend=0.0), np.maximum(wanted[-1] - total[-1], 0.0)
