"""The tables of a study: means over replications with their intervals, tidy."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from jitagents.formatting import words
from jitagents.results.bands import mean_and_band, over_replications
from jitagents.results.cube import Cube, align, within
from jitagents.results.estimate import PERCENT, Estimate, Floats
from jitagents.results.final_loss import UNITS
from jitagents.results.intervals import interval, paired
from jitagents.results.units import Units

VARIES = "± .*[1-9]"
"""In text whose interval is not of width 0."""
QUANTILES = (5, 25, 50, 75, 95)
"""Of the losses of a day, percent."""
MORE_IS_WORSE = ("owed", "owed_value", "cost")
"""Daily series of which more in the crisis is a loss."""

CALM_COLUMNS = (
    ("stock value (money)", "stock_value", "calm", 1.0),
    ("cash tied up (money)", "cash_tied_up", "calm", 1.0),
    ("cost (money/day)", "cost", "calm", 1.0),
    ("fill rate (%)", "fill_rate", "calm", PERCENT),
)
CRISIS_COLUMNS = (
    ("more cost in the crisis (money/day)", "cost", "difference", 1.0),
    ("change of fill rate in the crisis (points)", "fill_rate", "difference", PERCENT),
    ("output lost (units)", "output_lost", "difference", 1.0),
    ("output lost (days of output)", "days_lost", "difference", 1.0),
    ("output late or lost (days of output)", "area", "crisis", 1.0),
    ("first loss (days)", "first_loss", "crisis", 1.0),
    ("last loss (days)", "last_loss", "crisis", 1.0),
    ("tiers short of goods", "tiers_short", "crisis", 1.0),
    ("tiers short of orders", "tiers_idle", "crisis", 1.0),
)
"""Columns of `compact`: heading, metric, column of the summary, factor."""


def summary(data: Cube) -> pd.DataFrame:
    """One row per variant, level, scope and metric: calm, crisis, and crisis - calm, with 95 % intervals.

    `replications` counts the pairs behind the difference; without a crisis, the replications behind the calm mean.
    """
    calm, crisis = interval(data.calm), interval(data.crisis)
    alone = np.array([one.paired for one in data.definitions], dtype=bool)
    apart = paired(data.crisis, np.where(alone[:, None], 0.0, data.calm))
    zero = np.array([one.zero_in_calm for one in data.definitions], dtype=bool)
    for end in (calm.low, calm.high):
        end[:, zero] = 0.0
    table = _labels(data)
    for name, part in {"calm": calm, "crisis": crisis, "difference": apart}.items():
        _put(table, name, part)
    return table.assign(replications=np.where(apart.replications > 0, apart.replications, calm.replications).ravel())


def compare(data: Cube, a: str, b: str) -> pd.DataFrame:
    """Variant a - variant b, replication by replication, in calm and in crisis, with 95 % intervals."""
    name = data.cells["variant"]
    rows = data.cells.reset_index(names="row")
    both = rows[name == a].merge(rows[name == b], on=["level", "scope"], suffixes=("_a", "_b"))
    here, there = both["row_a"].to_numpy(), both["row_b"].to_numpy()
    calm = paired(data.calm[here], data.calm[there])
    crisis = paired(data.crisis[here], data.crisis[there])
    table = _labels(replace(data, cells=both[["level", "scope"]]))
    _put(table, "calm", calm)
    _put(table, "crisis", crisis)
    return table.assign(replications=np.maximum(calm.replications, crisis.replications).ravel())


def _labels(data: Cube) -> pd.DataFrame:
    """The naming columns: one row per cell and metric."""
    metrics, cells = len(data.metrics), len(data.cells)
    table = pd.DataFrame({key: np.repeat(data.cells[key].to_numpy(), metrics) for key in data.cells if key != "scope"})
    table["metric"] = np.tile(np.array(data.metrics, dtype=object), cells)
    table["scope"] = np.repeat(data.cells["scope"].to_numpy(), metrics)
    table["unit"] = np.tile(np.array([one.unit for one in data.definitions], dtype=object), cells)
    return table


def _put(table: pd.DataFrame, name: str, part: Estimate[Floats]) -> None:
    """Add the three columns of an estimate of shape (cells, metrics)."""
    for column, values in part.columns(name).items():
        table[column] = values.ravel()


def first_loss(data: Cube) -> pd.DataFrame:
    """Share of replications with a loss, and mean day of the first loss in those, by cell.

    Columns: variant, level, scope, share, day (days from the start of the crisis; NaN where nothing was ever lost).
    """
    first, last = (data.crisis[:, data.metrics.index(name)] for name in ("first_loss", "last_loss"))
    has_loss = last > 0
    share = interval(np.where(np.isnan(last), np.nan, has_loss)).mean
    return data.cells.assign(share=share, day=interval(np.where(has_loss, first, np.nan)).mean)


def daily(histories: pd.DataFrame, variants: Sequence[str]) -> pd.DataFrame:
    """Every measured day: mean, 10 % and 90 % over replications, calm and crisis; no rows if none was kept."""
    keys = ["variant", "level", "metric", "scope"]
    cells, cell, _ = align(histories, keys, variants)
    days = len(histories["calm"].iloc[0]) if len(histories) else 0
    table = cells.loc[np.repeat(cells.index, days)].reset_index(drop=True)
    table.insert(2, "day", np.tile(np.arange(1, days + 1), len(cells)))
    for world in ("calm", "crisis"):
        table[[world, f"{world}_10", f"{world}_90"]] = np.nan
        if histories.empty or histories[world].isna().any():
            continue
        curves = np.stack(histories[world].to_list()).astype(float)
        table[[world, f"{world}_10", f"{world}_90"]] = over_replications(curves, cell, mean_and_band)
    return table


def daily_loss(histories: pd.DataFrame, variants: Sequence[str]) -> pd.DataFrame:
    """Every measured day: mean and quantiles over replications of calm less crisis.

    Of backorders and costs: crisis less calm. Columns: variant, level, day, metric, scope, loss, loss_05, …
    """
    keys = ["variant", "level", "metric", "scope"]
    cells, cell, _ = align(histories, keys, variants)
    curves = np.stack(histories["calm"].to_list()).astype(float) - np.stack(histories["crisis"].to_list())
    curves[histories["metric"].isin(MORE_IS_WORSE)] *= -1.0
    days = curves.shape[1]
    table = cells.loc[np.repeat(cells.index, days)].reset_index(drop=True)
    table.insert(2, "day", np.tile(np.arange(1, days + 1), len(cells)))
    table["loss"] = over_replications(curves, cell, lambda part: part.mean(axis=1))
    shares = [percent / PERCENT for percent in QUANTILES]
    spread = over_replications(curves, cell, lambda part: np.moveaxis(np.quantile(part, shares, axis=1), 0, -1))
    table[[f"loss_{percent:02}" for percent in QUANTILES]] = spread
    return table


def compact(overview: pd.DataFrame, losses: pd.DataFrame | None, units: Units | None = None) -> pd.DataFrame:
    """The answer as text: a row per variant (and level), `mean ± half-width` of its 95 % interval.

    `no loss` where no replication lost anything; `≥` where some did not, and count with the rest of the horizon. What
    was not measured has no column.

    Args:
        overview: summary of the scope `network`.
        losses: first_loss of the scope `network`; None if it was not measured.
        units: words for money and time.
    """
    crisis = bool(overview["crisis"].notna().any())
    columns = CALM_COLUMNS + (CRISIS_COLUMNS if crisis else ())
    keys = ["variant", "level"] if overview["level"].nunique() > 1 else ["variant"]
    order = overview[keys].drop_duplicates()
    table = pd.DataFrame(index=pd.MultiIndex.from_frame(order) if len(keys) > 1 else pd.Index(order["variant"]))
    there = {*overview["metric"]}
    for heading, metric, column, factor in columns:
        if metric not in there:
            continue
        rows = overview[overview["metric"] == metric]
        if metric == UNITS and rows[column].isna().all():
            continue
        table[heading] = [Estimate.read(row, column).times(factor).with_interval for _, row in rows.iterrows()]
    if crisis and losses is not None:
        share = losses["share"].to_numpy()
        first = table["first loss (days)"]
        table["first loss (days)"] = np.select([share == 0, share < 1], ["no loss", "≥ " + first], first)
        place = list(table).index("first loss (days)")
        table.insert(place, "replications with a loss (%)", [words(value * PERCENT) for value in share])
    if not table.astype(str).apply(lambda column: column.str.contains(VARIES)).any(axis=None):
        table = table.apply(lambda column: column.str.removesuffix(" ± 0"))
    return table.rename(columns=(units or Units()).say)


def select(table: pd.DataFrame, metrics: Iterable[str] | None, scopes: Iterable[str] | None) -> pd.DataFrame:
    """The rows of some metrics and scopes; all if None."""
    return within(within(table, "metric", metrics), "scope", scopes)
