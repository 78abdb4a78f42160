"""Replications as arrays: the frames of a study, aligned so that position r is the same random numbers everywhere."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jitagents.accounting.measures import DEFINITIONS, RENAMED, Definition
from jitagents.accounting.names import hint
from jitagents.accounting.scopes import LANE
from jitagents.errors import InputError, nearest
from jitagents.results.estimate import Floats


@dataclass(frozen=True)
class Cube:
    """Measures of every replication, calm and crisis.

    Attributes:
        cells: variant, level, scope; one row a cell, in the order of the study.
        metrics: names, in the order of tables.
        calm: (cells, metrics, replications); NaN where undefined.
        crisis: the same shape.
        definitions: the words for each metric.
    """

    cells: pd.DataFrame
    metrics: tuple[str, ...]
    calm: Floats
    crisis: Floats
    definitions: tuple[Definition, ...]

    def chosen(self, metrics: Iterable[str] | None) -> "Cube":
        """The same of some metrics; all if None.

        Raises:
            InputError: a metric that is not in it.
        """
        names = pick(metrics, self.metrics, "metrics", RENAMED)
        at = [self.metrics.index(name) for name in names]
        calm, crisis = (world.take(at, axis=1) for world in (self.calm, self.crisis))
        return Cube(self.cells, tuple(names), calm, crisis, tuple(self.definitions[one] for one in at))


def cube(
    replications: pd.DataFrame,
    variants: Sequence[str],
    metrics: Iterable[str] | None = None,
    scopes: Iterable[str] | None = None,
    known: Mapping[str, Definition] = DEFINITIONS,
) -> Cube:
    """Align a frame of replications, for some metrics and scopes or for all; `known` has the words for the metrics.

    Raises:
        InputError: a metric or scope that is not in the frame.
    """
    chosen = pick(metrics, measured(replications, known), "metrics", RENAMED)
    frame = within(replications, "scope", scopes)
    cells, cell, position = align(frame, ["variant", "level", "scope"], variants)
    shape = (len(cells), len(chosen), position.max(initial=-1) + 1)
    calm, crisis = np.full(shape, np.nan), np.full(shape, np.nan)
    for at, name in enumerate(chosen):
        calm[cell, at, position] = frame[f"{name}.calm"]
        crisis[cell, at, position] = frame[f"{name}.crisis"]
    definitions = tuple(known[name] for name in chosen)
    calm[:, [one.zero_in_calm for one in definitions]] = 0.0
    return Cube(cells, tuple(chosen), calm, crisis, definitions)


def measured(replications: pd.DataFrame, known: Mapping[str, Definition]) -> list[str]:
    """The known measures that a frame of replications has, in the order of tables."""
    return [name for name in known if f"{name}.calm" in replications]


def align(frame: pd.DataFrame, keys: list[str], variants: Sequence[str]) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """The cells of a frame in the order of the study, and for each row its cell and its replication's position."""
    orders = {"variant": list(variants), "scope": ordered_scopes(frame["scope"])}
    if "metric" in keys:
        orders["metric"] = list(dict.fromkeys([*DEFINITIONS, *frame["metric"]]))
    codes = [pd.Categorical(frame[key], orders.get(key, pd.unique(frame[key]))).codes for key in keys]
    table = pd.DataFrame(dict(zip(keys, codes, strict=True)))
    cell = table.groupby(keys, sort=True).ngroup().to_numpy()
    first = np.unique(cell, return_index=True)[1]
    position = np.unique(frame["replication"], return_inverse=True)[1]
    return frame[keys].iloc[first].reset_index(drop=True), cell, position


def ordered_scopes(scopes: "pd.Series[str]") -> list[str]:
    """Scopes that occur: the network, then tiers from final demand upstream, then agents and lanes as they come."""

    def rank(scope: str) -> tuple[int, int]:
        if scope.startswith("tier:"):
            return 1, int(scope.removeprefix("tier:"))
        return (0 if scope == "network" else 3 if scope.startswith(LANE) else 2), 0

    return sorted(pd.unique(scopes), key=rank)


def within(frame: pd.DataFrame, column: str, wanted: Iterable[str] | None) -> pd.DataFrame:
    """The rows whose column holds one of the wanted names; all rows if None."""
    if wanted is None:
        return frame
    return frame[frame[column].isin(pick(wanted, pd.unique(frame[column]), f"{column}s"))]


def pick(
    wanted: Iterable[str] | None, known: Iterable[str], place: str, renamed: Mapping[str, Collection[str]] | None = None
) -> list[str]:
    """The known names that are wanted, in known order; all if None.

    Args:
        wanted, known: names.
        place: of the wanted ones, for messages.
        renamed: new name of each former one, or names.

    Raises:
        InputError: a wanted name that is not known.
    """
    names = list(known)
    if wanted is None:
        return names
    if not isinstance(wanted, Iterable):
        raise InputError(f"{place} = {wanted!r}: must be a name or a list of names; {nearest(wanted, names)}")
    asked = [wanted] if isinstance(wanted, str) else list(wanted)
    unknown = [name for name in asked if name not in names]
    faults = [f"{place}: {name!r} is not in these results; {hint(name, names, renamed or {})}" for name in unknown]
    if faults:
        raise InputError(*faults)
    return [name for name in names if name in set(asked)]
