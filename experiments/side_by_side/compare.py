"""Agent-days a second of the same chain in jitagents, in Mesa by hand and in SimPy, all with the same path.

`python -m experiments.side_by_side.compare` prints the table. Processor time, best of several; building the models and
writing the path down are in it. The slow ones run a part of the replications, which cost the same one by one.
"""

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from experiments.side_by_side import in_jitagents, in_mesa, in_simpy
from experiments.side_by_side.chain import STAGES, Path, Units

BY_HAND: dict[str, Callable[[Units], Path]] = {"Mesa, by hand": in_mesa.simulate, "SimPy": in_simpy.simulate}
"""Simulations that are given the demand that jitagents has drawn, in the time in which it is measured."""
DAYS, WORLDS, PART, TIMES = 400, 1000, 20, 5
"""Days, replications, those that the slow ones run, and runs of which the best counts."""


def compare(worlds: int, part: int, days: int = DAYS, times: int = TIMES) -> pd.DataFrame:
    """A row for each package: agent-days a second, and the seconds for all worlds.

    Args:
        worlds: replications.
        part: replications that Mesa and SimPy run, the first ones.
        days: of each.
        times: runs of which the best counts.

    Raises:
        AssertionError: two of them differ in a path.
    """
    (demand, path), seconds = timed(lambda: in_jitagents.simulate(worlds, days), times)
    rows = [("jitagents", worlds, seconds)]
    for name, simulate in BY_HAND.items():
        other, seconds = timed(lambda simulate=simulate: simulate(demand[:, :part]), times)
        for ours, theirs in zip(path, other, strict=True):
            np.testing.assert_array_equal(ours[..., :part], theirs, err_msg=name)
        rows.append((name, part, seconds))
    table = pd.DataFrame(rows, columns=["", "worlds that ran", "seconds"]).set_index("")
    table["agent-days/s"] = STAGES * days * table["worlds that ran"] / table["seconds"]
    table["seconds for all worlds"] = table["seconds"] * worlds / table["worlds that ran"]
    table["jitagents is so many times as fast"] = table["agent-days/s"].iloc[0] / table["agent-days/s"]
    return table.drop(columns="seconds")


def timed[T](run: Callable[[], T], times: int) -> tuple[T, float]:
    """What a function returns, and the seconds of processor time that it took, the best of several."""
    taken = []
    for _ in range(times):
        begun = time.process_time()
        result = run()
        taken.append(time.process_time() - begun)
    return result, min(taken)


if __name__ == "__main__":
    for count, few in ((1, 1), (WORLDS, PART)):
        print(f"{count:,} world(s), {STAGES} agents, {DAYS} days")
        print(compare(count, few).round(3).to_string(float_format="{:,.3g}".format), end="\n\n")
