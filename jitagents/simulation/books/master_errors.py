"""Errors of master data: which entries are wrong, by how much, and on which day an audit finds them."""

import numpy as np

from jitagents.behaviours.information import MasterData
from jitagents.column import Array
from jitagents.simulation.books.chances import LEAST, normal
from jitagents.state import SimulationState

PURPOSES = (
    "lead_time", "lead_time_error", "bill", "bill_error", "audit", "lot", "lot_error", "safety", "safety_error",
)  # fmt: skip


def may_err(data: MasterData, kind: str) -> bool:
    """Whether an entry of a kind can be wrong: a lead time, a bill, a lot or a safety."""
    return bool(np.any(np.asarray(getattr(data, f"{kind}_wrong")) > 0.0))


def wrong_ever(data: MasterData) -> bool:
    """Whether any entry can be wrong."""
    return any(may_err(data, kind) for kind in ("lead_time", "bill", "lot", "safety"))


def lognormal(data: MasterData, kind: str, chance: dict[str, Array]) -> Array:
    """Return lognormal factors on those entries of a kind that are wrong, 1 on the others `(rows, worlds)`.

    Args:
        data: how many are wrong, and by how much.
        kind: of the entries.
        chance: uniform random numbers by purpose.
    """
    share, median, spread = (getattr(data, f"{kind}_{name}") for name in ("wrong", "factor", "spread"))
    return np.where(chance[kind] < share, median * np.exp(spread * normal(chance[f"{kind}_error"])), 1.0)


def drawn_once(state: SimulationState) -> dict[str, Array]:
    """Return uniform random numbers by purpose, one for each row and world, for the whole replication."""
    generators, place = state.worlds.generators("books.master"), np.argsort(np.argsort(state.layout.name_rank))
    drawn = np.empty((len(PURPOSES), state.layout.rows, len(generators)))
    for number, generator in enumerate(generators):
        drawn[:, :, number] = generator.random(drawn.shape[:2])[:, place]
    return dict(zip(PURPOSES, drawn[:, :, state.worlds.places % max(len(generators), 1)], strict=True))


def day_found(data: MasterData, chance: Array, phase: Array) -> Array:
    """Return the day of the audit that finds an error; audits are spread over the days by names."""
    find = np.asarray(data.find, dtype=float)
    missed = np.log1p(-np.minimum(find, 1.0 - LEAST))
    trials = np.maximum(np.ceil(np.log(np.maximum(1.0 - chance, LEAST)) / np.where(find > 0.0, missed, -LEAST)), 1.0)
    first = data.audit - phase % data.audit
    return np.where(find > 0.0, first + (trials - 1.0) * data.audit, np.inf)
