"""Days of final demand: customers who would come on a buyer's days of rest."""

import numpy as np

from jitagents.behaviours.demand import Draw
from jitagents.calendars import AssignedCalendars
from jitagents.layout import Index
from jitagents.random_streams import Carried


class DemandDays:
    """The working days of buyers, and the demand of the days between them.

    Args:
        calendars: of the agents.
        agents: number of the agent of each buyer `(buyers,)`.
    """

    def __init__(self, calendars: AssignedCalendars, agents: Index) -> None:
        self._calendars, self._own, self._how = calendars, calendars.agents[agents], calendars.calendars.demand

    def moments(self, mean: Draw, sd: Draw) -> tuple[Draw, Draw]:
        """Return mean and standard deviation of a day's demand, over working days and days of rest of the week."""
        share = (self._calendars.weeks > 0.0).mean(axis=0)[self._own]
        if self._how != "none":
            return mean, sd
        return mean * share, sd * np.sqrt(share)

    def place(self, units: Draw, first: int, carried: Carried) -> Draw:
        """Return the units of successive days as they come on working days `(days, buyers)`.

        Args:
            units: as they are drawn.
            first: number of the first day.
            carried: from the days before to those after.
        """
        if self._how == "every_day":
            return units
        working = self._calendars.shares(first, len(units))[:, self._own] > 0.0
        if self._how == "none":
            return np.where(working, units, 0.0)
        return self._moved(units, working, carried)

    def _moved(self, units: Draw, working: np.ndarray, carried: Carried) -> Draw:
        waiting = carried.get("waiting", np.zeros(units.shape[1]))
        total, day = np.cumsum(units, axis=0), np.arange(len(units))[:, None]
        last = np.maximum.accumulate(np.where(working, day, -1), axis=0)
        before = np.concatenate((np.full((1, units.shape[1]), -1), last[:-1]))

        def up_to(days: Index) -> Draw:
            sums = np.take_along_axis(total, np.maximum(days, 0), axis=0)
            return np.where(days >= 0, sums, -waiting)

        # A sum of one day is the day itself, to the last bit.
        alone = (before == day - 1) & ((day > 0) | (waiting == 0.0))
        carried["waiting"] = total[-1] - up_to(last[-1:])[0]
        return np.where(working, np.where(alone, units, total - up_to(before)), 0.0)
