"""Extras: what behaviours are shown besides the records: a number of chance, and the future that a bound knows."""

from collections.abc import Iterable

import numpy as np

from jitagents.behaviours.base import Seen, read_only
from jitagents.column import Array
from jitagents.layout import Index, Layout
from jitagents.planning import Planned
from jitagents.simulation.customers import Customers
from jitagents.simulation.decision import Profile
from jitagents.simulation.demand_propagation import calls_of, mean_of, path_of
from jitagents.worlds import Ahead, Drawn, Sampler, Worlds


class Extras:
    """What some behaviour asks for, brought up to date every day.

    Args:
        profiles: the behaviours.
        layout: rows.
        planned: shares and lead times.
        customers: whose demand is drawn ahead, if the future is asked for.
        worlds: who shares the draws.

    Attributes:
        extras: by the names that a view shows them under, `(rows, worlds)` or `(days, rows, worlds)`.
    """

    def __init__(
        self, profiles: Iterable[Profile], layout: Layout, planned: Planned, customers: Customers, worlds: Worlds
    ) -> None:
        shape, chosen = (layout.rows, worlds.count), list(profiles)
        self.extras: dict[str, Array] = {}
        self._noise: Drawn | None = None
        self._ahead: Ahead | None = None
        if any(profile.noisy for profile in chosen):
            self._noise = Drawn(worlds, "noise", [_normal(np.argsort(np.argsort(layout.name_rank)))], layout.rows)
            self.extras["noise"] = np.zeros(shape)
        if any(profile.foresees for profile in chosen):
            calls, buyers = calls_of(layout, planned), layout.market_rows.stop
            lead_time = np.rint(planned.plan.lead_time[:, 0]).astype(np.int64)
            self._sums = {"future": mean_of(calls, lead_time, buyers)}
            self.extras["future"] = np.zeros(shape)
            if horizon := max(profile.ordering.horizon for profile in chosen):
                self._sums["future_path"] = path_of(calls, horizon, layout.rows, buyers)
                self.extras["future_path"] = np.zeros((horizon, *shape))
            self._ahead = customers.look_ahead(max(matrix.shape[1] for matrix in self._sums.values()) // buyers - 1)

    def show(self, seen: Seen, rows: slice) -> None:
        """Let some rows see what there is."""
        for name, value in self.extras.items():
            setattr(seen, name, read_only(value[..., rows, :]))

    def look(self, day: int) -> None:
        """Bring it up to date."""
        if self._noise:
            self._noise.on(day, self.extras["noise"])
        if self._ahead:
            demand = self._ahead.on(day)
            known = demand.reshape(-1, demand.shape[-1])
            for name, matrix in self._sums.items():
                self.extras[name][...] = (matrix @ known[: matrix.shape[1]]).reshape(self.extras[name].shape)


def _normal(back: Index) -> Sampler:
    """Standard normal numbers, drawn in the order of names."""
    return lambda rng, first, days, carried: rng.standard_normal((days, len(back)))[:, back]
