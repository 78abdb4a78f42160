"""The values of the indicators of each flow, from histories; NaN where there are no data."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.readiness.classes import Pattern, pattern
from jitagents.readiness.levers import INDICATORS

type Numbers = npt.NDArray[np.float64]

WEEK = 7
TOLERANCE = 0.02
"""Share of the record by which a count may differ from an accurate one."""
NEAR = 0.2
"""Share of the lead time on record by which a delivery may differ from it."""
SMOOTHING = 0.2
"""Weight of the last week in the forecast whose error is measured."""
SCORES = {Pattern.SMOOTH: 1.0, Pattern.ERRATIC: 0.5, Pattern.INTERMITTENT: 0.4, Pattern.LUMPY: 0.1}
LANE = ["seller", "buyer"]


def weekly(demand: pd.DataFrame) -> pd.DataFrame:
    """Return the units of each whole week `(weeks, flows)`, from the first day of the table on; 0 without a line."""
    first, days = demand["date"].min(), int(demand["date"].max() - demand["date"].min()) + 1
    weeks = ((demand["date"] - first) // WEEK).astype(int)
    sums = demand.groupby([weeks.rename("week"), *LANE])["units"].sum().unstack(LANE, fill_value=0)
    return sums.reindex(range(days // WEEK), fill_value=0)


def demand_rate(demand: pd.DataFrame) -> "pd.Series[float]":
    """Return the mean demand of each flow, units a day, over all days of the table."""
    days = demand["date"].max() - demand["date"].min() + 1
    return demand.groupby(LANE)["units"].sum() / days


def indicators(flows: pd.DataFrame, found: Mapping[str, pd.DataFrame]) -> dict[str, Numbers]:
    """Return the values `(flows,)` of each of `INDICATORS`.

    Args:
        flows: columns seller, buyer, site (of the buyer), item, and days, the lead time on record.
        found: histories by name.
    """
    values = dict[str, "pd.Series[float]"]()
    if "demand" in found:
        values |= _of_demand(weekly(found["demand"]))
    if "deliveries" in found:
        values |= _of_deliveries(found["deliveries"], flows.groupby(LANE)["days"].max())
    if {"demand", "deliveries"} <= found.keys():
        lots = found["deliveries"].groupby(LANE)["ordered_units"].mean()
        values["lot"] = lots / demand_rate(found["demand"]).replace(0.0, np.nan)
    if "exposure" in found:
        values["uncovered"] = found["exposure"].groupby(LANE)[["time_to_recover", "time_to_survive"]].apply(_uncovered)
    lanes = pd.MultiIndex.from_frame(flows[LANE])
    laid = {name: series.reindex(lanes).to_numpy(float) for name, series in values.items()}
    if "counts" in found:
        accuracy = found["counts"].groupby(["site", "item"])[["booked", "counted"]].apply(_accuracy)
        laid["record_accuracy"] = accuracy.reindex(pd.MultiIndex.from_frame(flows[["site", "item"]])).to_numpy(float)
    return {name: laid.get(name, np.full(len(flows), np.nan)) for name in INDICATORS}


def _of_demand(weeks: pd.DataFrame) -> dict[str, "pd.Series[float]"]:
    mean = weeks.mean().replace(0.0, np.nan)
    kinds = pd.Series({name: SCORES.get(pattern(weeks[name].to_numpy(float)), np.nan) for name in weeks})
    errors = pd.Series({name: mase(weeks[name].to_numpy(float)) for name in weeks})
    return {"weekly_cv": weeks.std(ddof=1) / mean, "pattern": kinds, "mase": errors}


def mase(units: Numbers) -> float:
    """Return the mean absolute scaled error of simple exponential smoothing over the weeks, from the second on.

    Formula:
        mean |demand - forecast| / mean |demand - demand of the week before|; the first forecast is the first demand

    Args:
        units: demand of each week `(weeks,)`.

    Returns:
        NaN with fewer than three weeks, or if demand never changes.

    Source:
        Hyndman & Koehler 2006, International Journal of Forecasting 22(4), here scaled over the same weeks.
    """
    changes = np.abs(np.diff(units))
    if len(units) < 3 or not changes.any():
        return np.nan
    forecast, errors = units[0], []
    for demand in units[1:]:
        errors.append(abs(demand - forecast))
        forecast += SMOOTHING * (demand - forecast)
    return float(np.mean(errors) / changes.mean())


def _of_deliveries(table: pd.DataFrame, recorded: "pd.Series[float]") -> dict[str, "pd.Series[float]"]:
    lead = table["received"] - table["ordered"]
    days = lead.groupby([table[name] for name in LANE])
    groups = table.groupby(LANE)
    stated = recorded.reindex(pd.MultiIndex.from_frame(table[LANE])).to_numpy(float)
    near = ((lead - stated).abs() <= NEAR * stated + 1e-9).where(lead.notna() & ~np.isnan(stated)).astype(float)
    return {
        "otif": groups[["promised", "received", "ordered_units", "received_units"]].apply(_otif),
        "lead_time": days.mean(),
        "lead_time_cv": days.std(ddof=1) / days.mean().replace(0.0, np.nan),
        "ppm": groups[["received_units", "defects"]].apply(_ppm),
        "frequency": groups["ordered"].agg(_frequency),
        "confirmation": groups["promised"].agg(_confirmed),
        "master_data": near.groupby([table[name] for name in LANE]).mean(),
    }


def _otif(lines: pd.DataFrame) -> float:
    known = lines.dropna()
    good = (known["received"] <= known["promised"]) & (known["received_units"] >= known["ordered_units"])
    return float(good.mean()) if len(known) else np.nan


def _ppm(lines: pd.DataFrame) -> float:
    known = lines.dropna()
    units = known["received_units"].sum()
    return float(known["defects"].sum() / units * 1e6) if units > 0 else np.nan


def _frequency(days: "pd.Series[float]") -> float:
    """Orders a day between the first and the last; unknown from one day alone."""
    span = days.max() - days.min()
    return float((days.nunique() - 1) / span) if span > 0 else np.nan


def _confirmed(promised: "pd.Series[float]") -> float:
    """The share of orders with a promise; unknown where none has one, since promises are then not recorded."""
    return float(promised.notna().mean()) if promised.notna().any() else np.nan


def _accuracy(lines: pd.DataFrame) -> float:
    apart = (lines["counted"] - lines["booked"]).abs()
    return float((apart <= TOLERANCE * lines["booked"] + 1e-9).mean())


def _uncovered(lines: pd.DataFrame) -> float:
    """The worst line counts; a flow that recovers at once has nothing uncovered."""
    known = lines.dropna()
    recover = known["time_to_recover"]
    share = ((recover - known["time_to_survive"]).clip(lower=0) / recover.replace(0.0, np.nan)).fillna(0.0)
    return float(share.max()) if len(known) else np.nan
