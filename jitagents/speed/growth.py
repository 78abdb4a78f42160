"""Growth of cost: exponents in agents, lanes, worlds and days, and what a second process gains."""

import time
from collections.abc import Mapping, Sequence
from statistics import median

import numpy as np

from jitagents.accounting.measures import Recorded
from jitagents.network import layered, serial
from jitagents.speed.works import Work, bare_flows, timed
from jitagents.study import load

DAYS = 10
"""Days that are timed where their number is not what grows; the median of them counts."""
SIZES: Mapping[str, Sequence[int]] = {
    "agents": (1_000, 10_000, 100_000, 1_000_000),
    "lanes": (24_000, 72_000, 216_000, 648_000),
    "worlds": (1_000, 10_000, 100_000),
    "days": (100, 1_000, 10_000),
}
"""Sizes at which each dimension is measured, about."""
STUDY = ("network=layered", "crisis=supplier_outage", "replications=2000", "days=200")


def sized(dimension: str, size: int) -> Work:
    """A work of a size in one dimension, all else equal; all worlds are simulated at a time."""
    if dimension == "agents":
        return Work(layered(agents=size, lanes_per_agent=2.4), 1, DAYS, 1)
    if dimension == "lanes":
        return Work(layered(agents=10_000, lanes_per_agent=size / 10_000), 1, DAYS, 1)
    if dimension == "worlds":
        return Work(serial(stages=4), size, DAYS, size)
    return Work(serial(stages=4), 100, size, 100)


def seconds_of(dimension: str, size: int, measures: list[Recorded]) -> tuple[float, float]:
    """Seconds of processor time of the model and of the bare flows: of all days where these grow, else of a day."""
    work, brought_together = sized(dimension, size), sum if dimension == "days" else median
    return brought_together(timed(work, 0, measures)), brought_together(bare_flows(work))


def growth(dimension: str, seconds: Sequence[tuple[float, float]]) -> dict[str, object]:
    """A line on a dimension: sizes, seconds of the model and of the bare flows, and the exponents of both."""
    sizes = SIZES[dimension]
    line: dict[str, object] = {"growth": dimension, "sizes": [*sizes]}
    for name, taken in zip(("", "bare_"), zip(*seconds, strict=True), strict=True):
        fitted, steepest = exponents(sizes, taken)
        line |= {
            f"{name}seconds": [round(one, 6) for one in taken],
            f"{name}exponent": round(fitted, 3),
            f"{name}steepest": round(steepest, 3),
        }
    return line


def exponents(sizes: Sequence[int], seconds: Sequence[float]) -> tuple[float, float]:
    """The exponent with which seconds grow over sizes, by least squares on logarithms, and the largest of a step.

    What a day costs at least, however small the work, makes exponents smaller; caches that are full make them larger,
    those of the bare flows, too.
    """
    size, taken = np.log(sizes), np.log(seconds)
    return float(np.polyfit(size, taken, 1)[0]), float((np.diff(taken) / np.diff(size)).max())


def two_processes() -> dict[str, str | float]:
    """Seconds on the clock of one study in one process and in two, their start and the tables included."""
    one, two = (_elapsed(workers) for workers in (1, 2))
    return {"growth": "processes", "one": round(one, 2), "two": round(two, 2), "gain": round(one / two, 3)}


def _elapsed(workers: int) -> float:
    study = load("single", [*STUDY, f"workers={workers}"])
    begun = time.perf_counter()
    study.run(progress=False)
    return time.perf_counter() - begun
