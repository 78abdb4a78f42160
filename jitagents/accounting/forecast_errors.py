"""Forecast errors: the demand that agents expected of a lead time, less the demand that came."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jitagents.accounting.accumulator import Accumulator
from jitagents.behaviours.forecasting.base import days_ahead
from jitagents.column import Array
from jitagents.flow import Index

if TYPE_CHECKING:
    from jitagents.accounting.measures.records import WorldLedger
    from jitagents.model import SupplyModel

CAME, ERROR, RELATIVE, PERIODS, ABSOLUTE, NAIVE = range(6)
"""Rows of the sums; see `ForecastErrors`."""


class ForecastErrors(Accumulator):
    """Sums over the lead times that end on measured days, each begun after day 0 of these `(6, agents, worlds)`.

    CAME: demand; ERROR: forecast less demand; RELATIVE: |forecast - demand| / demand, where there was any; PERIODS: the
    lead times with demand; ABSOLUTE: |forecast - demand| where a whole lead time lies before; NAIVE: then the same of
    the naive forecast, that of this lead time before. All are 0 for agents that make no forecast.

    Args:
        model: the model.
    """

    changing = ("total", "_expected", "_come", "_day")

    def __init__(self, model: "SupplyModel") -> None:
        self._model, agents = model, model.layout.agent_rows
        self._demand = model.points["demand"][agents]
        super().__init__(np.zeros((6, *self._demand.shape)))
        self._ahead = days_ahead(model.planned.plan)[agents].astype(np.int64)[:, 0]
        self._rows = np.arange(len(self._ahead))
        longest = int(self._ahead.max(initial=1))
        self._expected = np.zeros((longest + 1, *self._demand.shape))
        self._come = np.zeros((2 * longest + 1, *self._demand.shape))  # since day 0
        self._day = 0

    def add(self) -> None:
        self._day += 1
        come = self._come[self._day % len(self._come)]
        np.add(self._before(1), self._demand, out=come)
        expected = self._expected[self._day % len(self._expected)]
        expected[...] = self._model.forecasts()[self._model.layout.agent_rows] * self._ahead[:, None]
        made = self._day - self._ahead
        forecast = self._expected[made % len(self._expected), self._rows]
        usual = (made > 0)[:, None] & ~np.isnan(forecast)
        if usual.any():
            self._compare(come, forecast, usual)

    def _before(self, days: Index | int) -> Array:
        """Demand up to so many days ago."""
        return self._come[(self._day - days) % len(self._come), self._rows]

    def _compare(self, come: Array, forecast: Array, usual: npt.NDArray[np.bool_]) -> None:
        start = self._before(self._ahead)
        came = come - start
        error = forecast - came
        self.total[CAME] += np.where(usual, came, 0.0)
        self.total[ERROR] += np.where(usual, error, 0.0)
        some = usual & (came > 0.0)
        self.total[PERIODS] += some
        self.total[RELATIVE] += np.divide(np.abs(error), came, out=np.zeros_like(came), where=some)
        compared = usual & (self._day >= 2 * self._ahead)[:, None]
        self.total[ABSOLUTE] += np.where(compared, np.abs(error), 0.0)
        naive = start - self._before(2 * self._ahead)
        self.total[NAIVE] += np.where(compared, np.abs(naive - came), 0.0)


def forecast_errors(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Errors of forecasts over the lead time `(6, agents, worlds)`."""
    return ForecastErrors(model)
