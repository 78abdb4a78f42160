"""Contract of transport: lead times of goods, and their departures."""

from typing import Any

import numpy as np
import pandas as pd

from jitagents.behaviours.base import remember
from jitagents.behaviours.transport import Dock
from jitagents.column import Array
from jitagents.network import read_lead_times
from jitagents.testing.harness import CLOSE, Harness, must

DRAWS, DAYS = 500, 30


class TransportHarness(Harness):
    """A rule of transport."""

    stage = "transport"
    stated = read_lead_times([2.0, 4.0, np.nan], [0.0, 1.0, 0.0], ["", "", "1:0.5 6:0.5"], 1)
    lanes = pd.DataFrame({"mode": ["air", "", "sea"], "load": [4.0, 7.0, np.nan]})

    def check_sweep(self, name: str, **companions: Any) -> bool:
        """Lead times are laws of the lanes, for all worlds: there is nothing to check."""
        return True

    def it_draws_whole_days_of_the_law(self) -> None:
        """Days drawn are whole, at least 1, and those of each lane's law."""
        times = self.stated
        days = self.behaviour.draw(np.random.default_rng(11), DRAWS, times, np.array([0, 1, 2]))
        must(days.shape == (DRAWS, 3), f"it draws the shape {days.shape} for {(DRAWS, 3)}")
        must(np.issubdtype(days.dtype, np.integer), "days are no whole numbers")
        must((days >= 1) & (days <= times.longest), "days are not between 1 and the longest of the law")
        must(days[:, 0] == 2, "a fixed lead time varies")
        must(self.behaviour.draws == bool((days != days[0]).any()), "`draws` does not say whether days vary")
        if self.behaviour.draws:
            error = 4 * times.sd / np.sqrt(DRAWS) + CLOSE
            must(set(days[:, 2]) == {1, 6}, "days are drawn that the law has not")
            must(np.abs(days.mean(axis=0) - times.mean) <= error, "the mean is not that of the law")

    def it_tells_the_plan_its_laws(self) -> None:
        """Lead times of its own are laws of at least a day that the plan knows; express ones are no longer."""
        for times in (self.behaviour.times(self.stated, self.lanes), self.behaviour.hurried(self.stated)):
            must((times.planned >= 1) & (times.longest >= times.planned), "planned days are not within the law")
            for row in np.flatnonzero(times.law >= 0):
                law = times.laws[times.law[row]]
                must(np.isclose(law.probability.sum(), 1), "probabilities do not add up to 1")
                must(law.days[0] >= 1 and law.days[-1] == times.longest[row], "the law's days are not the lane's")
                must(times.mean[row] >= law.mean - CLOSE, "the mean is less than that of the law")
        must(self.behaviour.hurried(self.stated).mean <= self.stated.mean + CLOSE, "express takes longer")

    def it_lets_leave_what_stood_at_the_dock(self) -> None:
        """Departures come from the dock and within its limit, and express is a part of them; whole units stay whole."""
        for whole in (True, False):
            rng, memory, waiting = np.random.default_rng(12), remember(self.behaviour, 3, 4), np.zeros((3, 4))
            for day in range(1, DAYS):
                came = np.floor(rng.uniform(0, 9, (3, 4))) * (1.0 if whole else 1.1)
                waiting = waiting + came
                passing = None if day % 3 else np.where(rng.random((3, 4)) < 0.5, 0.0, np.inf)
                waiting = waiting - self._leaving(waiting, came, passing, day, memory, whole)

    def _leaving(self, waiting: Array, came: Array, passing: Any, day: int, memory: Any, whole: bool) -> Array:
        load = self.lanes["load"].to_numpy()[:, None]
        dock = Dock(waiting.copy(), came, passing, load, np.array([[2], [0], [1]]), day)
        leaving: Array = self.behaviour.ready(dock, memory)
        must(np.array_equal(dock.waiting, waiting), "it writes what waits")
        must((leaving >= 0) & (leaving <= waiting), "more leaves than stood there")
        must(not whole or np.all(leaving % 1 == 0), "of whole units, parts leave")
        must(passing is None or np.all(leaving <= passing), "more leaves than may pass")
        prompt = self.behaviour.docks or day % 3 == 0 or np.array_equal(leaving, waiting)
        must(prompt, "`docks` is false, but something waits")
        hurried = self.behaviour.express(leaving, waiting + 20.0, np.full((3, 1), 10.0))
        must((hurried >= 0) & (hurried <= leaving), "more goes express than leaves")
        must(self.behaviour.expresses or not np.any(hurried), "something goes express, but `expresses` is false")
        return leaving
