"""Leader board: means of a measure, ranks, and paired differences to the leader, all in the same worlds."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd

from jitagents.results import Results
from jitagents.results.cube import cube
from jitagents.results.intervals import interval, paired
from jitagents.results.ranks import rank_range, ranks

COUNTS = ("rank", "rank_low", "rank_high")
NUMBERS = ("mean", "low", "high", "behind", "behind_low", "behind_high")


def board(
    results: Results, metric: str, entered: Collection[str], faults: Mapping[str, str], *, most: bool
) -> pd.DataFrame:
    """A row per rule, the best first; those that failed, or lack the metric in a replication, are last.

    Means are taken in the crisis, if there is one, over the replications with a 95 % interval. `behind` is the
    difference to the leader in the same worlds, with its interval, which the leader's own luck has no part in.
    `rank_low` and `rank_high` are the ranks that paired differences leave open, at 95 %.

    Args:
        results: of all rules that played.
        metric: of the network.
        entered: names of the rules that compete; the others are there for comparison.
        faults: what was wrong with the rules that failed, by name.
        most: the most is best; otherwise the least.

    Raises:
        InputError: the metric was not measured.
    """
    data = cube(results.replications, results.variants, [metric], ["network"], results.definitions)
    every, rules = (data.crisis if results.has_crisis else data.calm)[:, 0], data.cells["variant"].tolist()
    lacking = np.isnan(every).sum(axis=1)
    of = f"of {every.shape[1]} replications"
    faults = {
        **faults,
        **{name: f"has no {metric} in {count} {of}" for name, count in zip(rules, lacking, strict=True) if count},
    }
    values, names = every[lacking == 0], [name for name in rules if name not in faults]
    worth = values if most else -values
    place, (best, worst) = ranks(worth.mean(axis=1)), rank_range(worth)
    found, leader = interval(values), values[worth.mean(axis=1).argmax()] if names else values
    apart = paired(values, np.broadcast_to(leader, values.shape))
    table = pd.DataFrame({
        "rank": place, "rank_low": best, "rank_high": worst, "name": names,
        "entered": [name in entered for name in names], "mean": found.mean, "low": found.low, "high": found.high,
        "behind": apart.mean, "behind_low": apart.low, "behind_high": apart.high, "fault": "",
    })  # fmt: skip
    failed = pd.DataFrame([
        {"name": name, "entered": name in entered, "fault": faults[name]} for name in sorted(faults)
    ])  # fmt: skip
    whole = [table.sort_values(["rank", "name"], kind="stable"), *([failed] if faults else [])]
    kinds: Any = {**dict.fromkeys(COUNTS, "Int64"), **dict.fromkeys(NUMBERS, float), "entered": bool}
    return pd.concat(whole, ignore_index=True).astype(kinds)
