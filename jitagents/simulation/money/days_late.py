"""Days late: when the bills of a day are paid after their terms, since payers are late or invoices are blocked."""

from collections.abc import Callable

import numpy as np

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.finance import FirmLedger
from jitagents.random_streams import Drawn
from jitagents.simulation.money.bills import Days
from jitagents.state import SimulationState

type Law = Callable[[Array], Days]
"""Days by which bills are paid late, from uniform numbers."""


class DaysLate(Stateful):
    """Days by which bills are paid late: the lateness of payers, and what it takes to clear a blocked invoice.

    Args:
        state: of the model.
        finance: the ledger.
    """

    changing = ("_drawn",)

    def __init__(self, state: SimulationState, finance: FirmLedger) -> None:
        laws: dict[str, Law] = {} if finance.lateness is None else {"lateness": finance.lateness.days}
        laws |= {"mismatch": finance.days_blocked} if finance.blocks else {}
        self._laws = list(laws.values())
        self._drawn = [_uniform(state, f"finance.{name}") for name in laws]

    def on(self, day: int) -> Days:
        """Return those of the bills of a day `(lanes, worlds)`; days must be asked for one after the other."""
        days: Days = np.zeros(self._drawn[0].shape, dtype=np.int64)
        for law, drawn in zip(self._laws, self._drawn, strict=True):
            uniform = np.empty(drawn.shape)
            drawn.on(day, uniform)
            days += law(uniform)
        return days


def days_late_of(state: SimulationState, finance: FirmLedger) -> DaysLate | None:
    """Return the days late under a ledger; None if all pay on the due day."""
    return DaysLate(state, finance) if finance.lateness is not None or finance.blocks else None


def _uniform(state: SimulationState, purpose: str) -> Drawn:
    """Uniform numbers of every day for each lane, drawn in the order of names."""
    rank = state.layout.lane_name_rank
    sampler = lambda rng, day, days, _: rng.random((days, len(rank)))[:, rank]  # noqa: E731
    return Drawn(state.worlds, purpose, [sampler], len(rank))
