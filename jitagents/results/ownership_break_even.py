"""Break-even: the outages a year at which two sources cost the same, as simulated, by Fieller's theorem."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from jitagents.errors import InputError
from jitagents.results.cube import pick
from jitagents.results.estimate import CONFIDENCE, Estimate, Floats
from jitagents.results.intervals import interval
from jitagents.results.ownership import Source, sources
from jitagents.results.ownership_inputs import Terms

if TYPE_CHECKING:
    from jitagents.results.run_again import RunAgain


def ratio(over: Floats, under: Floats) -> Estimate[float]:
    """The ratio of two means of the same replications, with its interval.

    It holds all ratios r for which the mean of `over - r under` is not told apart from 0 (Fieller 1954, J. Royal
    Statistical Society B 16; Law 2015, Simulation Modeling and Analysis, sec. 9.5).

    Args:
        over, under: a number a replication `(replications,)`.

    Returns:
        Its ends are infinite where `under` is not told apart from 0, and NaN with fewer than two replications.
    """
    count, (top, bottom) = len(over), (float(np.mean(over)), float(np.mean(under)))
    mean = top / bottom if bottom else np.inf if top else np.nan
    if count < 2:
        return Estimate(mean, np.nan, np.nan, count, method="Fieller")
    (var_top, both), (_, var_bottom) = np.cov(over, under) / count * stdtrit(count - 1.0, 0.5 + CONFIDENCE / 2) ** 2
    square, half = bottom**2 - var_bottom, top * bottom - both
    if square <= 0.0:
        return Estimate(mean, -np.inf, np.inf, count, method="Fieller")
    root = float(np.sqrt(max(half**2 - square * (top**2 - var_top), 0.0)))
    return Estimate(mean, float(half - root) / square, float(half + root) / square, count, method="Fieller")


def break_even(one: Source, other: Source, outages: float) -> Estimate[float]:
    """Outages a year at which two sources cost the same, on the same random numbers.

    Args:
        one, other: of one level; the crisis hits the first more.
        outages: in each crisis world.
    """
    lost = (one.days_lost - other.days_lost) * one.inputs.buyer.stopped / outages
    return ratio(other.total - one.total, lost)


def break_even_table(results: "RunAgain", one: str, other: str, terms: Terms, outages: float) -> pd.DataFrame:
    """The table of `Results.break_even`."""
    pick([one, other], results.variants, "variants")
    if not (results.has_crisis and results.has("days_lost")):
        raise InputError("break_even: needs a crisis and the measure days_lost, of which the outages are told")
    found: dict[tuple[str, str], Source] = {}
    for source in sources(results, None, terms):
        if found.setdefault((source.variant, source.level), source) is not source:
            raise InputError(f"break_even: {source.variant} buys on several lanes; it compares variants with one each")
    rows = list[dict[str, Any]]()
    for level in results.levels:
        here, there = found[one, level], found[other, level]
        columns = interval(here.total).columns("one") | interval(there.total).columns("other")
        columns |= interval((here.days_lost - there.days_lost) / outages).columns("days_lost")
        numbers = {name: float(value) for name, value in columns.items()}
        rows.append({"level": level, **numbers, **break_even(here, there, outages).columns("outages")})
    return pd.DataFrame(rows)
