"""Indicators of readiness, and the levers that they make up."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from jitagents.errors import Faults, nearest
from jitagents.readiness.rules import LEVERS, Ends

type Numbers = npt.NDArray[np.float64]

TENTH = 0.1
"""Share of the flows that score 1, and that score 0, where ends are relative."""


@dataclass(frozen=True)
class Indicator:
    """An indicator of a lever, with the value at which it scores 1 and that at which it scores 0.

    Attributes:
        lever: one of `LEVERS`.
        meaning: in a few words, with the unit.
        good, bad: values that score 1 and 0.
        asked: whether it counts only where a rule states its ends.
    """

    lever: str
    meaning: str
    good: float
    bad: float
    asked: bool = False

    def score(self, values: Numbers) -> Numbers:
        """Return the scores from 0 to 1 of values, linear between the two ends; NaN stays NaN."""
        return np.clip((values - self.bad) / (self.good - self.bad), 0.0, 1.0)


INDICATORS: Mapping[str, Indicator] = {
    "weekly_cv": Indicator("demand", "coefficient of variation of weekly demand", 0.2, 1.2),
    "pattern": Indicator("demand", "smooth 1, erratic .5, intermittent .4, lumpy .1", 1.0, 0.0),
    "mase": Indicator("demand", "error of exponential smoothing over that of the last week's demand", 0.7, 1.3),
    "otif": Indicator("supplier", "share of deliveries on time and in full", 0.98, 0.80),
    "lead_time_cv": Indicator("supplier", "coefficient of variation of the lead time", 0.05, 0.5),
    "lead_time": Indicator("supplier", "mean lead time from order to receipt (days)", 1.0, 30.0),
    "sources": Indicator("supplier", "effective number of sources, what they share counted once", 2.0, 1.0, True),
    "ppm": Indicator("supplier", "defects per million units received", 50.0, 5000.0),
    "lot": Indicator("process", "mean order in days of demand (days)", 1.0, 20.0),
    "frequency": Indicator("process", "orders a day", 1.0, 0.05),
    "utilisation": Indicator("process", "mean flow of the seller as a share of its capacity", 0.80, 0.98),
    "record_accuracy": Indicator("data", "share of counts within 2 % of the record", 0.98, 0.80),
    "latency": Indicator("data", "days until the seller knows an order (days)", 0.0, 5.0),
    "confirmation": Indicator("data", "share of orders with a promised date", 0.98, 0.50),
    "master_data": Indicator("data", "share of deliveries within 20 % of the lead time on record", 0.95, 0.60),
    "uncovered": Indicator("exposure", "share of the time to recover beyond the time to survive", 0.0, 1.0),
    "stop_value": Indicator("exposure", "output of the plant that stops, over the value of the flow", 1.0, 1000.0),
}
"""The ends of XYZ, of the classes of demand and of record accuracy are usual ones; the others are proposals."""


def counted(ends: Ends) -> dict[str, Indicator]:
    """Return the indicators that count, with the ends that a rule states for them.

    Args:
        ends: values that score 1 and 0, by indicator; None: it is left out.

    Raises:
        InputError: a name that is no indicator, or ends that are no two different numbers.
    """
    faults, used = Faults(), {name: item for name, item in INDICATORS.items() if not item.asked}
    for name, stated in ends.items():
        if name not in INDICATORS:
            faults.add(f"readiness.ends.{name}: there is no such indicator; {nearest(name, INDICATORS)}")
        elif stated is None:
            used.pop(name, None)
        elif not _are_ends(stated):
            faults.add(f"readiness.ends.{name} = {stated!r}: must be two different numbers, those that score 1 and 0")
        else:
            used[name] = replace(INDICATORS[name], good=float(stated[0]), bad=float(stated[1]))
    faults.tell()
    return {name: used[name] for name in INDICATORS if name in used}


def relative(
    used: Mapping[str, Indicator], values: Mapping[str, Numbers], kept: Collection[str], tail: float = TENTH
) -> dict[str, Indicator]:
    """Return the indicators with ends that are quantiles of the flows: the best score 1, the worst 0.

    Those without data, and those of which the two quantiles are the same, keep their ends.

    Args:
        used: the indicators that count.
        values: of each indicator `(flows,)`, NaN where there are no data.
        kept: names of those whose ends stay.
        tail: share of the flows that score 1, and that score 0.
    """
    found = dict(used)
    for name, item in used.items():
        known = values[name][~np.isnan(values[name])]
        if name in kept or not len(known):
            continue
        low, high = np.quantile(known, [tail, 1.0 - tail]).tolist()
        if low < high:
            good, bad = (low, high) if item.good < item.bad else (high, low)
            found[name] = replace(item, good=good, bad=bad)
    return found


def _are_ends(stated: Any) -> bool:
    numbers = isinstance(stated, list | tuple) and all(
        isinstance(one, int | float) and not isinstance(one, bool) and np.isfinite(one) for one in stated
    )
    return numbers and len(stated) == 2 and stated[0] != stated[1]


def lever_scores(values: Mapping[str, Numbers], used: Mapping[str, Indicator]) -> Numbers:
    """Return the score of each lever `(flows, levers)`: the minimum of its known indicators, NaN if none is known.

    Args:
        values: of each indicator `(flows,)`, NaN where there are no data.
        used: the indicators that count.
    """
    flows = len(next(iter(values.values())))
    columns = []
    for lever in LEVERS:
        own = [item.score(values[name]) for name, item in used.items() if item.lever == lever]
        columns.append(np.fmin.reduce(own) if own else np.full(flows, np.nan))
    return np.stack(columns, axis=1)
