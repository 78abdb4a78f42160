"""A run of the laboratory: the numbers that its pages show, as arrays."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from jitagents.accounting.ledger import Ledger
from jitagents.column import Array
from jitagents.model import SupplyModel
from jitagents.results.estimate import Estimate, Floats
from jitagents.results.intervals import interval
from jitagents.studies.chunks import Observation

HALF = 0.5
"""An agent is hit if it lost output in at least this share of the replications."""
CALM, CRISIS = 0, 1


class Recorder:
    """Mean output and stock of every stock point and day, in calm and in crisis; an observer of the model.

    Args:
        model: with twins.
        ledger: of the same model.

    Attributes:
        output: of agents, units `(2, days, agents)`, in the order of rows: calm, crisis.
        stock: of all stock points, units `(2, days, rows)`, likewise.
    """

    def __init__(self, model: SupplyModel, ledger: Ledger) -> None:
        self._days, self._pairs, self._agents = ledger.days, model.worlds.pairs, model.layout.agent_rows
        self._mean = np.zeros((model.worlds.count, 2))
        self._mean[model.worlds.calm, CALM] = self._mean[model.worlds.crisis, CRISIS] = 1 / self._pairs
        self.output = np.zeros((2, ledger.days, self._agents.stop))
        self.stock = np.zeros((2, ledger.days, model.layout.rows))

    def __call__(self, model: SupplyModel) -> None:
        """Record a day."""
        day = model.clock.measured
        if 1 <= day <= self._days:
            self.output[:, day - 1] = self._means(model.points["output"][self._agents])
            self.stock[:, day - 1] = self._means(model.points["stock"])

    def _means(self, numbers: Array) -> Array:
        """Means over calm worlds and over crisis worlds: `(rows, worlds) -> (2, rows)`."""
        return (numbers @ self._mean).T


@dataclass(frozen=True)
class Run:
    """Numbers of one state. Agents are in the order of the network.

    Attributes:
        calm, crisis: output of final demand by day, percent of the mean of the calm worlds `(days,)`.
        days_lost: output of final demand that is lost, days.
        stock_value: of the whole network in calm, money.
        first_loss: days from the start of the crisis to the first loss of an agent, the mean over the replications
            with one; NaN without a loss in half of them `(agents,)`.
        output: of agents, share of the mean of the calm worlds, calm and crisis `(2, days, agents)`.
        stock: of agents' own product, days of mean flow, calm and crisis `(2, days, agents)`.
        parts: the least stock of a part that an agent uses, days of mean flow `(2, days, agents)`; NaN: it uses none.
    """

    calm: Estimate[Floats]
    crisis: Estimate[Floats]
    days_lost: Estimate[float]
    stock_value: Estimate[float]
    first_loss: Floats
    output: Floats
    stock: Floats
    parts: Floats

    @classmethod
    def of(cls, seen: Observation, recorder: Recorder) -> Self:
        """The numbers of worlds that were run.

        Args:
            seen: the worlds and their observers.
            recorder: that watched the same worlds.
        """
        ledger, worlds = seen.ledger, seen.model.worlds
        assert seen.resilience is not None
        single, paired = ledger.metrics(), seen.resilience.metrics()
        history = ledger.histories[:, 0, 0].T  # worlds, days: the only series, of the network
        usual = float(history[worlds.calm].mean())
        curves = (interval(history[one].T).times(100.0 / usual) for one in (worlds.calm, worlds.crisis))
        calm, crisis = curves
        own, parts = _covers(seen.model, recorder)
        agents = [one for one, name in enumerate(ledger.scopes.names) if name.startswith("agent:")]
        row = seen.model.layout.row_of[: len(agents)]
        output = recorder.output / np.maximum(recorder.output[CALM].mean(axis=0), 1e-12)
        return cls(
            calm=calm,
            crisis=crisis,
            days_lost=interval(paired["days_lost"][0]).one,
            stock_value=interval(single["stock_value"][0, worlds.calm]).one,
            first_loss=_first_loss(paired["first_loss"][agents], paired["last_loss"][agents]),
            output=output[..., row],
            stock=own[..., row],
            parts=parts[..., row],
        )


def _first_loss(first: Array, last: Array) -> Floats:
    """Mean day of the first loss over the replications with one; NaN without one in half of them `(agents,)`."""
    hit = last > 0
    mean = interval(np.where(hit, first, np.nan)).mean
    return np.where(hit.mean(axis=-1) >= HALF, mean, np.nan)


def _covers(model: SupplyModel, recorder: Recorder) -> tuple[Floats, Floats]:
    """Stock of own product, and the least stock of a part, in days of mean flow, each `(2, days, agents)` by row."""
    layout = model.layout
    rate: npt.NDArray[np.float64] = model.planned.plan.rate.mean(axis=1)
    cover = recorder.stock / np.maximum(rate, 1e-12)
    parts = np.full(recorder.output.shape, np.inf)
    for plant, row in zip(layout.plant_of_input, range(layout.input_rows.start, layout.rows), strict=True):
        np.minimum(parts[..., plant], cover[..., row], out=parts[..., plant])
    return cover[..., layout.agent_rows], np.where(np.isinf(parts), np.nan, parts)
