"""Lead times in sequence: drawn so that no shipment overtakes another and each follows its stated law."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from jitagents.flow import ROUNDING
from jitagents.network import Law
from jitagents.random_streams import Carried, Sampler

type Floats = npt.NDArray[np.float64]
type Days = npt.NDArray[np.int64]
type Drawing = Callable[[Floats, int, Carried], Days]
"""`(uniform numbers from the first day on, days, carried) -> lead times of the shipments of these days`."""


def in_sequence(laws: Sequence[Law]) -> Sampler:
    """Return a sampler of lead times of rows with these laws, day after day `(days, rows)`.

    Kaplan's mechanism where the chance to arrive, given what has not, rises with age: each day a number of its own says
    from which age on all arrives (Kaplan 1970, Management Science 16(7); Ehrhardt 1984, Operations Research 32(1)).
    Otherwise, where the law allows it, an exogenous sequence L[t] = max(L[t-1] - 1, X[t]) whose X make each L follow
    the law (Zipkin 2000, sec. 7.4). A law that allows neither, as one with a gap, is drawn for each shipment alone.
    """
    drawings = [kaplan(law) or exogenous(law) or alone(law) for law in laws]
    longest = max(int(law.days[-1]) for law in laws)

    def sample(rng: np.random.Generator, first: int, days: int, carried: Carried) -> Days:
        held = carried.get("ahead", np.zeros((0, len(laws))))
        uniform = np.concatenate((held, rng.random((days + longest - len(held), len(laws)))))
        carried["ahead"] = uniform[days:]
        rows = [carried.setdefault(str(number), {}) for number in range(len(laws))]
        return np.stack([draw(uniform[:, row], days, rows[row]) for row, draw in enumerate(drawings)], axis=1)

    return sample


def _each_day(law: Law) -> tuple[int, Floats]:
    """Return the shortest lead time, and the probability of each number of days from it on."""
    least = int(law.days[0])
    probability = np.zeros(int(law.days[-1]) - least + 1)
    probability[law.days - least] = law.probability
    return least, probability


def kaplan(law: Law) -> Drawing | None:
    """Return a drawing by Kaplan's mechanism; None if the law does not allow it."""
    least, probability = _each_day(law)
    chance = probability / np.cumsum(probability[::-1])[::-1]
    chance[-1] = 1.0
    if (np.diff(chance) < -ROUNDING).any():
        return None

    def draw(uniform: Floats, days: int, carried: Carried) -> Days:
        lead = np.full(days, least + len(chance) - 1, dtype=np.int64)
        for age in range(least + len(chance) - 2, least - 1, -1):
            lead[uniform[age : age + days] < chance[age - least]] = age
        return lead

    return draw


def exogenous(law: Law) -> Drawing | None:
    """Return a drawing of lead times that fall by a day a day at most; None if the law does not allow it."""
    least, probability = _each_day(law)
    total = np.cumsum(probability)
    below = np.append(total[:-1] / total[1:], 1.0)
    if (np.diff(below) < -ROUNDING).any():
        return None

    def draw(uniform: Floats, days: int, carried: Carried) -> Days:
        fresh = np.searchsorted(below[:-1], uniform[:days], side="right")
        if not carried:  # the first one follows the law itself
            fresh[0] = np.searchsorted(total[:-1], uniform[0], side="right")
        arrival = np.maximum.accumulate(np.append(carried.get("last", -1) - 1, fresh + np.arange(days)))[1:]
        carried["last"] = arrival[-1] - (days - 1)
        return (least + arrival - np.arange(days)).astype(np.int64)

    return draw


def alone(law: Law) -> Drawing:
    """Return an independent drawing for each shipment; one that would overtake has to wait."""
    total = np.cumsum(law.probability)[:-1]
    return lambda uniform, days, carried: law.days[np.searchsorted(total, uniform[:days], side="right")]
