"""Optimum: the points that a search found, on random numbers that it did not use."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from jitagents.designs import Search
from jitagents.errors import InputError
from jitagents.results.cube import cube
from jitagents.results.design_of import design_of
from jitagents.results.estimate import Estimate, Floats
from jitagents.results.intervals import interval, paired

if TYPE_CHECKING:
    from jitagents.results.base_tables import BaseTables

YES, UNCLEAR, NO = "yes", "unclear", "no"


def is_searched(results: "BaseTables") -> bool:
    """Whether the levels of a study are the points that a search found."""
    return isinstance(design_of(results), Search)


def optimum(results: "BaseTables") -> pd.DataFrame:
    """A row per variant and point, the best first; see `Results.optimum`.

    Raises:
        InputError: the levels were not searched for.
    """
    search = design_of(results)
    if not isinstance(search, Search):
        raise InputError("no points were searched for; take design=optuna")
    cells = results.points.merge(pd.Series(results.variants, name="variant"), how="cross")
    cost = _values(results, search.objective, cells)
    mean, served = interval(cost), {name: interval(_values(results, name, cells)) for name in search.least}
    met = np.array([served[name].mean >= least for name, least in search.least.items()]).reshape(-1, len(cost))
    order = np.lexsort((mean.mean, ~met.all(axis=0)))
    best = cells.iloc[order].drop_duplicates("variant").index
    table = cells[["variant", *results.points]].assign(
        **mean.columns(search.objective),
        **{column: ends for name, one in served.items() for column, ends in one.columns(name).items()},
        served=_judged(served, search.least, len(cost)),
        **paired(cost, cost[order[0]]).columns("apart"),
        best=cells.index.isin(best),
    )
    if search.bound is not None:
        table = table.assign(**_gap(mean, search.bound))
    return table.iloc[order].reset_index(drop=True)


def _judged(served: Mapping[str, Estimate[Floats]], least: Mapping[str, float], count: int) -> list[str]:
    """Whether each point serves as asked in all measures: yes, no, or unclear within the intervals."""
    low = [np.where(np.isnan(one.low), one.mean, one.low) >= least[name] for name, one in served.items()]
    high = [np.where(np.isnan(one.high), one.mean, one.high) >= least[name] for name, one in served.items()]
    surely = np.array(low).reshape(-1, count).all(axis=0)
    perhaps = np.array(high).reshape(-1, count).all(axis=0)
    return [YES if one else UNCLEAR if other else NO for one, other in zip(surely, perhaps, strict=True)]


def _gap(found: Estimate[Floats], bound: float) -> dict[str, Floats]:
    """The share by which each point costs more than a bound."""
    ends = {"gap": found.mean, "gap_low": found.low, "gap_high": found.high}
    return {
        name: (value - bound) / abs(bound) if bound else np.full_like(value, np.nan) for name, value in ends.items()
    }


def _values(results: "BaseTables", name: str, cells: pd.DataFrame) -> Floats:
    """A measure of the network in each variant at each level `(cells, replications)`."""
    metric, _, world = name.partition(".")
    data = cube(results.replications, results.variants, [metric], ["network"], results.definitions)
    values: Floats = getattr(data, world or ("crisis" if results.has_crisis else "calm"))[:, 0]
    keys = ["variant", "level"]
    at = pd.Series(range(len(data.cells)), index=pd.MultiIndex.from_frame(data.cells[keys]))
    return values[at.reindex(pd.MultiIndex.from_frame(cells[keys])).to_numpy()]
