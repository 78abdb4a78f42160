"""Forecast accuracy: the distance of forecasts from the demand of the lead time that they are made for."""

import numpy as np

from jitagents.accounting.forecast_errors import (
    ABSOLUTE,
    CAME,
    ERROR,
    NAIVE,
    PERIODS,
    RELATIVE,
    forecast_errors,
)
from jitagents.accounting.measures.measure import Single, ratio
from jitagents.accounting.measures.records import WorldLedger
from jitagents.column import Array

WHERE = "tier and network: over the agents that forecast, by value where there are several items; none without forecast"


class ForecastBias(Single):
    """Forecast bias: demand over the lead time is expected too high (above 0) or too low."""

    unit = "share"
    label = "forecast bias"
    formula = f"sum of (forecast over the lead time - demand that came) / sum of demand that came; {WHERE}"
    source = "Silver, Pyke & Thomas 2017, sec. 3.6"
    sums = (forecast_errors,)

    def of(self, ledger: WorldLedger) -> Array:
        sums = ledger.total(forecast_errors)
        return ratio(ledger.weighed_every(sums[ERROR]), ledger.weighed_every(sums[CAME]))


class Mape(Single):
    """Mean absolute percentage error of forecasts over the lead time."""

    unit = "share"
    label = "forecast error, MAPE"
    formula = (
        "mean over the lead times with demand of |forecast over the lead time - demand that came| / demand that came; "
        "tier and network: mean over the agents that forecast, by their demand and its value; none without forecast"
    )
    source = "Silver, Pyke & Thomas 2017, sec. 3.6; small and missing demand makes it useless: Hyndman & Koehler 2006"
    sums = (forecast_errors,)

    def of(self, ledger: WorldLedger) -> Array:
        sums = ledger.total(forecast_errors)
        mean = ratio(sums[RELATIVE], sums[PERIODS])
        weighed = np.where(sums[PERIODS] > 0, mean * sums[CAME], 0.0)
        return ratio(ledger.weighed_every(weighed), ledger.weighed_every(sums[CAME]))


class Mase(Single):
    """Mean absolute scaled error of forecasts over the lead time: below 1, they beat the naive one."""

    unit = "ratio"
    label = "forecast error, MASE"
    formula = (
        "sum of |forecast over the lead time - demand that came| / the same of the naive forecast, that the lead time "
        f"to come is like the one before; of lead times with one before them; {WHERE}"
    )
    source = "Hyndman & Koehler 2006, Int. J. Forecasting 22(4); scaled on the same days, out of sample"
    sums = (forecast_errors,)

    def of(self, ledger: WorldLedger) -> Array:
        sums = ledger.total(forecast_errors)
        return ratio(ledger.weighed_every(sums[ABSOLUTE]), ledger.weighed_every(sums[NAIVE]))


MEASURES = (ForecastBias(), Mape(), Mase())
