"""Customers: final demand at the buyers, day by day, from the law of the demand stage."""

import numpy as np

from jitagents.behaviours.demand import Buyers, Demand
from jitagents.column import Array
from jitagents.layout import Layout
from jitagents.worlds import Drawn, Worlds


class Customers:
    """The streams of final demand; drawn in the order of the buyers' names, whatever the order of rows is.

    Args:
        law: of demand; where its parameters differ by level, each level draws from the same stream.
        layout: rows.
        worlds: who shares the draws.

    Attributes:
        mean, sd: of a day's demand, units `(buyers, 1)`, or `(buyers, worlds)` where they differ by level.
    """

    def __init__(self, law: Demand, layout: Layout, worlds: Worlds) -> None:
        rows = layout.buyers
        by_name = np.argsort(layout.name_rank[rows], kind="stable")
        to_row = np.argsort(by_name)
        mean, sd = layout.agent_column("demand")[rows], layout.agent_column("demand_sd")[rows]
        buyers = Buyers(layout.names[rows][by_name], mean[by_name], sd[by_name])
        laws = law.by_level(worlds)
        samplers = [lambda rng, day, days, one=one: one.draw(rng, day, days, buyers)[:, to_row] for one in laws]
        if layout.network.whole:
            samplers = [lambda rng, day, days, draw=draw: np.rint(draw(rng, day, days)) for draw in samplers]
        self._drawn = Drawn(worlds, "demand", samplers, rows.stop)
        moments = np.stack([one.moments(buyers) for one in laws], axis=-1)[:, to_row]
        if len(laws) > 1:
            moments = np.stack([[worlds.by_level(levels)[0] for levels in moment] for moment in moments])
        self.mean, self.sd = moments

    def come(self, day: int, wanted: Array, surge: Array | None, whole: bool) -> None:
        """Write what the customers of a day want into `wanted`, units `(buyers, worlds)`.

        Args:
            day: today.
            wanted: is overwritten.
            surge: factor that a crisis puts on demand; None if there is none.
            whole: units are whole.
        """
        self._drawn.on(day, wanted)
        if surge is not None:
            wanted *= surge
            if whole:
                np.rint(wanted, out=wanted)
