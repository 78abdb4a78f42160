"""Forecasting: mean daily demand expected over the lead time, and the spread of the one-day error."""

from jitagents.behaviours.forecasting.autoregressive import AutoRegressive, AutoRegressiveMovingAverage
from jitagents.behaviours.forecasting.averages import ExponentialSmoothing, MovingAverage, Naive
from jitagents.behaviours.forecasting.base import Forecasting, Tracked
from jitagents.behaviours.forecasting.bounds import Inaccurate, Perfect, Planned
from jitagents.behaviours.forecasting.croston import Croston
from jitagents.behaviours.forecasting.seasonal import HoltWinters

__all__ = [
    "AutoRegressive",
    "AutoRegressiveMovingAverage",
    "Croston",
    "ExponentialSmoothing",
    "Forecasting",
    "HoltWinters",
    "Inaccurate",
    "MovingAverage",
    "Naive",
    "Perfect",
    "Planned",
    "Tracked",
]
