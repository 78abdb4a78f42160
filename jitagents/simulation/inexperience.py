"""Inexperience: the factors by which those whom a wave has reached do worse today, until they know the new method."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from jitagents.behaviours.information import Books
from jitagents.behaviours.production import Yield
from jitagents.choice import Choice
from jitagents.column import Array
from jitagents.errors import Faults
from jitagents.flow import Index
from jitagents.pipe import DelayableRows
from jitagents.simulation.books.entries import errs
from jitagents.simulation.books.wrong_entries import MoreErrors
from jitagents.simulation.learning import Learning
from jitagents.simulation.reached import Reached
from jitagents.state import SimulationState

LEVERS = ("setups", "bad_units", "record_errors", "lead_times")
"""Matters on which learning acts; each is a factor of `Learning`."""


@dataclass(frozen=True)
class Inexperience:
    """Factors of today, 1 for those who know what they do; None where learning leaves a matter alone.

    Attributes:
        setups, bad_units: of makers `(makers, worlds)`.
        record_errors: of stock points `(rows, worlds)`.
        lead_times: of lanes `(lanes, worlds)`.
        planned: lead times of lanes in whole days `(lanes, 1)`.
    """

    setups: Array | None
    bad_units: Array | None
    record_errors: Array | None
    lead_times: Array | None
    planned: Array

    def forget(self) -> None:
        """Set all factors to 1."""
        for name in LEVERS:
            if (factors := getattr(self, name)) is not None:
                factors.fill(1.0)

    def raise_to(self, lever: str, rows: Index, factor: Array) -> None:
        """Raise the factors of some rows of a lever, where they are below `factor` `(worlds,)`."""
        if (factors := getattr(self, lever)) is not None:
            factor = self._in_days(rows, factor) if lever == "lead_times" else factor
            factors[rows] = np.maximum(factors[rows], factor)

    def _in_days(self, lanes: Index, factor: Array) -> Array:
        """Return the factors that make whole days of the lead times of some lanes, the nearest ones."""
        planned = self.planned[lanes]
        days = np.floor(planned * factor + 0.5)
        return np.divide(days, planned, out=np.ones_like(days), where=planned > 0.0)

    def slow(self, factor: Array | None) -> Array | None:
        """Return the factor on the lead times of lanes, of disruptions, with what is not yet learnt; None: 1."""
        if self.lead_times is None:
            return factor
        return self.lead_times if factor is None else self.lead_times * factor

    def more_errors(self, learning: Learning) -> MoreErrors | None:
        """Return the factor on the chances of wrong entries; None: 1."""
        if self.record_errors is None:
            return None
        return MoreErrors(self.record_errors, np.asarray(learning.record_errors, dtype=float))

    def delayable(self, delayable: DelayableRows, reached: Collection[Reached], learning: Learning) -> DelayableRows:
        """Return the lanes that disruptions can delay, and those of learners."""
        if self.lead_times is None:
            return delayable
        lanes = np.unique(np.concatenate([one.lanes for one in reached]))
        most = np.max(1.0 + (np.asarray(learning.lead_times) - 1.0) * (1.0 - np.asarray(learning.start)))
        return delayable.slowed(lanes, self._in_days(lanes, np.array([most]))[:, 0])


def inexperience_of(
    state: SimulationState, choices: dict[str, Choice[Any]], learning: Learning | None, reached: Collection[Reached]
) -> Inexperience | None:
    """Return the factors before day 1, all of them 1; None where nobody learns.

    Args:
        state: of the model.
        choices: the rules of each stage, by row or lane.
        learning: of the roll-out; None: there is none.
        reached: those whom the waves reach.

    Raises:
        InputError: learning is to act on something that none of these has.
    """
    if learning is None:
        return None
    used = {lever for lever in LEVERS if np.any(np.asarray(getattr(learning, lever)) != 1.0)}
    planned = state.planned.times.planned[:, None].astype(float)
    _check(used, state, choices, reached, planned)
    shapes = dict(zip(LEVERS, (state.making.rows, state.making.rows, state.points.rows, state.lanes.rows), strict=True))
    factors = {lever: np.ones((rows, state.worlds.count)) if lever in used else None for lever, rows in shapes.items()}
    return Inexperience(**factors, planned=planned)


def _check(
    used: Collection[str], state: SimulationState, choices: dict[str, Choice[Any]], reached: Collection[Reached],
    planned: Array,
) -> None:  # fmt: skip
    """Check that each lever has something to act on."""
    makers = state.layout.maker_rows[np.unique(np.concatenate([one.makers for one in reached]))]
    layers = [layer for rule in choices["production"].at(makers).followed() for layer in rule.layers()]
    books = choices["information"].at(np.concatenate([one.points for one in reached])).followed()
    setups = [layer.setup for layer in layers if "setup" in {item.name for item in fields(layer)}]
    acts = {
        "setups": any(np.any(np.asarray(setup) > 0.0) for setup in setups),
        "bad_units": any(isinstance(layer, Yield) for layer in layers),
        "record_errors": any(isinstance(rule, Books) and (errs(rule.receipt) or errs(rule.issue)) for rule in books),
        "lead_times": any((planned[one.lanes] > 0.0).any() for one in reached),
    }
    missing = {
        "setups": "makes anything with a set-up (production=batches, product_wheel, longest_queue)",
        "bad_units": "makes bad units (production=yield)",
        "record_errors": "enters anything wrongly (information=books, issue.miss)",
        "lead_times": "buys over a lane that takes a day or more",
    }
    faults = Faults()
    faults.add(
        *(
            f"rollout.learning.{lever}: nobody whom a wave reaches {missing[lever]}; leave it at 1"
            for lever in LEVERS
            if lever in used and not acts[lever]
        )
    )
    faults.tell()
