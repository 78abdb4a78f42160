"""Optional inputs of behaviours: daily random numbers, and future demand (for benchmarks with perfect foresight)."""

from collections.abc import Iterable

import numpy as np
from scipy import sparse

from jitagents.behaviours.base import Seen, read_only
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.layout import Index
from jitagents.random_streams import Ahead, Drawn, Sampler
from jitagents.simulation.customers import Customers
from jitagents.simulation.demand_propagation import calls_of, mean_of, path_of
from jitagents.simulation.profile import Profile
from jitagents.state import SimulationState


class Extras(Stateful):
    """Inputs that some behaviours ask for, brought up to date every day.

    Args:
        state: of the model.
        profiles: the behaviours.
        customers: final demand, drawn ahead if some behaviour asks for the future.
        bill: factor of the books' bill of materials on what each row is asked for, kept up to date by others
            `(rows, worlds)`; None: 1.

    Attributes:
        extras: by their names in a view, `(rows, worlds)` or `(days, rows, worlds)`.
    """

    changing = ("extras", "_drawn", "_ahead")

    def __init__(
        self, state: SimulationState, profiles: Iterable[Profile], customers: Customers, bill: Array | None = None
    ) -> None:
        self._bill = bill
        layout, planned, worlds = state.layout, state.planned, state.worlds
        shape, chosen = (layout.rows, worlds.count), list(profiles)
        self.extras: dict[str, Array] = {}
        self._drawn: dict[str, Drawn] = {}
        self._ahead: Ahead | None = None
        self._markets, buyers = layout.market_rows, layout.market_rows.stop
        self._sums: dict[str, sparse.csr_array] = {}
        back = np.argsort(np.argsort(layout.name_rank))
        if any(profile.noisy for profile in chosen):
            self._drawn["noise"] = Drawn(worlds, "noise", [_normal(back)], layout.rows)
        if any(profile.by_chance for profile in chosen):
            self._drawn["chance"] = Drawn(worlds, "chance", [_uniform(back)], layout.rows)
        self.extras |= {name: np.zeros(shape) for name in self._drawn}
        if any(profile.foresees for profile in chosen):
            calls = calls_of(layout, planned)
            lead_time = np.rint(planned.plan.lead_time[:, 0]).astype(np.int64)
            self._sums["future"] = mean_of(calls, lead_time, buyers)
            self.extras["future"] = np.zeros(shape)
            if horizon := max(profile.ordering.horizon for profile in chosen):
                self._sums["future_path"] = path_of(calls, horizon, layout.rows, buyers)
                self.extras["future_path"] = np.zeros((horizon, *shape))
        if announced := max(profile.information.advance for profile in chosen):
            self.extras["announced"] = np.zeros((announced + 1, *shape))
        longest = max((matrix.shape[1] // buyers - 1 for matrix in self._sums.values()), default=0)
        if days := max(longest, announced):
            self._ahead = customers.look_ahead(days)

    def show(self, seen: Seen, rows: slice) -> None:
        """Add the inputs of some rows to their view."""
        for name, value in self.extras.items():
            setattr(seen, name, read_only(value[..., rows, :]))

    def look(self, day: int) -> None:
        """Bring the inputs up to date."""
        for name, drawn in self._drawn.items():
            drawn.on(day, self.extras[name])
        if self._ahead:
            demand = self._ahead.on(day)
            known = demand.reshape(-1, demand.shape[-1])
            for name, matrix in self._sums.items():
                self.extras[name][...] = (matrix @ known[: matrix.shape[1]]).reshape(self.extras[name].shape)
                if self._bill is not None:
                    self.extras[name] *= self._bill
            if "announced" in self.extras:
                announced = self.extras["announced"]
                announced[:, self._markets] = demand[: len(announced)]


def _normal(back: Index) -> Sampler:
    """Return a sampler of standard normal numbers, drawn in the order of names."""
    return lambda rng, first, days, carried: rng.standard_normal((days, len(back)))[:, back]


def _uniform(back: Index) -> Sampler:
    """Return a sampler of uniform numbers from 0 to 1, drawn in the order of names."""
    return lambda rng, first, days, carried: rng.random((days, len(back)))[:, back]
